"""Rows of many conversations, put together without holding them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

_Row = TypeVar("_Row")
_Key = TypeVar("_Key", bound=Hashable)


def grouped(
    rows: Callable[[], Iterable[_Row]], key: Callable[[_Row], _Key]
) -> Iterator[tuple[_Key, list[tuple[int, _Row]]]]:
    """Yields the rows of each conversation, numbered from 0, once its last row is reached.

    The rows are gone through twice: to count those of each conversation, and to give them. So only conversations that
    have begun and not ended are held.
    """
    left = Counter(key(row) for row in rows())
    held: dict[_Key, list[tuple[int, _Row]]] = {}
    for number, row in enumerate(rows()):
        of = key(row)
        group = held.setdefault(of, [])
        group.append((number, row))
        left[of] -= 1
        if left[of] <= 0:
            yield of, held.pop(of)
            del left[of]
