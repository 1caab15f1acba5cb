"""Notes in a library that switch a rule off for one reply.

In a comment: `recovery: ignore[rule, other-rule] the reason (until 2027-01-31)`. In a key `recovery_eval` with
`ignore`: a list of rules, or of `rule`, `reason` and `expires`. In a column `recovery_eval_ignore`: `rule: the reason
(until 2027-01-31)`. What almost is such a note, or names a day that is none, holds nothing and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from recovery_eval.canned.files.html_text import Comment
from recovery_eval.canned.files.values import Record, Text
from recovery_eval.canned.models import Suppression
from recovery_eval.canned.source import Place, SourceFile, Written
from recovery_eval.errors import nearest

_NOTE = re.compile(r"recovery:\s*ignore\[(?P<rules>[^\]]*)\]\s*:?\s*(?P<reason>.*)", re.DOTALL)
_ALMOST = re.compile(r"recovery(?:[-_ ]eval)?\s*:?\s*(?:(?:ignore|disable|off)\b|\w+\s*\[)", re.IGNORECASE)
_COLUMN = re.compile(r"\[?(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)\]?\s*(?::\s*(?P<reason>.*))?", re.DOTALL)
_UNTIL = re.compile(r"\(?\buntil (?P<day>\d{1,4}([-./])\d{1,2}\2\d{1,4})\)?")
_YAML_COMMENT = re.compile(r"(?:^|\s)#[^\S\n]*(recovery[^\n]*)", re.MULTILINE | re.IGNORECASE)
_SETTINGS = ("ignore", "expect")  # what a reply expects of itself is no note; the reader of libraries takes it
_KEYS = ("rule", "reason", "expires")
_SENT = "it stands in the text itself, which customers read; put it outside"
_KEYS_OF_NOTES = frozenset({"recovery_eval", "recovery_eval_ignore"})


def in_comments(comments: list[Comment], written: Written) -> Iterator[Suppression]:
    """Yields the notes in the comments of a text."""
    for comment in comments:
        indent = len(comment.words) - len(comment.words.lstrip())
        start, _ = written.span(comment.start + indent, comment.start + indent + 1)
        yield from _in_comment(comment.words.strip(), written.file.place(start))


def in_yaml_comments(file: SourceFile, start: int, end: int, texts: Iterable[Text] = ()) -> Iterator[Suppression]:
    """Yields the notes in the comments of a stretch of YAML. What stands within one of its `texts` is no comment."""
    sent = [text.written.span(0, len(text)) for text in texts]
    for comment in _YAML_COMMENT.finditer(file.text, start, end):
        place = file.place(comment.start(1))
        is_sent = any(first <= comment.start(1) < last for first, last in sent)
        for note in _in_comment(comment[1], place):
            yield _unreadable(note.rule, _SENT, place) if is_sent else note


def _in_comment(words: str, place: Place) -> Iterator[Suppression]:
    if match := _NOTE.search(words):
        yield from _notes(match, place)
    elif _ALMOST.match(words):
        yield _unreadable(words, "write it as in “recovery: ignore[rule] the reason”", place)


def in_record(record: Record, file: SourceFile) -> Iterator[Suppression]:
    """Yields the notes in a record's own key or column."""
    if column := record.text("recovery_eval_ignore"):
        place = _place(column, file, record)
        if match := _COLUMN.fullmatch(column.strip()):
            yield from _notes(match, place)
        else:
            yield _unreadable(column, "write it as in “rule: the reason”", place)
    place = file.place(record.start)
    written = {re.sub(r"[-\s]", "_", key.lower()): key for key in record}
    for meant in sorted(written.keys() & (_KEYS_OF_NOTES - record.keys())):
        yield _unreadable(meant, f"the key “{written[meant]}” is not read; write it as “{meant}”", place)
    settings = record.get("recovery_eval")
    if settings is None:
        return
    if not isinstance(settings, Record):
        yield _unreadable("recovery_eval", "“recovery_eval” holds a key “ignore”", place)
        return
    for key in settings:
        if key not in _SETTINGS:
            yield _unreadable(key, f"“recovery_eval” knows no key “{key}”{nearest(key, _SETTINGS)}", place)
    ignored = settings.get("ignore", [])
    for item in ignored if isinstance(ignored, list) else [ignored]:
        yield _of_item(item, file, record)


def _of_item(item: object, file: SourceFile, record: Record) -> Suppression:
    if isinstance(item, Text):
        return Suppression(str(item).strip(), "", None, _place(item, file, record))
    if not isinstance(item, Record):
        return _unreadable("ignore", "“ignore” holds rules, or keys rule, reason and expires", file.place(record.start))
    place = file.place(item.start)
    for key in item:
        if key not in _KEYS:
            return _unreadable(item.word("rule") or key, f"“ignore” knows no key “{key}”{nearest(key, _KEYS)}", place)
    if not item.word("rule"):
        return _unreadable("ignore", "it names no rule", place)
    return _until(item.word("rule"), item.word("reason"), item.get("expires"), place)


def _place(text: Text, file: SourceFile, record: Record) -> Place:
    return file.place(text.written.span(0, 1)[0] if text else record.start)


def _notes(match: re.Match[str], place: Place) -> Iterator[Suppression]:
    reason = (match["reason"] or "").strip()
    until = _UNTIL.search(reason)
    if until:
        reason = (reason[: until.start()] + reason[until.end() :]).strip()
    for rule in match["rules"].split(","):
        yield _until(rule.strip() or "all", reason, until["day"] if until else None, place)


def _until(rule: str, reason: str, day: object, place: Place) -> Suppression:
    """Returns a note that holds up to a day as written, or for good where none is."""
    if isinstance(day, datetime):
        day = day.date()
    if day is None or isinstance(day, date):
        return Suppression(rule, reason, day, place)
    try:
        return Suppression(rule, reason, date.fromisoformat(str(day).strip()), place)
    except ValueError:
        return _unreadable(rule, f"“{day}” is no day; write it as 2027-01-31", place)


def _unreadable(name: str, problem: str, place: Place) -> Suppression:
    return Suppression(name.strip(), "", None, place, problem)
