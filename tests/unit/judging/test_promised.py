"""The condition on promises: which count, and when it can't be told."""

from __future__ import annotations

import pytest

from recovery_eval.judging import View, judge
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.promises import LEDGER_SIGNALS, Kind, Promise, Status, Strength
from tests.unit.judging.kit import A, C, rule, said


def promise(status: Status, strength: Strength = Strength.STRONG, *, shown_by: str = "", start: int = 0) -> Promise:
    evidence = (said(shown_by, 2),) if shown_by else ()
    return Promise(
        "agent", Kind.SEND, 1, start, start + 5, "words", None, None, strength, status, evidence, "So it is."
    )


def verdict(lines: str, *promises: Promise) -> RuleResult:
    return judge(rule(lines), View.of((), (), (C, A, C))._replace(promises=promises))


KEPT, BROKEN = promise(Status.KEPT), promise(Status.BROKEN, shown_by="promise-taken-back", start=9)
UNVERIFIABLE, OPEN = promise(Status.UNVERIFIABLE, start=20), promise(Status.OPEN, start=30)
NONE_BROKEN = "require: {none_of: [{promise: broken}]}"


@pytest.mark.parametrize(
    ("lines", "promises", "outcome"),
    [
        ("require: {promise: kept}", (KEPT, BROKEN), Outcome.PASS),
        ("require: {promise: kept}", (BROKEN,), Outcome.FAIL),
        ("require: {promise: [open, kept]}", (OPEN,), Outcome.PASS),
        ("require: {promise: kept}", (), Outcome.FAIL),
        ("require: {promise: kept}", (UNVERIFIABLE,), Outcome.UNDETERMINED),
        ("require: {promise: kept}", (UNVERIFIABLE, OPEN), Outcome.FAIL),
        ("require: {promise: unverifiable}", (UNVERIFIABLE,), Outcome.PASS),
        (NONE_BROKEN, (UNVERIFIABLE,), Outcome.UNDETERMINED),
        (NONE_BROKEN, (KEPT, UNVERIFIABLE), Outcome.PASS),
        (NONE_BROKEN, (KEPT, BROKEN), Outcome.FAIL),
        ("require: {promise: broken, strength: weak}", (BROKEN,), Outcome.FAIL),
        ("require: {promise: broken, strength: strong}", (BROKEN,), Outcome.PASS),
        ("require: {promise: broken, shown_by: no-word-came}", (BROKEN,), Outcome.FAIL),
        ("require: {promise: broken, shown_by: promise-taken-back}", (BROKEN,), Outcome.PASS),
        ("require: {promise: broken, shown_by: promise-taken-back}", (UNVERIFIABLE,), Outcome.FAIL),
    ],
)
def test_a_promise_of_the_status_asked_for_decides(lines: str, promises: tuple[Promise, ...], outcome: Outcome) -> None:
    assert verdict(lines, *promises).outcome is outcome


def test_the_evidence_is_the_promise_and_what_shows_its_fate() -> None:
    result = verdict("require: {promise: broken}", KEPT, BROKEN)
    assert [(signal.name, signal.turn, signal.start) for signal in result.evidence] == [
        ("promise", 1, 9),
        ("promise-taken-back", 2, 0),
    ]
    assert result.reason == "The promise “words” in turn 1 is broken: so it is."


@pytest.mark.parametrize(
    ("promises", "reason"),
    [
        ((), "There is no promise."),
        ((BROKEN,), "The only promise is not kept."),
        ((BROKEN, OPEN), "None of the 2 promises is kept."),
    ],
)
def test_a_failure_tells_what_there_was_instead(promises: tuple[Promise, ...], reason: str) -> None:
    assert verdict("require: {promise: kept}", *promises).reason == reason


def test_a_failure_names_the_strength_that_was_asked_for() -> None:
    assert verdict("require: {promise: kept, strength: strong}").reason == "There is no strong promise."


def test_a_reason_names_the_first_promise_and_counts_the_others() -> None:
    result = verdict("require: {promise: broken}", BROKEN, BROKEN._replace(start=40, end=45))
    assert result.reason == "The promise “words” in turn 1 is broken (and 1 more): so it is."


def test_a_rule_on_promises_looks_for_all_signals_of_the_ledger() -> None:
    assert rule("require: {promise: kept, shown_by: it-came}").signals >= LEDGER_SIGNALS
