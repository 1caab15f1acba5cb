"""Looking into a value of unknown shape, to tell its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_NOTHING: Mapping[str, Any] = {}


def first_item(value: Any, key: str | None = None) -> Mapping[str, Any]:
    """Returns the first object of the list under `key`, or of the value itself; an empty one where there is none."""
    return next(objects(value, key), _NOTHING)


def objects(value: Any, key: str | None = None) -> Iterator[Mapping[str, Any]]:
    """Yields the objects of the list under `key`, or of the value itself."""
    if key is not None:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield from (item for item in value if isinstance(item, Mapping))


def has(value: Any, *keys: str) -> bool:
    """Tells whether a value is an object with all of these keys."""
    return isinstance(value, Mapping) and all(key in value for key in keys)
