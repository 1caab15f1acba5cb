"""Deadlines in a promise: which of its words are found, and when it falls due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from recovery_eval.beyond import read_beyond
from recovery_eval.promises import Promise, Status, Strength
from recovery_eval.transcript.models import Speaker, Transcript, Turn

FRIDAY = datetime(2024, 5, 3, 10, 1)  # noqa: DTZ001 - a transcript without a time zone


def promised(words: str, at: datetime = FRIDAY, later: str = "Hm.", minutes: float = 1) -> Promise:
    """Returns the promise to call at a time in such words, made at `at` and followed by a customer's turn."""
    said = Turn(speaker=Speaker.AGENT, text=f"I'll call you {words}.", time=at)
    answer = Turn(speaker=Speaker.CUSTOMER, text=later, time=at + timedelta(minutes=minutes))
    (promise,) = read_beyond(Transcript(turns=(said, answer))).promises
    return promise


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("the day after tomorrow", "2024-05-05T23:59:59"),
        ("tomorrow or the day after", "2024-05-05T23:59:59"),
        ("today or tomorrow", "2024-05-04T23:59:59"),
        ("within an hour and a half", "2024-05-03T11:31:00"),
        ("in 1.5 hours", "2024-05-03T11:31:00"),
        ("in two and a half hours", "2024-05-03T12:31:00"),
        ("in three quarters of an hour", "2024-05-03T10:46:00"),
        ("in the next hour", "2024-05-03T11:01:00"),
        ("within an hour or two", "2024-05-03T12:01:00"),
        ("in an hour or so", "2024-05-03T11:01:00"),
        ("in a day or two", "2024-05-05T23:59:59"),
        ("in two hours or tomorrow", "2024-05-04T23:59:59"),
        ("within twenty-five minutes", "2024-05-03T10:26:00"),
        ("within thirteen minutes", "2024-05-03T10:14:00"),
        ("in seventeen minutes", "2024-05-03T10:18:00"),
        ("within 2h", "2024-05-03T12:01:00"),
        ("by Monday or Tuesday", "2024-05-07T23:59:59"),
        ("on Monday at five or six", "2024-05-06T18:00:00"),
        ("a week on Monday", "2024-05-13T23:59:59"),
        ("on Monday week", "2024-05-13T23:59:59"),
        ("a week tomorrow", "2024-05-11T23:59:59"),
        ("two weeks from today", "2024-05-17T23:59:59"),
        ("by the 2nd", "2024-06-02T23:59:59"),
        ("by the 31st", "2024-05-31T23:59:59"),
        ("on Monday the 13th of May", "2024-05-13T23:59:59"),
        ("by 13/5", "2024-05-13T23:59:59"),
        ("by 5/13", "2024-05-13T23:59:59"),
        ("by 6/6", "2024-06-06T23:59:59"),
        ("by 25.05.2024", "2024-05-25T23:59:59"),
        ("by 2024-05-10", "2024-05-10T23:59:59"),
        ("by 20 March 2025", "2025-03-20T23:59:59"),
        ("by March 20, 2025", "2025-03-20T23:59:59"),
        ("by 1 Jun", "2024-06-01T23:59:59"),
        ("by Jan 5", "2025-01-05T23:59:59"),
        ("on the 5th of June at 10", "2024-06-05T10:00:00"),
        ("by morning", "2024-05-04T12:00:00"),
        ("first thing in the morning", "2024-05-04T12:00:00"),
        ("before the weekend", "2024-05-03T23:59:59"),
        ("before Tuesday", "2024-05-06T23:59:59"),
        ("before Tuesday at noon", "2024-05-07T12:00:00"),
        ("before close of business Tuesday", "2024-05-07T23:59:59"),
        ("on or before Tuesday", "2024-05-07T23:59:59"),
        ("first thing on Monday", "2024-05-06T12:00:00"),
        ("before the end of the week", "2024-05-05T23:59:59"),
        ("by the weekend", "2024-05-05T23:59:59"),
        ("by midnight", "2024-05-03T23:59:59"),
        ("by 12 tonight", "2024-05-03T23:59:59"),
        ("by 5 or 6 pm", "2024-05-03T18:00:00"),
        ("by ten past five", "2024-05-03T17:10:00"),
        ("at twenty to five", "2024-05-03T16:40:00"),
        ("at half five", "2024-05-03T17:30:00"),
        ("by 9am sharp", "2024-05-04T09:00:00"),
        ("by EOD", "2024-05-03T23:59:59"),
        ("by EOD Monday", "2024-05-06T23:59:59"),
        ("by the end of May", "2024-05-31T23:59:59"),
        ("by the end of the year", "2024-12-31T23:59:59"),
        ("by Sat", "2024-05-04T23:59:59"),
        ("by 13.5", "2024-05-13T23:59:59"),
        ("by 2.30pm", "2024-05-03T14:30:00"),
        ("tomorrow morning or afternoon", "2024-05-04T18:00:00"),
        ("this afternoon or tomorrow morning", "2024-05-04T12:00:00"),
        ("next Wednesday or Thursday", "2024-05-09T23:59:59"),
        ("by the next working day", "2024-05-06T23:59:59"),
    ],
)
def test_a_deadline_is_found_whole_and_falls_due_at_its_last_moment(words: str, due: str) -> None:
    assert promised(words).due == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    "words",
    [
        "by 5/10",
        "by 5.6",
        "by 7/4",
        "by 10/5/2024",
        "by 06.05.2024",
        "by 2 May",
        "by 7 May 2023",
        "by 20 March 2120",
        "by 32/5",
        "by 31 June",
        "on Monday the 14th of May",
        "by this morning at nine",
        "by the end of April",
        "after five",
        "before next week",
        "before next month",
    ],
)
def test_what_may_be_another_day_or_lies_in_the_past_has_no_due_time(words: str) -> None:
    assert promised(words).due is None


