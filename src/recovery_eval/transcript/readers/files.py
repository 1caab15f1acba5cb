"""Files, streams and Python values as conversations, in any format that has a reader."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from recovery_eval.errors import TranscriptError, UnknownNameError
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.detect import (
    find_by_beginning,
    is_json_lines,
    is_named_table,
    json_layout,
    shape_of,
    stem,
)
from recovery_eval.transcript.readers.folder import Folder, open_folder, open_zip
from recovery_eval.transcript.readers.json_text import iter_json_list, load_json
from recovery_eval.transcript.readers.lines import MAX_INPUT_CHARACTERS, Line, read_lines, shown_path
from recovery_eval.transcript.readers.pages import telling_what_lacks
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import LAYOUTS, Options, Reader, Takes, find_reader, reader_named, readers
from recovery_eval.transcript.readers.roles import Roles
from recovery_eval.transcript.readers.sources import Source, opened
from recovery_eval.transcript.readers.values import read_any

_Result = Transcript | TranscriptError
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the other begins an empty one
# Every second byte of the first four is zero.
_UTF_16 = re.compile(rb"(?:[\t\r\n -~]\0){2}|(?:\0[\t\r\n -~]){2}")


def read_transcripts(
    source: Any,
    *,
    format: str = "auto",  # noqa: A002 - the word that everybody knows for it
    speakers: Mapping[str, str] | None = None,
    agent: str | None = None,
    customer: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    on_error: Callable[[TranscriptError], None] | None = None,
) -> Iterator[Transcript]:
    """Yields the conversations of a source, in order.

    JSON Lines are read line by line, and tables row by row, in constant memory; other formats are held whole. Gzip is
    unpacked. A conversation without an id is called after the file: `chats` for the only one of `chats.txt`, `chats:7`
    for the one on line 7 of `chats.jsonl` or for item 7 (from 0) of a JSON list.

    Args:
        source: A path of a file, a folder or a ZIP archive; an open text or binary stream, which stays open (give
            standard input as `sys.stdin.buffer`); `bytes`; or a Python value: a record, a list of them, a data frame.
        format: `"auto"` tells the format by the content. Else the name of a reader, such as `"contact-lens"`; or
            `"json"` (a document) or `"jsonl"` (one a line), whose shape is then told by the content.
        speakers: Role of each label, name, id or address that does not tell it itself, as in `{"Jane Doe": "agent"}`.
        agent: The agent's name, which may also be the label of the agent's turns.
        customer: The customer's name, likewise.
        columns: What a table calls its columns, as in `{"text": "body"}`, or which key of a corpus tells the `speaker`.
        encoding: The encoding of the text, where it is neither UTF-8 nor UTF-16 with a byte order mark.
        on_error: Is called with each error, and reading goes on with the next conversation, if it can.

    Raises:
        TranscriptError: A conversation or the whole source can't be read, and there is no `on_error`.
        UnknownNameError: There is no such format or encoding.
        RecoveryEvalError: A reader that another package brings can't be loaded.
    """
    reader = None if format in ("auto", *LAYOUTS) else reader_named(format)
    if encoding is not None:
        _check_encoding(encoding)
    if not isinstance(columns, Mapping | None):
        given = type(columns).__name__
        raise TranscriptError(f"columns: give what the table calls its columns, as in {{'text': 'body'}}, not {given}")
    asked = Asked(
        reader, format if format in LAYOUTS else None, Options(Roles.of(speakers, agent, customer), columns or {})
    )
    return _delivered(asked.results(source, encoding), on_error)


def _check_encoding(encoding: str) -> None:
    try:
        b"x".decode(encoding, "replace")  # and not codecs.lookup, which knows zip and base64, too
    except (LookupError, ValueError, TypeError):
        raise UnknownNameError("encoding", str(encoding), ("utf-8", "utf-16", "cp1252", "latin-1")) from None


def _delivered(results: Iterator[_Result], on_error: Callable[[TranscriptError], None] | None) -> Iterator[Transcript]:
    for result in results:
        if isinstance(result, Transcript):
            yield result
        elif on_error is None:
            raise result
        else:
            on_error(result)


class Asked:
    """What the caller asked for, and the ways from each kind of source to the reader that fits.

    Args:
        reader: The reader of the format that the caller named.
        layout: "json" or "jsonl", where the caller named one.
        options: What the caller told beside.
    """

    def __init__(self, reader: Reader | None, layout: str | None, options: Options) -> None:
        self._reader = reader
        self._layout = layout
        self._options = options

    def results(self, source: Any, encoding: str | None) -> Iterator[_Result]:
        """Yields the conversations of any source, and errors in place of those that can't be read."""
        try:
            if isinstance(source, str | os.PathLike) and _is_folder(source):
                with open_folder(source, shown_path(os.fspath(source))) as folder:
                    yield from self._folder(folder)
            elif isinstance(source, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(source, "readline"):
                with opened(source, encoding) as given:
                    yield from self._source(given)
            else:
                yield from self._value(source)
        except TranscriptError as error:
            yield error

    def _source(self, source: Source) -> Iterator[_Result]:
        name, sample = source.name, source.sample()
        place = Place(name, default_id=stem(name))
        reader = self._reader
        if sample.startswith(_ZIP) and (reader is None or reader.takes is Takes.FOLDER):
            with open_zip(source) as folder:
                yield from self._folder(folder)
            return
        text = sample.decode("utf-8-sig", "replace")
        if _UTF_16.match(sample):
            raise place.error(
                "UTF-16 without a byte order mark; name its encoding, as in encoding='utf-16-le' or 'utf-16-be' "
                "(in a shell: --encoding utf-16-le)"
            )
        if reader is not None and reader.takes is not Takes.VALUE:
            yield from self._run(reader, source, place)
            return
        layout = self._layout or json_layout(text, name)
        if layout is None and reader is None:
            reader = find_by_beginning(sample, text)
            if reader.name == "text" and (self._options.columns or is_named_table(name)):
                reader = reader_named("csv")  # which tells what it lacks
            yield from self._run(reader, source, place)
            return
        yield from self._json(source, layout, place)

    def _run(self, reader: Reader, source: Source, place: Place) -> Iterator[_Result]:
        """Gives a source to a reader of texts or bytes."""
        if reader.takes is Takes.FOLDER:
            raise place.error(f"{reader.name} is read from a folder or a ZIP archive; name that")
        if reader.takes is Takes.TEXT:
            text = _whole(read_lines(source.stream(), source.name), source.name)
            yield from self._fitting(reader, text, text, place, "text of another beginning")
        else:
            yield from self._fitting(reader, source, source.sample(), place, "text of another beginning")

    def _folder(self, folder: Folder) -> Iterator[_Result]:
        reader = self._reader or find_reader(Takes.FOLDER, folder.names)
        if reader is None or reader.takes is not Takes.FOLDER:
            looked_for = "; ".join(f"{r.name}: {r.looks_for}" for r in readers().values() if r.takes is Takes.FOLDER)
            what, first = ("a directory", "") if folder.source is None else ("a ZIP archive", "unpack it and ")
            problem = f"this is {what} of no known format; {first}name the files in it. Looked for: {looked_for}"
            raise TranscriptError(problem, source=folder.name)
        place = Place(folder.name, default_id=stem(folder.name))
        yield from self._fitting(reader, folder, folder.names, place, "other files")

    def _json(self, source: Source, layout: str | None, place: Place) -> Iterator[_Result]:
        lines: Iterable[Line] = read_lines(source.stream(), source.name)
        if layout != "jsonl" and self._layout is None:
            head = list(_first_two(iter(lines)))
            if is_json_lines([text for _, text in head if isinstance(text, str) and not text.isspace()]):
                layout = "jsonl"
            lines = chain(head, lines)
        if layout == "jsonl":
            for number, line in lines:
                if isinstance(line, TranscriptError):
                    yield line
                elif not line.isspace():
                    yield from self._line(line, Place(place.source, number, default_id=f"{place.default_id}:{number}"))
            return
        text = _whole(lines, source.name)
        if text.lstrip().startswith("["):
            yield from self._items(text, place)
        else:
            yield from self._one(load_json(text, place), place)

    def _line(self, text: str, place: Place) -> Iterator[_Result]:
        try:
            yield from self._one(load_json(text, place), place)
        except TranscriptError as error:
            yield error

    def _items(self, text: str, place: Place) -> Iterator[_Result]:
        """Reads a JSON list: one conversation whose turns are its items, or one conversation an item."""
        items = enumerate(iter_json_list(text, place))
        for index, (line, item) in items:
            if index == 0 and self._is_one_conversation(item):
                yield from self._one([item, *(other for _, (_, other) in items)], place)
                return
            inside = Place(place.source, line, f"$[{index}]", f"{place.default_id}:{index}")
            try:
                yield from self._one(item, inside)
            except TranscriptError as error:
                yield error

    def _is_one_conversation(self, first: Any) -> bool:
        reader = self._reader
        return reader.matches([first]) if reader is not None else find_reader(Takes.VALUE, [first]) is not None

    def _one(self, value: Any, place: Place) -> Iterator[_Result]:
        """Reads one value; a transcript is read already."""
        reader = self._reader
        if isinstance(value, Transcript):
            yield value
        elif reader is not None:
            if not isinstance(value, Mapping | list | tuple) and not reader.matches(value):
                raise _unfit(reader, shape_of(value), place)
            yield from self._fitting(reader, value, value, place, shape_of(value))
        else:
            yield from read_any(value, place, self._options)

    def _fitting(self, reader: Reader, given: Any, sample: Any, place: Place, holds: str) -> Iterator[_Result]:
        """Yields what a reader finds; where nobody says anything in what is not of its format, an error instead."""
        nothing = True
        for result in telling_what_lacks(reader.read(given, place, self._options), given):
            nothing = False
            if isinstance(result, Transcript) and not result.turns and not reader.matches(sample):
                raise _unfit(reader, holds, place)
            yield result
        if nothing and not reader.matches(sample):
            raise _unfit(reader, holds, place)

    def _value(self, value: Any) -> Iterator[_Result]:
        """Reads a Python value; each item of a list that is not itself one conversation is one."""
        place = Place()
        if isinstance(value, list | tuple) and value and not self._is_one_conversation(value[0]):
            for index, item in enumerate(value):
                try:
                    yield from self._one(item, Place(path=f"$[{index}]", default_id=str(index)))
                except TranscriptError as error:
                    yield error
        else:
            yield from self._one(value, place)


def _unfit(reader: Reader, holds: str, place: Place) -> TranscriptError:
    return place.error(f"{place.address}{reader.name}: it holds {holds}, where {reader.looks_for} is wanted")


def _is_folder(path: str | os.PathLike[str]) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # no such name can be; opening it says why
        return False


def _first_two(lines: Iterator[Line]) -> Iterator[Line]:
    """Yields lines until two of them hold something."""
    found = 0
    for line in lines:
        yield line
        found += isinstance(line[1], TranscriptError) or not line[1].isspace()
        if found == 2:
            return


def _whole(lines: Iterable[Line], name: str) -> str:
    texts = []
    size = 0
    for _, text in lines:
        if isinstance(text, TranscriptError):
            raise text
        texts.append(text)
        size += len(text)
        if size > MAX_INPUT_CHARACTERS:
            problem = f"more than {MAX_INPUT_CHARACTERS} characters; use JSON Lines, which are read line by line"
            raise TranscriptError(problem, source=name)
    return "".join(texts)
