"""Looking into a value of unknown shape, to tell its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NOTHING: Mapping[str, Any] = {}


def first_item(value: Any, key: str | None = None) -> Mapping[str, Any]:
    """Returns the first object of the list under `key`, or of the value itself; an empty one where there is none."""
    if key is not None:
        value = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return _NOTHING
    return next((item for item in value if isinstance(item, Mapping)), _NOTHING)


def has(value: Any, *keys: str) -> bool:
    """Tells whether a value is an object with all of these keys."""
    return isinstance(value, Mapping) and all(key in value for key in keys)
