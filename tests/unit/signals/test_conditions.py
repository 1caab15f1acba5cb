"""What cancels a match, what must come before it, and the near misses that tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.signals.alphabet import OTHER_LETTER, STOP_LETTER
from recovery_eval.signals.conditions import MOST_SCOPE, scope_end, scope_start
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

UNLESS = """
unless:
  conditional: {then: "if {we}", within: 2}
  quoted: {before: "you said", within: 1}
  negated: {inside: not}
  joking: {then: joking, same: turn}
"""


@pytest.mark.parametrize(
    ("text", "cancelled_by", "cue"),
    [
        ("Sorry if we kept you", "conditional", "if we"),
        ("Sorry, really sorry one two three if we", None, ""),
        ("Sorry. If we kept you", None, ""),  # the next sentence
        ("you said sorry", "quoted", "you said"),
        ("you said one two three sorry", None, ""),
        ("am not sorry", "negated", "not"),
        ("So sorry. I was joking", "joking", "joking"),
    ],
)
def test_a_cancelled_match_is_a_near_miss_with_its_cue(
    tmp_path: Path, text: str, cancelled_by: str | None, cue: str
) -> None:
    finder = SignalFinder(library(tmp_path, signal("not? sorry", rest=UNLESS)))
    findings = find(finder, [("agent", text)])
    if cancelled_by is None:
        assert findings.signals
        assert findings.near_misses == ()
    else:
        assert findings.signals == ()
        assert [(near.cancelled_by, near.cue) for near in findings.near_misses] == [(cancelled_by, cue)]
        near = findings.near_misses[0]
        assert text[near.start : near.end] == near.quote


def test_words_that_count_by_another_phrase_are_no_near_miss(tmp_path: Path) -> None:
    rest = "unless:\n  conditional: {then: if}\nalso:\n  - phrases: [so sorry]\n"
    finder = SignalFinder(library(tmp_path, signal("sorry", rest=rest)))
    findings = find(finder, [("agent", "so sorry if so")])
    assert [found.quote for found in findings.signals] == ["so sorry"]
    assert findings.near_misses == ()


def test_a_group_may_need_something_earlier(tmp_path: Path) -> None:
    offer = signal("send another", name="offer")
    accepts = signal("perfect", name="accepts", by="customer", rest="after: {signal: offer, within: 2}\n")
    finder = SignalFinder(library(tmp_path, offer, accepts))
    talk = [("customer", "perfect"), ("agent", "I can send another"), ("customer", "perfect"), ("customer", "perfect")]
    talk += [("customer", "perfect")]
    assert [(found.name, found.turn) for found in find(finder, talk).signals] == [
        ("offer", 1),
        ("accepts", 2),
        ("accepts", 3),
    ]


def test_signals_that_others_look_back_at_are_found_with_them(tmp_path: Path) -> None:
    offer = signal("send another", name="offer")
    accepts = signal("perfect", name="accepts", by="customer", rest="after: {signal: offer}\n")
    finder = SignalFinder(library(tmp_path, offer, accepts), names=["accepts"])
    assert find(finder, [("agent", "I can send another"), ("customer", "perfect")]).signals[-1].name == "accepts"


def test_what_bears_on_a_match_is_looked_for_a_bounded_way_around_it() -> None:
    letters = OTHER_LETTER * 10_000
    assert scope_start(letters, 5_000) == 5_000 - MOST_SCOPE
    assert scope_end(letters, 5_000) == 5_000 + MOST_SCOPE
    stopped = letters[:4_990] + STOP_LETTER + letters[:20] + STOP_LETTER + letters
    assert scope_start(stopped, 5_000) == 4_991
    assert scope_end(stopped, 5_000) == 5_012
