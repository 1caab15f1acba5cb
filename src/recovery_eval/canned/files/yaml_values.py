"""YAML, by this package's own strict reader, with the place of every character of a text."""

from __future__ import annotations

import re
from typing import Any

from recovery_eval.canned.files.escapes import json_escaped, word_runs, yaml_quoted_runs, yaml_single_escaped
from recovery_eval.canned.files.values import BrokenFileError, Record, Text
from recovery_eval.canned.source import Layer, Place, Run, SourceFile
from recovery_eval.errors import RuleFileError
from recovery_eval.sources import Loc, YamlSource, parse_yaml

MAX_BYTES = 10_000_000
# Line ends to YAML, but not to editors; read as spaces, so that lines are counted as everybody counts them.
_RARE_LINE_ENDS = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
_TAG = re.compile(r"!\S*(?:\s|#[^\n]*)*")  # as in `!!str "12"`, which stands before the text itself


def read_yaml(file: SourceFile, start: int = 0, end: int | None = None) -> Any:
    """Returns the YAML in a stretch of a file, its mappings as `Record`, its texts as `Text`.

    Raises:
        BrokenFileError: It isn't plain YAML, at the first place that is wrong.
    """
    written = _RARE_LINE_ENDS.sub(" ", file.text)
    text = "\n" * (file.place(start).line - 1) + written[start:end]  # lines are counted in the whole file
    try:
        source = parse_yaml(text, file.path, max_bytes=MAX_BYTES, with_places=True)
    except RuleFileError as error:
        first = error.faults[0]
        more = f" (and {len(error.faults) - 1} more in this file)" if len(error.faults) > 1 else ""
        at = file.offset(first.line, first.column)
        if file.text[max(at - 1, 0) :].startswith("{{"):
            more = f"; put a text that begins with “{{{{” between quotation marks{more}"
        raise BrokenFileError(first.message + more, Place(first.line, first.column)) from error
    return _Tree(file, written, source).value(source.data, ())


class _Tree:
    """Puts places on the data of one document; `written` is the file as the parser was given it."""

    def __init__(self, file: SourceFile, written: str, source: YamlSource) -> None:
        self._file = file
        self._written = written
        self._places = source.places

    def _offset(self, loc: Loc) -> int:
        place = self._places[loc]
        return self._file.offset(place.line, place.column)

    def value(self, data: Any, loc: Loc) -> Any:
        """Returns one value with its place."""
        if isinstance(data, dict):
            values = {key: self.value(inner, (*loc, key)) for key, inner in data.items()}
            start = self._offset(loc)
            return Record.at(start, start, values)
        if isinstance(data, list):
            return [self.value(inner, (*loc, index)) for index, inner in enumerate(data)]
        if isinstance(data, str):
            return Text.of(self._text(data, loc))
        return data

    def _text(self, text: str, loc: Loc) -> Layer:
        start = self._offset(loc)
        written = self._written
        if tag := _TAG.match(written, start):
            start = tag.end()
        opening = written[start : start + 1]
        if opening in {"'", '"'}:
            end = start + 1 + len(text) * 10 + 2_000  # runs beyond the text are never asked for
            double = opening == '"'
            return Layer(
                text,
                self._file,
                lambda: yaml_quoted_runs(written[start + 1 : end], start + 1, double=double),
                json_escaped if double else yaml_single_escaped,
            )
        if opening in {"|", ">"}:
            start = written.find("\n", start) + 1
        elif "\n" not in text and written.startswith(text, start):
            return Layer(text, self._file, (Run(0, start),))
        return Layer(text, self._file, lambda: word_runs(text, written[start : start + 2 * len(text) + 100_000], start))
