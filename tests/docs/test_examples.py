"""Runs the Python blocks of the README and of docs/.

The blocks of one page share their names, from top to bottom. A `text` block right after a `python` block is what the
latter prints; `python tests/docs/test_examples.py` writes these blocks anew.
"""

from __future__ import annotations

import re
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"^```python\n(?P<code>.*?)^```$(?P<shown>\n\n```text\n.*?^```$)?", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    return [
        page
        for page in (CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md")))
        if EXAMPLE.search(page.read_text(encoding="utf-8"))
    ]


def run_examples(page: Path) -> str:
    """Returns the page with every `text` block as its example prints it now."""
    names: dict[str, object] = {"__name__": "example"}

    def run(example: re.Match[str]) -> str:
        code = example["code"]
        lines_before = example.string.count("\n", 0, example.start("code"))
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile("\n" * lines_before + code, page, "exec"), names)  # noqa: S102 - our own pages
        if example["shown"] is None:
            return example[0]
        lines = "\n".join(line.rstrip() for line in printed.getvalue().splitlines())
        return f"```python\n{code}```\n\n```text\n{lines.strip()}\n```"

    return EXAMPLE.sub(run, page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_the_examples_of_a_page_run_and_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_examples(page) == page.read_text(encoding="utf-8")


def test_the_readme_has_an_example_with_what_it_prints() -> None:
    assert "\n\n```text\n" in (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert CHECKOUT / "README.md" in pages()


if __name__ == "__main__":
    with TemporaryDirectory() as folder, chdir(folder):  # some examples write files
        for each in pages():
            each.write_text(run_examples(each), encoding="utf-8")
