"""Hints: phrases that count only where something in the conversation bears them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

HINTS = """
borne_out_by: [regrets, pities]
unless:
  joking: {before: only, within: 1}
also:
  - hints: always
    phrases: [still, bit loud]
    shares_unless: true
    unless:
      fond: {then: fond}
  - hints: late
    phrases: [hours]
"""
STILL, LOUD, HOURS = ("customer", "It is still here"), ("customer", "A bit loud"), ("customer", "For hours")
HELLO, NOON, SORRY = ("customer", "Hello"), ("agent", "It comes at noon"), ("agent", "Sorry")


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    """Looks for moans, and for what rests on them; what bears them out has to come along."""
    signals = library(
        tmp_path,
        signal("broken", name="moans", by="customer", rest=HINTS),
        signal("sorry", name="regrets"),
        signal("a pity", name="pities"),
        signal("never", name="rejects", by="customer", rest="found_with: {signal: moans, after: {by: agent}}\n"),
    )
    return SignalFinder(signals, names=["moans", "rejects"])


def moans(finder: SignalFinder, *turns: tuple[str, str]) -> list[tuple[int, str]]:
    return [(one.turn, one.quote) for one in find(finder, list(turns)).signals if one.name == "moans"]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([STILL, SORRY], [(0, "still")]),
        ([STILL, NOON, ("customer", "I see"), ("agent", "What a pity")], [(0, "still")]),
        ([STILL], [(0, "still")]),
        ([NOON, STILL, ("bot", "Press one")], [(1, "still")]),
        ([STILL, NOON, LOUD], [(0, "still"), (2, "bit loud")]),
        ([("customer", "It is still broken"), NOON], [(0, "still"), (0, "broken")]),
        ([STILL, NOON], []),
        ([("agent", "Sorry, who is this?"), STILL, NOON], []),
        ([("customer", "Still here, a bit loud"), NOON], []),
    ],
    ids=[
        "answer",
        "later answer",
        "no answer",
        "no answer by a person",
        "a second hint",
        "no hint",
        "nothing",
        "too early",
        "one turn",
    ],
)
def test_a_hint_counts_where_it_is_borne_out(
    finder: SignalFinder, turns: list[tuple[str, str]], found: list[tuple[int, str]]
) -> None:
    assert moans(finder, *turns) == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([HOURS, NOON], [(0, "hours")]),
        ([NOON, HELLO, HOURS, NOON], [(2, "hours")]),
        ([HELLO, NOON, HOURS, SORRY], [(2, "hours")]),
        ([HELLO, SORRY, HOURS, NOON], [(2, "hours")]),
        ([HELLO, NOON, HOURS], [(2, "hours")]),
        ([HELLO, NOON, HOURS, NOON], []),
    ],
    ids=["at once", "after a greeting", "borne out", "borne out before", "no answer", "late"],
)
def test_a_late_hint_is_one_once_the_speaker_was_answered(
    finder: SignalFinder, turns: list[tuple[str, str]], found: list[tuple[int, str]]
) -> None:
    assert moans(finder, *turns) == found


def test_what_is_not_borne_out_is_a_near_miss_with_all_that_rests_on_it(finder: SignalFinder) -> None:
    findings = find(finder, [NOON, STILL, NOON])
    assert not findings.signals
    near = [(one.name, one.turn, one.quote, one.cancelled_by, one.cue) for one in findings.near_misses]
    assert near == [("moans", 1, "still", "not-borne-out", ""), ("rejects", 1, "still", "not-borne-out", "")]


def test_what_overlaps_a_hint_counts_in_its_place(tmp_path: Path) -> None:
    rest = "borne_out_by: regrets\nalso: [{phrases: [so very loud again], hints: always}]\n"
    loaded = library(tmp_path, signal("loud", name="moans", by="customer", rest=rest), signal("sorry", name="regrets"))
    assert moans(SignalFinder(loaded), ("customer", "so very loud again"), NOON) == [(0, "loud")]


def test_a_late_hint_counts_in_place_of_one_that_always_is(tmp_path: Path) -> None:
    rest = "borne_out_by: regrets\nalso: [{phrases: [so very loud], hints: always}, {phrases: [loud], hints: late}]\n"
    moaning = signal("broken", name="moans", by="customer", rest=rest)
    loaded = library(tmp_path, moaning, signal("sorry", name="regrets"))
    assert moans(SignalFinder(loaded), ("customer", "so very loud"), NOON) == [(0, "loud")]


def test_a_group_shares_what_cancels_the_files_own_phrases(finder: SignalFinder) -> None:
    near = find(finder, [("customer", "Only still. Still fond of it.")]).near_misses
    assert [(one.quote, one.cancelled_by) for one in near] == [("still", "joking"), ("Still", "fond")]


def test_hints_need_something_that_bears_them_out(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="hints need 'borne_out_by'"):
        library(tmp_path, signal("broken", name="moans", rest="also: [{phrases: [still], hints: late}]\n"))


def test_what_bears_a_hint_out_is_said_by_the_other(tmp_path: Path) -> None:
    rest = "borne_out_by: [nags, regret]\nalso: [{phrases: [still], hints: always}]\n"
    with pytest.raises(RuleFileError) as caught:
        library(
            tmp_path,
            signal("broken", name="moans", by="customer", rest=rest),
            signal("come on", name="nags", by="customer"),
            signal("sorry", name="regrets"),
        )
    assert "$.borne_out_by 'nags' is said by the customer too" in str(caught.value)
    assert "$.borne_out_by unknown signal 'regret'; did you mean 'regrets'?" in str(caught.value)