@pytest.mark.parametrize(
    ("words", "at", "due"),
    [
        ("by 5pm EST", "2024-05-03T10:01+00:00", "2024-05-03T22:00+00:00"),
        ("by 5pm GMT tomorrow", "2024-05-03T10:01-05:00", "2024-05-04T12:00-05:00"),
        ("by 5pm ET", "2024-05-03T10:01+00:00", None),
        ("by 5pm EST", "2024-05-03T10:01", None),
    ],
)
def test_a_time_zone_in_the_words_is_heeded_or_leaves_the_due_time_open(words: str, at: str, due: str | None) -> None:
    promise = promised(words, datetime.fromisoformat(at))
    assert promise.due == (due and datetime.fromisoformat(due))
    assert promise.deadline == words


@pytest.mark.parametrize("words", ["in a few days", "within a few hours", "in a few minutes"])
def test_a_few_days_are_no_time_to_be_held_to(words: str) -> None:
    promise = promised(words)
    assert (promise.deadline, promise.due, promise.strength) == (None, None, Strength.WEAK)


def test_in_a_minute_is_said_of_any_wait_and_within_one_is_not() -> None:
    soon, within = promised("in a minute"), promised("within a minute")
    assert (soon.deadline, soon.strength) == (None, Strength.WEAK)
    assert within.due == FRIDAY + timedelta(minutes=1)


def test_a_time_between_two_is_quoted_with_both() -> None:
    assert promised("between 9am and 1pm tomorrow").deadline == "between 9am and 1pm tomorrow"


def test_the_morning_promised_in_the_afternoon_is_tomorrows() -> None:
    promise = promised("first thing in the morning", FRIDAY.replace(hour=14), "Any news?", minutes=12)
    assert (promise.due, promise.status) == (datetime(2024, 5, 4, 12), Status.OPEN)  # noqa: DTZ001


def test_before_the_weekend_said_within_it_means_the_next() -> None:
    assert promised("before the weekend", FRIDAY + timedelta(days=1)).due == datetime(2024, 5, 10, 23, 59, 59)  # noqa: DTZ001
