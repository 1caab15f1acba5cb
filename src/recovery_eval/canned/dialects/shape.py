"""What one help desk is described by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from recovery_eval.canned.files.values import Record, Text


class Draft(NamedTuple):
    """One reply as its help desk keeps it.

    Attributes:
        record: The record that holds it.
        texts: Its messages, in plain text or HTML.
        id: Its id; may be empty.
        title: Its title.
        folder: Its folder, parts joined with "/".
        tags: Its tags.
        locale: Its locale.
        active: Whether it can be used.
        public: Whether customers see it; a macro may write a note to colleagues instead.
        sends: Whether it is meant to have a text; a macro may only set a status.
        has_twin: Whether the record has the text a second time, as plain text beside HTML.
    """

    record: Record
    texts: tuple[Text, ...]
    id: str = ""
    title: str = ""
    folder: str = ""
    tags: tuple[str, ...] = ()
    locale: str | None = None
    active: bool = True
    public: bool = True
    sends: bool = True
    has_twin: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each
class Dialect:
    """One help desk: the shape of its exports, and its placeholders.

    Attributes:
        name: As in the configuration.
        title: As it calls itself.
        drafts: Returns the replies in a file's data, or None where the data has not the shape of its exports.
        shapes: How its placeholders are written, by the names in `recovery_eval.canned.syntax`.
        customer: Fields that hold a name of the customer, in small letters.
        agent: Fields that hold a name of the agent.
        other: Further fields; `*` stands for any characters.
        verbatim: Text in which placeholders are left as they stand.
    """

    name: str
    title: str
    drafts: Callable[[Any], Iterator[Draft] | None]
    shapes: frozenset[str]
    customer: frozenset[str]
    agent: frozenset[str]
    other: tuple[str, ...] = ()
    verbatim: re.Pattern[str] | None = None


def has_both(record: Record, html: str, plain: str) -> bool:
    """Tells whether a record has its text twice, in HTML and plain."""
    return record.text(html) is not None and record.text(plain) is not None


def fields(*names: str) -> frozenset[str]:
    """Returns names of fields, each given in full or as `a.b.{x y z}`."""
    return frozenset(full for name in names for full in each(name))


def each(name: str) -> tuple[str, ...]:
    """Returns `a.x`, `a.y`, `a.z` for `a.{x y z}`, and any other name as it is."""
    head, opened, tail = name.partition("{")
    return tuple(head + part for part in tail.rstrip("}").split()) if opened else (name,)


def listed(*names: str) -> tuple[str, ...]:
    """Returns names of fields as `fields` does, in the order given."""
    return tuple(full for name in names for full in each(name))


def is_on(value: object) -> bool:
    """Tells whether a switch is on; exports write it as a boolean, a number or a word. A missing one is on."""
    return str(value).strip().lower() not in {"false", "0", "no", "off"}
