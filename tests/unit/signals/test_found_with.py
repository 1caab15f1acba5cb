"""A signal found by the words of another one, given what came earlier."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

REJECTS = """
found_with: {signal: moans, after: {signal: offers, within: 1}}
unless:
  polite: {then: thanks, within: 3}
"""


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    """Looks for rejections alone; what they are found with has to come along."""
    signals = library(
        tmp_path,
        signal("no good", name="rejects", by="customer", rest=REJECTS),
        signal("broken", "no good", name="moans", by="customer"),
        signal("have another", name="offers"),
    )
    return SignalFinder(signals, names=["rejects"])


def rejections(finder: SignalFinder, *turns: tuple[str, str]) -> list[tuple[int, str, str]]:
    found = find(finder, list(turns)).signals
    return [(one.turn, one.quote, one.phrase) for one in found if one.name == "rejects"]


def test_the_other_signals_words_count_after_what_has_to_come_first(finder: SignalFinder) -> None:
    turns = ("agent", "Please have another"), ("customer", "This is broken too")
    assert rejections(finder, *turns) == [(1, "broken", "found with moans")]


def test_they_do_not_count_without_it_or_too_late(finder: SignalFinder) -> None:
    assert rejections(finder, ("agent", "Hello"), ("customer", "This is broken")) == []
    late = ("agent", "Please have another"), ("customer", "Right"), ("customer", "This is broken")
    assert rejections(finder, *late) == []


def test_words_of_its_own_come_first(finder: SignalFinder) -> None:
    turns = ("agent", "Please have another"), ("customer", "It is broken and no good")
    assert rejections(finder, *turns) == [(1, "no good", "no good")]


def test_words_of_its_own_that_are_cancelled_decide_the_turn(finder: SignalFinder) -> None:
    turns = ("agent", "Please have another"), ("customer", "It was broken and no good but thanks")
    assert rejections(finder, *turns) == []


def test_a_turn_of_the_other_speaker_may_be_all_that_has_to_come_first(tmp_path: Path) -> None:
    texts = (
        signal("no good", name="rejects", by="customer", rest="found_with: {signal: moans, after: {by: agent}}\n"),
        signal("broken", name="moans", by="customer"),
    )
    finder = SignalFinder(library(tmp_path, *texts))
    assert rejections(finder, ("agent", "Hello"), ("customer", "It is broken")) == [(1, "broken", "found with moans")]
    assert rejections(finder, ("customer", "It is broken")) == []


def test_it_names_a_known_signal_other_than_itself(tmp_path: Path) -> None:
    itself = "found_with: {signal: act, after: {by: agent}}\n"
    unknown = "found_with: {signal: axt, after: {signal: nay}}\n"
    with pytest.raises(RuleFileError, match="can't be found with itself"):
        library(tmp_path, signal("sorry", rest=itself))
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, signal("sorry", rest=unknown))
    assert "unknown signal 'axt'; did you mean 'act'?" in str(caught.value)
    assert "unknown signal 'nay'" in str(caught.value)


def test_it_names_a_signal_of_the_same_speaker(tmp_path: Path) -> None:
    others = "found_with: {signal: moans, after: {by: customer}}\n"
    with pytest.raises(RuleFileError, match="'moans' is never in a turn of the agent; name a signal of theirs"):
        library(tmp_path, signal("broken", name="moans", by="customer"), signal("sorry", rest=others))
