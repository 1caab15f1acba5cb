"""The plugin, run by pytest in a project of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.canned.small import GOOD, POOR

# The older kind of report tells files and lines, as editors ask for them.
REPORT = ("--junitxml=report.xml", "-o", "junit_family=xunit1")


def run_pytest(folder: Path, *arguments: str) -> tuple[int, str]:
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
        text=True,
    )
    return result.returncode, result.stdout + result.stderr


def write(folder: Path, **files: str) -> None:
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def test_each_reply_is_a_test_that_fails_by_its_findings(tmp_path: Path) -> None:
    write(tmp_path, late__recovery__md=POOR, lost__recovery__md=GOOD, other__md=POOR)
    code, said = run_pytest(tmp_path, *REPORT)
    assert code == 1
    assert "_ Late delivery _" in said
    assert "1 failed, 1 passed" in said
    assert "late.recovery.md:8:7: major no-non-apology" in said
    assert 'name="late" file="late.recovery.md" line="0"' in (tmp_path / "report.xml").read_text(encoding="utf-8")


def test_no_name_of_a_reply_drives_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, late__recovery__yml='- {id: "a\\e[2Jb", title: "c\\e[2Jd", text: Hi there}\n')
    code, said = run_pytest(tmp_path, "-v")
    assert (code, "\x1b[2J" in said) == (1, False)
    assert r"late.recovery.yml::a\x1b[2Jb" in said


def test_names_of_files_and_settings_are_the_projects_own(tmp_path: Path) -> None:
    write(tmp_path, late__md=POOR)
    (tmp_path / "pytest.ini").write_text("[pytest]\nrecovery_eval_files = *.md\n", encoding="utf-8")
    (tmp_path / "recovery-eval.toml").write_text('fail-level = "critical"\n', encoding="utf-8")
    code, said = run_pytest(tmp_path)
    assert (code, "1 passed" in said) == (0, True)


def test_findings_in_the_baseline_of_the_settings_fail_no_test(tmp_path: Path) -> None:
    write(tmp_path, late__recovery__md=POOR)
    (tmp_path / "recovery-eval.toml").write_text('paths = ["."]\nbaseline = "known.json"\n', encoding="utf-8")
    command = [sys.executable, "-m", "recovery_eval", "check", "--update-baseline"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    code, said = run_pytest(tmp_path)
    assert (code, "1 passed" in said) == (0, True), said


@pytest.mark.parametrize(
    ("name", "text", "place", "line", "passed"),
    [
        ("table.recovery.csv", "id,text\n1,Hi {{customer.first_name}}\n2,a,b\n", "3:1", 2, 2),
        ("broken.recovery.json", "[{", "1:", 0, 1),
    ],
)
def test_what_cannot_be_read_is_a_test_that_fails_and_keeps_no_other_from_running(
    tmp_path: Path, name: str, text: str, place: str, line: int, passed: int
) -> None:
    write(tmp_path, test_own__py="def test_it():\n    pass\n")
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, said = run_pytest(tmp_path, *REPORT)
    assert (code, f"1 failed, {passed} passed" in said) == (1, True), said
    assert f"{name}:{place}" in said
    assert f"{name}::unreadable at {place}" in said
    assert f'file="{name}" line="{line}"' in (tmp_path / "report.xml").read_text(encoding="utf-8")


def test_settings_that_cannot_be_used_are_an_error_of_the_collection(tmp_path: Path) -> None:
    write(tmp_path, late__recovery__md=POOR)
    (tmp_path / "recovery-eval.toml").write_text('fail-level = "majr"\n', encoding="utf-8")
    code, said = run_pytest(tmp_path)
    assert (code, "did you mean 'major'?" in said) == (2, True), said


@pytest.mark.parametrize("module", ["spacy", "pydantic", "recovery_eval.canned"])
def test_a_run_without_replies_loads_nothing_heavy(tmp_path: Path, module: str) -> None:
    write(tmp_path, test_nothing__py=f"import sys\n\ndef test_it():\n    assert {module!r} not in sys.modules\n")
    code, said = run_pytest(tmp_path)
    assert code == 0, said
