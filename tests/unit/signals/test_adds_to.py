"""A signal whose finds count as another one's, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

OURS = """
adds_to: promises
unless:
  hedged: {before: maybe, within: 2}
"""


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    """Looks for promises alone; what adds to them has to come along."""
    texts = signal("call you", name="promises"), signal("circle round", "call you back", name="ours", rest=OURS)
    return SignalFinder(library(tmp_path, *texts), names=["promises"])


def found_as(name: str, finder: SignalFinder, *turns: tuple[str, str]) -> list[tuple[int, str, str]]:
    return [(one.turn, one.quote, one.phrase) for one in find(finder, list(turns)).signals if one.name == name]


def test_its_words_count_as_the_other_signal(finder: SignalFinder) -> None:
    turns = ("customer", "We circle round"), ("agent", "We circle round on Monday")
    assert found_as("promises", finder, *turns) == [(1, "circle round", "circle round")]
    assert found_as("ours", finder, *turns) == [(1, "circle round", "circle round")]


def test_of_words_that_both_find_the_longest_count_once(finder: SignalFinder) -> None:
    assert found_as("promises", finder, ("agent", "I call you back")) == [(0, "call you back", "call you back")]


def test_what_cancels_it_tells_of_the_other_signal(finder: SignalFinder) -> None:
    findings = find(finder, [("agent", "Maybe we circle round")])
    assert findings.signals == ()
    near = [(one.name, one.quote, one.cancelled_by, one.cue) for one in findings.near_misses]
    assert near == [("ours", "circle round", "hedged", "Maybe"), ("promises", "circle round", "hedged", "Maybe")]


def test_later_signals_come_after_it_as_after_the_other(tmp_path: Path) -> None:
    texts = (
        signal("call you", name="promises"),
        signal("circle round", name="ours", rest="adds_to: promises\n"),
        signal("fine", name="agrees", by="customer", rest="after: {signal: promises}\n"),
    )
    finder = SignalFinder(library(tmp_path, *texts), names=["agrees"])
    turns = ("agent", "We circle round"), ("customer", "Fine")
    assert found_as("agrees", finder, *turns) == [(1, "Fine", "fine")]


def test_what_is_found_by_tokens_counts_too(tmp_path: Path) -> None:
    ours = signal(name="ours", rest="adds_to: promises\ntokens: [[{LOWER: ring}]]\n").replace("phrases:\n", "")
    finder = SignalFinder(library(tmp_path, signal("call you", name="promises"), ours), names=["promises"])
    assert found_as("promises", finder, ("agent", "I ring")) == [(0, "ring", "tokens")]


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("adds_to: promise\n", "unknown signal 'promise'; did you mean 'promises'?"),
        ("adds_to: ours\n", "a signal can't add to itself"),
        ("adds_to: theirs\n", "'theirs' adds to 'promises'; name that"),
        ("adds_to: moans\n", "'moans' is never in a turn of the agent; name a signal of theirs"),
        (
            "adds_to: promises\nanswered_by: {signal: moans}\n",
            "'adds_to' goes with phrases or tokens alone, not with other ways to be found or doubted",
        ),
    ],
)
def test_what_it_cannot_add_to_is_told(tmp_path: Path, rest: str, message: str) -> None:
    texts = (
        signal("call you", name="promises"),
        signal("in touch", name="theirs", rest="adds_to: promises\n"),
        signal("broken", name="moans", by="customer"),
        signal("circle round", name="ours", rest=rest),
    )
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, *texts)
    assert [fault.message for fault in caught.value.faults] == [message]
