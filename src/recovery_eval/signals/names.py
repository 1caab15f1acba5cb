"""Finds where an agent addresses the customer by name.

The customer's name is known from the transcript's metadata, from the label of their turns, from how they introduce
themselves or sign, or it shows in the agent's own salutation. The agent's own name is never the customer's.
No list of first names is used: names of all cultures are treated alike.
"""

from __future__ import annotations

import re

from recovery_eval.evidence import Signal
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.phrase import Word
from recovery_eval.transcript.models import Speaker, Transcript, Turn

NAME = "names-customer"

_PART = r"[^\W\d_][\w'’.-]*[^\W_]"
_GREETING = r"hi+|hello+|hey+|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|namaste|morning|g'day|welcome|hola"
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|mister)\b\.?"
_SALUTATION = re.compile(rf"(?<!\w)(?:{_GREETING})(?: there)?[ ,]+(?:(?P<title>{_TITLE})\s*)?(?P<name>{_PART}(?: \w+)?)", re.IGNORECASE)
_OPENING = 80  # characters of a turn in which a salutation is looked for
# A name set off in the sentence: "Thanks, Ama", "sorry about that, Stuart." or "Bob, once they share it …".
_SET_OFF = re.compile(r"[^\W\d_a-z][\w'’-]+(?=\s*[,.!?\n]|\s+[-–—(]|\s*$)")
_COURTESIES = (
    "thanks", "thank you", "so much", "very much", "a lot", "cheers", "sorry", "about that", "apologies", "again", "understood", "no problem",
    "no worries", "welcome", "got it", "certainly", "of course", "sure", "okay", "ok", "great", "perfect", "absolutely", "right", "alright", "bye", "take care",
)
_PLACEHOLDER = re.compile(
    r"(?:\{\{|\{%|\{!|%\{|#\{|\[\[|\[|\{|<)\s*-?\s*[\w. ]*(?:first|last|full|customer|client|guest|user|requester|contact|recipient)[\w. ]*name[^\]}>\n]{0,60}"
    r"|\[(?:name|pii)\]|\{name\}|<person>|\{\{\s*name\s*\}\}",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    rf"(?<!\w)(?i:my name is|my name's|my names|name is|this is|i'm|i am|im|it's|its|name:|called)\s+(?P<name>{_PART}(?:[ -]{_PART})?)"
)
_INTRODUCTION_CUES = ("name", "this is", "i'm ", "i am", "im ", "it's ", "its ", "called")
_SIGNATURE = 40  # characters at the end of a turn in which a signature is looked for
_CLOSING = re.compile(
    r"(?i:regards|thanks|thank you|cheers|sincerely|yours|best|wishes|faithfully)[,.!]?\s*\n+\s*(?P<name>[^\W\d_][^\n,]{1,40})\s*(?:\n|$)"
)
_SIGNED = re.compile(rf"(?:[-–—~*^/]\s?|\n)(?P<name>{_PART})\s*(?:\d/\d)?\s*$")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,2}\.?$")


