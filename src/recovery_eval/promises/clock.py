"""Whether one moment is past another, where both are known and of one kind."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


def is_after(time: datetime | None, due: datetime | None, leeway: timedelta = timedelta()) -> bool | None:
    """Whether a time is past the due time; None where either is unknown or only one of them has a time zone."""
    if time is None or due is None or (time.utcoffset() is None) != (due.utcoffset() is None):
        return None
    if (offset := due.utcoffset()) is not None:
        due = due.replace(tzinfo=timezone(offset))  # two times of one zone are subtracted as if its clock never changed
    return time - due > leeway
