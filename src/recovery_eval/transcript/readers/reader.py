"""What a reader is, and where readers come from: the entry points of this package and of any other installed one.

A package adds a format by naming a `Reader` in its `pyproject.toml`; the built-in ones come by the same road:

    [project.entry-points."recovery_eval.readers"]
    acme-desk = "acme_recovery.reader:READER"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from recovery_eval.errors import RecoveryEvalError, TranscriptError, UnknownNameError
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.roles import Roles

GROUP = "recovery_eval.readers"
# Two names for files of JSON whose shape is told by the content: a document, or one on each line.
LAYOUTS = ("json", "jsonl")


class Takes(StrEnum):
    """What a reader is given.

    `VALUE`: a value of JSON (or a Python value made of dicts, lists, text and numbers), one a document, one a line of
    JSON Lines, one an item of a list. `TEXT`: the whole text of a file. `BYTES`: a `Source`, which can be opened more
    than once. `FOLDER`: a `Folder`, which a ZIP archive is, too.
    """

    VALUE = "value"
    TEXT = "text"
    BYTES = "bytes"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller told beside the source.

    Attributes:
        who: Names and roles of speakers.
        columns: The caller's name of a column, by the name that a table's reader gives it.
    """

    who: Roles = field(default_factory=Roles)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how it is recognised, and how it is read.

    Attributes:
        name: What `format=` calls it.
        title: What people call it.
        takes: What `matches` and `read` are given.
        looks_for: What `matches` looks for, for the message about an unknown format.
        matches: Tells whether a source is of this format. Is given the value, the beginning of the text, the beginning
            of the bytes, or the set of file names. Must raise nothing, whatever it is given.
        read: Yields the conversations of a source, and in place of one that can't be read its error. It may raise a
            `TranscriptError`, which ends the source; it raises nothing else.
        rank: Readers are asked in the order of their ranks, built-in ones have 100 and more. A reader that is sure of
            its own format takes less, and has to where its values hold `turns`, or are lists whose items hold `role` or
            `speaker`; one that only falls in where no other does takes more than 1000.
    """

    name: str
    title: str
    takes: Takes
    looks_for: str
    matches: Callable[[Any], bool]
    read: Callable[[Any, Place, Options], Iterable[Transcript | TranscriptError]]
    rank: int = 50


@cache
def readers() -> dict[str, Reader]:
    """Returns every installed reader by name, in the order in which they are asked.

    Raises:
        RecoveryEvalError: An entry point can't be loaded or is no reader, two readers bear one name, or there is none.
    """
    found: dict[str, Reader] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            reader = point.load()
        except Exception as error:
            problem = f"the reader {point.name!r} can't be loaded from {point.value!r}: {type(error).__name__}: {error}"
            raise RecoveryEvalError(problem) from error
        if not isinstance(reader, Reader) or reader.name != point.name:
            raise RecoveryEvalError(f"the entry point {point.name!r} of {GROUP} names no Reader called {point.name!r}")
        if found.setdefault(reader.name, reader) != reader:
            raise RecoveryEvalError(f"two installed packages bring a reader called {reader.name!r}; remove one")
    if not found:
        raise RecoveryEvalError("no readers are installed; install recovery_eval with pip, in a checkout with -e")
    return {reader.name: reader for reader in sorted(found.values(), key=lambda reader: (reader.rank, reader.name))}


def reader_named(name: str) -> Reader:
    """Returns the reader of a format.

    Raises:
        UnknownNameError: There is no such format; the message gives the nearest one.
    """
    name = str(name)  # whatever it is, the error tells what it could be
    try:
        return readers()[name]
    except KeyError:
        raise UnknownNameError("format", name, ["auto", *LAYOUTS, *readers()]) from None


def find_reader(takes: Takes, sample: Any) -> Reader | None:
    """Returns the first reader of this kind that recognises the sample."""
    return next((reader for reader in readers().values() if reader.takes is takes and reader.matches(sample)), None)
