"""The conversation that verdicts are read from, and what its later words are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.kinds import COURSES
from recovery_eval.promises.models import Kind
from recovery_eval.promises.sentences import clause_around, sentence_around
from recovery_eval.promises.stems import things_of
from recovery_eval.transcript.models import Speaker, Turn

_GOT_IT = re.compile(r"(?:just |have |i )*(?:got|received|have) (?:it|them|that)\b", re.IGNORECASE)
_SOMEBODY_CAME = re.compile(r"(?:he|she|mr|mrs|ms|dr)\b.*\bcame\b", re.IGNORECASE)
_DECIDERS = {kind: frozenset({*course.done, *course.confirmed, *course.denied}) for kind, course in COURSES.items()}


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a verdict is read from.

    Attributes:
        signals: The conversation's signals by name, in the order of the words.
        turns: Its turns.
        moments: When each turn was made, if known.
        first_named: The first turn that promises something about a thing, by a signal that can decide it and the thing.
        made: All promises, in the order of their words.
    """

    signals: Mapping[str, Sequence[Signal]]
    turns: Sequence[Turn]
    moments: Sequence[datetime | None]
    first_named: Mapping[tuple[str, str], int]
    made: Sequence[Commitment] = ()
    # Worked out once for each, as a hundred promises may ask of the same words.
    _things: dict[Signal, set[str]] = field(default_factory=dict)
    _telling: dict[tuple[int, int, int], set[str]] = field(default_factory=dict)

    def is_of_another(self, one: Commitment, signal: Signal) -> bool:
        """Whether words that could decide several promises name what another of them is about, and not this one."""
        if COURSES[one.kind].is_own_proof:  # one word may tell of all that was asked, but a denial is of what it names
            return signal.name in COURSES[one.kind].denied and self.is_named_by_another(one, signal)
        told = self._things.get(signal)
        if told is None:
            text = self.turns[signal.turn].text
            told = self._things[signal] = things_of(text[slice(*clause_around(text, signal.start, signal.end))])
        if not told.isdisjoint(one.things):
            return False
        return any(self.first_named.get((signal.name, thing), signal.turn) < signal.turn for thing in told)

    def is_of_a_visit(self, one: Commitment, signal: Signal) -> bool:
        """Whether words tell that somebody came where somebody was to, and this promise is of something else."""
        if one.kind is Kind.COME or _SOMEBODY_CAME.match(signal.quote) is None:
            return False
        return any(other.kind is Kind.COME and other.turn < signal.turn for other in self.made)

    def is_named_by_another(self, one: Commitment, signal: Signal) -> bool:
        """Whether a sentence shares a telling word with another promise made so far, and none with this one."""
        return not self.is_same_matter(one, signal) and any(
            other is not one
            and other.turn < signal.turn
            and not (one.is_reported_by_word and other.turn == one.turn and other.sentence == one.sentence)
            and self.is_same_matter(other, signal)
            for other in self.made
        )

    def is_of_the_first(self, one: Commitment, signal: Signal) -> bool:
        """Whether words such as "got it" name nothing, and the same turn promised something else of the kind before."""
        if _GOT_IT.match(signal.quote) is None or self.is_same_matter(one, signal):
            return False
        same = (other for other in self.made if other.turn == one.turn and other.kind is one.kind)
        return any(other.start < one.start for other in same)

    def is_latest(self, one: Commitment, signal: Signal) -> bool:
        """Whether nothing else has been promised since a promise's turn when some words are said."""
        return not any(one.turn < other.turn < signal.turn for other in self.made)

    def is_sole(self, one: Commitment, signal: Signal) -> bool:
        """Whether a promise is the only one of its turn, and nothing else has been promised since."""
        return (
            self.is_latest(one, signal)
            and not any(other is not one and other.turn == one.turn for other in self.made)
            and not self.is_named_by_another(one, signal)
        )

    def is_asked(self, signal: Signal) -> bool:
        """Whether the clause of some words is a question: "has it arrived?"."""
        text = self.turns[signal.turn].text
        _, last = clause_around(text, signal.start, signal.end)
        return text[last : last + 1] == "?"

    def is_same_matter(self, one: Commitment, signal: Signal) -> bool:
        """Whether two sentences share a telling word."""
        nexts = (other.start for other in self.made if other.turn == one.turn and other.start > one.start)
        mine = self._telling_words(one.turn, one.start, min(one.sentence[1], *nexts, one.sentence[1]))
        first, last = sentence_around(self.turns[signal.turn].text, signal.start, signal.end)
        return not mine.isdisjoint(self._telling_words(signal.turn, first, last))

    def _telling_words(self, turn: int, start: int, end: int) -> set[str]:
        known = self._telling.get((turn, start, end))
        if known is None:
            known = self._telling[turn, start, end] = things_of(self.turns[turn].text[start:end])
        return known


def said_before(turns: Sequence[Turn], turn: int) -> int | None:
    """Returns the last turn of either side before a turn, whatever notes and messages of others stand between."""
    sides = (Speaker.AGENT, Speaker.CUSTOMER)
    return next((before for before in range(turn - 1, -1, -1) if turns[before].speaker in sides), None)


def first_named(made: Iterable[Commitment]) -> dict[tuple[str, str], int]:
    """Returns what a `Conversation` holds under this name."""
    first: dict[tuple[str, str], int] = {}
    for one in made:  # in the order of their turns
        for name in _DECIDERS[one.kind]:
            for thing in one.things:
                first.setdefault((name, thing), one.turn)
    return first
