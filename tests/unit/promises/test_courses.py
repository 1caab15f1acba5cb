"""What later words tell of a promise: who came, what is there, whose thing is named, and what was found on the spot."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from recovery_eval.promises import Kind, Status, Strength, conversation, sentences, stems, terms
from tests.unit.promises.test_ledger import ledger, only

DAY = 24.0


@pytest.mark.parametrize(
    ("made", "told", "hours", "status"),
    [
        # who was named, or sent, came or did not
        ("a: Olga will be round at noon.", "c: Olga came, all dry.", 8, Status.KEPT),
        ("a: I'll send a porter up.", "c: Porter came, thanks.", 1, Status.KEPT),
        ("a: Olga will be round at noon.", "c: Olga's been, all dry.", 8, Status.KEPT),
        ("a: Olga will be round at noon.", "c: Olga's been rude before.", 8, Status.UNVERIFIABLE),
        ("a: Olga will be round at noon.", "c: Olga never showed.", 8, Status.BROKEN),
        ("a: Olga will be round at noon to glaze it.", "c: It was glazed at eleven.", 8, Status.KEPT),
        # the thing itself
        ("a: We'll send the crates tomorrow.", "c: Crates were at the gate.", 2 * DAY, Status.KEPT),
        ("a: We'll send the crates tomorrow.", "c: No crates yet.", 2 * DAY, Status.BROKEN),
        ("a: We'll sand the crates tomorrow.", "c: Thank you for sanding the lot.", 2 * DAY, Status.KEPT),
        ("a: We'll bake you another loaf.", "c: The loaf came warm, thanks.", 1, Status.KEPT),
        ("a: We'll send the crates tomorrow.", "c: Crates here.", 2 * DAY, Status.KEPT),
        ("a: We'll send the crates tomorrow.", "c: I have two crates here from before.", 2 * DAY, Status.UNVERIFIABLE),
        ("a: We'll send the crates tomorrow.", "c: The crates are not here.", 2 * DAY, Status.BROKEN),
        ("a: We'll send the permit tomorrow.", "a: Here is your permit.", 1, Status.KEPT),
        ("a: We'll send the permit tomorrow.", "a: Here is your bill.", 1, Status.OPEN),
        ("a: I'll take the levy off your bill.", "c: The bill still has the levy on it.", DAY, Status.BROKEN),
        ("a: I'll take the levy off your bill.", "c: Is the levy still on there?", DAY, Status.OPEN),
        ("a: I'll cancel the permit.", "c: The permit is still active.", DAY, Status.BROKEN),
        ("a: I'll bring the crates myself.", "c: No crates.", DAY, Status.BROKEN),
        ("a: The fee will be back on your card.", "c: Fee's back.", DAY, Status.KEPT),
        # a look on the spot
        ("a: Let me have a quick look.", "a: There are two crates in the yard.", 0.01, Status.KEPT),
        ("a: Let me have a quick look.", "a: Bear with me.", 0.01, Status.OPEN),
        ("a: Let me have a quick look.", "a: Which yard?", 0.01, Status.OPEN),
        ("a: Let me have a quick look.", "a: There are two crates in the yard.", 9, Status.KEPT),
        # the company's own word for it
        ("a: I'll cancel the crates.", "a: The crates are cancelled.", 1, Status.KEPT),
        ("a: I'll cancel the crates.", "a: It's too late to cancel the crates.", 1, Status.BROKEN),
        ("a: We'll send the crates.", "a: I'm sorry, the crates were never sent.", DAY, Status.BROKEN),
        ("a: I'll get it over to the yard team.", "a: That's with the yard team now.", 1, Status.KEPT),
    ],
)
def test_who_came_what_is_there_and_what_was_found_decide(made: str, told: str, hours: float, status: Status) -> None:
    assert only(made, told, hours=(0, hours)).status is status


def test_words_go_to_the_promise_whose_thing_they_name() -> None:
    lamp, crate = ledger(
        "a: We'll send a lamp by noon. We'll send a crate by noon.", "c: The lamp is here.", hours=(0, 6)
    )
    assert (lamp.status, crate.status) == (Status.KEPT, Status.UNVERIFIABLE)
    lamp, crate = ledger(
        "a: We'll send a lamp by noon. We'll send a crate by noon.", "c: The lamp arrived, but no crate.", hours=(0, 6)
    )
    assert (lamp.status, crate.status) == (Status.KEPT, Status.BROKEN)


def test_a_look_is_reported_by_the_word_that_was_promised_with_it() -> None:
    look, word = ledger(
        "a: I'll chase the carter up and ring you by noon.", "a: Ringing you back as I said.", hours=(0, 2)
    )
    assert look.kind is Kind.LOOK_INTO
    assert (look.status, word.status) == (Status.KEPT, Status.KEPT)


@pytest.mark.parametrize("told", ["a: Ringing you back as I said.", "c: Thanks for ringing."])
def test_the_word_that_reports_a_look_may_come_after_other_turns(told: str) -> None:
    look, _ = ledger("a: I'll chase the carter up and ring you by noon.", "c: Fine.", told, hours=(0, 1, 2))
    assert look.status is Status.KEPT


def test_one_word_may_tell_of_all_that_was_looked_into() -> None:
    made = "a: I'll check the lamp by noon. I'll check the crate by noon."
    looks = ledger(made, "c: Fine.", "a: We have looked into the lamp for you.", hours=(0, 1, 2))
    assert [look.status for look in looks] == [Status.KEPT, Status.KEPT]


def test_a_repair_with_a_time_is_broken_by_a_fault_that_is_still_there() -> None:
    told = "c: The jug is still broken."
    assert only("a: We'll repair the jug by noon.", told, hours=(0, 9)).status is Status.BROKEN
    assert only("a: We'll repair the jug by noon.", told, hours=(0, 1)).status is Status.OPEN
    assert only("a: We'll repair the jug.", told, hours=(0, 9)).status is Status.OPEN


def test_a_promise_is_not_told_by_the_thing_of_the_one_beside_it() -> None:
    fee, lamp = ledger("a: The fee will be back on your card and I'll post the lamp.", "c: No lamp yet.", hours=(0, 9))
    assert (fee.status, lamp.status) == (Status.OPEN, Status.BROKEN)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("c: Olga called.", Status.KEPT),
        ("a: Olga attended at noon.", Status.KEPT),
        ("c: Has Olga arrived?", Status.UNVERIFIABLE),
        ("c: Olga was supposed to be done.", Status.UNVERIFIABLE),
        ("a: Olga never attended.", Status.UNVERIFIABLE),
        ("c: Olga failed to turn up.", Status.BROKEN),
    ],
)
def test_a_visit_is_told_by_the_name_of_who_was_to_make_it(told: str, status: Status) -> None:
    assert only("a: Olga will be round at noon.", told, hours=(0, 9)).status is status


def test_a_reason_says_who_told_of_a_visit() -> None:
    made = "a: Olga will be round at noon."
    assert only(made, "c: Olga called.", hours=(0, 1)).reason == "The customer confirms it in turn 1."
    assert only(made, "a: Olga attended.", hours=(0, 1)).reason == "Turn 1 tells that it is done, in time."


def test_a_visit_by_nobody_by_name_is_not_told_by_somebody() -> None:
    assert (
        only("a: We'll visit the yard at noon.", "c: Team popped the lid.", hours=(0, 9)).status is Status.UNVERIFIABLE
    )


@pytest.mark.parametrize(
    ("line", "deadline", "strength"),
    [
        (
            "a: The crate should have gone last week and it did not so I'll mend the lid.",
            None,
            Strength.STRONG,
        ),
        ("a: We'll mend the lid, and we hope to send it.", None, Strength.STRONG),
        ("a: I can't say today, so I'll mend the lid.", None, Strength.STRONG),
        ("a: I'll mend the lid but I can't give you a day this week.", None, Strength.STRONG),
        ("a: I'll put you onto the 9:40.", None, Strength.STRONG),
        ("a: On Friday, I'll mend the lid.", "On Friday", Strength.STRONG),
    ],
)
def test_a_hedge_and_a_time_belong_to_the_promise_they_stand_by(
    line: str, deadline: str | None, strength: Strength
) -> None:
    promise = ledger(line, hours=(0,))[0]
    assert (promise.deadline, promise.strength) == (deadline, strength)


@pytest.mark.parametrize(
    "line", ["a: I was going to ring you.", "a: I'll be at the yard.", "a: The app will send you a code."]
)
def test_what_was_meant_a_state_and_a_machines_act_are_no_promise(line: str) -> None:
    assert not ledger(line)


def test_what_promises_are_about_is_worked_out_once_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    things_of = Mock(wraps=stems.things_of)
    monkeypatch.setattr(terms, "things_of", things_of)
    told = [f"{who}: {words}" for _ in range(20) for who, words in (("a", "I'll send the lamp."), ("c", "It came."))]
    assert len(ledger(*told)) == 20
    assert things_of.call_count <= 2 * 20


def test_what_later_words_are_about_is_worked_out_once_however_many_promises_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clause_around = Mock(wraps=sentences.clause_around)
    monkeypatch.setattr(conversation, "clause_around", clause_around)
    ledger("a: " + "We'll send the lamp by noon. " * 20, "c: " + "The lamp never came. " * 20, hours=(0, 9))
    assert 20 <= clause_around.call_count <= 2 * 20
