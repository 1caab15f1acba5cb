"""The ledger of whole conversations: what counts as a promise, who makes it, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from recovery_eval.beyond import read_beyond
from recovery_eval.promises import Kind, Promise, Status, Strength
from recovery_eval.transcript.models import Speaker, Transcript, Turn

NINE = datetime(2024, 3, 12, 9, tzinfo=UTC)
WHO = {"a": Speaker.AGENT, "c": Speaker.CUSTOMER, "i": Speaker.INTERNAL}


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
        ("Ill check the gutter", Kind.LOOK_INTO, "agent"),
        ("What I'll do is refund the slates.", Kind.REFUND, "agent"),
        ("I've asked Olga to come round.", Kind.COME, "Olga"),
        ("I'll get Olga over to you.", Kind.COME, "agent"),
        ("I'll get a ladder over to you.", Kind.SEND, "agent"),
        ("We'll let the joiner know.", Kind.PASS_ON, "team"),
        ("Your next ladder is on us.", Kind.REFUND, "team"),
        ("I'll ask Mr Ash to ring you.", Kind.CONTACT, "Mr Ash"),
        ("A crew will be sent back.", Kind.COME, "A crew"),
        ("The roofer will call tomorrow.", Kind.COME, "The roofer"),
        ("The roofer will call you tomorrow.", Kind.CONTACT, "The roofer"),
        ("We'll swap the ladder for a long one.", Kind.SEND, "team"),
        ("I'll drive it over to you.", Kind.COME, "agent"),
        ("We'll let the branch know.", Kind.PASS_ON, "team"),
        ("A fix is coming tomorrow.", Kind.FIX, "team"),
        ("My manager will ring you tomorrow.", Kind.CONTACT, "My manager"),
        ("My team will send a ladder.", Kind.SEND, "team"),
        ("Your refund is approved and will be in your account by noon.", Kind.REFUND, "team"),
        ("A refund of £12 has gone out and should reach you by noon.", Kind.REFUND, "team"),
        ("The new slate is on order and will be with you on Monday.", Kind.SEND, "team"),
        ("The roofer is free and will be with you on Monday.", Kind.COME, "team"),
        ("The case is with our area manager, who will ring you today.", Kind.CONTACT, "our area manager"),
        ("The case is with Olga Ash, who will ring you today.", Kind.CONTACT, "Olga Ash"),
        ("You won't be charged for the slates.", Kind.REFRAIN, "team"),
        ("I'll never drop your slates again.", Kind.REFRAIN, "agent"),
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
        ("Olga from the slate yard will ring you today.", "Olga from the slate yard will ring you today"),
        ("I know, and the ladder I will replace today.", "I will replace today"),
        ("The driver'll post the slates.", "The driver'll post the slates"),
        ("I'm sorry, and the fare will be back on your card.", "the fare will be back on your card"),
        ("I see that the second ladder will be sent today.", "the second ladder will be sent today"),
        ("I'll make sure it arrives tomorrow.", "I'll make sure it arrives tomorrow"),
        ("We will see to it that it gets to you tomorrow.", "We will see to it that it gets to you tomorrow"),
        ("I'll make sure to call you tomorrow.", "I'll make sure to call you tomorrow"),
        ("I'll send the ladder at once, free of charge.", "I'll send the ladder at once"),
        ("I'll call you in a little while.", "I'll call you in a little while"),
        ("I'll do so today.", "I'll do so today"),
        ("I'll call you once it is in.", "I'll call you"),
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
        ((SEND, "a: We have sent the ladder."), (0, 9), Status.KEPT, "We have sent the ladder"),
        ((SEND, "a: Finally, we have sent the ladder."), (0, 9), Status.BROKEN, "we have sent the ladder"),
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


SPARED = "a: You won't be charged for the barn."


@pytest.mark.parametrize(
    ("made", "told", "status"),
    [
        (SPARED, "c: Hm.", Status.OPEN),
        (SPARED, "c: I've been charged for the barn.", Status.BROKEN),
        (SPARED, "c: You said I won't be charged and I was charged this morning.", Status.BROKEN),
        (SPARED, "c: Will I be charged for the barn?", Status.OPEN),
        (SPARED, "c: Was I charged for the barn?", Status.OPEN),
        ("a: No fee will be taken for the barn.", "c: Hm.", Status.OPEN),
        (SPARED, "c: I wasn't charged for the barn, thanks.", Status.OPEN),
        (SPARED, "c: My neighbour was charged in March.", Status.OPEN),
        (SPARED, "a: We charged the barn to the wrong card.", Status.OPEN),
        ("a: We won't cancel on you again.", "c: Another text cancelling it.", Status.BROKEN),
        ("a: It won't happen again.", "c: It's happened again.", Status.BROKEN),
        ("a: There won't be any charge.", "c: Thanks.", Status.OPEN),
        ("a: I'll make sure it never happens again.", "c: It happened again last night.", Status.BROKEN),
        ("a: I'll make sure nobody parks in the barn again.", "c: Two vans parked in the barn.", Status.BROKEN),
        ("a: We'll make sure nobody parks in the barn again.", "c: Thanks.", Status.OPEN),
        ("a: We won't call you again.", "c: You rang me again last night.", Status.BROKEN),
        (SPARED, "c: I've been billed for the barn.", Status.BROKEN),
        ("a: We won't charge you for the barn.", "c: You invoiced me for the barn.", Status.BROKEN),
        (SPARED, "c: My neighbour was billed in March.", Status.OPEN),
        ("a: We'll see to it that nobody rings you again.", "c: Somebody phoned me again.", Status.BROKEN),
    ],
)
def test_what_was_not_to_be_is_broken_by_a_customer_who_tells_that_it_was(made: str, told: str, status: Status) -> None:
    promise = only(made, told, hours=(0, 48))
    assert (promise.kind, promise.status) == (Kind.REFRAIN, status)
    assert ("all the same" in promise.reason) is (status is Status.BROKEN)


def test_what_will_not_be_has_no_time_by_which_it_would_be_done() -> None:
    promise = only("a: You won't be charged before Friday.", "c: Any news?", hours=(0, 400))
    assert (promise.deadline, promise.due, promise.status) == (None, None, Status.OPEN)


@pytest.mark.parametrize(
    "line",
    ["a: We won't be able to visit the barn again.", "a: The slate won't fit.", "a: We won't refund the slates."],
)
def test_a_refusal_is_no_promise(line: str) -> None:
    assert not ledger(line)


INSTEAD = "a: We still wait for the roofer, so I'll call you by two instead."
BACK = "a: I'm calling back about the roof."


@pytest.mark.parametrize(
    ("turns", "hours", "first", "second"),
    [
        ((CALL, INSTEAD, BACK), (0, 2.9, 4.9), Status.KEPT, Status.KEPT),
        ((CALL, INSTEAD, BACK), (0, 2.9, 5.9), Status.BROKEN, Status.BROKEN),
        ((CALL, INSTEAD, "c: Nobody called."), (0, 2.9, 4), Status.OPEN, Status.OPEN),
        ((CALL, "a: I'll ring you by two.", BACK), (0, 2.9, 4.9), Status.KEPT, Status.KEPT),
        ((SEND, "a: I'll fix the ladder by four.", "c: No ladder yet."), (0, 2, 4), Status.BROKEN, Status.OPEN),
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
            ("a: I'll fix the jug by noon.", "a: I'll fix the jug by two.", "a: The jug is fixed, and it was late."),
            (0, 1, 3),
            Status.KEPT,
            Status.KEPT,
        ),
        (
            ("a: I'll fix the jug by noon.", "a: I'll fix the pan by two.", "c: The jug is still broken."),
            (0, 1, 4),
            Status.BROKEN,
            Status.OPEN,
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


def test_two_times_in_one_turn_are_two_promises() -> None:
    first, second = ledger("a: I'll call you by noon. I'll call you by two.", "c: Nobody called.", hours=(0, 4))
    assert (first.status, second.status) == (Status.BROKEN, Status.OPEN)


def test_a_clock_time_is_on_the_day_of_the_promise_it_is_joined_to() -> None:
    look, call = ledger("a: I'll ask the roofer on Friday and ring you before noon.", hours=(0,))
    assert look.due == NINE.replace(day=15, hour=23, minute=59, second=59)
    assert call.due == NINE.replace(day=15, hour=12)
    _, alone = ledger("a: I'll ask the roofer on Friday. I'll ring you before noon.", hours=(0,))
    assert alone.due == NINE.replace(hour=12)


def test_whoever_begins_the_sentence_lends_a_promise_its_subject() -> None:
    jug, word = ledger("a: I'll fix the jug. We will think it over and write to you.")
    assert (jug.who, word.who) == ("agent", "team")


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


def test_an_offset_beyond_the_calendar_is_no_time() -> None:
    made = "a: I'll call you in ten minutes."
    assert only(made, "c: Any news?", offsets=(0, 1e18)).status is Status.UNVERIFIABLE


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
@example([("a", ""), ("a", ""), ("a", ""), ("a", "I'll by noon"), ("c", ". nobody called ")])
def test_the_offsets_of_a_promise_and_of_its_evidence_give_their_quotes(lines: list[tuple[str, str]]) -> None:
    turns = tuple(
        Turn(speaker=WHO[who], text=text, time=NINE + timedelta(hours=index)) for index, (who, text) in enumerate(lines)
    )
    promises = read_beyond(Transcript(turns=turns)).promises
    for one, other in pairwise(promises):
        assert (one.turn, one.end) <= (other.turn, other.start)
    for promise in promises:
        assert turns[promise.turn].text[promise.start : promise.end] == promise.quote != ""
        assert turns[promise.turn].speaker is Speaker.AGENT
        for signal in promise.evidence:
            assert turns[signal.turn].text[signal.start : signal.end] == signal.quote
        assert TypeAdapter(Promise).validate_python(promise.to_dict()) == promise


def test_of_a_turn_that_promises_without_end_a_hundred_promises_are_read() -> None:
    assert len(ledger("a: " + "I'll call you by noon. " * 5_000)) == 100


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("This won't happen again.", "Thanks, nothing like that has happened again."),
        ("You won't be charged again.", "Nothing charged today, thanks."),
        ("You won't be charged again.", "I wasnt charged again, thank you."),
        ("You won't be charged for the return.", "My brother was charged for his order today, that is fine."),
    ],
)
def test_word_that_nothing_happened_again_breaks_no_promise(made: str, told: str) -> None:
    assert only(f"a: {made}", f"c: {told}").status is not Status.BROKEN


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("We won't lose your parcel again.", "You lost my parcel again!"),
        ("We won't forget your order again.", "You forgot my order again!"),
    ],
)
def test_what_was_not_to_be_is_known_by_irregular_verbs(made: str, told: str) -> None:
    assert only(f"a: {made}", f"c: {told}").status is Status.BROKEN


@pytest.mark.parametrize("first", ["send it within two weeks", "refund you within 5 days"])
@pytest.mark.parametrize("when", ["this afternoon", "this evening", "before noon"])
def test_a_part_of_today_stays_today_and_a_span_lends_no_day(first: str, when: str) -> None:
    _, call = ledger(f"a: I'll {first} and call you {when}.", "c: Fine.", hours=(0, 1))
    assert call.due is not None
    assert call.due.date() == NINE.date()


@pytest.mark.parametrize("told", ["The fee is gone. I still have the fee letter.", "Form back in the post today."])
def test_a_thing_in_other_words_tells_nothing_of_a_promise(told: str) -> None:
    made = "a: We'll remove the fee and I'll send the form on Tuesday."
    assert not [one for one in ledger(made, f"c: {told}") if one.status in {Status.KEPT, Status.BROKEN}]


@pytest.mark.parametrize("told", ["Mr Ash came at ten and couldn't mend it.", "He came and shook his head."])
def test_who_came_for_a_visit_has_not_brought_what_was_to_be_sent(told: str) -> None:
    made = "a: Our roofer, Mr Ash, will come tomorrow. If he can't mend it, we'll send a new ladder on Friday."
    visit, ladder = ledger(made, f"c: {told}", hours=(0, 26))
    assert (visit.status, ladder.status) == (Status.KEPT, Status.OPEN)


@pytest.mark.parametrize(
    ("promise", "said", "status"),
    [
        ("I'll ring you by noon.", "You rang at three, not noon.", Status.BROKEN),
        ("I'll ring you by noon.", "You rang at three and not at noon as promised.", Status.BROKEN),
        ("I'll ring you by noon.", "You rang me, not at noon but at three.", Status.BROKEN),
        ("I'll ring you by noon.", "You called at three. Not noon.", Status.BROKEN),
        ("I'll ring you by noon.", "You rang at three instead of noon.", Status.BROKEN),
        ("I'll ring you within two hours.", "You rang after three hours, not two.", Status.BROKEN),
        ("I'll ring you by noon.", "You rang at noon, not three.", Status.KEPT),
        ("I'll ring you by noon.", "You rang at eleven, not noon, even better.", Status.KEPT),
        ("I'll ring you by noon.", "You rang, not that it helped. It is noon now.", Status.KEPT),
        ("I'll ring you as soon as I can.", "You rang, not as late as I feared.", Status.KEPT),
        ("I'll ring you.", "You rang at three, not noon.", Status.KEPT),
    ],
)
def test_a_customer_who_confirms_it_and_denies_its_time_did_not_have_it_in_time(
    promise: str, said: str, status: Status
) -> None:
    assert only("c: It drips.", f"a: {promise}", f"c: {said}").status is status


def test_who_denies_the_time_before_it_is_due_had_it_sooner() -> None:
    told = only("c: It drips.", "a: I'll ring you by Friday.", "c: You rang today, not Friday.", hours=(0, 0, 5))
    assert told.status is Status.KEPT
