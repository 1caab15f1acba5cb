"""What becomes of a promise by how the customer takes it, and by what the company tells of its own accord."""

from __future__ import annotations

import pytest

from recovery_eval.promises import Status
from tests.unit.promises.test_ledger import ledger, only

DAY = 24.0


@pytest.mark.parametrize(
    ("made", "told", "hours", "status"),
    [
        # glad of it, by name
        ("a: We'll send a new oar by Friday.", "c: The oar is on my wall and it's lovely.", 3 * DAY, Status.KEPT),
        ("a: We'll send a new oar by Friday.", "c: An oar would be lovely, thanks.", 3 * DAY, Status.OPEN),
        ("a: We'll send a new oar by Friday.", "c: The oar is green, thanks.", 0.1, Status.OPEN),
        # back after the due time, and nothing but "still" and "nothing"
        ("a: We'll send a new oar by Friday.", "c: It's Saturday and I'm still ashore.", 5 * DAY, Status.BROKEN),
        ("a: The boatman will be there by four.", "c: I waited until six. Not a soul.", 9, Status.BROKEN),
        ("a: I'll update you within the hour.", "c: Three hours and not a peep.", 3, Status.BROKEN),
        ("a: I'll update you within the hour.", "c: Do you sell oars?", 3, Status.UNVERIFIABLE),
        ("a: I'll update you within the hour.", "c: The hull is still wet.", 3, Status.UNVERIFIABLE),
        ("a: I'll tell the warden by noon.", "c: Still wet.", 9, Status.UNVERIFIABLE),
        # the thing or the state, as it is told
        ("a: I'll add a note on the rota.", "a: I've put a note on the rota.", 1, Status.KEPT),
        ("a: We'll patch the hull tonight.", "a: The patch is done.", 20, Status.KEPT),
        ("a: The canoe will be ready by noon.", "c: Picked it up, it was ready.", 5, Status.KEPT),
        ("a: The canoe will be ready by noon.", "c: It's not ready.", 5, Status.BROKEN),
        ("a: You'll have £20 back by Friday.", "c: No £20 here.", 5 * DAY, Status.BROKEN),
        ("a: You'll have £20 back by Friday.", "c: £20 came through.", 5 * DAY, Status.KEPT),
        # word for when something happens
        ("a: I'll message you the moment it's glazed.", "a: Hello, your pot is glazed.", None, Status.KEPT),
        ("a: I'll message you the moment it's glazed.", "a: It's not glazed yet.", None, Status.OPEN),
        ("a: I'll message you the moment it's glazed.", "a: Is it glazed?", None, Status.OPEN),
        ("a: I'll call you the moment it's glazed.", "a: Your pot is glazed.", None, Status.OPEN),
        ("a: I'll email you a floor plan tonight.", "c: I didn't get any floor plan.", 2 * DAY, Status.BROKEN),
        ("a: I'll email you a floor plan tonight.", "c: The floor plan came.", 2 * DAY, Status.KEPT),
        # who comes back where no clock tells
        ("a: I'll find out whose it is.", "a: Hi again! It is Jo's.", None, Status.KEPT),
        ("a: I'll find out whose it is.", "a: It will take a while.", None, Status.OPEN),
    ],
)
def test_how_it_is_taken_tells_what_became_of_a_promise(
    made: str, told: str, hours: float | None, status: Status
) -> None:
    assert ledger(made, told, hours=() if hours is None else (0, hours))[0].status is status


def test_who_has_to_ask_for_word_has_had_none_however_soon_it_then_comes() -> None:
    turns = (
        "a: You'll hear from us by noon.",
        "c: It's one. Anyone there?",
        "a: Here is the news.",
        "c: Got it, thanks",
    )
    assert only(*turns, hours=(0, 4, 4.1, 4.2)).status is Status.BROKEN


def test_an_apology_after_the_due_time_owns_that_nothing_was_done() -> None:
    made = "a: I'll walk the dogs by noon."
    told = [
        only(made, "c: The kennel is dark.", f"a: {answer}", hours=(0, 9, 9.1)) for answer in ("So sorry!", "I see.")
    ]
    assert [promise.status for promise in told] == [Status.BROKEN, Status.UNVERIFIABLE]


def test_a_regret_before_the_due_time_takes_nothing_back() -> None:
    late = [only("a: I'll send it by noon.", "a: It slipped my mind.", hours=(0, hours)).status for hours in (1, 9)]
    assert late == [Status.OPEN, Status.BROKEN]


def test_a_report_of_the_time_is_of_all_that_was_to_be_done_by_then() -> None:
    made = "a: I'll log it as urgent and a boatman will be out within two hours."
    log, boatman = ledger(made, "c: You said two hours and I'm still ashore.", hours=(0, 3))
    assert (log.status, boatman.status) == (Status.OPEN, Status.BROKEN)


def test_who_says_no_more_than_thanks_has_not_asked() -> None:
    made = "a: I'll let you know what they say."
    told = [
        ledger(made, f"c: {said}", "a: They say yes.", hours=(0, 0.1, 1))[0].status
        for said in ("ok thanks", "By when?")
    ]
    assert told == [Status.KEPT, Status.OPEN]


def test_what_was_found_at_once_is_not_undone_by_a_later_complaint() -> None:
    turns = ("a: Bear with me, I'll check the rota.", "a: Jo is on at six.", "c: I never heard back about the oars.")
    assert ledger(*turns, hours=(0, 0.1, 9))[0].status is Status.KEPT


def test_got_it_of_several_is_the_first() -> None:
    made = "a: We'll send a spare today, and the printed one will follow by Friday."
    spare, printed = ledger(made, "c: got it thanks", hours=(0, 1))
    assert (spare.status, printed.status) == (Status.KEPT, Status.OPEN)


def test_who_waited_beyond_the_time_did_not_have_it_in_time() -> None:
    turns = ("a: We'll send the oars by noon.", "c: Still nothing.", "c: They're here now.")
    assert only(*turns, hours=(0, 9, 30)).status is Status.BROKEN
