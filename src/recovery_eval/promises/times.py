"""When a promise falls due: words such as "by Friday at noon" worked out against the time of their turn.

Days and dates are read by dateparser, in English, against the turn's time and nothing else: neither the machine's clock
nor its time zone is asked. What is ours is the reading of a deadline as the last moment that is still in time:

- minutes and hours are counted to the minute; days, weeks and dates last until their end, 23:59:59, as does midnight;
- a morning lasts until 12:00, lunchtime until 14:00, an afternoon until 18:00, an evening until the end of the day;
- a week lasts until Sunday; working days are Monday to Friday, and public holidays are not known;
- an hour without a.m. or p.m. is the next one to come, and on a later day one between 7:00 and 18:59;
- a part of the day without a day is the next one to begin, or, but for a morning, the one that lasts;
- of two times joined by "or", "and" or "to" the later counts; the 2nd, without a month, is the next one to come.

Where any of the words can't be read, a figure may be either day or month, or the result lies before the turn or too far
ahead, there is no due time: a wrong one would call a promise broken that was kept.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache

from dateparser.date import DateDataParser

from recovery_eval.promises.timewords import HOURS_EAST, ZONE, plain

_UNTIL = {
    "morning": time(12),
    "lunch": time(12),
    "lunchtime": time(14),
    "afternoon": time(18),
    "evening": time(23, 59, 59),
}
_DAY_ENDS = time(23, 59, 59)
_DURATION = re.compile(
    r"(?<![\d/.:-])(\d+(?:\.\d+)?) (?:(?:more|full|whole|calendar|clear) )?(working )?(minute|hour|day|week|month)s?\b"
)
_THE_HOUR = re.compile(r"\b(?:the|next) hour\b")
_OF_TODAY = re.compile(r"\b(?:this|today) (?:morning|lunchtime|afternoon|evening)\b")
_WEEKS_ON = re.compile(
    r"\b(\d+) (?:(week)s? (?:on |from )?|days? from )(?=today|tomorrow|overmorrow|mon|tue|wed|thu|fri|sat|sun)"
)
_SPAN = re.compile(r"\b(next )?(week|weekend|month|year)\b")
_CLOCK = re.compile(
    r"(?<![\d/.:-])(?:(?P<past>[0-5]?\d) (?:minutes )?past |(?P<to>1[3-9]|[2-5]\d) (?:minutes )?to )?"
    r"(?P<hour>[01]?\d|2[0-4])(?:[:. ](?P<minute>[0-5]\d))?(?: ?(?P<half_day>am|pm|o'clock|sharp))?(?![\d/a-z]|\.\d)"
)
_BEFORE = re.compile(r"\bbefore\b(?!.*\b(?:end|close)\b)")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?s?\b")
_MONTH = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_FIGURE_DATE = re.compile(r"(?<![\d/.-])(?:\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2}/\d{1,2}|\d{1,2}\.\d)(?![\d/-])")
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: \d{{4}})?"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?! ?[ap]m|[:.]\d)(?: \d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)\b|{_FIGURE_DATE.pattern}"
)
_END_OF_MONTH = re.compile(rf"\b(?:end|close) of ({_MONTH})(?: (\d{{4}}))?")
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_FILLERS = re.compile(
    r"\b(?:by|before|within|inside|in|at|on|for|until|till|around|about|between|the|of|(?:no|not) later than|later"
    r"|latest|this|coming|from|or less|max|tops|sharp|first thing|morning|afternoon|evening|lunchtime|lunch|end|close"
    r"|day|play|business|next)\b"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORKING_DAYS = 5
_MORNING_BEGINS = 6
_NEAR = timedelta(days=300)  # "by 2 May", said on the third, doesn't mean a year ahead
_FAR = timedelta(days=3660)
MOST_WORKING_DAYS = 1_000


def due_time(words: str, at: datetime) -> datetime | None:
    """Returns the last moment that is still in time.

    Args:
        words: The deadline as said, such as "within two working days".
        at: When that was said. Its time zone, or its want of one, is the result's too. A zone in the words can't be
            compared with a time that has none.

    Returns:
        The moment, never before `at` nor more than ten years after; None where the words name none that is certain.
    """
    zone = ZONE.search(words)
    said = at.replace(tzinfo=None)
    try:
        if zone is not None:
            return _due_there(words[: zone.start()] + words[zone.end() :], zone[1].lower(), at)
        due = _due(plain(words), said)
        if due is None or not timedelta() <= due - said <= _FAR:
            return None
        if at.tzinfo is not None and is_span(words):  # so many hours, whatever the clocks do meanwhile
            return (at.astimezone(UTC) + (due - said)).astimezone(at.tzinfo)
    except (OverflowError, ValueError):  # unknown words, a number of days beyond the calendar, a 99th hour
        return None
    return due.replace(tzinfo=at.tzinfo)


def _due_there(words: str, zone: str, at: datetime) -> datetime | None:
    """Returns the last moment by the clock of another time zone; None where that is not sure, or `at` has none."""
    if at.tzinfo is None or zone not in HOURS_EAST:
        return None
    due = due_time(words, at.astimezone(timezone(timedelta(hours=HOURS_EAST[zone]))))
    return None if due is None else due.astimezone(at.tzinfo)


def names_no_day(words: str) -> bool:
    """Whether the words name a clock time or a part of the day and leave the day to what stands around them."""
    text = plain(words)
    clock, rest = _clock_in(text)
    parts = {word for word in rest.split() if word in _UNTIL}
    if (clock is None and not parts) or _counts(text) or _OF_TODAY.search(text):
        return False
    return not _FILLERS.sub(" ", rest).strip()


def names_a_day(words: str) -> bool:
    """Whether the words name a day, on which what they are joined to is done, too: not "within two weeks"."""
    return not names_no_day(words) and not _counts(plain(words))


def _counts(text: str) -> bool:
    return bool(_DURATION.search(text) or _SPAN.search(text) or _THE_HOUR.search(text))


def is_span(words: str) -> bool:
    """Whether the words count minutes or hours from when they are said, so that no calendar is needed."""
    text = plain(words)
    duration = _DURATION.search(text)
    return _THE_HOUR.search(text) is not None or (
        duration is not None and duration[3] in {"minute", "hour"} and not duration[2]
    )


def _due(text: str, at: datetime) -> datetime | None:
    weeks = _WEEKS_ON.search(text)
    if weeks:
        first = _due(text[: weeks.start()] + text[weeks.end() :], at)
        return first and first + timedelta(days=int(weeks[1]) * (7 if weeks[2] else 1))
    duration, span = _DURATION.search(text), _SPAN.search(text)
    if " or " in text and (duration or span):
        found = [_due(one, at) for one in text.split(" or ")]
        return max((one for one in found if one), default=None) if None not in found else None
    if _THE_HOUR.search(text):
        return at + timedelta(hours=1)
    if duration:
        if duration[2] and _clock_in(text[: duration.start()] + text[duration.end() :])[0] is not None:
            return None  # "the next working day at noon"
        return _after(float(duration[1]), duration[3], at, working=duration[2] is not None)
    if span and not _WEEKDAY.search(text):
        return _end_of(span[2], at, is_next=span[1] is not None, is_before="before" in text and " end " not in text)
    month = _END_OF_MONTH.search(text)
    if month:
        return _end_of_month(_MONTHS.index(month[1][:3]) + 1, month[2], at)
    return _at_time(text, at)


def _at_time(text: str, at: datetime) -> datetime | None:
    """Returns the moment of a clock time, a part of the day or a day, or of several of them together."""
    clock, rest = _clock_in(text)
    part = next((word for word in reversed(rest.split()) if word in _UNTIL), None)
    day = _day_in(rest, at)
    if clock is None and part is None and day is None:
        return None
    if day is None and part == "morning" and at.hour >= _MORNING_BEGINS:
        day = at + timedelta(days=1)
    if clock is not None:
        return _at_clock(*clock, day=day, part=part, at=at)
    if part is None and day is not None and _BEFORE.search(text):  # "before Friday" is by Thursday's end
        day -= timedelta(days=1)
    due = datetime.combine((day or at).date(), _UNTIL[part] if part else _DAY_ENDS)
    return due if due >= at or day is not None else due + timedelta(days=1)


def _after(count: float, unit: str, at: datetime, *, working: bool) -> datetime | None:
    if working and unit in {"day", "hour"}:
        return _after_working_days(int(count), at) if unit == "day" else None  # the office's hours are not known
    found = _read(f"in {count:g} months", at) if unit == "month" else at + timedelta(**{f"{unit}s": count})
    return found if unit in {"minute", "hour"} else datetime.combine(found.date(), _DAY_ENDS)


def _after_working_days(count: int, at: datetime) -> datetime | None:
    if count > MOST_WORKING_DAYS:
        return None
    end = at
    while count:
        end += timedelta(days=1)
        count -= end.weekday() < _WORKING_DAYS
    return datetime.combine(end.date(), _DAY_ENDS)


def _end_of(span: str, at: datetime, *, is_next: bool, is_before: bool) -> datetime | None:
    if is_before and span != "weekend":
        return None  # "before next week" may be any day of this one
    if span == "month":
        months = at.month + (1 if is_next else 0)
        return _end_of_month(months % 12 or 12, str(at.year + (months - 1) // 12), at)
    if span == "year":
        return _end_of_month(12, str(at.year + is_next), at)
    last = at + timedelta(days=6 - at.weekday() + (7 if is_next else 0))
    if is_before:  # over by Friday's end, of the week to come where the weekend is here
        last -= timedelta(days=2 if last - at >= timedelta(days=2) else -5)
    return datetime.combine(last.date(), _DAY_ENDS)


def _end_of_month(month: int, year: str | None, at: datetime) -> datetime | None:
    first = datetime(int(year) if year else at.year + (month < at.month), month, 1)  # noqa: DTZ001 - the caller gives the time zone back
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return datetime.combine(last, _DAY_ENDS) if year or last - at <= _NEAR else None


def _clock_in(text: str) -> tuple[tuple[int, int, str | None] | None, str]:
    """Returns hour, minute and half of the day of the last clock time, if any, and the text without clock times."""
    found = list(_CLOCK.finditer(_DATE.sub(lambda date: "-" * len(date.group()), text)))
    if not found:
        return None, text
    last = found[-1]
    half_day = next((one["half_day"] for one in reversed(found) if one["half_day"] in {"am", "pm"}), None)
    rest = text
    for one in reversed(found):
        rest = f"{rest[: one.start()]} {rest[one.end() :]}"
    hour, minute = int(last["hour"]), int(last["past"] or last["minute"] or 0)
    if last.group().strip().endswith("12:00"):
        half_day = "pm"
    if last["to"]:
        if hour == 12 and half_day is not None:  # "quarter to noon" is of the morning
            half_day = "am" if half_day == "pm" else "pm"
        return ((hour - 1) or 12, 60 - int(last["to"]), half_day), rest
    return (hour, minute, half_day), rest


def _at_clock(
    hour: int, minute: int, half_day: str | None, *, day: datetime | None, part: str | None, at: datetime
) -> datetime:
    if hour == 24 or (hour == 12 and not minute and part == "evening"):
        return _past_midnight(minute, day, at)
    if half_day is None and 0 < hour <= 12 and part is not None:
        half_day = "am" if part == "morning" else "pm"
    is_today = day is None or day.date() == at.date()
    base = datetime.combine((day or at).date(), time())
    if half_day is not None or hour == 0 or hour > 12:
        hours = [hour % 12 + (12 if half_day == "pm" else 0) if half_day else hour]
    elif is_today:
        hours = [hour % 12, hour % 12 + 12]
    else:
        hours = [hour % 12 if 7 <= hour < 12 else hour % 12 + 12]
    moments = [base + timedelta(hours=one, minutes=minute) for one in hours]
    ahead = [moment for moment in moments if moment >= at]
    if ahead:
        return ahead[0]
    return moments[0] + timedelta(days=1) if day is None else moments[-1]


def _past_midnight(minute: int, day: datetime | None, at: datetime) -> datetime:
    """Returns the end of a day, or so many minutes after it; of this night's, where they are still to come."""
    begins = datetime.combine((day or at).date(), time(minute=minute))
    if not minute:
        return datetime.combine(begins, _DAY_ENDS)
    return begins if day is None and begins >= at else begins + timedelta(days=1)


