from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from recovery_eval.canned.models import Place, Suppression
from recovery_eval.canned.suppressing import suppress
from tests.unit.canned.small import finding, reply

TODAY = date(2026, 6, 15)
KNOWN = ("no-non-apology", "customer-named")


def note(rule: str = "no-non-apology", reason: str = "agreed", expires: date | None = None) -> Suppression:
    return Suppression(rule, reason, expires, Place(3, 1))


def told(*notes: Suppression) -> tuple[list[tuple[str, str]], int]:
    """Rules and messages of what is kept, and how many findings are hidden."""
    parted = suppress([finding(), finding(9)], [reply("text", *notes)], KNOWN, today=TODAY)
    return [(one.rule_id, one.message) for one in parted.kept if one.rule_id != "no-non-apology"], len(parted.hidden)


def test_a_suppression_hides_every_finding_of_its_rule_in_its_reply() -> None:
    parted = suppress([finding(), finding(9), finding(reply_id="other")], [reply("", note())], KNOWN, today=TODAY)
    assert [one.reply_id for one in parted.kept] == ["other"]
    assert [(one.start.line, by.reason) for one, by in parted.hidden] == [(2, "agreed"), (9, "agreed")]


def test_it_holds_on_the_day_on_which_it_expires_and_not_on_the_next() -> None:
    assert told(note(expires=TODAY)) == ([], 2)
    about, hidden = told(note(expires=date(2026, 6, 14)))
    assert about == [("expired-suppression", "the suppression of 'no-non-apology' expired on 2026-06-14")]
    assert hidden == 0


def test_one_that_cannot_be_read_does_not_hold_and_says_why() -> None:
    assert told(replace(note(), problem="it names no rule")) == (
        [("malformed-suppression", "a suppression hides nothing: it names no rule")],
        0,
    )


@pytest.mark.parametrize(
    ("one", "rule", "message", "hidden"),
    [
        (
            note("customer-named"),
            "unused-suppression",
            "the suppression of 'customer-named' is not needed: nothing is found that it hides",
            0,
        ),
        (
            note("customer-name"),
            "unused-suppression",
            "the suppression of 'customer-name' hides nothing: no rule has this name; did you mean 'customer-named'?",
            0,
        ),
        (note(reason=" "), "unexplained-suppression", "the suppression of 'no-non-apology' gives no reason", 2),
        (note("all"), "blanket-suppression", "the suppression names no rule, and hides every finding", 2),
    ],
)
def test_what_is_wrong_with_a_suppression_is_a_finding(one: Suppression, rule: str, message: str, hidden: int) -> None:
    assert told(one) == ([(rule, message)], hidden)
    (about,) = [
        each for each in suppress([finding()], [reply("", one)], KNOWN, today=TODAY).kept if each.rule_id == rule
    ]
    assert (about.path, about.start, about.end) == ("macros/a,b.md", Place(3, 1), Place(3, 2))


def test_of_two_suppressions_of_one_rule_the_second_is_not_needed() -> None:
    about, hidden = told(note(), note(reason="agreed twice"))
    assert ([rule for rule, _ in about], hidden) == (["unused-suppression"], 2)
