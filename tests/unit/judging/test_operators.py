"""Order and number: each operator, at its edges."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging import View, judge
from recovery_eval.outcome import Outcome
from recovery_eval.transcript.models import Speaker
from tests.unit.judging.kit import NOTE, A, C, rule, said, verdict, view

LONG = (C, A, C, A, C, A, C, A)


def found(words: str) -> list[Signal]:
    """What `x2 r3` stands for: a signal x in turn 2, and r in turn 3."""
    return [said(word[:-1], int(word[-1])) for word in words.split()]


def outcome(condition: str, words: str = "", speakers: Sequence[Speaker] = LONG) -> Outcome:
    return verdict(f"require: {condition}", *found(words), speakers=speakers).outcome


@pytest.mark.parametrize(
    ("condition", "passing", "failing"),
    [
        ("{signal: [apology, empathy], by: agent}", "empathy3", "empathy2 thanks3"),
        ("{signal: apology, with: [names]}", "apology1 names1", "apology1"),
        (
            "{signal: apology, with: [names, thanks]}",
            "apology1 thanks1",
            "apology1 thanks3",
        ),
        ("{signal: x, after: {signal: r}}", "r1 x2", "x1 r1"),
        ("{signal: x, after: {signal: r}}", "r1 x2 r4", "x1"),
        ("{signal: x, after: {signal: r, which: last}}", "r1 r2 x3", "r1 x2 r3"),
        ("{signal: x, after: {signal: [r, s]}}", "s1 x2 r3", "x1 s2"),
        ("{signal: x, after: {signal: [r, s], which: last}}", "s1 r3 x4", "s1 x2 r3"),
        ("{signal: x, after: {signal: r, by: customer}}", "r2 x3", "r1 x3"),
        ("{signal: x, before: {signal: r}}", "x1 r2", "x2 r2"),
        ("{signal: x, before: {signal: r}}", "x0 r1 r5", "r1 x2 r3"),
        ("{signal: x, before: {signal: r, which: last}}", "r1 x2 r3", "r1 x2"),
        ("{signal: x, before: {signal: r}}", "x1 r2", "x1"),
        ("{signal: x, after: {signal: r}, before: {signal: s}}", "r1 x2 s3", "x2 s3"),
        ("{signal: x, after: {signal: r}, within: {turns: 2}}", "r1 x3", "r1 x4"),
        ("{signal: x, after: {signal: r}, within: {agent_turns: 2}}", "r1 x5", "r1 x6"),
        ("{signal: x, after: {signal: r}, within: {agent_turns: 9}}", "r1 x7", "r7 x1"),
        ("{signal: x, before: {signal: r}, within: {turns: 2}}", "x3 r5", "x2 r5"),
        ("{signal: x, before: {signal: r}, within: {agent_turns: 2}}", "x3 r6", "x2 r6"),
        ("{signal: x, before: {signal: r}, within: {agent_turns: 9}}", "x0 r6", "x0"),
        ("{signal: x, after: {signal: r}, within: {turns: 3, agent_turns: 1}}", "r0 x1", "r0 x2"),
        ("{signal: x, after: {signal: r}, within: {answers: 2}}", "r1 x5", "r1 x6"),
        ("{signal: x, after: {signal: r}, within: {answers: 9}}", "r1 x7", "r7 x1"),
        ("{signal: x, before: {signal: r}, within: {answers: 2}}", "x3 r6", "x2 r6"),
        ("{signal: x, before: {signal: r}, within: {answers: 9}}", "x0 r6", "x0"),
        ("{signal: x, within: {answers: 2}}", "x3", "x4"),
        ("{signal: x, after: {signal: r}, before: {signal: s}, within: {turns: 1}}",
         "r0 x1 s7", "r0 x6 s7"),
        ("{signal: x, within: {turns: 2}}", "x1", "x2"),
        ("{signal: x, within: {agent_turns: 2}}", "x3", "x4"),
        ("{signal: x, by: customer, in: {last: 1}}", "x6", "x4"),
        ("{signal: x, by: customer, in: {first: 2}}", "x2", "x4"),
        ("{signal: x, in: {last: 2}}", "x6", "x5"),
        ("{signal: x, at_least: 2}", "x1 x3", "x1 x1"),
        ("{signal: x, at_most: 1}", "x1 x1", "x1 x3"),
        ("{signal: x, at_most: 1}", "", "x1 x3"),
        ("{signal: x, at_most: 1, after: {signal: r}}", "x1 x3", "r0 x1 x3"),
        ("{signal: x, at_least: 2, at_most: 2}", "x1 x3", "x1 x3 x5"),
        ("{turn_by: agent, after: {signal: r}}", "r6", "r7"),
        ("{turn_by: agent, before: {signal: r}}", "r2", "r1"),
        ("{turn_by: agent, after: {signal: r}, at_least: 2}", "r4", "r5"),
        ("{turn_by: agent, after: {signal: r}, at_most: 1}", "r5", "r4"),
        ("{turn_by: customer, after: {signal: r}, within: {turns: 1}}", "r1", "r2"),
    ],
)  # fmt: skip
def test_each_operator_holds_up_to_its_edge_and_not_beyond(condition: str, passing: str, failing: str) -> None:
    assert outcome(condition, passing) is Outcome.PASS
    assert outcome(condition, failing) is Outcome.FAIL


@pytest.mark.parametrize(
    ("condition", "passing", "failing"),
    [
        ("{signal: x, after: {signal: r}, within: {answers: 1}}", "r0 x4", "r0 x5"),
        ("{signal: x, after: {signal: r}, within: {answers: 1}}", "r2 x4", "r2 x6"),
        ("{signal: x, after: {signal: r}, within: {answers: 2}}", "r0 x7", "r0 x8"),
        ("{signal: x, before: {signal: r}, within: {answers: 1}}", "x6 r8", "x5 r8"),
        ("{signal: x, before: {signal: r}, within: {answers: 2}}", "x1 r8", "x0 r8"),
    ],
)
def test_turns_between_which_the_customer_says_nothing_are_one_answer(
    condition: str, passing: str, failing: str
) -> None:
    speakers = (C, A, A, NOTE, A, C, A, A, C)
    assert outcome(condition, passing, speakers=speakers) is Outcome.PASS
    assert outcome(condition, failing, speakers=speakers) is Outcome.FAIL


def test_a_turn_by_a_colleague_is_asked_for_as_internal() -> None:
    assert outcome("{turn_by: internal}", speakers=(C, A, NOTE)) is Outcome.PASS
    assert outcome("{turn_by: internal}", speakers=(C, A)) is Outcome.FAIL


@pytest.mark.parametrize(
    "condition", ["{signal: x, in: {last: 1}}", "{signal: x, by: agent, within: {agent_turns: 1}}"]
)
def test_a_place_in_an_empty_conversation_is_nowhere(condition: str) -> None:
    assert outcome(condition, speakers=()) is Outcome.FAIL


def test_what_counts_is_evidence_and_what_does_not_is_none() -> None:
    late, early = said("x", 5), said("x", 1)
    result = verdict("require: {signal: x, in: {last: 4}}", early, late, speakers=LONG)
    assert (result.outcome, result.evidence) == (Outcome.PASS, (late,))


def test_too_many_turns_are_shown() -> None:
    apologies = (said("apology", 1, "sorry"), said("apology", 3, "so sorry"))
    result = verdict("require: {signal: apology, by: agent, at_most: 1}", *apologies)
    assert result.evidence == apologies
    assert result.reason == "An apology is in turn 1: “sorry”, and 1 more; that is 2 turns, and at most 1 is allowed."


def test_none_at_all_is_told_where_that_is_allowed() -> None:
    result = verdict("require: {signal: apology, by: agent, at_most: 1}")
    assert (result.outcome, result.reason) == (Outcome.PASS, "None of the 2 agent turns holds an apology.")


def test_what_may_be_too_many_but_is_not_is_told_where_that_is_allowed() -> None:
    condition = "{signal: apology, by: agent, after: {signal: complaint}, within: {minutes: 20}, at_most: 2}"
    result = verdict(f"require: {condition}", said("complaint", 0), said("apology", 1), said("apology", 3))
    assert result.outcome is Outcome.PASS
    assert result.reason.startswith("2 turns may hold an apology")
    assert result.reason.endswith("and at most 2 are allowed.")
    assert [signal.turn for signal in result.evidence] == [1, 3]


@pytest.mark.parametrize(
    ("condition", "missed", "key", "absent", "why"),
    [
        (
            "{signal: apology, by: agent, after: {signal: complaint}, within: {agent_turns: 2}}",
            "apology5 complaint0",
            "within: 2 agent turns",
            "None of the 2 agent turns in question (1, 3) holds an apology after a complaint, within 2 agent turns",
            "it is not within 2 agent turns",
        ),
        (
            "{signal: clarifies, by: agent, before: {signal: [apology, sympathy], by: agent}}",
            "clarifies5 apology3",
            "before: apology or sympathy",
            "The only agent turn in question (1) does not hold a clarifying question before an apology or sympathy",
            "it does not come before an apology or sympathy",
        ),
        (
            "{signal: solution, by: agent, after: {signal: rejects, which: last}}",
            "solution3 rejects6",
            "after: last rejects",
            "The only agent turn in question (7) does not hold a solution after the last turn with a rejection",
            "it does not come after the last turn with a rejection",
        ),
        (
            "{signal: empathy, by: agent, with: [thanks]}",
            "empathy3 thanks5",
            "with: thanks",
            "None of the 4 agent turns (1, 3, 5, 7) holds empathy with thanks",
            "the same turn does not hold thanks",
        ),
        (
            "{signal: rejects, by: customer, in: {last: 1}}",
            "rejects4",
            "in: last customer turn",
            "The only customer turn in question (6) does not hold a rejection in the last customer turn",
            "it is not in the last customer turn",
        ),
        (
            "{signal: apology, by: agent, at_least: 2}",
            "apology3",
            "at_least: 2 turns",
            "An apology is in only 1 turn, and at least 2 are asked for",
            "at least 2 turns are asked for",
        ),
    ],
)
def test_what_an_operator_kept_from_counting_is_a_near_miss_that_names_it(
    condition: str, missed: str, key: str, absent: str, why: str
) -> None:
    near, *others = found(missed)
    result = verdict(f"require: {condition}", near, *others, speakers=LONG)
    assert result.near_misses == (NearMiss(*near, key, ""),)
    assert result.reason == f"{absent}; the nearest, “words” in turn {near.turn}, was not counted: {why}."


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("{turn_by: agent, after: {signal: complaint}}", "There is no agent turn after a complaint."),
        (
            "{turn_by: agent, at_least: 3}",
            "There are 2 agent turns, and at least 3 are asked for.",
        ),
        ("{turn_by: agent, at_most: 1}", "There are 2 agent turns, and at most 1 is allowed."),
    ],
)
def test_turns_of_a_speaker_are_told_with_their_place_and_number(condition: str, reason: str) -> None:
    assert verdict(f"require: {condition}").reason == reason


def test_alternatives_with_operators_are_told_in_full() -> None:
    condition = "{any_of: [{signal: solution, by: agent, at_least: 2}, {signal: handoff, in: {first: 2}}]}"
    assert verdict(f"require: {condition}").reason == (
        "There is neither a solution by the agent in at least 2 turns nor a handoff in the first 2 turns."
    )


def test_things_sought_in_different_places_are_told_one_by_one() -> None:
    condition = "{any_of: [{signal: solution, by: agent, in: {first: 1}}, {signal: handoff, by: agent, in: {last: 1}}]}"
    assert verdict(f"require: {condition}").reason == (
        "There is neither a solution by the agent in the first agent turn "
        "nor a handoff by the agent in the last agent turn."
    )


def test_a_single_turn_of_a_speaker_is_asked_for_in_the_singular() -> None:
    condition = "{any_of: [{turn_by: internal, at_least: 1}, {turn_by: internal, at_least: 2, at_most: 3}]}"
    assert verdict(f"require: {condition}").reason == (
        "There is neither at least 1 internal note nor at least 2 and at most 3 internal notes."
    )


def test_things_sought_in_the_same_place_are_told_together() -> None:
    after = "by: agent, after: {signal: complaint}"
    condition = f"{{none_of: [{{signal: excuse, {after}}}, {{signal: blames-others, {after}}}]}}"
    assert verdict(f"require: {condition}", said("complaint", 0)).reason == (
        "None of the 2 agent turns holds an excuse or blame of others after a complaint."
    )


@pytest.mark.parametrize(
    "condition",
    [
        "{signal: x, within: {agent_turns: 1}, at_least: 3}",
        "{signal: x, after: {signal: r, by: agent}, within: {agent_turns: 1}, at_least: 3}",
        "{signal: x, by: agent, in: {last: 1}, at_least: 2}",
    ],
)
def test_the_turns_are_gone_through_no_more_often_for_a_signal_in_many_of_them(
    condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Speaker | None] = []
    turns_by = View.turns_by

    def counted(self: View, speaker: Speaker | None) -> list[int]:
        asked.append(speaker)
        return turns_by(self, speaker)

    monkeypatch.setattr(View, "turns_by", counted)
    times = []
    for length in (10, 100):
        asked.clear()
        signals = [said("x", turn) for turn in range(length)]
        result = judge(rule(f"require: {condition}"), view(*signals, said("r", 1), speakers=(C, A) * (length // 2)))
        assert len(result.near_misses) >= length // 2 - 1
        times.append(len(asked))
    assert times[0] == times[1]


def test_a_pass_shows_what_stands_with_each_turn_that_counts_and_tells_the_first() -> None:
    result = verdict("require: {signal: x, with: [r, s]}", *found("r1 s1 x1 s3 x3 x5 r7"), speakers=LONG)
    assert [(signal.name, signal.turn) for signal in result.evidence] == [("r", 1), ("x", 1), ("s", 3), ("x", 3)]
    assert result.reason == "“x” is in turn 1: “words”, and 1 more; with it stands “r”, “words”."
