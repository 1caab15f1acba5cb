from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.rulebook import load_rulebook
from recovery_eval.rulebook.conditions import SignalCondition
from recovery_eval.transcript import to_transcript
from recovery_eval.workshop.proof import Looker
from recovery_eval.workshop.trace import condition_words, trace
from tests.unit.cli.conversations import POOR, record, run
from tests.unit.rulebook.folders import write

TALK = """Customer: That broken parcel!
Agent: Sorry about it, but we were very busy.
Customer: And?
Agent: Sorry about all that maybe.
"""


@pytest.mark.usefixtures("root")
def test_the_tree_shows_each_condition_with_its_words_and_what_cancelled_near_misses(tmp_path: Path) -> None:
    talk = write(tmp_path / "talk.txt", TALK)
    result = run("rules", "explain", "says-sorry", talk)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Conversation  talk",
        "Rule          says-sorry: The agent said sorry",
        "Outcome       ✗ fail",
        "Turns are numbered from 0.",
        "    why        There is neither an apology by the agent nor an excuse after an",
        "               apology; the nearest, “Sorry about” in turn 3, was not counted:",
        "               ruled out as “doubtful” by “maybe”.",
        "",
        "applies_when",
        "  ✓ {signal: complaint, by: customer}: holds",
        "                 A complaint is in turn 0: “broken parcel”.",
        "      evidence   turn 0, complaint «broken parcel»",
        "require",
        "  ✗ any_of: does not hold",
        "    ✗ {signal: apology, by: agent, without: excuse}: does not hold",
        "                   None of the 2 agent turns (1, 3) holds an apology; the",
        "                   nearest, “Sorry about” in turn 3, was not counted: ruled out",
        "                   as “doubtful” by “maybe”.",
        "        near miss  turn 1, apology «Sorry about» – not counted: the same turn",
        "                   holds an excuse, “very busy”",
        "        near miss  turn 3, apology «Sorry about» – not counted: ruled out as",
        "                   “doubtful” by “maybe”",
        "    ✗ {signal: excuse, after: {signal: apology}}: does not hold",
        "                   None of the 2 turns in question (2, 3) holds an excuse after",
        "                   an apology; the nearest, “very busy” in turn 1, was not",
        "                   counted: no earlier turn holds an apology.",
        "        near miss  turn 1, excuse «very busy» – not counted: no earlier turn",
        "                   holds an apology",
        "",
        "    advice     Say sorry.",
    ]


@pytest.mark.usefixtures("root")
def test_a_rule_that_does_not_apply_is_traced_all_the_same() -> None:
    book = load_rulebook("core")
    view = Looker(book.library).view(to_transcript("Customer: Hello.\nAgent: Sorry about it."))
    steps = trace(book["says-sorry"], view)
    assert (steps.result.outcome, steps.requires.holds) == ("not_applicable", True)
    assert steps.applies is not None
    assert steps.applies.holds is False
    assert [part.loc for part in steps.requires.parts] == [("require", "any_of", 0), ("require", "any_of", 1)]


def test_whole_minutes_are_shown_as_they_are_written() -> None:
    written = {"signal": "a", "after": {"signal": "b"}, "within": {"minutes": 20}}
    assert condition_words(SignalCondition.model_validate(written)) == (
        "{signal: a, after: {signal: b}, within: {minutes: 20}}"
    )


@pytest.mark.parametrize(
    ("rule", "words"), [("says-sory", "did you mean 'says-sorry'?"), ("says-sorry", "no such file")]
)
@pytest.mark.usefixtures("root")
def test_what_is_not_there_is_told(tmp_path: Path, rule: str, words: str) -> None:
    result = run("rules", "explain", rule, tmp_path / "none.txt")
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.usefixtures("root")
def test_one_conversation_of_several_is_picked_by_its_id(tmp_path: Path) -> None:
    several = write(tmp_path / "several.jsonl", record("1", POOR) + record("2", POOR) + record("3", POOR))
    assert run("rules", "explain", "says-sorry", several).stdout.count("Conversation  ") == 3
    picked = run("rules", "explain", "says-sorry", several, "--id", "2").stdout
    assert [line for line in picked.splitlines() if "Conversation" in line] == ["Conversation  2"]
    missing = run("rules", "explain", "says-sorry", several, "--id", "9")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr == "recovery-eval: unknown conversation '9'; known: 1, 2, 3\n"