def _day_in(text: str, at: datetime) -> datetime | None:
    """Returns the day that words name, the last of several, or None where they name none.

    Raises:
        ValueError: Some of the words can't be read.
    """
    weekdays = _WEEKDAY.findall(text)
    if weekdays and "next" in text:  # "next Friday", "Friday next week": the one in the week to come
        monday = at - timedelta(days=at.weekday())
        return monday + timedelta(days=7 + max(map(_DAYS.index, weekdays)))
    pieces = [" ".join(_FILLERS.sub(" ", words).split()) for words in re.split(r"\b(?:or|and|to)\b", text)]
    days = [_one_day(words, at) for words in pieces if words]
    if days:
        return max(days)
    return at if re.search(r"\b(?:this|day|play|business)\b", text) else None


def _one_day(words: str, at: datetime) -> datetime:
    """Returns the day of words such as "tomorrow", "Friday", "2nd", "Monday 13 May" or "25/5"."""
    weekday = _WEEKDAY.search(words)
    date = " ".join(_WEEKDAY.sub(" ", words).split())
    nth, figures = _NTH.fullmatch(date), _FIGURE_DATE.fullmatch(date)
    if date == "overmorrow":
        found = at + timedelta(days=2)
    elif weekday and not date:
        found = at + timedelta(days=(_DAYS.index(weekday[1]) - at.weekday()) % 7 or 7)
    elif nth:
        found = _next_nth(int(nth[1]), at)
    elif figures:
        found = _in_figures(date, at)
    else:
        found = _read(date, at)
    if weekday and found.weekday() != _DAYS.index(weekday[1]):
        raise ValueError(f"not a {weekday[0]}: {date}")
    if found - at > _NEAR and not re.search(r"\d{4}", date):
        raise ValueError(f"too far ahead: {date}")
    return found


