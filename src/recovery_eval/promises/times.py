"""When a promise falls due: words such as "by Friday at noon" worked out against the time of their turn.

Days and dates are read by dateparser, in English, against the turn's time and nothing else: neither the machine's clock
nor its time zone is asked. What is ours is the reading of a deadline as the last moment that is still in time:

- minutes and hours are counted to the minute; days, weeks and dates last until their end, 23:59:59;
- a morning lasts until 12:00, lunchtime until 14:00, an afternoon until 18:00, an evening until the end of the day;
- a week lasts until Sunday; working days are Monday to Friday, and public holidays are not known;
- an hour without a.m. or p.m. is the next one to come, and on a later day one between 7:00 and 18:59.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import cache

from dateparser.date import DateDataParser

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
_FIXED = (
    (r"\bhalf an hour\b", "30 minutes"), (r"\b(?:a )?quarter of an hour\b", "15 minutes"), (r"\bforty[- ]five\b", "45"),
    (r"\btwenty[- ]four\b", "24"), (r"\bforty[- ]eight\b", "48"), (r"\bseventy[- ]two\b", "72"),
    (r"\b(?:a )?couple of\b", "2"), (r"\bfortnight\b", "14 days"), (r"\b1 14 days\b", "14 days"), (r"’", "'"),
    (r"\b(?:mins?)\b", "minutes"), (r"\bhrs?\b", "hours"), (r"\b(business|banking) (?=days?|hours?)", "working "),
    (r"\b([ap])\.m\.?", r"\1m"), (r"\btonight\b", "today evening"), (r"\b(?:noon|midday)\b", "12:00"),
    (r"\bfirst thing\b(?!.*\bmorning\b)(.*)", r"\1 morning"),
)  # fmt: skip
_UNTIL = {
    "morning": time(12),
    "lunch": time(12),
    "lunchtime": time(14),
    "afternoon": time(18),
    "evening": time(23, 59, 59),
}
_DAY_ENDS = time(23, 59, 59)
_DURATION = re.compile(r"(?:\d+ ?(?:to|or|-|–) ?)?(\d+) (?:more )?(working )?(minute|hour|day|week|month)s?\b")
_CLOCK = re.compile(
    r"(?:half past (?P<half>\d+))|(?:quarter (?P<side>past|to) (?P<quarter>\d+))"
    r"|(?P<hour>\d{1,2})(?:[:. ](?P<minute>[0-5]\d))?(?: ?(?P<half_day>am|pm|o'clock|sharp))?(?!\d|st|nd|rd|th)"
)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?s?\b")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_ORDINAL = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b")
_FILLERS = re.compile(
    r"\b(?:by|before|within|inside|in|at|on|for|until|till|around|about|between|the|of|no later than|later|latest"
    r"|this|coming|from now|or less|max|tops)\b"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING_DAYS = 5
MOST_WORKING_DAYS = 1_000


def due_time(words: str, at: datetime) -> datetime | None:
    """Returns the last moment that is still in time.

    Args:
        words: The deadline as said, such as "within two working days".
        at: When that was said. Its time zone, or its want of one, is the result's too.

    Returns:
        The moment, or None where the words name none that can be found.
    """
    try:
        due = _due(_plain(words), at.replace(tzinfo=None))
    except (OverflowError, ValueError):  # a number of days beyond the calendar, a 99th hour
        return None
    return None if due is None else due.replace(tzinfo=at.tzinfo)


def is_span(words: str) -> bool:
    """Whether the words count minutes or hours from when they are said, so that no calendar is needed."""
    text = _plain(words)
    duration = _DURATION.search(text)
    return "the hour" in text or (duration is not None and duration[3] in {"minute", "hour"} and not duration[2])


def _plain(words: str) -> str:
    """Returns the words in small letters with numbers as figures."""
    text = " ".join(words.lower().replace(",", " ").split())
    for pattern, plain in _FIXED:
        text = re.sub(pattern, plain, text)
    return re.sub(r"[a-z]+", lambda word: str(_NUMBERS.get(word.group(), word.group())), text)


def _due(text: str, at: datetime) -> datetime | None:
    if re.search(r"\bthe hour\b", text):
        return at + timedelta(hours=1)
    duration = _DURATION.search(text)
    if duration:
        return _after(int(duration[1]), duration[3], at, working=duration[2] is not None)
    span = re.search(r"\b(next )?(week|weekend|month)\b", text)
    if span and not _WEEKDAY.search(text):
        return _end_of(span[2], at, is_next=span[1] is not None)
    clock, rest = _clock_in(text)
    part = next((word for word in _UNTIL if re.search(rf"\b{word}\b", rest)), None)
    day = _day_in(rest, at)
    if clock is None and part is None and day is None:
        return None
    if clock is not None:
        return _at_clock(*clock, day=day, part=part, at=at)
    due = datetime.combine((day or at).date(), _UNTIL[part] if part else _DAY_ENDS)
    return due if due >= at or day is not None else due + timedelta(days=1)


def _after(count: int, unit: str, at: datetime, *, working: bool) -> datetime | None:
    if working and unit in {"day", "hour"}:
        if unit == "hour":
            return None  # the office's hours are not known
        if count > MOST_WORKING_DAYS:
            return None
        end = at
        while count:
            end += timedelta(days=1)
            count -= end.weekday() < _WORKING_DAYS
        return datetime.combine(end.date(), _DAY_ENDS)
    found = _read(f"in {count} {unit}s", at)
    if found is None:
        return None
    return found if unit in {"minute", "hour"} else datetime.combine(found.date(), _DAY_ENDS)


def _end_of(span: str, at: datetime, *, is_next: bool) -> datetime:
    if span == "month":
        months = at.month + (1 if is_next else 0)
        first = datetime(at.year + months // 12, months % 12 + 1, 1)  # noqa: DTZ001 - the caller gives the time zone back
        return datetime.combine(first - timedelta(days=1), _DAY_ENDS)
    sunday = at + timedelta(days=6 - at.weekday() + (7 if is_next else 0))
    return datetime.combine(sunday.date(), _DAY_ENDS)


def _clock_in(text: str) -> tuple[tuple[int, int, str | None] | None, str]:
    """Returns hour, minute and half of the day of the last clock time, if any, and the text without clock times."""
    without_dates = _ORDINAL.sub(lambda day: " " * len(day.group()), text)
    if _MONTH.search(text):
        without_dates = re.sub(r"\b\d{1,2}\b(?= [a-z]{3,})|(?<=[a-z] )\d{1,2}\b(?! ?[ap]m)", "", without_dates)
    found = list(_CLOCK.finditer(without_dates))
    if not found:
        return None, text
    last = found[-1]
    half_day = next((one["half_day"] for one in reversed(found) if one["half_day"] in {"am", "pm"}), None)
    rest = text
    for one in found:
        rest = rest.replace(one.group(), " ", 1)
    if last["half"]:
        return (int(last["half"]), 30, half_day), rest
    if last["quarter"]:
        hour = int(last["quarter"])
        return ((hour, 15, half_day) if last["side"] == "past" else ((hour - 1) or 12, 45, half_day)), rest
    is_noon = last.group().strip() == "12:00"
    return (int(last["hour"]), int(last["minute"] or 0), "pm" if is_noon else half_day), rest


def _at_clock(
    hour: int, minute: int, half_day: str | None, *, day: datetime | None, part: str | None, at: datetime
) -> datetime:
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


def _day_in(text: str, at: datetime) -> datetime | None:
    weekday = _WEEKDAY.search(text)
    if weekday and "next" in text:  # "next Friday", "Friday next week": the one in the week to come
        monday = at - timedelta(days=at.weekday())
        return monday + timedelta(days=7 + _DAYS.index(weekday[1]))
    words = re.sub(
        r"\b(?:morning|afternoon|evening|lunchtime|lunch|end|close|day|play|business|next|and|to)\b", " ", text
    )
    words = " ".join(_FILLERS.sub(" ", words).split())
    if not words:
        return at if re.search(r"\b(?:day|play|business|morning|afternoon|evening|lunchtime|lunch)\b", text) else None
    return _read(words, at)


def _read(words: str, at: datetime) -> datetime | None:
    parser = _parser(at)
    found: datetime | None = parser.get_date_data(words).date_obj
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
