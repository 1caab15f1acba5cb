"""The files that the page on writing a rule shows do what it says they do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recovery_eval.evaluator import evaluate
from recovery_eval.workshop.folder import read_folder
from tests.unit.cli.conversations import run

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-rule.md"
FILE = re.compile(r"```yaml\n# (?P<path>\S+)\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The folder that the page builds up."""
    for file in FILE.finditer(PAGE.read_text(encoding="utf-8")):
        path = tmp_path / file["path"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(file["text"], encoding="utf-8")
    return tmp_path / "ours"


def test_the_word_lists_of_the_page_are_read(ours: Path) -> None:
    lists = read_folder(ours).library.lists
    assert {"products", "our things"} <= lists.keys()


def test_every_case_of_the_page_comes_out_as_it_says(ours: Path) -> None:
    assert run("rules", "test", "--folder", ours).stdout == "9 cases: 9 as they should be, 0 not\n"


def test_lint_asks_for_more_cases_of_the_rule_and_for_nothing_else(ours: Path) -> None:
    findings = run("rules", "lint", ours).stdout.splitlines()
    assert [finding.partition(" ")[2] for finding in findings] == [
        f"$.{wanted} 1 case under '{wanted}'; write at least 5" for wanted in ("fail", "pass")
    ]


def test_the_entry_of_the_known_survivor_is_told_not_to_be_needed(ours: Path) -> None:
    result = run("rules", "mutate", "names-an-hour", "--folder", ours)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{ours}/known-survivors.yml:2:5 $.survivors[0] no such mutant survives")
    assert "3 of 3 mutants killed" in result.stdout


def test_the_rulebook_of_the_page_judges_a_conversation(ours: Path) -> None:
    talk = "Customer: My kettle arrived broken.\nAgent: I'm so sorry about the broken kettle. You'll have one by noon."
    checklist = evaluate(talk, ours / "ours.yml")
    assert [(result.rule_id, result.outcome) for result in checklist.results] == [
        ("sincere-apology", "pass"),
        ("says-when", "pass"),
    ]


def test_the_words_that_the_page_adds_to_a_built_in_signal_count_in_its_rule(ours: Path) -> None:
    (ours / "team.yml").write_text("rulebook: team\nversion: '1'\ntitle: Team\ndescription: Ours.\nextends: core\n")
    talk = "Customer: My kettle arrived broken.\nAgent: We'll circle round to you."
    assert evaluate(talk)["follow-up-promised"].outcome == "fail"
    result = evaluate(talk, ours / "team.yml")["follow-up-promised"]
    assert [(one.name, one.quote) for one in result.evidence] == [("follow-up", "circle round to you")]
