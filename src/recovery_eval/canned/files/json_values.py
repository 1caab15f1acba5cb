"""JSON and JSON Lines, by the standard library's decoder, which is told to keep places."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in its stubs
from typing import Any

from recovery_eval.canned.files.escapes import json_escaped, json_runs
from recovery_eval.canned.files.values import NO_REPLY, BrokenFileError, Record, Text, place_of
from recovery_eval.canned.source import Layer, Run, SourceFile

_LONGEST_KEY = 40  # characters shown
_HALF = re.compile("[\ud800-\udfff]")  # one of two that make a character, which JSON can escape alone


class _PlacedString:
    """Reads one string of a document that begins at `base` in its file."""

    def __init__(self, file: SourceFile, base: int) -> None:
        self._file = file
        self._base = base

    def __call__(self, document: str, start: int, strict: bool = True) -> tuple[Text, int]:
        value, end = scanstring(document, start, strict)
        below = self._base + start
        if end - 1 - start == len(value):
            return Text.of(Layer(value, self._file, (Run(0, below),), json_escaped)), end
        value = _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
        return Text.of(Layer(value, self._file, lambda: json_runs(document[start : end - 1], below), json_escaped)), end


class _PlacedDecoder(json.JSONDecoder):
    """The pure Python decoder of the standard library, whose parts can be replaced one by one."""

    def __init__(self, file: SourceFile, base: int) -> None:
        super().__init__(object_pairs_hook=_fields)
        self.parse_string = _PlacedString(file, base)
        parse_plain = json.decoder.JSONObject  # type: ignore[attr-defined]  # not in its stubs

        def parse_object(opening: tuple[str, int], *options: Any) -> tuple[Record, int]:
            values, end = parse_plain(opening, *options)
            return Record.at(base + opening[1] - 1, base + end, values), end

        self.parse_object = parse_object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # not in its stubs


class _TwiceError(Exception):
    """A key stands twice in one object, with different values."""

    def __init__(self, key: str, value: Any) -> None:
        self.message = f"the key “{key[:_LONGEST_KEY]}” stands twice in one object, and one would be lost; rename one"
        self.value = value


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        for key, value in pairs:
            if fields[key] != value:
                raise _TwiceError(key, fields[key])
    return fields


def read_json(file: SourceFile) -> Any:
    """Returns a JSON document, its objects as `Record`, its strings as `Text`.

    Raises:
        BrokenFileError: It isn't JSON, at the place where it stops being so.
    """
    return _decoded(file, file.text, 0)


def read_json_lines(file: SourceFile) -> Iterator[Record | BrokenFileError]:
    """Yields one record a line, and an error for a line that isn't JSON, or no record."""
    base = 0
    for line in io.StringIO(file.text, newline="\n"):
        if line.strip():
            try:
                value = _decoded(file, line.rstrip(), base)
                yield value if isinstance(value, Record) else BrokenFileError(NO_REPLY, file.place(base))
            except BrokenFileError as error:
                yield error
        base += len(line)


def _decoded(file: SourceFile, document: str, base: int) -> Any:
    try:
        return _PlacedDecoder(file, base).decode(document)
    except json.JSONDecodeError as error:
        raise BrokenFileError(f"not valid JSON: {error.msg}", file.place(base + error.pos)) from error
    except _TwiceError as error:
        raise BrokenFileError(error.message, place_of(error.value, file, base)) from None
    except RecursionError:
        raise BrokenFileError("nested too deeply to be a library of replies") from None
    except ValueError as error:  # a number of thousands of digits
        raise BrokenFileError(f"not valid JSON: {error}") from error
