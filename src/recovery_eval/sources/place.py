"""Where a value stands: its path in the data, and its line and column in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Loc = tuple[str | int, ...]
"""Keys and list indices, from the top of a file to a value in it."""


class Place(NamedTuple):
    """Where a value stands, counted from 1.

    `key_line` and `key_column` are those of its key, or of the value itself inside a list. `raw` is the written text
    of an unquoted value that YAML does not read as text: `no`, `12:30`, `1.0`.
    """

    line: int
    column: int
    key_line: int
    key_column: int
    raw: str | None = None


def path_text(loc: Iterable[str | int]) -> str:
    """Returns a path as in `$.require.any_of[1].signal`."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
