"""Reads one turn: anchors by one `PhraseMatcher`, then each phrase checked around its anchor.

What a turn says does not depend on the turns around it, so a reading can be kept and used again for the next agent
who sends the same words. What depends on earlier turns (`after`) is left to the finder.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from recovery_eval.signals.compiler import CompiledPhrase, CompiledSignals
from recovery_eval.signals.conditions import CompiledGroup
from recovery_eval.signals.folding import fold
from recovery_eval.signals.models import After

# Short turns whose readings are kept: agents repeat themselves, in the chats measured for 38 turns of 100.
KEPT_TURNS = 1_024
KEPT_CHARACTERS = 400


class Found(NamedTuple):
    """Words that one phrase found; `start` and `end` count characters of the turn's text.

    `cancelled_by` names the `unless` condition that cancels them, and `cue` its words; `after` is what an earlier
    turn must still hold.
    """

    signal: str
    start: int
    end: int
    quote: str
    phrase: str
    after: After | None
    cancelled_by: str | None = None
    cue: str = ""


class TurnReader:
    """Reads turns with compiled signals. To be used by one thread at a time, inside `TextPipeline.reading`."""

    def __init__(self, compiled: CompiledSignals, nlp: Language) -> None:
        self._compiled = compiled
        self._nlp = nlp
        self._make_doc = nlp.tokenizer if compiled.tokens is None else nlp
        self._read_kept = lru_cache(maxsize=KEPT_TURNS)(self._read)

    def read(self, text: str, speaker: str) -> tuple[Found, ...]:
        """Returns what the phrases of this speaker's signals find in a turn, cancelled or not, as they come."""
        return self._read_kept(text, speaker) if len(text) <= KEPT_CHARACTERS else self._read(text, speaker)

    def _read(self, text: str, speaker: str) -> tuple[Found, ...]:
        folded = fold(text)
        doc: Doc = self._make_doc(folded.text)
        compiled = self._compiled
        at_anchor = compiled.at_anchor[speaker]
        anchors = [(at_anchor[key], start, end) for key, start, end in compiled.anchors(doc) if key in at_anchor]
        if not anchors and compiled.tokens is None:
            return ()
        letters = compiled.alphabet.spell(doc)
        present = frozenset(letters)

        def characters(start: int, end: int) -> tuple[int, int]:
            last = doc[end - 1]
            return folded.span(doc[start].idx, last.idx + len(last))

        found = []
        enough: set[CompiledGroup] = set()
        for signal, phrase, group, first, last in self._matches(doc, letters, anchors, speaker, enough):
            start, end = characters(first, last)
            cancelled = group.cancelled(letters, present, first, last)
            if cancelled is None:
                found.append(Found(signal, start, end, text[start:end], phrase, group.after))
                if group.once:
                    enough.add(group)
            else:
                name, cue_first, cue_last = cancelled
                cue_start, cue_end = characters(cue_first, cue_last) if cue_last > cue_first else (0, 0)
                cue = text[cue_start:cue_end].strip()
                found.append(Found(signal, start, end, text[start:end], phrase, group.after, name, cue))
        return tuple(found)

    def _matches(
        self,
        doc: Doc,
        letters: str,
        anchors: list[tuple[list[CompiledPhrase], int, int]],
        speaker: str,
        enough: set[CompiledGroup],
    ) -> Iterator[tuple[str, str, CompiledGroup, int, int]]:
        """Yields signal, phrase, group and token span of each match; groups that come to stand in `enough` are skipped."""
        backwards = letters[::-1]
        for phrases, start, end in anchors:
            for phrase in phrases:
                if phrase.group not in enough and (span := phrase.span(letters, backwards, start, end)) is not None:
                    yield phrase.signal, phrase.text, phrase.group, span[0], span[1]
        if self._compiled.tokens is not None:
            for key, start, end in self._compiled.tokens(doc):
                name, by, group = self._compiled.of_pattern[key]
                if by == speaker:
                    yield name, "tokens", group, start, end
