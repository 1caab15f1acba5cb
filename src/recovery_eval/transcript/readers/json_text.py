"""JSON read with care: what is wrong comes with its line, and nothing crashes the reader."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from recovery_eval.transcript.readers.place import Place

_LONGEST_KEY = 40  # characters shown
_SPACE = re.compile(r"[ \t\r\n]*")


def load_json(text: str, place: Place) -> Any:
    """Returns the value that the text holds; `place.line` is the line on which the text begins.

    Raises:
        TranscriptError: The text is not JSON, is nested too deeply, or holds a number that can't be kept.
    """
    value, end = _value_at(text, _after_space(text, 0), place)
    if _after_space(text, end) < len(text):
        _fail("there is more after the end of the JSON value", text, _after_space(text, end), place)
    return value


def iter_json_list(text: str, place: Place) -> Iterator[tuple[int, Any]]:
    """Yields each item of the list that the text holds, with the line on which the item begins.

    Raises:
        TranscriptError: As `load_json`, but only once the items before the fault have been given.
    """
    at = _after_space(text, _after_space(text, 0) + 1)
    line, counted = place.line or 1, 0
    if text[at : at + 1] == "]":
        at += 1
    else:
        while True:
            line += text.count("\n", counted, at)
            counted = at
            item, end = _value_at(text, at, place)
            yield line, item
            at = _after_space(text, end)
            mark = text[at : at + 1]
            if mark not in (",", "]"):
                _fail("expecting ',' or ']' after an item", text, at, place)
            at = _after_space(text, at + 1)
            if mark == "]":
                break
    if _after_space(text, at) < len(text):
        _fail("there is more after the end of the list", text, at, place)


def is_json_value(text: str) -> bool:
    """Tells whether the text is one whole JSON object or list."""
    try:
        return isinstance(_DECODER.decode(text), dict | list)
    except _RefusedError:
        return True
    except (ValueError, RecursionError):
        return False


def _value_at(text: str, at: int, place: Place) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        _fail(error.msg[:1].lower() + error.msg[1:], text, error.pos, place)
    except RecursionError:
        _fail("nested too deeply; flatten it", text, at, place)
    except ValueError as error:
        problem = str(error) if isinstance(error, _RefusedError) else "a number has too many digits; write it as text"
        _fail(problem, text, at, place, "in the value that begins at column")


def _fail(problem: str, text: str, at: int, place: Place, where: str = "column") -> NoReturn:
    at = min(at, len(text.rstrip(" \t\r\n")))  # what ends too early lacks something there, and not on a line below
    line = (place.line or 1) + text.count("\n", 0, at)
    column = at - text.rfind("\n", 0, at)
    raise Place(place.source, line).error(f"not valid JSON: {problem} ({where} {column})")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _RefusedError(ValueError):
    """What Python reads and others would read differently, or not at all."""


def _no_constant(name: str) -> float:
    raise _RefusedError(f"{name} is no JSON number; use null")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        for key, value in pairs:
            if fields[key] != value:
                raise _RefusedError(f"the key {key[:_LONGEST_KEY]!r} stands twice in one object, and one would be lost")
    return fields


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _RefusedError("a number is too large")
    return number


# Not strict: exports hold raw tabs and NUL inside strings, and they do no harm.
_DECODER = json.JSONDecoder(strict=False, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_object)
