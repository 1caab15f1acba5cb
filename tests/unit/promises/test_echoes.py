"""Later words that take up a promise's own verb, and a company that comes back of its own accord."""

from __future__ import annotations

import pytest

from recovery_eval.promises import Kind, Status
from tests.unit.promises.test_ledger import ledger, only


@pytest.mark.parametrize(
    ("made", "told", "status"),
    [
        ("a: I'll varnish the oars.", "a: I varnished the oars.", Status.KEPT),
        ("a: We're going to replant the hedge.", "a: The hedge was replanted by Mr Ash.", Status.KEPT),
        ("a: I'll write up the diary tonight.", "a: It's all there, I wrote the diary up at ten.", Status.KEPT),
        ("a: We'll copy the chart.", "a: We have copied it.", Status.KEPT),
        ("a: The mast will be repaired.", "c: The mast was repaired on Sunday.", Status.KEPT),
        ("a: I'll varnish the oars.", "c: You never varnished them.", Status.BROKEN),
        ("a: We'll copy the chart.", "c: The chart hasn't been copied.", Status.BROKEN),
        ("a: I'll varnish the oars.", "c: Have you varnished the oars?", Status.OPEN),
        ("a: I'll varnish the oars.", "a: Once I've varnished the oars they need a day.", Status.OPEN),
        ("a: I'll varnish the oars.", "a: The varnished one is yours.", Status.OPEN),
        ("a: I'll varnish the oars.", "c: You varnished the wrong oars.", Status.OPEN),
        ("a: I'll take the chart to the office.", "a: I took it easy today.", Status.OPEN),
    ],
)
def test_the_promised_verb_tells_whether_it_was_done(made: str, told: str, status: Status) -> None:
    assert only(made, told).status is status


@pytest.mark.parametrize(
    ("made", "hours", "status"),
    [
        ("a: We will look into the leak and email you by noon.", (0, 1, 2), Status.KEPT),
        ("a: I'll let you know by noon.", (0, 1, 2), Status.KEPT),
        ("a: I'll let you know by noon.", (0, 0.01, 1), Status.OPEN),  # said in the same breath
        ("a: I'll call you by noon.", (0, 1, 2), Status.OPEN),  # a message is no call
        ("a: I'll let you know by noon.", (0, 4, 5), Status.UNVERIFIABLE),
    ],
)
def test_who_comes_back_unasked_and_in_time_keeps_a_promise_of_word(
    made: str, hours: tuple[float, ...], status: Status
) -> None:
    assert ledger(made, "a: The keel is sound.", "c: Okay.", hours=hours)[-1].status is status


def test_only_a_promise_with_a_time_is_told_to_be_kept_in_time() -> None:
    later = ("a: The keel is sound.", "c: Okay.")
    by_noon, some_time = (
        ledger(made, *later, hours=(0, 1, 2))[-1] for made in ("a: I'll let you know by noon.", "a: I'll let you know.")
    )
    assert (by_noon.status, by_noon.reason) == (Status.KEPT, "The company comes back unasked in turn 1, in time.")
    assert (some_time.status, some_time.reason) == (Status.KEPT, "The company comes back unasked in turn 1.")


def test_word_that_one_still_looks_tells_nothing_of_what_was_found() -> None:
    look, word = ledger(
        "a: I'll look into the leak and email you by noon.", "a: Still looking, sorry.", "c: Okay.", hours=(0, 1, 2)
    )
    assert (look.status, word.status) == (Status.OPEN, Status.KEPT)
    found = only("a: Let me look.", "a: Still looking.", "a: The keel is cracked.", hours=(0, 0.2, 0.4))
    assert found.reason == "The company comes back unasked in turn 2."


def test_a_note_between_changes_nothing_of_who_comes_back_or_answers() -> None:
    word = ("a: I'll let you know by noon.", "i: Found in bay four.", "a: The keel is sound.", "c: Okay.")
    assert only(*word, hours=(0, 1, 1, 2)).status is Status.KEPT
    sorry = ("a: I'll paint the keel by noon.", "c: It is getting dark.", "i: Pete is off.", "a: I'm sorry.")
    assert only(*sorry, hours=(0, 5, 5.1, 5.2)).reason.startswith("It fell due, and turn 3 answers")
    money = ("c: How long till I see the refund?", "i: Paid out.", "a: It will be with you on Friday.")
    assert only(*money).kind is Kind.REFUND
