"""Chooses each phrase's anchor: its rarest short run of words, written out.

Anchors are looked for in every turn; only where one is found is the rest of its phrase checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, product
from math import inf, prod
from typing import NamedTuple

from recovery_eval.signals.commonness import VERY_COMMON, ShareOf
from recovery_eval.signals.phrase import KINDS, Choice, ListRef, Node, Sequence, Word, is_word
from recovery_eval.signals.pipeline import norm_of_kind

MOST_WRITTEN_OUT = 400
RARE_ENOUGH = 0.0004
TOO_COMMON = 0.03

_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A phrase cut at its anchor: what stands before, what to look for and how common that is, what stands after."""

    before: Sequence
    written: tuple[_WrittenOut, ...]
    after: Sequence
    share: float

    @property
    def runs(self) -> tuple[_Run, ...]:
        """The runs of norms to look for. Most anchors that are found are not chosen, so they are only now made."""
        if len(self.written) == 1:
            return tuple(self.written[0].shares)
        ways = product(*[part.shares for part in self.written])
        return tuple(dict.fromkeys([tuple(chain.from_iterable(way)) for way in ways]))


class _WrittenOut(NamedTuple):
    """All ways to say a part of a phrase, each with how common it is, and all of them together.

    Saying nothing may be one of them.
    """

    shares: dict[_Run, float]
    share: float
    may_be_empty: bool


class AnchorChooser:
    """Chooses anchors by how common words are.

    Words in `unheard`, fillers and marks, are not there to phrases, so nothing can be found by them.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[Sequence, ...]],
        norms_of: Callable[[str], tuple[str, ...]],
        share_of: ShareOf,
        unheard: frozenset[str],
    ) -> None:
        self._lists = lists
        self._norms_of = norms_of
        self._unheard = unheard
        self._share_of = share_of
        self._words: dict[str, _WrittenOut] = {}
        self._written_out: dict[str | Choice, _WrittenOut | None] = {}
        self._cuts: dict[str | Choice, tuple[Anchor, ...]] = {}

    def choose(self, sequence: Sequence) -> tuple[Anchor, ...]:
        """Returns the anchors that together find every form of a phrase.

        One anchor, the shortest run of words that is rare enough, where there is one. Else a choice or word list may
        be cut into its options, each with an anchor of its own. Empty where nothing can be looked for.
        """
        if is_word(sequence):
            word = self._word(sequence[0])
            return () if word.may_be_empty else (Anchor((), (word,), (), word.share),)
        best = self._best_run(sequence)
        if best is not None and best.share <= RARE_ENOUGH:
            return (best,)
        cuts = [self._cut(node) for node in sequence]
        least, at = (best.share if best is not None else inf), None
        for index, cut in enumerate(cuts):
            share = sum([anchor.share for anchor in cut])
            if cut and share < least:
                least, at = share, index
        if at is None:
            return (best,) if best is not None else ()
        before, after = sequence[:at], sequence[at + 1 :]
        return tuple([Anchor(before + a.before, a.written, a.after + after, a.share) for a in cuts[at]])

    def is_too_common(self, sequence: Sequence, anchors: tuple[Anchor, ...]) -> bool:
        """Whether a phrase would be looked for in so many turns that it has to say so.

        Args:
            sequence: The phrase.
            anchors: What `choose` returns for it.
        """
        share = sum(anchor.share for anchor in anchors)
        return share > TOO_COMMON or (is_word(sequence) and share >= VERY_COMMON)

    def _cut(self, node: Node) -> tuple[Anchor, ...]:
        key = _name_of(node)
        if key is None:
            return ()
        if key not in self._cuts:
            options = self._options(key)
            # Words alone are as rare one by one as they are together.
            of_words = len(options) <= MOST_WRITTEN_OUT and all(map(is_word, options))
            self._cuts[key] = () if of_words else self._cut_options(options)
        return self._cuts[key]

    def _cut_options(self, options: tuple[Sequence, ...]) -> tuple[Anchor, ...]:
        anchors: list[Anchor] = []
        for option in options:
            chosen = self.choose(option)
            if not chosen:
                return ()
            anchors.extend(chosen)
        return tuple(anchors)

    def _options(self, key: str | Choice) -> tuple[Sequence, ...]:
        return self._lists.get(key, ()) if isinstance(key, str) else key.options

    def _best_run(self, sequence: Sequence) -> Anchor | None:
        written = [self._write_out(node) for node in sequence]
        best: tuple[tuple[bool, int, float], int, int] | None = None
        for first in range(len(sequence)):
            count, share, may_be_empty = 1, 1.0, True
            for last in range(first, len(sequence)):
                here = written[last]
                if here is None or count * len(here.shares) > MOST_WRITTEN_OUT:
                    break
                if best is not None and best[0] < (False, last - first):
                    break  # a shorter run is rare enough
                count *= len(here.shares)
                share *= here.share
                may_be_empty = may_be_empty and here.may_be_empty
                if may_be_empty:
                    continue
                rank = (share > RARE_ENOUGH, last - first if share <= RARE_ENOUGH else 0, share)
                if best is None or rank < best[0]:
                    best = rank, first, last + 1
        if best is None:
            return None
        (_, _, share), first, end = best
        run = tuple([node for node in written[first:end] if node is not None])
        return Anchor(sequence[:first], run, sequence[end:], share)

    def _write_out(self, node: Node) -> _WrittenOut | None:
        if isinstance(node, Word):
            return self._word(node)
        key = _name_of(node)
        if key is None:
            return None
        if key not in self._written_out:
            self._written_out[key] = (
                self._of_run((norm_of_kind(key),)) if key in KINDS else self._any_of(self._options(key))
            )
        return self._written_out[key]

    def _word(self, word: Word) -> _WrittenOut:
        found = self._words.get(word.text)
        if found is None:
            run = tuple([norm for norm in self._norms_of(word.text) if norm not in self._unheard])
            found = self._words[word.text] = self._of_run(run)
        return found

    def _of_run(self, run: _Run) -> _WrittenOut:
        share = prod([self._share_of(norm) for norm in run])
        return _WrittenOut({run: share}, share, not run)

    def _any_of(self, options: tuple[Sequence, ...]) -> _WrittenOut | None:
        shares: dict[_Run, float] = {}
        for option in options:
            if is_word(option):
                if len(shares) >= MOST_WRITTEN_OUT:
                    return None
                shares.update(self._word(option[0]).shares)
                continue
            parts = [self._write_out(node) for node in option]
            written = [part for part in parts if part is not None]
            if (
                len(written) < len(parts)
                or len(shares) + prod([len(part.shares) for part in written]) > MOST_WRITTEN_OUT
            ):
                return None
            shares.update(_joined(written))
        return _WrittenOut(shares, sum(shares.values()), () in shares) if shares else None


def _name_of(node: Node) -> str | Choice | None:
    """Returns the name of a word list, or a choice itself; None for other nodes."""
    return node.name if isinstance(node, ListRef) else node if isinstance(node, Choice) else None


def _joined(parts: list[_WrittenOut]) -> dict[_Run, float]:
    """Returns every way to say some parts one after the other."""
    if len(parts) == 1:
        return parts[0].shares
    ways = product(*[part.shares.items() for part in parts])
    return {tuple(chain.from_iterable([run for run, _ in way])): prod([share for _, share in way]) for way in ways}
