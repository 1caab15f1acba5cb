"""Reads one turn: its anchors, then each phrase checked around its anchor.

What is found depends on the words alone, given which groups of phrases the earlier turns allow; so a reading can be
kept and used again for the next agent who sends the same words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from recovery_eval.signals.anchor_index import Hit
from recovery_eval.signals.compiler import CompiledPhrase, CompiledSignals
from recovery_eval.signals.conditions import Cancelled, CompiledGroup
from recovery_eval.signals.pipeline import TextPipeline
from recovery_eval.signals.spelling import Spelled, Speller, Whole

# Short turns whose readings are kept: agents repeat themselves, in the chats measured for 44 turns of 100.
KEPT_TURNS = 4_096
KEPT_CHARACTERS = 400
NO_GROUPS: frozenset[CompiledGroup] = frozenset()
# Where a word does not begin, but goes on: after a letter, or after a letter's apostrophe.
_INSIDE_WORD = re.compile(r"(?<=[^\W_])(?:['’](?=[^\W_])|[^\W_])|(?<=[^\W_]['’])[^\W_]")
# What mostly stands around words; the empty text at either end.
_BETWEEN_WORDS = frozenset(["", " ", ".", ",", "!", "?"])


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


class TurnReader:
    """Reads turns with compiled signals. To be used by one thread at a time, inside `TextPipeline.reading`."""

    def __init__(self, compiled: CompiledSignals, pipeline: TextPipeline) -> None:
        self._anchors, self._needs = compiled.anchors, compiled.needs
        self._tokens, self._of_pattern = compiled.tokens, compiled.of_pattern
        self._speller = Speller(compiled.alphabet, pipeline, whole=compiled.tokens is not None)
        self._read_kept = lru_cache(maxsize=KEPT_TURNS)(self._read)

    def read(
        self, text: str, speaker: str, idle: frozenset[CompiledGroup] = NO_GROUPS, *, thorough: bool = False
    ) -> tuple[Found, ...]:
        """Returns what the phrases of this speaker's signals find in a turn, cancelled or not, as they come.

        Args:
            text: The turn.
            speaker: Whose it is.
            idle: Groups that are not looked for.
            thorough: Goes on after one find where one is enough, for finds may be dropped.
        """
        read = self._read_kept if len(text) <= KEPT_CHARACTERS else self._read
        return read(text, speaker, idle, thorough)

    def _read(self, text: str, speaker: str, idle: frozenset[CompiledGroup], thorough: bool) -> tuple[Found, ...]:
        spelled = self._speller.spell(text)
        anchors = self._anchors[speaker].find(spelled.letters)
        if not anchors and spelled.whole is None:
            return ()
        found = self._by_phrases(text, spelled, anchors, idle, thorough=thorough)
        if spelled.whole is not None:
            found += self._by_tokens(text, spelled, spelled.whole, speaker, idle)
        return tuple(found)

    def _by_phrases(
        self,
        text: str,
        spelled: Spelled,
        anchors: list[Hit[CompiledPhrase]],
        idle: frozenset[CompiledGroup],
        *,
        thorough: bool,
    ) -> list[Found]:
        """Returns every match of a phrase whose group is not idle and has not had enough."""
        letters = spelled.letters
        backwards = letters[::-1]
        enough = set(idle)
        found: list[Found] = []
        last, met = 0, 0
        for phrases, start, end in anchors:
            if end > last:
                sentence = self._needs.sentence(letters, backwards, start, end)
                _, last, met = sentence
            for phrase in phrases:
                needs = phrase.needs
                if needs & met != needs:
                    continue
                group = phrase.group
                if group in enough or (span := phrase.span(letters, backwards, start, end)) is None:
                    continue
                cancelled = group.cancelled(letters, sentence, *span)
                if cancelled is None and group.once and not thorough:
                    enough.add(group)
                found.append(_found(text, spelled, phrase.signal, phrase.text, spelled.characters(*span), cancelled))
        return found

    def _by_tokens(
        self,
        text: str,
        spelled: Spelled,
        whole: Whole,
        speaker: str,
        idle: frozenset[CompiledGroup],
    ) -> list[Found]:
        """Returns every match of a raw token pattern."""
        letters = spelled.letters
        backwards = letters[::-1]
        found: list[Found] = []
        for key, start, end in self._tokens(whole.doc) if self._tokens is not None else ():
            name, by, group = self._of_pattern[key]
            if by != speaker or group in idle:
                continue
            first, last = whole.spelled[start], whole.spelled[end]
            sentence = self._needs.sentence(letters, backwards, first, last)
            cancelled = group.cancelled(letters, sentence, first, last)
            found.append(_found(text, spelled, name, "tokens", whole.characters(start, end), cancelled))
        return found


def _found(
    text: str, spelled: Spelled, signal: str, phrase: str, span: tuple[int, int], cancelled: Cancelled | None
) -> Found:
    start, end = _whole_words(text, *span)
    if cancelled is None:
        return Found(signal, start, end, text[start:end], phrase)
    name, first, last = cancelled
    cue = text[slice(*_whole_words(text, *spelled.characters(first, last)))].strip() if last > first else ""
    return Found(signal, start, end, text[start:end], phrase, name, cue)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widens a span to whole words, for a contraction is several tokens: "I'm baking", not "'m baking"."""
    if text[start - 1 : start] not in _BETWEEN_WORDS:
        while _INSIDE_WORD.match(text, start):
            start -= 1
    if text[end : end + 1] not in _BETWEEN_WORDS:
        while _INSIDE_WORD.match(text, end):
            end += 1
    return start, end
