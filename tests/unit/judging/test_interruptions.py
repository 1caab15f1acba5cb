"""Who speaks into whose turn, by the times of speech; and that nothing is guessed without them."""

from __future__ import annotations

import pytest

from recovery_eval.judging import View, judge
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.transcript.models import Speaker, Turn
from tests.unit.judging.kit import rule

RULE = rule("require: {none_of: [{interrupts: agent, seconds: 1}]}")
Spoken = tuple[str, float | None, float | None]


def told(*spoken: Spoken, redactions: tuple[tuple[int, int], ...] = ()) -> RuleResult:
    turns = [
        Turn(speaker=by, text="Hold on.", offset=start, end_offset=end, redactions=redactions)
        for by, start, end in spoken
    ]
    return judge(RULE, View.of([], [], [turn.speaker for turn in turns], turns))


@pytest.mark.parametrize(
    ("outcome", "spoken"),
    [
        (Outcome.FAIL, [("customer", 0, 10), ("agent", 8, 12)]),
        (Outcome.PASS, [("customer", 0, 10), ("agent", 9, 12)]),
        (Outcome.PASS, [("customer", 0, 10), ("agent", 5, 6)]),
        (Outcome.FAIL, [("customer", 0, 10), ("agent", 5, 6.1)]),
        (Outcome.PASS, [("agent", 0, 10), ("customer", 5, 12), ("agent", 12, 13)]),
        (Outcome.PASS, [("agent", 0, 10), ("agent", 5, 12)]),
        (Outcome.FAIL, [("customer", 0, 20), ("customer", 3, 5), ("agent", 15, 25)]),
        (Outcome.PASS, [("customer", 5, 10), ("agent", 0, 20)]),
        (Outcome.PASS, [("customer", 0, 10), ("agent", 0, 20)]),
        (Outcome.FAIL, [("customer", 0, 20), ("agent", 5, None), ("agent", 15, 25)]),
        (Outcome.PASS, [("agent", None, None), ("customer", 0, 20), ("bot", 3, 9), ("agent", 20, 25)]),
        (Outcome.UNDETERMINED, [("customer", 0, 20), ("agent", 15, None)]),
        (Outcome.UNDETERMINED, [("customer", 0, None), ("agent", 15, 20)]),
        (Outcome.UNDETERMINED, [("customer", None, None), ("agent", None, None)]),
        (Outcome.UNDETERMINED, [("customer", 9, 3), ("agent", 5, 8)]),
    ],
)
def test_both_have_to_speak_at_once_for_longer_than_the_seconds(outcome: Outcome, spoken: list[Spoken]) -> None:
    assert told(*spoken).outcome is outcome


def test_the_turn_is_shown_and_by_how_much_it_came_too_early() -> None:
    result = told(("customer", 0, 10.5), ("agent", 8, 12), ("customer", 12, 20), ("agent", 15, 22))
    assert [(one.turn, one.quote) for one in result.evidence] == [(1, "Hold on."), (3, "Hold on.")]
    assert result.reason == "Turn 1 by the agent begins 2.5 seconds before turn 0 by the customer ends, and 1 more."


def test_any_overlap_counts_where_no_seconds_are_asked_for() -> None:
    turns = [
        Turn(speaker=Speaker.AGENT, text="We are closed.", offset=0, end_offset=5),
        Turn(speaker=Speaker.CUSTOMER, text="But why?", offset=4, end_offset=6),
    ]
    found = View.of([], [], [turn.speaker for turn in turns], turns)
    result = judge(rule("require: {interrupts: customer}"), found)
    assert result.reason == "Turn 1 by the customer begins 1 second before turn 0 by the agent ends."


def test_hidden_words_are_not_shown_and_the_turn_counts_all_the_same() -> None:
    result = told(("customer", 0, 10), ("agent", 5, 12), redactions=((0, 8),))
    assert (result.outcome, result.evidence) == (Outcome.FAIL, ())


@pytest.mark.parametrize(
    ("spoken", "which"),
    [
        ([("customer", None, None), ("agent", 5, None)], "No turn tells when it begins and ends"),
        ([("customer", 0, 4), ("agent", 5, None)], "1 turn (1) doesn't tell when it begins and ends"),
        (
            [("customer", 0, 4), ("agent", 5, None), ("agent", None, 9)],
            "2 turns (1, 2) don't tell when they begin and end",
        ),
    ],
)
def test_what_is_not_known_is_said(spoken: list[Spoken], which: str) -> None:
    wanted = "an interruption of the customer by the agent of more than 1 second"
    assert told(*spoken).reason == f"{which}, so it can't be told whether there is {wanted}."


def test_nobody_interrupted_passes_with_its_reason() -> None:
    reason = told(("customer", 0, 10), ("agent", 10, 12)).reason
    assert reason == "There isn't an interruption of the customer by the agent of more than 1 second."
