"""A signal found, or not counted, in a turn that the other speaker answers in a telling way."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.transcript import Speaker, Transcript, Turn
from tests.unit.signals.kit import find, library, signal

ANSWERED = "answered_by: {signal: [regrets, pities], first: true}\n"
PARCEL, SORRY = ("customer", " A brick came in my parcel. "), ("agent", "We are sorry")


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    """Looks for moans alone; what answers them has to come along."""
    signals = library(
        tmp_path,
        signal("broken", name="moans", by="customer", rest=ANSWERED),
        signal("sorry", name="regrets"),
        signal("a pity", name="pities"),
    )
    return SignalFinder(signals, names=["moans"])


def moans(finder: SignalFinder, *turns: tuple[str, str]) -> list[tuple[int, str, str]]:
    return [(one.turn, one.quote, one.phrase) for one in find(finder, list(turns)).signals if one.name == "moans"]


def test_the_turn_before_the_answer_counts_whole(finder: SignalFinder) -> None:
    hello = ("customer", "Hello")
    assert moans(finder, hello, PARCEL, SORRY) == [(1, "A brick came in my parcel.", "answered by regrets")]
    assert moans(finder, PARCEL, ("agent", "What a pity")) == [(0, "A brick came in my parcel.", "answered by pities")]


def test_the_longest_turn_so_far_counts_where_only_the_first_of_its_kind_does(finder: SignalFinder) -> None:
    asked, yes = ("agent", "A brick?"), ("customer", "Yes, a brick")
    assert moans(finder, PARCEL, asked, yes, SORRY) == [(0, "A brick came in my parcel.", "answered by regrets")]
    assert moans(finder, yes, ("customer", "A red one."), SORRY) == [(0, "Yes, a brick", "answered by regrets")]


def test_it_counts_once_and_not_where_words_were_found_before(finder: SignalFinder) -> None:
    again = ("customer", "And a stone")
    assert moans(finder, PARCEL, SORRY, again, SORRY) == [(0, "A brick came in my parcel.", "answered by regrets")]
    assert moans(finder, ("customer", "It is broken"), again, SORRY) == [(0, "broken", "broken")]


def test_any_turn_without_the_signal_counts_unless_only_the_first_does(tmp_path: Path) -> None:
    texts = (
        signal("agreed", name="offers", rest="answered_by: {signal: thanks}\n"),
        signal("thanks", name="thanks", by="customer"),
    )
    finder = SignalFinder(library(tmp_path, *texts))
    turns = ("agent", "Agreed"), ("customer", "Thanks"), ("agent", "It comes at noon"), ("customer", "Thanks")
    found = [(one.turn, one.phrase) for one in find(finder, list(turns)).signals if one.name == "offers"]
    assert found == [(0, "agreed"), (2, "answered by thanks")]


def test_an_answer_that_shares_words_with_what_answers_nothing_does_not_count(tmp_path: Path) -> None:
    texts = (
        signal("broken", name="moans", by="customer", rest="answered_by: {signal: regrets, without: [late]}\n"),
        signal("sorry", name="regrets"),
        signal("sorry for the late reply", name="late"),
    )
    finder = SignalFinder(library(tmp_path, *texts), names=["moans"])
    late = "Sorry for the late reply."
    assert moans(finder, PARCEL, ("agent", late)) == []
    assert moans(finder, PARCEL, ("agent", f"{late} And sorry for the brick.")) == [
        (0, "A brick came in my parcel.", "answered by regrets")
    ]


def test_only_a_turn_that_holds_what_it_must_counts(tmp_path: Path) -> None:
    holding = "answered_by: {signal: thanks, holds: [times, asks]}\n"
    texts = (
        signal("agreed", name="offers", rest=holding),
        signal("at noon", name="times"),
        signal("is that fine", name="asks"),
        signal("thanks", name="thanks", by="customer"),
    )
    finder = SignalFinder(library(tmp_path, *texts), names=["offers"])
    turns = (
        ("agent", "It comes at noon, is that fine?"),
        ("customer", "Thanks"),
        ("agent", "Bye"),
        ("customer", "Thanks"),
    )
    found = [(one.turn, one.quote) for one in find(finder, list(turns)).signals if one.name == "offers"]
    assert found == [(0, "It comes at noon, is that fine?")]


def test_a_turn_that_holds_what_it_must_lack_does_not_count(tmp_path: Path) -> None:
    texts = (
        signal("agreed", name="offers", rest="answered_by: {signal: thanks, lacks: [asks]}\n"),
        signal("is that fine", name="asks"),
        signal("thanks", name="thanks", by="customer"),
    )
    finder = SignalFinder(library(tmp_path, *texts), names=["offers"])
    turns = (
        ("agent", "I ring at noon, is that fine?"),
        ("customer", "Thanks"),
        ("agent", "It comes at noon."),
        ("customer", "Thanks"),
    )
    found = [one.turn for one in find(finder, list(turns)).signals if one.name == "offers"]
    assert found == [2]


def test_nothing_is_answered_without_an_answer_or_before_anybody_spoke(finder: SignalFinder) -> None:
    assert moans(finder, PARCEL, ("agent", "Thanks")) == []
    assert moans(finder, SORRY, PARCEL) == []


def test_all_signals_stay_in_the_order_of_their_words(finder: SignalFinder) -> None:
    turns = PARCEL, ("agent", "One moment"), ("agent", "Sorry, sorry")
    found = [(one.name, one.turn, one.start) for one in find(finder, list(turns)).signals]
    assert found == [("moans", 0, 1), ("regrets", 2, 0), ("regrets", 2, 7)]


@pytest.mark.parametrize(
    ("redactions", "quote"),
    [(((2, 7),), "came in my parcel."), (((18, 25), (7, 26)), "A brick"), (((0, 26),), None)],
)
def test_the_quote_leaves_redacted_words_out(
    finder: SignalFinder, redactions: tuple[tuple[int, int], ...], quote: str | None
) -> None:
    hidden = Turn(speaker=Speaker.CUSTOMER, text="A brick came in my parcel.", redactions=redactions)
    conversation = Transcript(turns=(hidden, Turn(speaker=Speaker.AGENT, text="Sorry")))
    found = [one for one in find(finder, conversation).signals if one.name == "moans"]
    assert [one.quote for one in found] == ([] if quote is None else [quote])
    assert all(hidden.text[one.start : one.end] == one.quote for one in found)


def test_it_names_an_answer(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="needs a signal of the other speaker: what answers the turn"):
        library(tmp_path, signal("broken", name="moans", by="customer", rest="answered_by: {signal: []}\n"))


def test_it_names_known_signals_of_the_other_speaker(tmp_path: Path) -> None:
    texts = (
        signal(
            "broken", name="moans", by="customer", rest="answered_by: {signal: [rejects, regret], holds: regrets}\n"
        ),
        signal("no", name="rejects", by="customer"),
        signal("sorry", name="regrets"),
    )
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, *texts)
    assert "'rejects' is said by the customer too; only the other speaker can answer" in str(caught.value)
    assert "unknown signal 'regret'; did you mean 'regrets'?" in str(caught.value)
    assert "'regrets' is never in a turn of the customer; name a signal of theirs" in str(caught.value)


def test_what_tells_otherwise_names_known_signals_of_the_other_speaker(tmp_path: Path) -> None:
    rest = "unless_answered_by: {signal: [rejects, regret], without: rejects}\n"
    texts = (signal("broken", name="moans", by="customer", rest=rest), signal("no", name="rejects", by="customer"))
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, *texts, signal("sorry", name="regrets"))
    message = "'rejects' is said by the customer too; only the other speaker can answer"
    assert [fault.path for fault in caught.value.faults if fault.message == message] == [
        "$.unless_answered_by.signal",
        "$.unless_answered_by.without",
    ]
    assert "unknown signal 'regret'; did you mean 'regrets'?" in str(caught.value)


DENIED = "unless_answered_by: {signal: delight, without: regrets}\n"
STAR, DELIGHTED = ("customer", "Broken, but what a star"), ("agent", "So glad")


@pytest.fixture
def doubter(tmp_path: Path) -> SignalFinder:
    """Looks for moans alone, and doubts those that delight somebody."""
    signals = library(
        tmp_path,
        signal("broken", name="moans", by="customer", rest=ANSWERED + DENIED),
        signal("sorry", name="regrets"),
        signal("a pity", name="pities"),
        signal("glad", name="delight"),
        signal("again", name="repeats", by="customer", rest="after: {signal: moans}\n"),
    )
    return SignalFinder(signals, names=["moans", "repeats"])


def test_what_is_answered_otherwise_is_a_near_miss_in_its_place(doubter: SignalFinder) -> None:
    findings = find(doubter, [("customer", "broken"), ("agent", "Oh"), STAR, DELIGHTED])
    assert [(one.turn, one.name) for one in findings.signals] == [(0, "moans"), (3, "delight")]
    near = [(one.turn, one.start, one.quote, one.cancelled_by, one.cue) for one in findings.near_misses]
    assert near == [(2, 0, "Broken", "answered-by-delight", "glad")]


@pytest.mark.parametrize(
    "answers",
    [[("agent", "Sorry, and glad")], [("agent", "One moment"), DELIGHTED], [("agent", "One moment")], []],
    ids=["held against", "not the first answer", "no such answer", "no answer"],
)
def test_it_counts_where_the_answer_does_not_tell_otherwise(
    doubter: SignalFinder, answers: list[tuple[str, str]]
) -> None:
    assert moans(doubter, STAR, *answers) == [(0, "Broken", "broken")]


def test_what_is_denied_is_not_looked_back_at(doubter: SignalFinder) -> None:
    again = ("customer", "again")
    names = [(one.turn, one.name) for one in find(doubter, [STAR, DELIGHTED, again]).signals]
    assert names == [(1, "delight")]
    names = [(one.turn, one.name) for one in find(doubter, [("customer", "broken"), STAR, DELIGHTED, again]).signals]
    assert names == [(0, "moans"), (2, "delight"), (3, "repeats")]


def test_a_turn_is_a_moan_again_where_a_later_one_is_regretted(doubter: SignalFinder) -> None:
    assert moans(doubter, STAR, DELIGHTED, PARCEL, SORRY) == [(2, "A brick came in my parcel.", "answered by regrets")]
