"""Times written before a turn: with a date, as a clock time alone, or as the time since the chat began."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
STAMP = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}(?:[Tt]|,?\s)\s?)?{CLOCK}(?:\s?(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}}))?"
ELAPSED = r"(?:\d{1,4}h\s*)?(?:\d{1,4}m\s*)?\d{1,6}(?:\.\d{1,6})?s"

_STAMP = re.compile(
    r"(?:(?P<date>\d{4}-\d{2}-\d{2})\D+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"\s?(?P<half>[AaPp])?\.?[Mm]?\.?\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_MINUTES = re.compile(r"(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)")
_LAST_HOUR = 23
_FIRST_MINUTE = 60
# Words a second. Nobody speaks faster for long, and chats of the first hour after midnight mostly would have to.
_FASTEST = 4.0
_ELAPSED = re.compile(r"(?:(?P<h>\d+)h\s*)?(?:(?P<m>\d+)m\s*)?(?P<s>\d+(?:\.\d+)?)s")

_DAY = 86_400.0
# Clock times a little out of order come from two servers; a step back by more than this is the next day.
_OUT_OF_ORDER = 3_600.0


def tells_minutes(said: Sequence[tuple[str | None, str]], ends: Iterable[str] = ()) -> bool:
    """Tells whether "12:30" is minutes and seconds of a recording, and no time of day.

    It is where another stamp shows what no clock does, "45:10". It is, too, where each stamp is two numbers and no
    more, the first is of the first minute, none is earlier than the one before, and the words that were said from the
    first to the last can be spoken in that time.

    Args:
        said: The stamp, if any, and the words of each turn, in order.
        ends: The stamps that tell when a turn ended.
    """
    begins = [(number, stamp) for number, (stamp, _) in enumerate(said) if stamp]
    stamps = [stamp for _, stamp in begins]
    short = [_MINUTES.fullmatch(stamp) for stamp in (*stamps, *ends)]
    if any(found and int(found["minutes"]) > _LAST_HOUR for found in short):
        return True
    if not stamps or not all(short):
        return False
    seconds = [int(minutes) * 60 + int(rest) for minutes, rest in (stamp.split(":") for stamp in stamps)]
    if seconds[0] >= _FIRST_MINUTE or seconds != sorted(seconds):
        return False
    words = sum(len(text.split()) for _, text in said[begins[0][0] : begins[-1][0]])
    return words <= _FASTEST * (seconds[-1] - seconds[0] + 1)  # a second more, for stamps are cut to whole ones


@dataclass(slots=True)
class Timeline:
    """Reads the stamps of one conversation, in order.

    Attributes:
        in_minutes: "12:30" is minutes and seconds, and no time of day.
    """

    in_minutes: bool = False
    _first: float | None = None
    _latest: float = 0.0
    _began: datetime | None = None

    def span(self, stamp: str | None, until: str | None) -> tuple[datetime | None, float | None, float | None]:
        """Returns what `read` does, and the seconds at which a turn ended, where a second stamp tells that.

        "10:02 - 10:04 PM" says once for both which half of the day it is. With dates, the seconds count from the first
        turn that tells its end; stamps with and without a date are not counted from each other.
        """
        time, offset = self.read(stamp if until is None else _with_half_day(stamp, until))
        if time is not None and until is not None and self._first is None:
            self._began = self._began or time
            offset = _seconds(self._began, time)
            return time, offset, None if offset is None else _seconds(self._began, _ending(time, until))
        if offset is None or self._began is not None:
            return time, None, None
        return time, offset, self.read(until)[1]

    def read(self, stamp: str | None) -> tuple[datetime | None, float | None]:
        """Returns the time of a stamp that has a date, else seconds since the conversation's first clock time.

        A time since the chat began, "1m 19s", is taken as it stands. A clock time earlier by more than an hour than
        the latest one is of the next day. A stamp that is no time, as 25:99 or 30 February, gives neither.
        """
        if not stamp:
            return None, None
        if elapsed := _ELAPSED.fullmatch(stamp):
            return None, int(elapsed["h"] or 0) * 3600 + int(elapsed["m"] or 0) * 60 + float(elapsed["s"])
        if self.in_minutes and (short := _MINUTES.fullmatch(stamp)):
            hours, minutes = divmod(int(short["minutes"]), 60)
            stamp = f"{hours}:{minutes:02}:{short['seconds']}"
        parts = _STAMP.fullmatch(stamp)
        if parts is None:
            return None, None
        try:
            moment = _moment(parts)
            day = date.fromisoformat(parts["date"]) if parts["date"] else None
        except ValueError:
            return None, None
        return (None, self._since_first(moment)) if day is None else (datetime.combine(day, moment), None)

    def _since_first(self, moment: time) -> float:
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
        if self._first is None:
            self._first = self._latest = seconds
        while seconds < self._latest - _OUT_OF_ORDER:
            seconds += _DAY
        self._latest = max(self._latest, seconds)
        return round(max(0.0, seconds - self._first), 3)


def _with_half_day(stamp: str | None, until: str) -> str | None:
    """Returns a stamp with the "am" or "pm" that only its end bears: the one by which it is not after its end."""
    start, end = _STAMP.fullmatch(stamp or ""), _STAMP.fullmatch(until)
    if stamp is None or start is None or end is None or start["half"] or not end["half"] or int(start["hour"]) > 12:
        return stamp
    half = end["half"].lower()
    if _in_half_day(start) > _in_half_day(end):
        half = "a" if half == "p" else "p"
    clock = max(start.end("minute"), start.end("second"), start.end("part"))
    return f"{stamp[:clock]}{half}m{stamp[clock:]}"


def _in_half_day(parts: re.Match[str]) -> tuple[int, int, int]:
    return int(parts["hour"]) % 12, int(parts["minute"]), int(parts["second"] or 0)


def _ending(start: datetime, until: str) -> datetime | None:
    """Returns the end of a turn that began with a date; a clock time alone is of the same day, or of the next."""
    parts = _STAMP.fullmatch(until)
    try:
        if parts is None:
            return None
        moment = _moment(parts)
        if parts["date"]:
            return datetime.combine(date.fromisoformat(parts["date"]), moment)
        end = datetime.combine(start.date(), moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo))
        return end + timedelta(days=end < start)
    except (ValueError, TypeError, OverflowError):  # no time, with a zone beside one without, or the last of all days
        return None


def _seconds(began: datetime | None, moment: datetime | None) -> float | None:
    if began is None or moment is None or (began.tzinfo is None) != (moment.tzinfo is None):
        return None
    seconds = (moment - began).total_seconds()
    return seconds if seconds >= 0 else None


def _moment(parts: re.Match[str]) -> time:
    hour = int(parts["hour"])
    half = (parts["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    fraction = int((parts["part"] or "0").ljust(6, "0"))
    return time(hour, int(parts["minute"]), int(parts["second"] or 0), fraction, tzinfo=_zone(parts["zone"]))


def _zone(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
