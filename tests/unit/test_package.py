from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

import pytest

import recovery_eval
from recovery_eval import resources
from recovery_eval.errors import RecoveryEvalError


def test_every_exported_name_can_be_imported() -> None:
    for name in recovery_eval.__all__:
        assert getattr(recovery_eval, name).__name__ == name


def test_exported_names_are_sorted_and_complete() -> None:
    assert recovery_eval.__all__ == sorted(recovery_eval._HOME)


def test_no_module_bears_an_exported_name_which_importing_it_would_replace() -> None:
    modules = {module.name for module in iter_modules(recovery_eval.__path__)}
    assert not modules & set(recovery_eval.__all__)


def test_dir_lists_every_exported_name_before_it_is_loaded() -> None:
    listed = _run("import recovery_eval; print(*dir(recovery_eval))").split()
    assert set(recovery_eval.__all__) <= set(listed)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'evalaute'"):
        _ = recovery_eval.evalaute  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = _run("import sys, recovery_eval; print(*sys.modules)").split()
    assert "recovery_eval" in loaded
    assert not {"spacy", "pydantic", "yaml", "typer", "rich"} & set(loaded)


def test_asking_for_an_error_or_an_outcome_loads_nothing_heavy_either() -> None:
    loaded = _run("import sys, recovery_eval as r; r.RuleFileError, r.Outcome; print(*sys.modules)").split()
    assert not {"spacy", "pydantic"} & set(loaded)


@pytest.fixture
def _looked_for_anew() -> Iterator[None]:
    resources.rules_root.cache_clear()
    yield
    resources.rules_root.cache_clear()


def test_the_checkouts_rules_are_found() -> None:
    assert (resources.rules_root() / "rulebooks" / "core.yml").is_file()


@pytest.mark.usefixtures("_looked_for_anew")
def test_rules_inside_the_package_come_before_the_checkouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "src" / "recovery_eval"
    (package / "_rules").mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(resources, "files", lambda _: package)
    assert resources.rules_root() == package / "_rules"


@pytest.mark.usefixtures("_looked_for_anew")
def test_missing_rules_are_an_error_that_names_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "src" / "recovery_eval"
    monkeypatch.setattr(resources, "files", lambda _: package)
    with pytest.raises(RecoveryEvalError) as caught:
        resources.rules_root()
    assert str(package / "_rules") in str(caught.value)
    assert str(tmp_path / "rules") in str(caught.value)


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
