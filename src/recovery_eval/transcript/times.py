"""Moments written as text: by ISO 8601, or as in the header of a mail."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

_UTC = re.compile(r"(?<=\d) ?(?:UTC|GMT)$")
# `parsedate_to_datetime` reads past what it does not know, such as "PM" or "GMT+0100", and is then hours out.
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_ZONE = r"(?:[+-]\d{4}(?:\s+\([^()]*\))?|(?![AaPp][Mm]\b)[A-Za-z]{1,5})"
_MAIL_DATE = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s*)?(?:\d{{1,2}}\s+[A-Za-z]{{3,9}}\s+\d{{2,4}}\s+{_CLOCK}(?:\s+{_ZONE})?"
    rf"|[A-Za-z]{{3}}\s+\d{{1,2}}\s+{_CLOCK}(?:\s+{_ZONE})?\s+\d{{4}})"
)


def parse_time(text: str) -> datetime | None:
    """Returns a time written by ISO 8601 or as in a mail (RFC 5322); None where it is neither.

    "Tue Nov 3 10:00:00 2026" is as in a mail, too, for old ones have it so. A zone of letters that mails don't know
    gives a time without a zone.
    """
    text = text.strip()
    try:
        return datetime.fromisoformat(_UTC.sub("Z", text))
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text) if _MAIL_DATE.fullmatch(text) else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
