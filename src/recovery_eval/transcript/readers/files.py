"""Files and streams of conversations, in any format that has a reader."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import IO, Any

from recovery_eval.errors import TranscriptError, UnknownNameError
from recovery_eval.transcript.models import Transcript

from .detect import FORMATS, detect_format, stem
from .json_text import iter_json_list, load_json
from .labelled_text import parse_labelled_text
from .lines import MAX_INPUT_CHARACTERS, Line, opened, read_lines
from .place import Place
from .roles import Roles
from .values import read_value

_Result = Transcript | TranscriptError


def read_transcripts(
    source: str | os.PathLike[str] | IO[Any],
    *,
    format: str | None = None,  # noqa: A002 - the word that everybody knows for it
    speakers: Mapping[str, str] | None = None,
    agent: str | None = None,
    customer: str | None = None,
    on_error: Callable[[TranscriptError], None] | None = None,
) -> Iterator[Transcript]:
    """Yields the conversations of a file or stream, in order.

    JSON Lines are read line by line in constant memory; other formats are held whole. Gzip is unpacked. A conversation
    without an id is called after the file: `chats` for the only one of `chats.txt`, `chats:7` for the one on line 7 of
    `chats.jsonl` or for item 7 (from 0) of a JSON list.

    Args:
        source: A path, or an open text or binary stream, which stays open. Give standard input as `sys.stdin.buffer`.
        format: `"text"` (with speaker labels, one conversation), `"json"` (a record or a chat, or a list of them),
            `"jsonl"` (one of them a line) or `"chat"` (one chat); told by the content where it is None.
        speakers: Role of each label that does not tell it itself, as in `{"Jane Doe": "agent"}`.
        agent: The agent's name, which may also be the label of the agent's turns.
        customer: The customer's name, likewise.
        on_error: Is called with each error, and reading goes on with the next conversation, if it can.

    Raises:
        TranscriptError: A conversation or the whole source can't be read, and there is no `on_error`.
        UnknownNameError: There is no such format.
    """
    if format is not None and format not in FORMATS:
        raise UnknownNameError("format", format, FORMATS)
    return _delivered(_results(source, format, Roles.of(speakers, agent, customer)), on_error)


def _delivered(results: Iterator[_Result], on_error: Callable[[TranscriptError], None] | None) -> Iterator[Transcript]:
    for result in results:
        if isinstance(result, Transcript):
            yield result
        elif on_error is None:
            raise result
        else:
            on_error(result)


def _results(source: str | os.PathLike[str] | IO[Any], format_: str | None, who: Roles) -> Iterator[_Result]:
    try:
        with opened(source) as (name, stream):
            lines = read_lines(stream, name)
            if format_ is None:
                head = list(_first_two(lines))
                format_ = detect_format([text for _, text in head if isinstance(text, str)], name)
                lines = chain(head, lines)
            if format_ == "jsonl":
                yield from _json_lines(lines, who, name)
            else:
                yield from _document(_whole(lines, name), format_, who, Place(name, default_id=stem(name)))
    except TranscriptError as error:
        yield error


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


def _json_lines(lines: Iterable[Line], who: Roles, name: str) -> Iterator[_Result]:
    for number, text in lines:
        if isinstance(text, TranscriptError):
            yield text
        elif not text.isspace():
            place = Place(name, number, default_id=f"{stem(name)}:{number}")
            yield _attempt(partial(_read_line, text, who, place))


def _read_line(text: str, who: Roles, place: Place) -> Transcript:
    return read_value(load_json(text, place), who, place)


def _document(text: str, format_: str, who: Roles, place: Place) -> Iterator[_Result]:
    if format_ == "text":
        yield parse_labelled_text(text, who, place)
    elif format_ == "json" and text.lstrip().startswith("["):
        yield from _json_list(text, who, place)
    else:
        value = load_json(text, place)
        if format_ == "chat" and not (isinstance(value, list) or (isinstance(value, dict) and "messages" in value)):
            raise place.error("$: a chat is a list of messages, or an object with 'messages'")
        yield read_value(value, who, place)


def _json_list(text: str, who: Roles, place: Place) -> Iterator[_Result]:
    items = enumerate(iter_json_list(text, place))
    for index, (line, item) in items:
        if index == 0 and _is_turn(item):
            yield read_value([item, *(other for _, (_, other) in items)], who, place)
            return
        inside = Place(place.source, line, f"$[{index}]", f"{place.default_id}:{index}")
        yield _attempt(partial(read_value, item, who, inside))


def _is_turn(item: Any) -> bool:
    """Tells whether the first item of a list is a turn, so that the list is one conversation."""
    if isinstance(item, dict):
        return ("role" in item or "speaker" in item) and "turns" not in item and "messages" not in item
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _attempt(read: Callable[[], Transcript]) -> _Result:
    try:
        return read()
    except TranscriptError as error:
        return error
