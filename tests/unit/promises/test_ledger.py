"""The ledger of whole conversations: what counts as a promise, who makes it, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from recovery_eval import evaluate
from recovery_eval.beyond import read_beyond
from recovery_eval.promises import Kind, Promise, Status, Strength
from recovery_eval.transcript.models import Speaker, Transcript, Turn

NINE = datetime(2024, 3, 12, 9, tzinfo=UTC)
WHO = {"a": Speaker.AGENT, "c": Speaker.CUSTOMER}


def ledger(*turns: str, hours: tuple[float | None, ...] = (), offsets: tuple[float, ...] = ()) -> tuple[Promise, ...]:
    """Reads turns such as `a: I'll call you`, made so many hours, or seconds, after the beginning."""
    made = []
    for index, line in enumerate(turns):
        hour = hours[index] if hours else None
        made.append(
            Turn(
                speaker=WHO[line[0]],
                text=line[3:],
                time=None if hour is None else NINE + timedelta(hours=hour),
                offset=offsets[index] if offsets else None,
            )
        )
    return read_beyond(Transcript(turns=tuple(made))).promises


def only(*turns: str, hours: tuple[float | None, ...] = (), offsets: tuple[float, ...] = ()) -> Promise:
    (promise,) = ledger(*turns, hours=hours, offsets=offsets)
    return promise


@pytest.mark.parametrize(
    ("line", "kind", "who"),
    [
        ("I'll call you about the roof.", Kind.CONTACT, "agent"),
        ("We'll look into the roof.", Kind.LOOK_INTO, "team"),
        ("I'll report this to the roofer's manager.", Kind.PASS_ON, "agent"),
        ("We'll send a second ladder.", Kind.SEND, "team"),
        ("I'll refund the slates.", Kind.REFUND, "agent"),
        ("I can tell you we'll refund the slates.", Kind.REFUND, "team"),
        ("Our roofer will visit the barn.", Kind.COME, "Our roofer"),
        ("Dana will call round about the barn.", Kind.COME, "Dana"),
        ("We'll repair the gutter.", Kind.FIX, "team"),
        ("I'll leave the keys at the gate.", Kind.OTHER, "agent"),
        ("We'll wax the runners.", Kind.OTHER, "team"),
        ("I'll get my manager to call you.", Kind.CONTACT, "my manager"),
        ("I will think it over and write to you.", Kind.CONTACT, "agent"),
        ("A roofer's going to be with you at noon.", Kind.COME, "A roofer"),
        ("The gutter will be repaired.", Kind.FIX, "team"),
    ],
)
def test_a_promise_has_a_kind_and_one_who_makes_it(line: str, kind: Kind, who: str) -> None:
    promise = only(f"a: {line}")
    assert (promise.kind, promise.who) == (kind, who)


@pytest.mark.parametrize(
    "line",
    [
        "a: I can call you if you like.",
        "a: You will send the form.",
        "a: We sent it on Friday.",
        "c: I'll call you at noon.",
        "a: My colleague said she'll call you, I see she didn't.",
        "a: You said my colleague told you we'll refund you today.",
        "a: He told you that our roofer will visit the barn.",
    ],
)
def test_an_offer_a_demand_a_report_and_a_customers_word_are_no_promise(line: str) -> None:
    assert ledger(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "I told you we'll refund the slates and we will.",
        "As I said, we'll refund the slates.",
        "The depot says they will send a second ladder.",
        "I read what you said and we'll repair the gutter.",
    ],
)
def test_what_we_said_before_and_what_others_say_now_is_a_promise(line: str) -> None:
    assert only(f"a: {line}").status is Status.OPEN


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("I'll ask the roofer today.", "I'll ask the roofer today"),
        ("We'll send a ladder by 5:30 p.m. on Friday, and then some.", "We'll send a ladder by 5:30 p.m. on Friday"),
        ("Our Ms Ash will post the slates if they're dry.", "Our Ms Ash will post the slates"),
        ("I’ll pass your words on to the chef.", "I’ll pass your words on to the chef"),
        ("I can tell you we'll refund the slates.", "we'll refund the slates"),
        ("I'll ask the", "I'll ask the"),
    ],
)
def test_a_quote_has_whoever_promises_and_the_rest_of_the_clause(line: str, quote: str) -> None:
    assert only(f"a: {line}").quote == quote


def test_word_for_those_inside_is_passed_on_and_kept_by_telling_it() -> None:
    told = only("a: I'll tell the depot manager today.", "a: I've told the depot manager.", hours=(0, 1))
    _, ring = ledger("a: I'll tell the depot manager to ring you today.")
    assert (told.kind, told.status) == (Kind.PASS_ON, Status.KEPT)
    assert ring.kind is Kind.CONTACT


def test_promises_joined_by_and_share_their_subject_and_their_time() -> None:
    look, call = ledger("a: I'll ask the roofer about it and call you by noon.", hours=(0,))
    assert (look.kind, call.kind, call.who) == (Kind.LOOK_INTO, Kind.CONTACT, "agent")
    assert look.due == call.due == NINE.replace(hour=12)


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        ("We'll send a ladder by noon.", Strength.STRONG),
        ("We'll send a ladder.", Strength.STRONG),
        ("We'll send a ladder as soon as possible.", Strength.WEAK),
        ("We'll send a ladder shortly, by noon.", Strength.STRONG),
        ("We'll try to send a ladder by noon.", Strength.WEAK),
        ("If the roof leaks, we'll send a ladder.", Strength.WEAK),
        ("We'll send a ladder by noon unless it rains.", Strength.WEAK),
        ("If you'd bear with me, we'll send a ladder.", Strength.STRONG),
        ("We'll send a ladder by noon if that's all right.", Strength.STRONG),
        ("We'll send a ladder even if it rains.", Strength.STRONG),
        ("we'll send a ladder by noon if you need anything else let me know", Strength.STRONG),
        ("We'll check if the ladder is in.", Strength.STRONG),
        ("We'll send a ladder, and if it's too short, just call.", Strength.STRONG),
    ],
)
def test_a_hedge_a_vague_time_or_a_condition_makes_a_promise_weak(line: str, strength: Strength) -> None:
    assert only(f"a: {line}").strength is strength


def test_what_hangs_on_the_promise_before_it_hangs_on_its_condition() -> None:
    refund, call = ledger("a: If the slate is broken, I'll refund it and call you. ")
    assert refund.strength is call.strength is Strength.WEAK


@pytest.mark.parametrize(
    "line",
    [
        "We'll send a new one.",
        "We'll send all three.",
        "We'll refund the slates if they aren't there by noon.",
        "If the slates aren't there by noon, we'll refund them.",
    ],
)
def test_a_number_and_the_time_of_a_condition_are_no_deadline(line: str) -> None:
    assert only(f"a: {line}", hours=(0,)).deadline is None


def test_a_condition_without_a_comma_leaves_the_promise_its_time() -> None:
    assert only("a: if you like we'll send a ladder by noon", hours=(0,)).deadline == "by noon"


CALL = "a: I'll call you by noon."
SEND = "a: We'll send a ladder by noon."


@pytest.mark.parametrize(
    ("turns", "hours", "status", "quote"),
    [
        ((CALL, "a: I'm calling back about the roof."), (0, 2), Status.KEPT, "calling back"),
        ((CALL, "a: I'm calling back about the roof."), (0, 4), Status.BROKEN, "calling back"),
        ((CALL, "c: Thanks for calling."), (0, 9), Status.KEPT, "Thanks for calling"),
        ((CALL, "c: Nobody called."), (0, 2), Status.OPEN, None),
        ((CALL, "c: Nobody called."), (0, 4), Status.BROKEN, "Nobody called"),
        ((CALL, "c: Nobody called."), (None, None), Status.BROKEN, "Nobody called"),
        ((CALL, "c: Hm."), (0, 1), Status.OPEN, None),
        ((CALL, "c: Hm."), (0, 4), Status.UNVERIFIABLE, None),
        ((CALL, "c: Any news?"), (0, 4), Status.BROKEN, "Any news"),
        ((CALL, "c: Any news?"), (0, 1), Status.OPEN, None),
        ((CALL, "c: The gutter leaks too."), (0, 4), Status.UNVERIFIABLE, None),
        ((CALL, "a: I said I would ring you."), (0, 3.05), Status.KEPT, "I said I would ring"),
        ((CALL, "a: I said I would ring you."), (0, 3.1), Status.BROKEN, "I said I would ring"),
        ((SEND, "c: The business with the ladder is awful."), (0, 4), Status.BROKEN, "awful"),
        ((SEND, "c: Your paint is awful."), (0, 4), Status.UNVERIFIABLE, None),
        (("a: I'll call you in the morning.", "c: Any news?"), (6, 7), Status.OPEN, None),
        ((CALL, "c: Hm."), (None, None), Status.UNVERIFIABLE, None),
        ((CALL, "c: Hm."), (0, None), Status.UNVERIFIABLE, None),
        ((CALL,), (None,), Status.OPEN, None),
        (("a: I'll call you.", "c: Hm."), (0, 99), Status.OPEN, None),
        ((SEND, "a: We have sent the ladder."), (0, 9), Status.KEPT, "We have sent"),
        ((SEND, "a: Finally, we have sent the ladder."), (0, 9), Status.BROKEN, "we have sent"),
        ((SEND, "a: We can't send the ladder after all."), (0, 1), Status.BROKEN, "can't send the ladder after all"),
        (("a: I'll report this to the manager today.", "c: Hm."), (0, 48), Status.UNVERIFIABLE, None),
    ],
)
def test_later_words_and_the_due_time_decide_what_became_of_a_promise(
    turns: tuple[str, ...], hours: tuple[float | None, ...], status: Status, quote: str | None
) -> None:
    promise = only(*turns, hours=hours)
    assert (promise.status, promise.evidence[0].quote if promise.evidence else None) == (status, quote)


def test_the_words_that_decide_come_first_in_the_conversation() -> None:
    promise = only(CALL, "c: Nobody called.", "a: I'm calling back about the roof.", hours=(0, 4, 5))
    assert promise.status is Status.BROKEN
    assert promise.evidence[0].turn == 1


INSTEAD = "a: We still wait for the roofer, so I'll call you by two instead."
BACK = "a: I'm calling back about the roof."


@pytest.mark.parametrize(
    ("turns", "hours", "first", "second"),
    [
        ((CALL, INSTEAD, BACK), (0, 2.9, 4.9), Status.KEPT, Status.KEPT),
        ((CALL, INSTEAD, BACK), (0, 2.9, 5.9), Status.BROKEN, Status.BROKEN),
        ((CALL, INSTEAD, "c: Nobody called."), (0, 2.9, 4), Status.OPEN, Status.OPEN),
        ((CALL, "a: I'll call you again by two.", BACK), (0, 2.9, 4.9), Status.BROKEN, Status.KEPT),
        ((CALL, INSTEAD, BACK), (0, 3.2, 4.9), Status.BROKEN, Status.KEPT),
        ((CALL, "a: I'll call you at some point instead.", BACK), (0, 2.9, 4.9), Status.BROKEN, Status.KEPT),
        (
            (SEND, "a: We can't send it as we said, so we'll send the ladder by four.", "a: We have sent the ladder."),
            (0, 2, 6),
            Status.KEPT,
            Status.KEPT,
        ),
        (
            (SEND, "a: We'll send the invoice by four.", "c: The ladder has not arrived."),
            (0, 2, 4),
            Status.BROKEN,
            Status.OPEN,
        ),
    ],
)
def test_a_promise_put_off_before_its_time_is_up_has_until_the_new_time(
    turns: tuple[str, ...], hours: tuple[float, ...], first: Status, second: Status
) -> None:
    old, new = ledger(*turns, hours=hours)
    assert (old.status, new.status) == (first, second)
    assert old.due == NINE.replace(hour=12)


def test_a_promise_that_was_kept_is_not_put_off_any_more() -> None:
    put_off, _ = ledger(CALL, INSTEAD, BACK, hours=(0, 2.9, 4.9))
    kept, _ = ledger(CALL, f"{BACK} I'll call you by two.", hours=(0, 2))
    assert put_off.reason.endswith("It was put off in time, in turn 1.")
    assert kept.reason == "Turn 1 tells that it is done, in time."


def test_seconds_since_the_beginning_decide_a_span_and_give_no_due_time() -> None:
    waited = only("a: I'll call you in ten minutes.", "c: Any news?", offsets=(0, 700))
    by_the_clock = only(CALL, "c: Hm.", offsets=(0, 700))
    assert (waited.status, waited.due) == (Status.BROKEN, None)
    assert by_the_clock.status is Status.UNVERIFIABLE


def test_seconds_beyond_every_calendar_are_no_time() -> None:
    said = Turn(speaker=Speaker.AGENT, text="I'll call you within an hour.", offset=1e300)
    (promise,) = evaluate(Transcript(turns=(said,)), "promises").promises
    assert promise.due is None


def test_times_with_and_without_a_zone_are_not_compared() -> None:
    turns = (
        Turn(speaker=Speaker.AGENT, text="I'll call you by noon.", time=NINE),
        Turn(speaker=Speaker.CUSTOMER, text="Hm.", time=NINE.replace(tzinfo=None, day=20)),
    )
    assert read_beyond(Transcript(turns=turns)).promises[0].status is Status.UNVERIFIABLE


PIECES = (
    "I'll",
    "our plumber will",
    "and",
    "call you",
    "send it",
    "look into",
    "refund",
    "by noon",
    "within two days",
    ".",
)
LATER = ("soon", "try to", "nobody called", "we have sent it", "we can't send it after all", "the money is back", ",")
WORDS = st.sampled_from(PIECES + LATER)


@given(st.lists(st.tuples(st.sampled_from("ac"), st.lists(WORDS, max_size=25).map(" ".join)), max_size=5))
def test_the_offsets_of_a_promise_and_of_its_evidence_give_their_quotes(lines: list[tuple[str, str]]) -> None:
    turns = tuple(
        Turn(speaker=WHO[who], text=text, time=NINE + timedelta(hours=index)) for index, (who, text) in enumerate(lines)
    )
    for promise in read_beyond(Transcript(turns=turns)).promises:
        assert turns[promise.turn].text[promise.start : promise.end] == promise.quote != ""
        assert turns[promise.turn].speaker is Speaker.AGENT
        for signal in promise.evidence:
            assert turns[signal.turn].text[signal.start : signal.end] == signal.quote
        assert TypeAdapter(Promise).validate_python(promise.to_dict()) == promise


def test_of_a_turn_that_promises_without_end_a_hundred_promises_are_read() -> None:
    assert len(ledger("a: " + "I'll call you by noon. " * 5_000)) == 100
