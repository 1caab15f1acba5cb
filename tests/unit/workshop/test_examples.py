"""What each phrase of a signal finds, and what each `unless` cancels, shown by the signal's own cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.workshop.examples import Example, Examples, examples
from recovery_eval.workshop.folder import read_folder
from tests.unit.cli.conversations import run

PHRASES = ("sorry about", "apologies for", "regret the parcel")


@pytest.fixture
def apology(root: Path) -> Examples:
    folder = read_folder(root)
    return examples(folder, [one for one in folder.subjects if one.name == "apology"])["apology"]


def test_a_phrase_is_shown_by_the_shortest_turn_in_which_it_stands_alone(apology: Examples) -> None:
    assert apology.found["sorry about"] == Example("Sorry about it.", 0, 11)
    assert apology.found["apologies for"] == Example("Apologies for it all.", 0, 13)


def test_a_phrase_that_stands_nowhere_alone_is_shown_beside_others(apology: Examples) -> None:
    text, start, end = apology.found["regret the parcel"]
    assert (text, text[start:end]) == ("Sorry about the day you regret the parcel.", "regret the parcel")


def test_a_case_that_proves_a_phrase_goes_before_a_shorter_one_that_happens_to_hold_it(apology: Examples) -> None:
    assert apology.found["once more truly"].text == "And once more truly."
    assert apology.found["forgive us"].text == "Please forgive us."


def test_an_unless_is_shown_by_what_it_cancels_and_one_that_no_case_reaches_by_nothing(apology: Examples) -> None:
    assert apology.cancelled("doubtful", PHRASES) == Example("Sorry about it maybe.", 0, 11)
    assert apology.cancelled("doubtful", PHRASES[1:]) is None
    assert apology.cancelled("quoted", PHRASES) is None


@pytest.mark.usefixtures("root")
def test_the_command_shows_them_below_the_phrases_and_conditions_of_a_signal_that_is_named() -> None:
    lines = run("rules", "signals", "apology").stdout.splitlines()
    assert lines[lines.index("    phrase     sorry about") + 1] == "               [Sorry about] it."
    assert lines[lines.index("    unless     doubtful: then maybe") + 1] == "               [Sorry about] it maybe."
    assert lines[lines.index("    unless     quoted: before somebody said") + 1].startswith("    after ")
    assert "[" not in run("rules", "signals").stdout
