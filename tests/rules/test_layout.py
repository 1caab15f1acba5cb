"""Rule files are read by people: their lines end before the window does."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "rules"
WIDTH = 140
FILES = sorted(path for path in ROOT.rglob("*.yml") if not path.name.endswith(".cases.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_line_of_a_rule_file_is_too_wide_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [f"{number}: {line.strip()[:60]}…" for number, line in enumerate(lines, start=1) if len(line) > WIDTH]
