from __future__ import annotations

import pytest

from tests.golden.render import HERE, rendered

RENDERED = rendered()


@pytest.mark.parametrize("name", RENDERED)
def test_the_display_is_what_the_golden_file_shows(name: str) -> None:
    assert RENDERED[name] == (HERE / name).read_bytes().decode("utf-8")


def test_every_golden_file_is_rendered_by_some_display() -> None:
    assert {path.name for path in HERE.iterdir() if path.suffix in {".txt", ".html"}} == set(RENDERED)
