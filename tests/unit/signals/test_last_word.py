"""What the last turn of a speaker tells by its place, whatever its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

LAST = "last_word: {after: [offers, times], at_least: 2, words: 3, without: [moans]}\n"
OFFER, BOTH = ("agent", "A new one"), ("agent", "A new one at noon")


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    """Looks for consent alone; what it rests on has to come along."""
    signals = library(
        tmp_path,
        signal("agreed", name="consents", by="customer", rest=LAST),
        signal("broken", name="moans", by="customer"),
        signal("a new one", name="offers"),
        signal("at noon", name="times"),
    )
    return SignalFinder(signals, names=["consents"])


def consents(finder: SignalFinder, *turns: tuple[str, str]) -> list[tuple[int, str, str]]:
    return [(one.turn, one.quote, one.phrase) for one in find(finder, list(turns)).signals if one.name == "consents"]


def test_the_last_turn_counts_whole_after_all_that(finder: SignalFinder) -> None:
    whole = [(1, "With a bow", "last word")]
    assert consents(finder, BOTH, ("customer", " With a bow ")) == whole
    assert consents(finder, BOTH, ("customer", "With a bow"), ("agent", "Sure")) == whole


def test_what_was_offered_may_be_said_in_several_turns_but_not_before_an_answer(finder: SignalFinder) -> None:
    noon, bow = ("agent", "At noon"), ("customer", "With a bow")
    assert consents(finder, OFFER, noon, bow) == [(2, "With a bow", "last word")]
    assert consents(finder, OFFER, bow, noon, bow) == []


@pytest.mark.parametrize("text", ["A bow", "With a bow?", "The bow is broken", "Agreed, with a bow"])
def test_few_words_a_question_and_words_that_tell_otherwise_do_not_count(finder: SignalFinder, text: str) -> None:
    assert [phrase for *_, phrase in consents(finder, BOTH, ("customer", text))] == ["agreed"] * ("Agreed" in text)


def test_too_little_offered_or_a_turn_that_is_not_the_last_does_not_count(finder: SignalFinder) -> None:
    assert consents(finder, OFFER, ("customer", "With a bow")) == []
    assert consents(finder, BOTH, ("customer", "With a bow"), ("customer", "Red")) == []
    assert consents(finder, BOTH) == []


def test_signals_that_the_speaker_can_not_have_are_refused(tmp_path: Path) -> None:
    rest = "last_word: {after: [rejects, regret], without: regrets}\n"
    files = (
        signal("agreed", name="consents", by="customer", rest=rest),
        signal("no", name="rejects", by="customer"),
        signal("sorry", name="regrets"),
    )
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, *files)
    assert [fault.path for fault in caught.value.faults] == [
        "$.last_word.after",
        "$.last_word.after",
        "$.last_word.without",
    ]


def test_it_needs_something_that_was_said_before(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="needs a signal"):
        library(tmp_path, signal("agreed", name="consents", by="customer", rest="last_word: {after: []}\n"))
