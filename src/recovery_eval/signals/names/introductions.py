"""Who speakers say they are: names by which they introduce themselves, sign, or answer when they are asked."""

from __future__ import annotations

import re

from recovery_eval.signals.names.name_words import NO_NAMES, PART, REST, TITLE, TITLED, NameWords, lowered, parts

LONGEST_ANSWER = 60  # characters of a turn that tells a name and nothing else
# "My name is …" names in any case of letters; "I'm …" does so only before a capital. Looking for the cue first, and for
# the name only behind it, is many times quicker than one pattern for both.
_NAME_CUES = ("name is ", "name's ", "names ", "name: ")
_I_AM_CUES = ("this is ", "i'm ", "i’m ", "i am ", " im ", "it's ", " its ", "called ")
# Asked who they are, people answer with the name alone: "Who am I speaking with?" "uh its Ama Mensah"
_ASKS_NAME = re.compile(
    r"\b(?:your|ur) (?:(?:full|first|last|good|family) )?(?:name|surname)\b"
    r"|\bname on the (?:account|booking|order|policy)\b|\b(?:a|the) name(?:,? please)?\W*$"
    r"|\bwho (?:am i|are we) \w+ing\b|\bwho (?:do i have|is this|is it|is that|is calling)\b"
    r"|\b(?:speaking|chatting|talking) (?:with|to)(?: today)?\?|\b(?:call you|you called)\b",
    re.IGNORECASE,
)
_BEFORE_ANSWER = (
    "yes|yeah|yep|sure|ok|okay|oh|uh|um|er|hi|hello|well|of course|no problem"
    "|i'm|i’m|im|i am|my name is|it's|it’s|its|it is|this is"
)
_ANSWERED_NAME = re.compile(
    rf"\W*(?:(?:{_BEFORE_ANSWER})\b\W*)*(?:{TITLE}\s+)?(?P<name>{PART}(?:[ -]{PART}){{0,2}})"
    r"[\s.!,]*(?:here|speaking|please|thanks)?[\s.!]*",
    re.IGNORECASE,
)
_ANY_NAME = re.compile(rf"{PART}(?:[ -]{PART})?")
_WRITTEN_NAME = re.compile(rf"[^\W\d_a-z]{REST}(?: [^\W\d_a-z]{REST})?")
_FAREWELL = "regards|thanks|thank you|cheers|sincerely|yours|best|wishes|faithfully|warmly|respectfully"
_SIGNS = (
    rf"[-–—~*^/]\s?|(?:\n|[.!?]\s+)(?:(?i:(?:\w+ ){{0,2}}(?:{_FAREWELL})(?: again)?)[,.!]?\s+)?"
    r"|^(?i:(?:\w+ )?(?:regards|sincerely|yours|wishes|faithfully)),\s+"
)
_CLOSING = re.compile(rf"(?i:{_FAREWELL})[,.!]?\s*\n+\s*(?P<name>[^\W\d_][^\n,]{{1,40}})\s*(?:\n|$)")
_SIGNATURE = 40  # characters at the end of a turn in which a signature is looked for
_SIGNED = re.compile(rf"(?:{_SIGNS})(?P<name>{PART})\s*(?:\d/\d)?\s*$")


class Introductions:
    """Finds the names that speakers tell of themselves, in lower case."""

    def __init__(self, words: NameWords) -> None:
        self._words = words

    def introduced(self, text: str) -> frozenset[str]:
        """Returns the names by which the speaker of a turn introduces themselves or signs a letter, in lower case."""
        signed = _CLOSING.search(text) if "\n" in text else None
        names = {part for part in parts(signed["name"]) if self._words.is_name(part)} if signed else set()
        spaced = f" {lowered(text)}"  # so that a cue may open the turn
        for cue in _I_AM_CUES:
            place = spaced.find(cue)
            if place >= 0 and (match := _WRITTEN_NAME.match(text, place + len(cue) - 1)):
                names.update(self._words.as_names(match[0]))
        if "name" in spaced:
            for cue in _NAME_CUES:
                place = spaced.find(cue)
                if place >= 0 and (match := _ANY_NAME.match(text, place + len(cue) - 1)):
                    names.update(self._words.as_names(match[0]))
        return frozenset(names) if names else NO_NAMES

    def signed(self, text: str) -> frozenset[str]:
        """Returns the name that ends an agent's turn as a signature."""
        signed = _SIGNED.search(text, max(0, len(text) - _SIGNATURE))
        if signed is None or TITLED.search(text, max(0, signed.start("name") - 10), signed.start("name")):
            return NO_NAMES
        return frozenset({signed["name"].lower()})

    def letter_end(self, text: str) -> int:
        """Returns where the words of a letter end: at its closing, behind which stand name, title and firm."""
        closing = _CLOSING.search(text) if "\n" in text else None
        return closing.start() if closing is not None else len(text)

    def answered(self, asked: str, text: str) -> frozenset[str]:
        """Returns the name that a short turn is, in lower case, where it answers one that asks for a name."""
        if len(text) > LONGEST_ANSWER or not _ASKS_NAME.search(asked):
            return NO_NAMES
        answer = _ANSWERED_NAME.fullmatch(text)
        words = [word.lower() for word in answer["name"].replace("-", " ").split()] if answer else []
        return frozenset(words) if all(map(self._words.is_name, words)) else NO_NAMES
