"""The pre-commit hook at work in a repository, and the GitHub action's own script."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.canned.small import GOOD, POOR, library
from tests.unit.canned.test_changed import git

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": "", **more}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A library under pre-commit. The hook is ours, but runs what is installed here: it needs no network."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook["language"] = "system"
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git(tmp_path, "init", "-q")
    library(tmp_path, {"good.md": GOOD, "picture.txt": "no reply"})
    return tmp_path


def commit_checked(folder: Path) -> tuple[int, str]:
    git(folder, "add", "-A")
    result = subprocess.run(
        ["pre-commit", "run"],
        cwd=folder,
        env=environment(PRE_COMMIT_HOME=str(folder / ".git" / "cache")),
        capture_output=True,
        check=False,
        timeout=300,
        text=True,
    )
    return result.returncode, result.stdout


def test_the_hook_passes_sound_replies_and_stops_a_poor_one(repository: Path) -> None:
    code, said = commit_checked(repository)
    assert (code, "Passed" in said) == (0, True), said
    (repository / "macros" / "late.md").write_text(POOR, encoding="utf-8")
    (repository / "README.md").write_text(POOR, encoding="utf-8")
    (repository / "macros" / "ReadMe.md").write_text(POOR, encoding="utf-8")
    code, said = commit_checked(repository)
    assert code == 1
    assert "macros/late.md:8:7: major no-non-apology" in said
    assert "readme.md" not in said.lower()


def test_the_hooks_fit_the_schema_of_pre_commit() -> None:
    command = ["pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, env=environment(), check=False).returncode == 0


def test_the_action_fits_githubs_schema() -> None:
    command = ["check-jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    assert subprocess.run(command, env=environment(), check=False, capture_output=True).returncode == 0


def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_no_input_of_the_action_is_written_into_a_script() -> None:
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_the_action_leaves_the_python_of_the_job_alone() -> None:
    setup, install, check = action()["runs"]["steps"]
    assert setup["with"]["update-environment"] is False
    assert install["env"]["PYTHON"] == f"${{{{ steps.{setup['id']}.outputs.python-path }}}}"
    assert check["env"]["BIN"] == f"${{{{ steps.{install['id']}.outputs.bin }}}}"
    called = re.findall(r"^ *(\S*(?i:python|pip|recovery-eval)\S*) ", install["run"] + check["run"], re.MULTILINE)
    assert called == ['"$PYTHON"', '"$bin/python"', '"$BIN/recovery-eval"'], "nothing that is looked for on the PATH"


@pytest.mark.parametrize("sarif", ["out.sarif", ""])
def test_the_script_of_the_action_checks_the_paths_and_writes_sarif_where_it_is_wanted(
    tmp_path: Path, sarif: str
) -> None:
    library(tmp_path, {"late.md": POOR, "$(touch hacked).md": GOOD})
    script = action()["runs"]["steps"][-1]["run"]
    inputs = {
        "PATHS": "macros/late.md\nmacros/$(touch hacked).md\n",
        "FAIL_LEVEL": "critical",
        "BASELINE": "",
        "DIFF_BASE": "",
        "SARIF": sarif,
        "BIN": str(SCRIPTS),
    }
    result = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment(**inputs),
        capture_output=True,
        check=False,
        timeout=300,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    assert "::error file=macros/late.md" in result.stdout
    assert (tmp_path / "out.sarif").is_file() is bool(sarif)
    assert not (tmp_path / "hacked").exists()
