"""Notes in a library that switch a rule off for one reply.

In a comment: `recovery: ignore[rule, other-rule] the reason (until 2027-01-31)`. In a key `recovery_eval` with
`ignore`: a list of rules, or of `rule`, `reason` and `expires`. In a column `recovery_eval_ignore`: `rule: the reason
(until 2027-01-31)`. Where the day can't be read, the note doesn't hold, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from recovery_eval.canned.files.html_text import Comment
from recovery_eval.canned.files.values import Record, Text
from recovery_eval.canned.models import Suppression
from recovery_eval.canned.source import Place, SourceFile, Written

_NOTE = re.compile(r"recovery:\s*ignore\[(?P<rules>[^\]]*)\]\s*:?\s*(?P<reason>.*)", re.DOTALL)
_COLUMN = re.compile(r"\[?(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)\]?\s*(?::\s*(?P<reason>.*))?", re.DOTALL)
_UNTIL = re.compile(r"\(?\buntil (?P<day>\d{1,4}([-./])\d{1,2}\2\d{1,4})\)?")
_YAML_COMMENT = re.compile(r"(?:^|\s)#\s*(recovery:\s*ignore\[[^\n]*)", re.MULTILINE)


def in_comments(comments: list[Comment], written: Written) -> Iterator[Suppression]:
    """Yields the notes in the comments of a text."""
    for comment in comments:
        if match := _NOTE.search(comment.words):
            start, _ = written.span(comment.start + match.start(), comment.start + match.end())
            yield from _notes(match, written.file.place(start))


def in_yaml_comments(file: SourceFile, start: int, end: int) -> Iterator[Suppression]:
    """Yields the notes in the comments of a stretch of YAML."""
    if file.text.find("recovery:", start, end) < 0:
        return
    for comment in _YAML_COMMENT.finditer(file.text, start, end):
        if match := _NOTE.search(comment[1]):
            yield from _notes(match, file.place(comment.start(1)))


def in_record(record: Record, file: SourceFile) -> Iterator[Suppression]:
    """Yields the notes in a record's own key or column."""
    column = record.text("recovery_eval_ignore")
    if column and (match := _COLUMN.fullmatch(column.strip())):
        yield from _notes(match, _place(column, file, record))
    settings = record.get("recovery_eval")
    ignored = settings.get("ignore") if isinstance(settings, Record) else None
    for item in ignored if isinstance(ignored, list) else [ignored]:
        if isinstance(item, Text):
            yield Suppression(str(item).strip(), "", None, _place(item, file, record))
        elif isinstance(item, Record):
            yield Suppression(
                item.word("rule"), item.word("reason"), _expiry(item.get("expires")), file.place(item.start)
            )


def _place(text: Text, file: SourceFile, record: Record) -> Place:
    return file.place(text.written.span(0, 1)[0] if text else record.start)


def _notes(match: re.Match[str], place: Place) -> Iterator[Suppression]:
    reason = (match["reason"] or "").strip()
    until = _UNTIL.search(reason)
    expires = _expiry(until["day"]) if until else None
    if until:
        reason = (reason[: until.start()] + reason[until.end() :]).strip()
    for rule in match["rules"].split(","):
        yield Suppression(rule.strip() or "all", reason, expires, place)


def _expiry(written: object) -> date | None:
    """Returns the last day on which a note holds: None for no end, `date.min` where the day can't be read."""
    if isinstance(written, datetime):
        return written.date()
    if written is None or isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written).strip())
    except ValueError:
        return date.min
