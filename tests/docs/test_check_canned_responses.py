"""The page on checking canned responses: its files work, and it leaves nothing out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from recovery_eval.canned.dialects import DIALECTS
from recovery_eval.canned.outputs import FORMATS
from recovery_eval.canned.settings import SettingsFile
from recovery_eval.canned.settings_files import find_settings
from tests.unit.cli.conversations import run

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "check-canned-responses.md").read_text(encoding="utf-8")
# The path stands in a comment on the first line, or above, where the file has no room for one.
FILE = re.compile(
    r"(?:```(?:yaml|toml|ini)\n# (?P<path>\S+)\n|Save this as `(?P<above>\S+)`:\n\n```markdown\n)(?P<text>.*?)```",
    re.DOTALL,
)
CONSOLE = re.compile(r"```console\n\$ recovery-eval (?P<command>[^\n]*)\n(?P<shown>.*?)```", re.DOTALL)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the page, in a folder of their own."""
    for file in FILE.finditer(PAGE):
        path = tmp_path / (file["path"] or file["above"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["text"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_check_shows_what_the_page_shows(project: Path) -> None:
    (project / "recovery-eval.toml").unlink()
    (example,) = CONSOLE.finditer(PAGE)
    assert run(*example["command"].split()).stdout.startswith(example["shown"])


def test_the_settings_are_right_and_name_every_key(project: Path) -> None:
    assert find_settings(project).file.paths == ("macros",)
    keys = {(field.alias or name) for name, field in SettingsFile.model_fields.items()}
    assert {key for key in keys if f"`{key}`" not in PAGE and f"[[{key}]]" not in PAGE} == set()


def test_the_way_from_an_old_library_to_a_green_pipeline(project: Path) -> None:
    settings = project / "recovery-eval.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"major"', '"minor"'), encoding="utf-8")
    assert run("check", "--baseline", "known.json", "--update-baseline").exit_code == 0
    assert run("check").exit_code == 0
    (project / "macros" / "new.md").write_text(
        (project / "macros" / "late.md").read_text(encoding="utf-8").replace("id: late", "id: new"), encoding="utf-8"
    )
    assert run("check").exit_code == 1


def test_every_format_and_dialect_is_named() -> None:
    assert [name for name in FORMATS if f"`{name}`" not in PAGE] == []
    assert [one.name for one in DIALECTS if one.name not in PAGE] == []


@pytest.mark.parametrize(
    ("schema", "path"),
    [("vendor.github-workflows", ".github/workflows/replies.yml"), ("vendor.gitlab-ci", ".gitlab-ci.yml")],
)
def test_the_pipelines_fit_their_schemas(project: Path, schema: str, path: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    result = subprocess.run(command, cwd=project, capture_output=True, check=False, timeout=120)
    assert result.returncode == 0, result.stdout


def test_the_pre_commit_configuration_is_one(project: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    assert subprocess.run(command, cwd=project, capture_output=True, check=False, timeout=120).returncode == 0
    assert yaml.safe_load((project / ".pre-commit-config.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [
        ("<!-- ", "x.md", "---\ntitle: a\n---\nYou can write to us.\n{}\n"),
        ("# recovery", "x.yml", "- title: a\n  {}\n  text: You can write to us.\n"),
        ("a key", "x.yml", "- title: a\n  {}\n  text: You can write to us.\n"),
        ("a column", "x.csv", "title,text,recovery_eval_ignore\na,You can write to us.,{}\n"),
    ],
)
def test_every_form_of_suppression_on_the_page_is_read(project: Path, form: str, name: str, text: str) -> None:
    (project / "recovery-eval.toml").unlink()
    (row,) = [line for line in PAGE.splitlines() if line.startswith("|") and f"| {form}" in line.replace("`", "")]
    note = re.findall(r"`([^`]*)`", row)[-1]
    (project / "macros" / name).write_text(text.format(note), encoding="utf-8")
    shown = run("check", f"macros/{name}").stdout
    assert shown.count("the suppression of 'no-overpromise' is not needed: nothing is found that it hides") == 1
    assert "unexplained" not in shown
    assert "expired" not in shown