class NameFinder:
    """Finds the first place in each agent turn that addresses the customer by name.

    Args:
        library: Holds the word list `not names`: words that follow a greeting without being one.
    """

    def __init__(self, library: SignalLibrary) -> None:
        entries = library.lists.get("not names", ())
        self._not_names = frozenset(node.text for entry in entries for node in entry if isinstance(node, Word))

    def find(self, transcript: Transcript) -> dict[int, Signal]:
        """Returns at most one signal a turn, by turn index."""
        agents = self._agent_names(transcript)
        customers = self._customer_names(transcript) - agents
        known = _any_word(customers)
        found: dict[int, Signal] = {}
        for index, turn in enumerate(transcript.turns):
            if turn.speaker is not Speaker.AGENT:
                continue
            span = self._addressed(turn.text, agents, known)
            if span is not None:
                found[index] = Signal(NAME, index, *span, turn.text[slice(*span)], "name")
        return found

    def _addressed(self, text: str, agents: set[str], known: re.Pattern[str] | None) -> tuple[int, int] | None:
        if known is not None and (match := known.search(text)):
            return match.span()
        for match in _SALUTATION.finditer(text, 0, _OPENING):
            start, end = match.span("name")
            end = start + len(match["name"].split()[0].rstrip(".'’-"))
            if self._may_be(text[start:end], agents) and (match["title"] or self.is_name(text[start:end])):
                return start, end
        for match in _SET_OFF.finditer(text):
            word = match[0].rstrip(".'’-")
            if self.is_name(word) and self._may_be(word, agents) and _is_set_off(text, *match.span()):
                return match.start(), match.start() + len(word)
        match = _PLACEHOLDER.search(text) if "[" in text or "{" in text or "<" in text else None
        return match.span() if match else None

    @staticmethod
    def _may_be(word: str, agents: set[str]) -> bool:
        return len(word) > 1 and word.lower() not in agents and not _INITIALS.fullmatch(word)

    def is_name(self, word: str) -> bool:
        """Tells whether a word in the place of a name can be one."""
        inner = re.match(r"[A-Z]?[a-z]+(?=[A-Z])", word)  # "GuestThank", where a line end was lost
        head = inner[0] if inner else word
        lower = head.lower()
        return len(lower) > 1 and lower not in self._not_names and re.split(r"['’]", lower)[0] not in self._not_names

    def _customer_names(self, transcript: Transcript) -> set[str]:
        names = _parts(transcript.customer_name)
        for turn in transcript.turns:
            if turn.speaker is Speaker.CUSTOMER:
                names |= _parts(turn.name) | self._introduced(turn)
                if "\n" in turn.text and (closing := _CLOSING.search(turn.text)):
                    names |= {part for part in _parts(closing["name"]) if self.is_name(part)}
        return names

    def _agent_names(self, transcript: Transcript) -> set[str]:
        names = _parts(transcript.agent_name)
        for turn in transcript.turns:
            if turn.speaker in (Speaker.AGENT, Speaker.BOT):
                names |= _parts(turn.name) | self._introduced(turn)
                if signed := _SIGNED.search(turn.text[-_SIGNATURE:]):
                    names.add(signed["name"].lower())
                if "\n" in turn.text and (closing := _CLOSING.search(turn.text)):
                    names |= _parts(closing["name"])
        return names

    def _introduced(self, turn: Turn) -> set[str]:
        names: set[str] = set()
        lower = turn.text.lower()
        if not any(cue in lower for cue in _INTRODUCTION_CUES):
            return names
        for match in _INTRODUCES.finditer(turn.text):
            sure = "name" in match[0].lower()[:8]
            for word in re.split(r"[ -]", match["name"]):
                if not self.is_name(word) or not (word[0].isupper() or sure):
                    break
                names.add(word.lower())
        return names


def _parts(name: str | None) -> set[str]:
    """Returns the words of a name in lower case, without titles and initials."""
    if not name:
        return set()
    words = re.findall(r"[^\W_][\w'’-]*", name)
    return {w.lower() for w in words if len(w) > 1 and not re.fullmatch(_TITLE, w, re.IGNORECASE) and not w.isdigit()}


def _is_set_off(text: str, start: int, end: int) -> bool:
    """Tells whether the word between two offsets is addressed: after a courtesy, between commas, or leading with one."""
    before = text[max(0, start - 30) : start]
    stripped = before.rstrip()
    if stripped.endswith(",") and len(stripped) > 1:
        return True
    if stripped.lower().endswith(_COURTESIES) and before != stripped:
        return True
    leads = not stripped or stripped[-1] in ".!?" or stripped.split()[-1].startswith("@")
    return leads and text[end : end + 2] == ", " and text[end + 2 : end + 3].islower()


def _any_word(names: set[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    return re.compile(rf"(?<![\w@#])(?:{'|'.join(sorted(map(re.escape, names)))})(?!\w)", re.IGNORECASE)
