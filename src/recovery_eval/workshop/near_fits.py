"""Phrases that fit a text but for one thing: what to look at first where a signal should have been found.

Each phrase is tried without each of its parts in turn, so what is told is what the matcher itself says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.signals.models import SignalSpec
from recovery_eval.signals.phrase import Choice, Gap, ListRef, Node, Repeat, Sequence, Word, parse_phrase
from recovery_eval.sources import path_text
from recovery_eval.transcript import Transcript

FEWEST_PARTS = 2  # that have to be there: what one word alone finds is near nothing
ROOM = Gap(2)  # other words may stand where one is missing


class NearFit(NamedTuple):
    """Words that a phrase would fit but for one thing.

    Attributes:
        phrase: The phrase, as it stands in the signal's file.
        lacks: The part of it that the words lack.
        quote: The words.
        turn: Their turn, from 0.
        start: Where they begin in it.
    """

    phrase: str
    lacks: str
    quote: str
    turn: int
    start: int


class NearFits:
    """Looks for near fits of one signal; makes its finder once, which for hundreds of phrases takes seconds."""

    def __init__(self, spec: SignalSpec, library: SignalLibrary) -> None:
        self._by = spec.by
        phrases = [phrase for group in spec.groups for phrase in group.phrases]
        self._lacking = {less: (phrase, lacks) for phrase in phrases for less, lacks in _one_less(phrase)}
        self._finder = _finder_of(spec, library, list(self._lacking))

    def nearest(self, transcript: Transcript) -> NearFit | None:
        """Returns the near fit to the phrase of which most is there; None where there is none."""
        if self._finder is None:
            return None
        with self._finder.pipeline.reading():
            found = [
                NearFit(*self._lacking[one.phrase], one.quote, index, one.start)
                for index, turn in enumerate(transcript.turns)
                if turn.speaker == self._by
                for one in self._finder.read(turn.text, self._by)
            ]
        return max(found, key=lambda near: (len(_needed(near.phrase)), len(near.quote)), default=None)


def _finder_of(spec: SignalSpec, library: SignalLibrary, phrases: list[str]) -> SignalFinder | None:
    """Returns a finder of phrases, without those that leave nothing to look for."""
    for _ in range(2):
        if not phrases:
            return None
        signal = SignalSpec(
            signal=spec.name, by=spec.by, meaning=spec.meaning, phrases=tuple(phrases), common_anchors=True
        )
        try:
            return SignalFinder(SignalLibrary({spec.name: signal}, library.lists, library.norms), thorough=True)
        except RuleFileError as error:
            broken = {fault.path for fault in error.faults}
            phrases = [one for number, one in enumerate(phrases) if path_text(("phrases", number)) not in broken]
    return None


def _one_less(phrase: str) -> Iterator[tuple[str, str]]:
    """Yields a phrase without each of the parts that have to be there, and that part."""
    parts, needed = parse_phrase(phrase), _needed(phrase)
    for at in needed if len(needed) > FEWEST_PARTS else ():
        before, after = parts[:at], parts[at + 1 :]
        is_inside = before and after and not isinstance(before[-1], Gap) and not isinstance(after[0], Gap)
        yield _written((*before, *((ROOM,) if is_inside else ()), *after)), _written((parts[at],))


def _needed(phrase: str) -> list[int]:
    """Returns which parts of a phrase have to be there."""
    return [at for at, part in enumerate(parse_phrase(phrase)) if not isinstance(part, Gap | Repeat)]


def _written(parts: Sequence) -> str:
    return " ".join(map(_part, parts))


def _part(node: Node) -> str:
    match node:
        case Word(text):
            return text
        case ListRef(name):
            return f"{{{name}}}"
        case Choice(options):
            return f"({'|'.join(map(_written, options))})"
        case Gap(most):
            return f"..{most}"
        case Repeat(item, most):
            return f"{_part(item)}{'?' if most == 1 else '*'}"
