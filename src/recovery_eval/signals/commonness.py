"""How common words are, roughly: what is looked for first, and asked of a sentence first, is what is rarest."""

from __future__ import annotations

from collections.abc import Callable

from recovery_eval.signals.pipeline import NUMBER, QUESTION

VERY_COMMON, COMMON, RARE = 0.02, 0.003, 0.0001

ShareOf = Callable[[str], float]
"""Returns how large a share of all tokens has a norm: one of three guesses."""


def share_by(very_common: frozenset[str], common: frozenset[str]) -> ShareOf:
    """Returns the shares of words by two lists of them."""
    shares = {**dict.fromkeys(common, COMMON), **dict.fromkeys((*very_common, NUMBER, QUESTION), VERY_COMMON)}
    return lambda norm: shares.get(norm, RARE)
