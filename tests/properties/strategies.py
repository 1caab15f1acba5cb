"""Hypothesis strategies over conversations: ours, and variations of them that leave their meaning alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import strategies as st

from benchmarks.variations import ROUGH, SINGLE
from recovery_eval.transcript import Transcript
from tests.corpora.records import RECORDS, transcript

VARIATIONS = SINGLE | ROUGH


class Varied(NamedTuple):
    """A conversation, and the same one told otherwise."""

    variation: str
    before: Transcript
    after: Transcript


def conversations() -> st.SearchStrategy[Transcript]:
    """Returns a strategy for the conversations of `corpora/`."""
    return st.sampled_from(list(RECORDS.values())).map(transcript)


def varied(names: Iterable[str]) -> st.SearchStrategy[Varied]:
    """Returns a strategy for a conversation and one of the named variations of it."""

    def vary(before: Transcript, name: str, number: int) -> Varied:
        return Varied(name, before, VARIATIONS[name](before, number))

    return st.builds(vary, conversations(), st.sampled_from(sorted(names)), st.integers(0, 10_000))


def varied_often(names: Iterable[str]) -> st.SearchStrategy[Varied]:
    """Returns a strategy for a conversation and several of the named variations of it, one upon the other."""

    def vary(before: Transcript, chosen: list[str], number: int) -> Varied:
        after = before
        for name in chosen:
            after = VARIATIONS[name](after, number)
        return Varied(", ".join(chosen), before, after)

    chosen = st.lists(st.sampled_from(sorted(names)), min_size=2, max_size=4, unique=True)
    return st.builds(vary, conversations(), chosen, st.integers(0, 10_000))
