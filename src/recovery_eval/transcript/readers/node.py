"""A value inside a JSON document together with its address, so that every fault can be told with its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any, NoReturn, TypeVar

from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.records import MAX_DEPTH, plain, without_surrogates
from recovery_eval.transcript.times import parse_time

_T = TypeVar("_T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {1.0: "seconds", 1e-3: "milliseconds", 1e-6: "microseconds"}


class Node:
    """A value of a document. Missing keys give nodes that hold None, so that look-ups can be chained.

    Args:
        value: The value.
        place: Where its document stands.
        path: The value's address in the document.
    """

    __slots__ = ("path", "place", "value")

    def __init__(self, value: Any, place: Place, path: str | None = None) -> None:
        self.value = value
        self.place = place
        self.path = place.path if path is None else path

    def __bool__(self) -> bool:
        return self.value is not None

    def __getitem__(self, key: str) -> Node:
        if self.value is not None and not isinstance(self.value, Mapping):
            self.fail("should be an object")  # an export of another shape: what it holds would be lost without a word
        value = None if self.value is None else self.value.get(key)
        return Node(value, self.place, f"{self.path}.{key}")

    def first(self, *keys: str) -> Node:
        """Returns the child under the first of these keys that holds something, else under the first of them."""
        return next((self[key] for key in keys if self[key]), self[keys[0]])

    def objects(self) -> Iterator[Node]:
        """Yields the items of this list, which have to be objects; nothing where it is missing."""
        for item in self.items():
            if not isinstance(item.value, Mapping):
                item.fail("should be an object")
            yield item

    def items(self) -> Iterator[Node]:
        """Yields the items of this list; nothing where it is missing."""
        if self.value is None:
            return
        if not isinstance(self.value, list | tuple):
            self.fail("should be a list")
        for index, value in enumerate(self.value):
            yield Node(value, self.place, f"{self.path}[{index}]")

    def count(self) -> int:
        """Returns how many items this list has; 0 where it is missing."""
        return sum(1 for _ in self.items())

    def text(self) -> str | None:
        """Returns this text, None where it is missing."""
        if self.value is None:
            return None
        if not isinstance(self.value, str):
            self.fail("should be text; write it in quotes")
        return without_surrogates(self.value)

    def ident(self) -> str | None:
        """Returns this identifier, a text or an integer, as text; None where it is missing."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self._guarded(lambda: str(self.value))
        return self.text()

    def flag(self) -> bool | None:
        """Returns this truth value; None where it is missing."""
        if self.value is not None and not isinstance(self.value, bool):
            self.fail("should be true or false")
        value: bool | None = self.value
        return value

    def number(self) -> float | None:
        """Returns this number, which may be written as text; None where it is missing."""
        if self.value is None:
            return None
        is_number = _is_number(self.value) if isinstance(self.value, str) else isinstance(self.value, Real | Decimal)
        if not is_number or isinstance(self.value, bool):
            self.fail("should be a number")  # which tables have in kinds of their own
        number = self._guarded(lambda: float(self.value))
        return number if math.isfinite(number) else self.fail("should be a finite number")

    def seconds(self, unit: float = 1.0) -> float | None:
        """Returns this time since the beginning in seconds; `unit` is what the source counts in. Never negative."""
        number = self.number()
        return None if number is None else round(max(0.0, number * unit), 6)

    def epoch(self, unit: float = 1.0) -> datetime | None:
        """Returns this number of units since 1970, or this time as text; None where it is missing."""
        if isinstance(self.value, str) and not _is_number(self.value):
            return self.time()
        number = self.number()
        if number is None:
            return None
        try:
            return _EPOCH + timedelta(microseconds=round(number * unit * 1e6))
        except OverflowError:
            self.fail(f"is no time that can be read; write it as 2026-11-03T10:00:00Z, or in {_UNITS[unit]} since 1970")

    def time(self) -> datetime | None:
        """Returns this time, written by ISO 8601 or as in a mail; None where it is missing or empty."""
        text = self.text()
        if text is None or not text.strip():
            return None
        return parse_time(text) or self.fail("is no time that can be read; write it as 2026-11-03T10:00:00Z")

    def rest(self, *without: str) -> dict[str, Any]:
        """Returns the other fields of this object, as they may be kept in a transcript's metadata."""
        if not isinstance(self.value, Mapping):
            self.fail("should be an object")
        kept = {key: value for key, value in self.value.items() if key not in without}
        try:
            cleaned: dict[str, Any] = plain({str(key): value for key, value in kept.items()})
        except RecursionError:
            self.fail(f"is nested more than {MAX_DEPTH} deep; flatten it")
        return cleaned

    def fail(self, problem: str) -> NoReturn:
        """Raises the error that tells this problem and this value's address."""
        raise self.place.error(f"{self.path} {problem}")

    def _guarded(self, convert: Callable[[], _T]) -> _T:
        try:
            return convert()
        except (ValueError, OverflowError):
            self.fail("is a number that can't be read here")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
