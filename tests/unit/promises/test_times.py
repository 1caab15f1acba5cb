"""When a promise falls due, by the words of its deadline and the time of its turn."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.promises.clock import is_after
from recovery_eval.promises.times import due_time, is_span

TUESDAY = datetime(2024, 3, 12, 14, 30)  # noqa: DTZ001 - a transcript without a time zone


@pytest.fixture
def far_east() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("within 24 hours", "2024-03-13T14:30:00"),
        ("in twenty minutes", "2024-03-12T14:50:00"),
        ("in half an hour", "2024-03-12T15:00:00"),
        ("within the hour", "2024-03-12T15:30:00"),
        ("in an hour", "2024-03-12T15:30:00"),
        ("by Friday", "2024-03-15T23:59:59"),
        ("on Tuesday", "2024-03-19T23:59:59"),
        ("by next Friday", "2024-03-22T23:59:59"),
        ("today", "2024-03-12T23:59:59"),
        ("tomorrow", "2024-03-13T23:59:59"),
        ("tomorrow at nine", "2024-03-13T09:00:00"),
        ("tomorrow at 2pm", "2024-03-13T14:00:00"),
        ("between two and four tomorrow", "2024-03-13T16:00:00"),
        ("by four this afternoon", "2024-03-12T16:00:00"),
        ("by five", "2024-03-12T17:00:00"),
        ("at three ten", "2024-03-12T15:10:00"),
        ("at half past three", "2024-03-12T15:30:00"),
        ("by quarter to five", "2024-03-12T16:45:00"),
        ("at 17:45", "2024-03-12T17:45:00"),
        ("by noon tomorrow", "2024-03-13T12:00:00"),
        ("first thing tomorrow", "2024-03-13T12:00:00"),
        ("this afternoon", "2024-03-12T18:00:00"),
        ("tonight", "2024-03-12T23:59:59"),
        ("on Wednesday evening", "2024-03-13T23:59:59"),
        ("this week", "2024-03-17T23:59:59"),
        ("by the end of next week", "2024-03-24T23:59:59"),
        ("by the end of the month", "2024-03-31T23:59:59"),
        ("by the end of the day", "2024-03-12T23:59:59"),
        ("within 3 days", "2024-03-15T23:59:59"),
        ("3 to 5 working days", "2024-03-19T23:59:59"),
        ("3–5 working days", "2024-03-19T23:59:59"),
        ("within two business days", "2024-03-14T23:59:59"),
        ("by 20 May", "2024-05-20T23:59:59"),
        ("by May 20", "2024-05-20T23:59:59"),
        ("by the 14th", "2024-03-14T23:59:59"),
        ("within a fortnight", "2024-03-26T23:59:59"),
        ("within twenty-five minutes", "2024-03-12T14:55:00"),
        ("in thirty five minutes", "2024-03-12T15:05:00"),
        ("within forty-eight hours", "2024-03-14T14:30:00"),
        ("within eighteen hours", "2024-03-13T08:30:00"),
        ("within 1.5 hours", "2024-03-12T16:00:00"),
        ("within 3 calendar days", "2024-03-15T23:59:59"),
        ("in the next hour", "2024-03-12T15:30:00"),
        ("within the next hour", "2024-03-12T15:30:00"),
        ("in the next day", "2024-03-13T23:59:59"),
        ("in the next day or two", "2024-03-14T23:59:59"),
        ("in a week's time", "2024-03-19T23:59:59"),
        ("first thing in the morning", "2024-03-13T12:00:00"),
        ("by nine in the morning", "2024-03-13T09:00:00"),
        ("by midnight", "2024-03-12T23:59:59"),
        ("by half past midnight", "2024-03-13T00:30:00"),
        ("by ten past midnight on Friday", "2024-03-16T00:10:00"),
        ("by quarter to midnight", "2024-03-12T23:45:00"),
        ("by half past noon", "2024-03-13T12:30:00"),
        ("by quarter to noon", "2024-03-13T11:45:00"),
        ("by quarter to 12pm", "2024-03-13T11:45:00"),
        ("by 12 noon", "2024-03-13T12:00:00"),
        ("by twelve midnight", "2024-03-12T23:59:59"),
        ("by twelve tonight", "2024-03-12T23:59:59"),
        ("at three thirty five", "2024-03-12T15:35:00"),
        ("on the 5th of April at 10", "2024-04-05T10:00:00"),
        ("by 10 on 5 April", "2024-04-05T10:00:00"),
        ("by 20 March 2025", "2025-03-20T23:59:59"),
    ],
)
def test_a_deadline_is_the_last_moment_that_is_still_in_time(words: str, due: str) -> None:
    assert due_time(words, TUESDAY) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    "words",
    [
        "soon",
        "when the tide turns",
        "within 4 working hours",
        "in 99999999999 days",
        "the next working day at noon",
        "within 9999999 working days",
        "by 45",
        "",
    ],
)
def test_words_that_name_no_time_give_none(words: str) -> None:
    assert due_time(words, TUESDAY) is None


def test_a_date_in_figures_may_be_today() -> None:
    assert due_time("by 13/5", datetime(2024, 5, 13, 9)) == datetime(2024, 5, 13, 23, 59, 59)  # noqa: DTZ001
    assert due_time("by 13/5", datetime(2024, 5, 14, 9)) is None  # noqa: DTZ001 - a year ahead


def test_half_past_midnight_said_after_midnight_is_of_this_night() -> None:
    assert due_time("by half past midnight", datetime(2024, 3, 12, 0, 10)) == datetime(2024, 3, 12, 0, 30)  # noqa: DTZ001
    assert due_time("by half past midnight", datetime(2024, 3, 12, 0, 40)) == datetime(2024, 3, 13, 0, 30)  # noqa: DTZ001


def test_december_runs_into_the_next_year() -> None:
    assert due_time("by the end of the month", TUESDAY.replace(month=12)) == datetime(2024, 12, 31, 23, 59, 59)  # noqa: DTZ001
    assert due_time("next month", TUESDAY.replace(month=12)) == datetime(2025, 1, 31, 23, 59, 59)  # noqa: DTZ001


def test_the_turns_time_zone_is_kept() -> None:
    zone = timezone(timedelta(hours=-7))
    assert due_time("by Friday at noon", TUESDAY.replace(tzinfo=zone)) == datetime(2024, 3, 15, 12, tzinfo=zone)


def test_hours_are_counted_as_they_pass_where_the_clocks_change_meanwhile() -> None:
    at = datetime(2024, 3, 31, 0, 30, tzinfo=ZoneInfo("Europe/London"))  # clocks go on at one
    due = due_time("within two hours", at)
    assert due is not None
    assert due.isoformat() == "2024-03-31T03:30:00+01:00"
    assert due_time("by 8 in the morning", at) == at.replace(hour=8, minute=0)
    assert due_time("within 2 hours", datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))) is None


def test_what_comes_a_minute_after_is_not_an_hour_late_where_the_clocks_change_meanwhile() -> None:
    zone = ZoneInfo("Europe/London")
    due, time = datetime(2024, 3, 31, 0, 59, tzinfo=zone), datetime(2024, 3, 31, 2, 0, tzinfo=zone)
    assert is_after(time, due)
    assert not is_after(time, due, timedelta(minutes=5))


def test_neither_the_machines_zone_nor_its_clock_is_asked(far_east: None, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(1999, 12, 28, 9, tzinfo=UTC)
    assert due_time("by Friday", at) == datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert due_time("tomorrow at ten", at) == datetime(1999, 12, 29, 10, tzinfo=UTC)
    assert due_time("by 2 January", at) == datetime(2000, 1, 2, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("words", "is_one"), [("in ten minutes", True), ("by noon", False), ("within 3 days", False)])
def test_minutes_and_hours_alone_need_no_calendar(words: str, is_one: bool) -> None:
    assert is_span(words) is is_one


@given(st.text(max_size=60), st.datetimes())
def test_any_words_give_a_moment_or_none(words: str, at: datetime) -> None:
    due = due_time(words, at)
    assert due is None or isinstance(due, datetime)


@given(
    st.integers(1, 500),
    st.sampled_from(["minutes", "hours", "days", "weeks", "working days"]),
    st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001
        max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    ),
)
def test_a_span_never_ends_before_it_begins(count: int, unit: str, at: datetime) -> None:
    due = due_time(f"within {count} {unit}", at)
    assert due is not None
    assert due >= at.replace(microsecond=0)
