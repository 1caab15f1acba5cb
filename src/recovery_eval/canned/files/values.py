"""Plain values that know where they are written: what every file format is read into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.canned.source import Place, SourceFile, Written

NO_REPLY = "not a reply: an entry has keys and values, such as id, title and text"


class Text(str):
    """A string that knows where each of its characters is written."""

    __slots__ = ("written",)
    written: Written

    @classmethod
    def of(cls, written: Written) -> Text:
        """Returns the text of something written."""
        text = cls(written.text)
        text.written = written
        return text


class Record(dict[str, Any]):
    """A mapping that knows where it begins and ends in the file, in characters."""

    __slots__ = ("end", "start")
    start: int
    end: int

    @classmethod
    def at(cls, start: int, end: int, values: Mapping[str, Any]) -> Record:
        """Returns a record at a place."""
        record = cls(values)
        record.start, record.end = start, end
        return record

    def text(self, *keys: str) -> Text | None:
        """Returns the first of some values that is a text with words in it."""
        for key in keys:
            value = self.get(key)
            if isinstance(value, Text) and value.strip():
                return value
        return None

    def word(self, *keys: str) -> str:
        """Returns the first of some values that is not empty, as plain text; else ""."""
        for key in keys:
            value = self.get(key)
            if isinstance(value, str) and value.strip():
                return str(value).strip()
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
        return ""

    def words(self, *keys: str) -> tuple[str, ...]:
        """Returns the first of some values as a list of words; a string is split at commas, or at spaces."""
        for key in keys:
            value = self.get(key)
            if isinstance(value, str) and value.strip():
                parts = value.split(",") if "," in value else value.split()
                return tuple(part.strip() for part in parts if part.strip())
            if isinstance(value, list) and value:
                return tuple(str(part) for part in value if isinstance(part, (str, int)))
        return ()


class BrokenFileError(Exception):
    """A file, or one record of it, that can't be read; `place` is where."""

    def __init__(self, message: str, place: Place = Place(1, 1)) -> None:  # noqa: B008 - a constant value
        self.message = message
        self.place = place
        super().__init__(message)


def place_of(value: object, file: SourceFile, otherwise: int = 0) -> Place:
    """Returns where a value begins; for one that knows no place of its own, that of a character of the file."""
    if isinstance(value, Text):
        return file.place(value.written.span(0, 0)[0])
    return file.place(value.start if isinstance(value, Record) else otherwise)


def records(value: object) -> Iterator[Record]:
    """Yields the records of a list, or the one that a value is."""
    if isinstance(value, Record):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, Record))
