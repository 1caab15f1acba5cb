"""Replies that say the same: word for word, or nearly. RapidFuzz compares them (extra `duplicates`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from recovery_eval.canned.models import Reply
from recovery_eval.canned.syntax import placeholders_in
from recovery_eval.errors import RecoveryEvalError

NEAR = 90.0
SHORTEST = 40  # characters: below, replies are alike without being copies
ROWS = 256  # replies compared with all others at a time, which bounds the memory


class Likeness(NamedTuple):
    """Replies that say the same.

    Attributes:
        replies: Two or more, in the order of the library.
        likeness: 100 for copies; else the least of the likenesses by which they hang together.
    """

    replies: tuple[Reply, ...]
    likeness: float


def copies(replies: Iterable[Reply]) -> list[Likeness]:
    """Returns groups of replies with the same words: case, spaces and the kind of placeholder don't count."""
    groups: defaultdict[str, list[Reply]] = defaultdict(list)
    for reply in replies:
        groups[_words(reply)].append(reply)
    return [Likeness(tuple(group), 100.0) for words, group in groups.items() if words and len(group) > 1]


def near_copies(replies: Iterable[Reply], *, least: float = NEAR) -> list[Likeness]:
    """Returns groups of replies that are alike without being copies, the most alike first.

    Of copies, only the first is compared. Replies that are alike by way of a third are one group.

    Args:
        replies: The replies.
        least: From which likeness on, in percent: how much of both texts stands in the other in the same order.

    Raises:
        RecoveryEvalError: RapidFuzz is not installed.
    """
    try:
        import numpy as np
        from rapidfuzz import fuzz, process
    except ImportError as error:
        raise RecoveryEvalError('near-duplicates need RapidFuzz: pip install "recovery_eval[duplicates]"') from error

    by_words: dict[str, Reply] = {}
    for reply in replies:
        words = _words(reply)
        if len(words) >= SHORTEST:
            by_words.setdefault(words, reply)
    texts = list(by_words)
    pairs: list[tuple[int, int, float]] = []
    for start in range(0, len(texts), ROWS):
        rows = texts[start : start + ROWS]
        table = process.cdist(rows, texts[start:], scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32)
        for row, column in zip(*np.nonzero(table), strict=True):
            if column > row:
                pairs.append((start + int(row), start + int(column), float(table[row, column])))
    return _grouped(pairs, list(by_words.values()))


def _grouped(pairs: Sequence[tuple[int, int, float]], replies: Sequence[Reply]) -> list[Likeness]:
    """Joins pairs that share a reply."""
    parent = list(range(len(replies)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other, _ in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    least: dict[int, float] = {}
    members: defaultdict[int, set[int]] = defaultdict(set)
    for one, other, alike in pairs:
        name = root(one)
        members[name] |= {one, other}
        least[name] = min(alike, least.get(name, 100.0))
    groups = [
        Likeness(tuple(replies[number] for number in sorted(those)), round(least[name], 1))
        for name, those in members.items()
    ]
    return sorted(groups, key=lambda group: -group.likeness)


def _words(reply: Reply) -> str:
    """The reply's words as they are compared."""
    return "\n".join(" ".join(_without_fields(message.text).casefold().split()) for message in reply.messages)


def _without_fields(text: str) -> str:
    """Every placeholder as the same mark, so that the libraries of two help desks can be compared."""
    for one in reversed(placeholders_in(text)):
        text = f"{text[: one.start]}\N{BLACK SQUARE}{text[one.end :]}"
    return text
