"""What kind promises are of, whose they are, and which of a sentence are one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recovery_eval.promises import Kind, Strength
from tests.unit.promises.test_ledger import NINE, ledger, only


@pytest.mark.parametrize(
    ("line", "kind", "who"),
    [
        ("We're repairing the oars.", Kind.FIX, "team"),
        ("I'm crediting you £12 now.", Kind.REFUND, "agent"),
        ("Someone will be knocking between two and four.", Kind.COME, "team"),
        ("Your deposit will reach you by Friday.", Kind.REFUND, "team"),
        ("Confirmation emails will go out tonight.", Kind.CONTACT, "team"),
        ("You'll see £40 by Friday.", Kind.REFUND, "team"),
        ("You'll hear more on Friday.", Kind.CONTACT, "team"),
        ("You can relax, you'll have it on Friday.", Kind.SEND, "team"),
        # by what is done, where a list holds only the shape
        ("I'll knock £5 off.", Kind.REFUND, "agent"),
        ("We'll foot the bill.", Kind.REFUND, "team"),
        ("We'll keep an eye on the weir.", Kind.LOOK_INTO, "team"),
        ("I'll put a new rowlock in.", Kind.FIX, "agent"),
        ("I'll put a pair of oars aside.", Kind.OTHER, "agent"),
        ("We'll have the hull revarnished.", Kind.OTHER, "team"),
        ("We'll have the hull repainted.", Kind.FIX, "team"),
        ("We'll have her done by Friday.", Kind.FIX, "team"),
        ("I'll give the boathouse a ring.", Kind.LOOK_INTO, "agent"),
        ("We'll share a plan with you.", Kind.CONTACT, "team"),
        ("We'll do everything we can.", Kind.OTHER, "team"),
        # who is named
        ("Our warden, Ms Lind, will be writing to you.", Kind.CONTACT, "Ms Lind"),
        ("You'll get a call from Priya tomorrow.", Kind.CONTACT, "Priya"),
        ("I'll have one of the lads look at it.", Kind.LOOK_INTO, "one of the lads"),
        ("I'll make sure Tom rings you.", Kind.CONTACT, "Tom"),
        ("I'll get somebody in billing to ring you.", Kind.CONTACT, "team"),
        ("Finance will pay it back.", Kind.REFUND, "Finance"),
        ("She's going to give you a shout.", Kind.CONTACT, "team"),
        ("finance will ring you.", Kind.CONTACT, "finance"),
        ("A crew should get to you by noon.", Kind.COME, "A crew"),
        ("I'll run the spare oar round to you.", Kind.SEND, "agent"),
        ("My mate is going to drop it in.", Kind.COME, "My mate"),
        ("I will be reporting it to the warden.", Kind.PASS_ON, "agent"),
        # somebody of ours, with no time, and somebody behind words without marks
        ("Our seamstress Noreen will let it out.", Kind.OTHER, "Our seamstress Noreen"),
        ("if that won't do it a field engineer will swap it on friday", Kind.FIX, "a field engineer"),
        # what leaves, what is expected, who is asked, what is being done
        ("I'll confirm here.", Kind.CONTACT, "agent"),
        ("We'll pop it in the first class post.", Kind.SEND, "team"),
        ("I'll nip out the back and check for you.", Kind.LOOK_INTO, "agent"),
        ("I'll have my mate look at it and drop you a line.", Kind.CONTACT, "agent"),
        ("i'll reset it for you now it'll be running by noon", Kind.FIX, "team"),
    ],
)
def test_words_tell_who_promises_what(line: str, kind: Kind, who: str) -> None:
    promise = ledger(f"a: {line}")[-1]
    assert (promise.kind, promise.who) == (kind, who)


@pytest.mark.parametrize(
    "line",
    [
        "We're looking forward to seeing you today.",
        "I'm wondering whether it is the rudder.",
        "The boathouse will be closed on Monday.",
        "You will be charged on Friday.",
        "Normally it will be there in two days.",
        "Will it be ready by noon?",
        "You'll have to be in by noon.",
        "You'll see the weir by noon.",
        "You should have some time on Friday.",
        "There'll be rain on Friday.",
        "The moon will rise at nine.",
        "Our oars are shining today.",
    ],
)
def test_what_is_only_told_of_the_time_to_come_is_no_promise(line: str) -> None:
    assert ledger(f"a: {line}") == ()


@pytest.mark.parametrize(
    ("line", "quotes"),
    [
        ("We're sending a van, it will be there by two.", ["We're sending a van"]),
        ("A spare will go out today so you'll have it by noon.", ["A spare will go out today"]),
        ("Someone will come out and swap it.", ["Someone will come out"]),
        ("I'll ask the warden and see if he has it.", ["I'll ask the warden"]),
        ("I'll nip out the back and check for you.", ["I'll nip out the back and check for you"]),
        ("We'll send a van and mend the oar.", ["We'll send a van", "mend the oar"]),
        (
            "We're mending it now, and it will be with you by noon.",
            ["We're mending it now", "it will be with you by noon"],
        ),
    ],
)
def test_what_only_goes_on_with_a_promise_is_one_with_it(line: str, quotes: list[str]) -> None:
    assert [promise.quote for promise in ledger(f"a: {line}")] == quotes


def test_what_is_sent_is_due_when_it_is_to_be_there() -> None:
    promise = only("a: It goes out today and should be with you tomorrow.", hours=(0,))
    assert (promise.deadline, promise.strength) == ("tomorrow", Strength.STRONG)


def test_minutes_that_are_asked_for_are_a_time() -> None:
    promise = only("a: Give me two minutes and I'll see what the log says.", hours=(0,))
    assert promise.due == NINE + timedelta(minutes=2)


def test_what_the_company_waits_for_itself_is_no_condition() -> None:
    strengths = [
        only(f"a: We'll text you {when}.").strength
        for when in ("as soon as it's in", "when they land", "if it comes", "once you've paid")
    ]
    assert strengths == [Strength.STRONG, Strength.STRONG, Strength.WEAK, Strength.WEAK]


def test_it_is_money_where_money_was_asked_for() -> None:
    asked = [
        ledger(f"c: {question}", "a: It will be with you by Friday.", "c: Hm.")[-1].kind
        for question in ("When do I see the money?", "When do I see the oar?")
    ]
    back = [
        ledger(f"c: {said}", "a: We'll get that back to you by Friday.")[-1].kind
        for said in ("You charged me twice.", "My clock is at your works.")
    ]
    assert (asked, back) == ([Kind.REFUND, Kind.SEND], [Kind.REFUND, Kind.SEND])