def _next_nth(nth: int, at: datetime) -> datetime:
    if nth >= at.day:
        return at.replace(day=nth)
    return at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1, day=nth)


def _in_figures(date: str, at: datetime) -> datetime:
    """Returns the day of "2024-05-25" or "25/5"; "5/10" is May's in one country and October's in another."""
    numbers = [int(number) for number in re.split(r"[./-]", date)]
    if len(numbers) == 3 and numbers[0] > 31:
        return datetime(numbers[0], numbers[1], numbers[2])  # noqa: DTZ001 - the caller gives the time zone back
    day, month = (numbers[1], numbers[0]) if numbers[1] > 12 else (numbers[0], numbers[1])
    if day <= 12 and day != month:
        raise ValueError(f"day and month may be either: {date}")
    if len(numbers) == 2:
        return datetime(at.year + ((month, day) < (at.month, at.day)), month, day)  # noqa: DTZ001
    return datetime(numbers[2] + (2000 if numbers[2] < 100 else 0), month, day)  # noqa: DTZ001


def _read(words: str, at: datetime) -> datetime:
    found: datetime | None = None if words.isdigit() else _parser(at).get_date_data(words).date_obj
    if found is None:
        raise ValueError(f"not a time: {words}")
    return found


def _parser(at: datetime) -> DateDataParser:
    return DateDataParser(languages=["en"], settings=dict(_settings(), RELATIVE_BASE=at))


@cache
def _settings() -> dict[str, object]:
    return {
        "PREFER_DATES_FROM": "future",
        "TIMEZONE": "UTC",  # a name, so that the machine's own zone isn't asked for
        "RETURN_AS_TIMEZONE_AWARE": False,
        "DATE_ORDER": "DMY",
        "PARSERS": ["relative-time", "absolute-time"],
    }
