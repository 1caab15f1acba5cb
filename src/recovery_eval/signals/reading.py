"""Reads one turn: its anchors, then each phrase checked around its anchor.

What is found depends on the words alone, given which groups of phrases the earlier turns allow; so a reading can be
kept and used again for the next agent who sends the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from recovery_eval.signals.compiler import CompiledPhrase, CompiledSignals
from recovery_eval.signals.conditions import Cancelled, CompiledGroup
from recovery_eval.signals.pipeline import TextPipeline
from recovery_eval.signals.spelling import Spelled, Speller

# Short turns whose readings are kept: agents repeat themselves, in the chats measured for 44 turns of 100.
KEPT_TURNS = 4_096
KEPT_CHARACTERS = 400
NO_GROUPS: frozenset[CompiledGroup] = frozenset()


class Found(NamedTuple):
    """Words that one phrase found; `start` and `end` count characters of the turn's text.

    `cancelled_by` names the `unless` condition that cancels them, and `cue` its words.
    """

    signal: str
    start: int
    end: int
    quote: str
    phrase: str
    cancelled_by: str | None = None
    cue: str = ""


# A signal, the phrase that found it, its token span, and what cancels it.
_Match = tuple[str, str, tuple[int, int], Cancelled | None]


class TurnReader:
    """Reads turns with compiled signals. To be used by one thread at a time, inside `TextPipeline.reading`."""

    def __init__(self, compiled: CompiledSignals, pipeline: TextPipeline) -> None:
        self._anchors = compiled.anchors
        self._tokens, self._of_pattern = compiled.tokens, compiled.of_pattern
        self._speller = Speller(compiled.alphabet, pipeline, whole=compiled.tokens is not None)
        self._read_kept = lru_cache(maxsize=KEPT_TURNS)(self._read)

    def read(self, text: str, speaker: str, idle: frozenset[CompiledGroup] = NO_GROUPS) -> tuple[Found, ...]:
        """Returns what the phrases of this speaker's signals find in a turn, cancelled or not, as they come.

        Groups in `idle` are not looked for.
        """
        read = self._read_kept if len(text) <= KEPT_CHARACTERS else self._read
        return read(text, speaker, idle)

    def _read(self, text: str, speaker: str, idle: frozenset[CompiledGroup]) -> tuple[Found, ...]:
        spelled = self._speller.spell(text)
        anchors = self._anchors[speaker].find(spelled.tokens)
        if not anchors and spelled.doc is None:
            return ()
        return tuple(
            [
                _found(text, spelled, signal, phrase, span, cancelled)
                for signal, phrase, span, cancelled in self._matches(spelled, anchors, speaker, idle)
            ]
        )

    def _matches(
        self,
        spelled: Spelled,
        anchors: list[tuple[list[CompiledPhrase], int, int]],
        speaker: str,
        idle: frozenset[CompiledGroup],
    ) -> Iterator[_Match]:
        """Yields every match of a group that is not idle and has not had enough, with what cancels it."""
        letters, backwards, present = spelled.letters, spelled.letters[::-1], frozenset(spelled.tokens)
        enough = set(idle)
        for phrases, start, end in anchors:
            for phrase in phrases:
                for needed in phrase.needs:
                    if needed.isdisjoint(present):
                        break
                else:
                    group = phrase.group
                    if group in enough or (span := phrase.span(letters, backwards, start, end)) is None:
                        continue
                    cancelled = group.cancelled(spelled, present, *span)
                    if cancelled is None and group.once:
                        enough.add(group)
                    yield phrase.signal, phrase.text, span, cancelled
        if self._tokens is not None and spelled.doc is not None:
            for key, start, end in self._tokens(spelled.doc):
                name, by, group = self._of_pattern[key]
                if by == speaker and group not in idle:
                    yield name, "tokens", (start, end), group.cancelled(spelled, present, start, end)


def _found(
    text: str, spelled: Spelled, signal: str, phrase: str, span: tuple[int, int], cancelled: Cancelled | None
) -> Found:
    start, end = spelled.characters(*span)
    if cancelled is None:
        return Found(signal, start, end, text[start:end], phrase)
    name, first, last = cancelled
    cue = text[slice(*spelled.characters(first, last))].strip() if last > first else ""
    return Found(signal, start, end, text[start:end], phrase, name, cue)
