"""Chooses each phrase's anchor: its rarest short run of words, written out.

Anchors are looked for in every turn; only where one is found is the rest of its phrase checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, product
from math import inf, prod

from recovery_eval.signals.phrase import KINDS, PLACES, Choice, Gap, ListRef, Repeat, Sequence, Word
from recovery_eval.signals.pipeline import NUMBER, norm_of_kind

MOST_WRITTEN_OUT = 400
RARE_ENOUGH = 0.0004
TOO_COMMON = 0.03
_VERY_COMMON, _COMMON, _RARE = 0.02, 0.003, 0.0001


@dataclass(frozen=True, slots=True)
class Anchor:
    """A phrase cut at its anchor: what stands before, the runs of norms to look for, what stands after."""

    before: Sequence
    runs: tuple[tuple[str, ...], ...]
    after: Sequence
    share: float


class AnchorChooser:
    """Chooses anchors with the help of two word lists that say how common a word is.

    Words in `unheard`, fillers and marks, are not there to phrases, so nothing can be found by them.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[Sequence, ...]],
        norms_of: Callable[[str], tuple[str, ...]],
        very_common: frozenset[str],
        common: frozenset[str],
        unheard: frozenset[str],
    ) -> None:
        self._lists = lists
        self._norms_of = norms_of
        self._unheard = unheard
        self._very_common = very_common | {NUMBER}
        self._common = common
        self._of_word: dict[str, tuple[str, ...]] = {}
        self._of_list: dict[str, tuple[tuple[str, ...], ...] | None] = {}
        self._cut_lists: dict[str, tuple[Anchor, ...]] = {}
        self._shares: dict[tuple[str, ...], float] = {}

    def choose(self, sequence: Sequence) -> tuple[Anchor, ...]:
        """Returns the anchors that together find every form of a phrase.

        One anchor, the shortest run of words that is rare enough, where there is one. Else a choice or word list may
        be cut into its options, each with an anchor of its own. Empty where nothing can be looked for.
        """
        if len(sequence) == 1 and isinstance(sequence[0], Word):  # most entries of word lists
            run = self._heard(sequence[0])
            return (Anchor((), (run,), (), self._share(run)),) if run else ()
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
        return tuple([Anchor(before + a.before, a.runs, a.after + after, a.share) for a in cuts[at]])

    def is_too_common(self, sequence: Sequence, anchors: tuple[Anchor, ...]) -> bool:
        """Whether a phrase would be looked for in so many turns that it has to say so.

        Args:
            sequence: The phrase.
            anchors: What `choose` returns for it.
        """
        share = sum(anchor.share for anchor in anchors)
        is_word = len(sequence) == 1 and isinstance(sequence[0], Word)
        return share > TOO_COMMON or (is_word and share >= _VERY_COMMON)

    def _cut(self, node: Word | ListRef | Choice | Gap | Repeat) -> tuple[Anchor, ...]:
        if isinstance(node, ListRef):
            if node.name not in self._cut_lists:
                self._cut_lists[node.name] = self._cut_options(self._lists.get(node.name, ()))
            return self._cut_lists[node.name]
        return self._cut_options(node.options) if isinstance(node, Choice) else ()

    def _cut_options(self, options: tuple[Sequence, ...]) -> tuple[Anchor, ...]:
        anchors: list[Anchor] = []
        for option in options:
            chosen = self.choose(option)
            if not chosen:
                return ()
            anchors.extend(chosen)
        return tuple(anchors)

    def _best_run(self, sequence: Sequence) -> Anchor | None:
        written = [self._write_out(node) for node in sequence]
        best: tuple[tuple[bool, int, float], Anchor] | None = None
        for first in range(len(sequence)):
            runs: tuple[tuple[str, ...], ...] = ((),)
            for last in range(first, len(sequence)):
                here = written[last]
                if here is None or len(runs) * len(here) > MOST_WRITTEN_OUT:
                    break
                if best is not None and best[0] < (False, last - first):
                    break  # a shorter run is rare enough
                runs = tuple([left + right for left, right in product(runs, here)])
                if not all(runs):
                    continue
                share = sum([self._share(run) for run in runs])
                rank = (share > RARE_ENOUGH, last - first if share <= RARE_ENOUGH else 0, share)
                if best is None or rank < best[0]:
                    best = rank, Anchor(sequence[:first], runs, sequence[last + 1 :], share)
        return best[1] if best else None

    def _heard(self, word: Word) -> tuple[str, ...]:
        heard = self._of_word.get(word.text)
        if heard is None:
            norms = self._norms_of(word.text)
            heard = self._of_word[word.text] = tuple([norm for norm in norms if norm not in self._unheard])
        return heard

    def _share(self, run: tuple[str, ...]) -> float:
        share = self._shares.get(run)
        if share is None:
            share = self._shares[run] = prod([self._share_of(norm) for norm in run])
        return share

    def _share_of(self, norm: str) -> float:
        return _VERY_COMMON if norm in self._very_common else _COMMON if norm in self._common else _RARE

    def _write_out(self, node: Word | ListRef | Choice | Gap | Repeat) -> tuple[tuple[str, ...], ...] | None:
        if isinstance(node, Word):
            return (self._heard(node),)
        if isinstance(node, ListRef) and node.name in KINDS:
            return ((norm_of_kind(node.name),),)
        if isinstance(node, Choice):
            return self._write_out_options(node.options)
        if isinstance(node, ListRef) and node.name not in PLACES and node.name in self._lists:
            if node.name not in self._of_list:
                self._of_list[node.name] = self._write_out_options(self._lists[node.name])
            return self._of_list[node.name]
        return None

    def _write_out_options(self, options: tuple[Sequence, ...]) -> tuple[tuple[str, ...], ...] | None:
        runs: dict[tuple[str, ...], None] = {}
        for option in options:
            parts = [self._write_out(node) for node in option]
            size = 1
            for part in parts:
                size *= len(part) if part is not None else MOST_WRITTEN_OUT + 1
            if size + len(runs) > MOST_WRITTEN_OUT:
                return None
            for pieces in product(*[part for part in parts if part is not None]):
                runs[tuple(chain.from_iterable(pieces))] = None
        return tuple(runs)
