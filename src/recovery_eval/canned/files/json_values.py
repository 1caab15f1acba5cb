"""JSON and JSON Lines, by the standard library's decoder, which is told to keep places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in its stubs
from typing import Any

from recovery_eval.canned.files.escapes import json_runs
from recovery_eval.canned.files.values import BrokenFileError, Record, Text
from recovery_eval.canned.source import Layer, Run, SourceFile


class _PlacedString:
    """Reads one string; the layer below is the file."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file

    def __call__(self, document: str, start: int, strict: bool = True) -> tuple[Text, int]:
        value, end = scanstring(document, start, strict)
        if end - 1 - start == len(value):
            return Text.of(Layer(value, self._file, (Run(0, start),))), end
        return Text.of(Layer(value, self._file, lambda: json_runs(document[start : end - 1], start))), end


class _PlacedDecoder(json.JSONDecoder):
    """The pure Python decoder of the standard library, whose parts can be replaced one by one."""

    def __init__(self, file: SourceFile) -> None:
        super().__init__()
        self.parse_string = _PlacedString(file)
        parse_plain = json.decoder.JSONObject  # type: ignore[attr-defined]  # not in its stubs

        def parse_object(opening: tuple[str, int], *options: Any) -> tuple[Record, int]:
            values, end = parse_plain(opening, *options)
            return Record.at(opening[1] - 1, end, values), end

        self.parse_object = parse_object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # not in its stubs


def read_json(file: SourceFile) -> Any:
    """Returns a JSON document, its objects as `Record`, its strings as `Text`.

    Raises:
        BrokenFileError: It isn't JSON, at the place where it stops being so.
    """
    return _decoded(_PlacedDecoder(file), file, 0, whole=True)[0]


def read_json_lines(file: SourceFile) -> Iterator[Any]:
    """Yields one value a line, and an error for a line that isn't JSON."""
    decoder = _PlacedDecoder(file)
    start = 0
    for line in file.text.splitlines(keepends=True):
        if line.strip():
            try:
                value, end = _decoded(decoder, file, start + len(line) - len(line.lstrip()), whole=False)
            except BrokenFileError as error:
                yield error
            else:
                rest = file.text[end : start + len(line)].strip()
                message = "not JSON Lines: more than one value in a line"
                yield BrokenFileError(message, file.place(end)) if rest else value
        start += len(line)


def _decoded(decoder: _PlacedDecoder, file: SourceFile, start: int, *, whole: bool) -> tuple[Any, int]:
    try:
        if whole:
            return decoder.decode(file.text), len(file.text)
        return decoder.raw_decode(file.text, start)
    except json.JSONDecodeError as error:
        raise BrokenFileError(f"not valid JSON: {error.msg}", file.place(error.pos)) from error
    except RecursionError:
        raise BrokenFileError("nested too deeply to be a library of replies") from None
    except ValueError as error:  # a number of thousands of digits
        raise BrokenFileError(f"not valid JSON: {error}") from error
