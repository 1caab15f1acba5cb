"""Finds where an agent addresses the customer by name.

The customer's name is known from the transcript's metadata, from the label of their turns, from how they introduce
themselves or sign, or it shows in the agent's own salutation. The agent's own name is never the customer's.
No list of first names is used: names of all cultures are treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from recovery_eval.evidence import Signal
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.names.introductions import Introductions
from recovery_eval.signals.names.name_words import NO_NAMES, NameWords, entries, kept_if_short, lowered, parts
from recovery_eval.signals.names.salutations import Salutations
from recovery_eval.signals.names.set_off import PLACEHOLDER, SPOKEN_OF, TELLS_OF, SetOffNames
from recovery_eval.transcript.models import Speaker, Transcript

NAME = "names-customer"
_JOINS = ("_", "@", "#")  # beside letters and figures, what makes a word before it part of a longer one
_ALIKE = str.maketrans("’-", "' ")  # "Okonkwo-Reyes" is said as two words
_AGENT, _CUSTOMER, _BOT = Speaker.AGENT, Speaker.CUSTOMER, Speaker.BOT  # looking a member up takes its time


class _TurnNames(NamedTuple):
    """What one agent turn tells of names: the agent's own, and the spans of words that are greeted."""

    own: frozenset[str]
    greeted: tuple[tuple[int, int], ...]


class NameFinder:
    """Finds the first place in each agent turn that addresses the customer by name.

    Args:
        library: Holds the word lists `greetings`, `courtesies`, `polite openings`, `before names`, `before others`,
            `after names` and `not names`.
    """

    def __init__(self, library: SignalLibrary) -> None:
        self._words = NameWords(entries(library, "not names"))
        self._introductions = Introductions(self._words)
        self._salutations = Salutations(self._words, library)
        set_off = SetOffNames(self._words, library)
        letter_end = self._introductions.letter_end
        self._of_agent = kept_if_short(self._read_agent)
        self._of_customer = kept_if_short(self._introductions.introduced)
        self._set_off = kept_if_short(lambda text: tuple(set_off.spans(text[: letter_end(text)])))

    def find(self, transcript: Transcript) -> dict[int, Signal]:
        """Returns at most one signal a turn, by turn index."""
        agents, customers = set(parts(transcript.agent_name)), self._shown(transcript.customer_name)
        handles = _of_handle(transcript.customer_name)
        readings: list[tuple[int, str, tuple[tuple[int, int], ...]]] = []
        heard = False
        asked = ""
        for index, turn in enumerate(transcript.turns):
            speaker = turn.speaker
            if speaker is _CUSTOMER:
                heard = True
                customers |= self._of_customer(turn.text)
                if asked:
                    customers |= self._introductions.answered(asked, turn.text)
                    asked = ""
                if turn.name is not None:
                    customers |= self._shown(turn.name)
                    handles |= _of_handle(turn.name)
            elif speaker is _AGENT or speaker is _BOT:
                own, greeted = self._of_agent(turn.text, heard)
                asked = turn.text
                agents |= own
                if turn.name is not None:
                    agents |= parts(turn.name)
                if speaker is _AGENT:
                    readings.append((index, turn.text, greeted))
        told = any("_" not in name and not name[-1].isdigit() for name in customers - handles)
        customers |= {text[slice(*span)].lower() for _, text, greeted in readings for span in greeted}
        customers -= agents
        found: dict[int, Signal] = {}
        for index, text, _ in readings:
            span = _first_named(text, customers) if customers else None
            if span is None and not told:  # where the customer told their name, another name is somebody else's
                spans = self._set_off(text)
                span = next((span for span in spans if text[slice(*span)].lower() not in agents), None)
            if span is None:  # a name that the source hides is a name
                hidden = transcript.turns[index].redactions
                span = next((span for span in hidden if PLACEHOLDER.fullmatch(text, *span)), None)
            if span is not None:
                found[index] = Signal(NAME, index, *span, text[slice(*span)], "name")
        return found

    def _shown(self, name: str | None) -> set[str]:
        """Returns the parts of the name under which a customer is known; of a handle only those that may be names."""
        shown = set(parts(name))
        return {part for part in shown if self._words.is_name(part)} if name and name.startswith("@") else shown

    def may_address(self, text: str, known: frozenset[str]) -> bool:
        """Tells whether `find` can find anybody in an agent's only turn but those `known`, given in lower case.

        It costs half as much, and most turns address nobody else.
        """
        spans = (*self._salutations.greeted(text, heard=False), *self._set_off(text))
        return any(text[start:end].lower() not in known for start, end in spans)

    def _read_agent(self, text: str, heard: bool) -> _TurnNames:
        own = self._introductions.introduced(text) | self._introductions.signed(text)
        return _TurnNames(own, tuple(self._salutations.greeted(text, heard=heard)))


def _of_handle(name: str | None) -> frozenset[str]:
    """Returns the parts of a name that is a handle, which tells nobody's name for sure."""
    return parts(name) if name is not None and name.startswith("@") else NO_NAMES


def _first_named(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Returns the span of the first place where one of some names, given in lower case, is said to its bearer."""
    lower = lowered(text).translate(_ALIKE)
    spans = [span for name in names if (span := _word_in(lower, name.translate(_ALIKE))) is not None]
    return min(spans, default=None)


def _word_in(text: str, word: str) -> tuple[int, int] | None:
    """Returns the span of a word that is not part of a longer one nor of a handle, and not only spoken of."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start], text[end : end + 1]
        is_part = before.isalnum() or before in _JOINS or after.isalnum() or after == "_"
        is_part = is_part or text.startswith("'s", end)
        if not (is_part or SPOKEN_OF.search(text, max(0, start - 20), start) or TELLS_OF.match(text, end)):
            return start, end
        start = text.find(word, start + 1)
    return None
