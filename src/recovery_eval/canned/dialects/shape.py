"""What one help desk is described by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from recovery_eval.canned.files.values import Record, Text, records


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


class Columns(NamedTuple):
    """Under which keys a help desk keeps replies that are one record each; of several, the first with words counts.

    Attributes:
        text: The text; where a record holds two, one is the other in HTML or plain.
        marks: Keys that tell a reply from any other record.
        id, title, folder, tags, locale: As in `Draft`.
        active: The switch that tells whether a reply can be used.
        inside: What the list of replies stands under, where it may stand under anything.
    """

    text: tuple[str, ...]
    marks: tuple[str, ...] = ()
    id: tuple[str, ...] = ("id",)
    title: tuple[str, ...] = ("name",)
    folder: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    locale: tuple[str, ...] = ()
    active: str = ""
    inside: str = ""

    def drafts(self, data: Any) -> Iterator[Draft] | None:
        """Returns the replies among the records of a file; None where there are none."""
        if self.inside and isinstance(data, Record):
            data = data.get(self.inside, data)
        found = [record for record in records(data) if all(mark in record for mark in self.marks)]
        return map(self.draft, found) if found else None

    def draft(self, record: Record) -> Draft:
        """Returns the reply that a record is."""
        texts = [text for key in self.text if (text := record.text(key)) is not None]
        return Draft(
            record,
            tuple(texts[:1]),
            record.word(*self.id),
            record.word(*self.title),
            record.word(*self.folder),
            record.words(*self.tags),
            record.word(*self.locale) or None,
            active=not self.active or is_on(record.get(self.active, True)),
            has_twin=len(texts) > 1,
        )


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
    return str(value).strip().lower() not in {"false", "f", "0", "no", "off"}
