from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workshop.small import write_small


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder of rules that stands in for the built-in ones."""
    root = write_small(tmp_path / "rules")
    for module in ("workshop.folder", "rulebook.loader", "workshop.scaffold", "workshop.corpus", "resources"):
        monkeypatch.setattr(f"recovery_eval.{module}.rules_root", lambda: root)
    return root
