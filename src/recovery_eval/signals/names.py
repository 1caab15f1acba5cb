"""Finds where an agent addresses the customer by name.

The customer's name is known from the transcript's metadata, from the label of their turns, from how they introduce
themselves or sign, or it shows in the agent's own salutation. The agent's own name is never the customer's.
No list of first names is used: names of all cultures are treated alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from recovery_eval.evidence import Signal
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.phrase import Word
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.words import ROLE_WORDS, names_nobody

NAME = "names-customer"
KEPT_TURNS = 1_024  # readings kept, for agents repeat themselves

_REST = r"[\w'’.-]*[^\W_]"
_PART = rf"[^\W\d_]{_REST}"
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|madame|mister|coach|captain|reverend|pastor)\b\.?"
_TITLED = re.compile(rf"\b{_TITLE}\s*$", re.IGNORECASE)
_SALUTED = rf"(?:(?P<title>{_TITLE})\s*(?:(?:and|or|&)\s+{_TITLE}\s*)?)?(?P<name>{_PART}(?: {_PART})?)"
# "thank you mrs okafor", "about this Mrs. K. Patel": a title marks a name where no capital does
# and "Mr. and Mrs. Patel"
_MARKED = r"\b(?:[Mm](?:rs?|s|iss|x)|[Dd]r)\b\.?"
_WITH_TITLE = re.compile(rf"{_MARKED} +(?:(?:and|or|&) +{_MARKED} +)?(?:[^\W\d_]\.? +)?(?P<name>{_PART})")
_OPENING = 80  # characters of a turn in which a salutation is looked for
# A name set off in the sentence: "Thanks, Ama", "sorry about that, Stuart." or "Bob, once they share it …".
_SET_OFF = re.compile(r"[^\W\d_a-z]['’]?[^\W\d_][\w'’-]*(?=(?: ji)?(?:\s*[,.!?:\n]|\s+[-–—(]|\s*$))")
_SET_OFF_ASCII = re.compile(r"[A-Z]'?[A-Za-z][\w'-]*(?=(?: ji)?(?:\s*[,.!?:\n]|\s+[-(]|\s*$))")  # the same, and quicker
LEAST_HEADLINE = 6  # words
LONGEST_ANSWER = 60  # characters of a turn that tells a name and nothing else
LONGEST_SURE_GREETING = 6  # "hello", "dear": anywhere; "good morning" only where a sentence begins
_DASHED = (" -", " –", " —")
_AFTER_NAME = ("", ",", ".", "!", "?", "\n")
_WHOSE = "first|last|full|customer|client|guest|user|requester|contact|recipient"
_OPENS = r"(?:\{\{|\{%|\{!|%\{|#\{|\[\[|\[|\{|<)\s*-?\s*"
_PLACEHOLDER = re.compile(
    rf"{_OPENS}[\w. ]*(?:{_WHOSE})[\w. ]*name[^\]}}>\n]{{0,60}}[%\]}}>]{{0,3}}"
    r"|\[(?:name|pii)\]|\{name\}|<person>|\{\{\s*name\s*\}\}|\*\|[fl]name\|\*|%(?:first|last|full|f|l)_?name%",
    re.IGNORECASE,
)
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
    rf"\W*(?:(?:{_BEFORE_ANSWER})\b\W*)*(?:{_TITLE}\s+)?(?P<name>{_PART}(?:[ -]{_PART}){{0,2}})"
    r"[\s.!,]*(?:here|speaking|please|thanks)?[\s.!]*",
    re.IGNORECASE,
)
_ANY_NAME = re.compile(rf"{_PART}(?:[ -]{_PART})?")
_WRITTEN_NAME = re.compile(rf"[^\W\d_a-z]{_REST}(?: [^\W\d_a-z]{_REST})?")
_FAREWELL = "regards|thanks|thank you|cheers|sincerely|yours|best|wishes|faithfully"
_SIGNS = (
    rf"[-–—~*^/]\s?|(?:\n|[.!?]\s+)(?:(?i:(?:\w+ ){{0,2}}(?:{_FAREWELL}))[,.!]?\s+)?"
    r"|^(?i:(?:\w+ )?(?:regards|sincerely|yours|wishes|faithfully)),\s+"
)
_CLOSING = re.compile(rf"(?i:{_FAREWELL})[,.!]?\s*\n+\s*(?P<name>[^\W\d_][^\n,]{{1,40}})\s*(?:\n|$)")
_SIGNATURE = 40  # characters at the end of a turn in which a signature is looked for
_SIGNED = re.compile(rf"(?:{_SIGNS})(?P<name>{_PART})\s*(?:\d/\d)?\s*$")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,2}\.?$")
_GLUED = re.compile(r"[A-Z]?[a-z]+(?=[A-Z])")  # "GuestThank", where a line end was lost
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_APOSTROPHE = re.compile(r"['’]")
_NAME_WORD = re.compile(r"[^\W_][\w'’-]*")
_STRETCHED = re.compile(r"(.)\1{2,}")
# "Is this Ama?", "a call from Ama": nobody is addressed
_SPOKEN_OF = re.compile(
    r"\b(?:from|by|for|of|called|named|another|(?:speaking|talking) (?:with|to)|is (?:this|it)) ['\"“]?$"
)
_I = re.compile(r"I\b")
_SPOKEN_OF_BEFORE = re.compile(r"\b(?:our|my|the|your|his|her|their|a|colleague)(?: \w+){1,2},$", re.IGNORECASE)
_VERB = re.compile(r"(?:is|was|has|had|will|who|would|can|could|did|does)\b")
_TITLE_ALONE = re.compile(_TITLE, re.IGNORECASE)
# "Lucas van Wyk": nobody is called by such a word, unless it comes first, as in "Al Pitts"
_PARTICLES = frozenset("van von de der den da di du dos das do del della la le al el bin bint ibn ter ten".split())
_JOINS = ("_", "@", "#")  # beside letters and figures, what makes a word before it part of a longer one
_AGENT, _CUSTOMER, _BOT = Speaker.AGENT, Speaker.CUSTOMER, Speaker.BOT  # looking a member up takes its time


class _TurnNames(NamedTuple):
    """What one agent turn tells of names: the agent's own, and the spans of words that are greeted."""

    own: frozenset[str]
    greeted: tuple[tuple[int, int], ...]


_NO_NAMES: frozenset[str] = frozenset()


class NameFinder:
    """Finds the first place in each agent turn that addresses the customer by name.

    Args:
        library: Holds the word lists `greetings`, `courtesies`, `polite openings`, `before names`, `before others`,
            `after names` and `not names`.
    """

    def __init__(self, library: SignalLibrary) -> None:
        self._not_names = frozenset((*_entries(library, "not names"), *ROLE_WORDS))
        self._greetings = _entries(library, "greetings")
        self._courtesies = _entries(library, "courtesies")
        openings = "|".join(map(re.escape, _entries(library, "polite openings"))) or "(?!)"
        self._polite = re.compile(rf"(?<!\w)(?:{openings})\b[^.!?\n]*$", re.IGNORECASE)
        self._before_names = frozenset(_entries(library, "before names"))
        self._before_others = frozenset(_entries(library, "before others"))
        either = "|".join(map(re.escape, self._greetings))
        self._any_greeting = re.compile(either)
        fillers = "|".join(map(re.escape, _entries(library, "fillers"))) or "(?!)"
        between = rf"(?: there)?[ ,]+(?:(?:{fillers})\b[ ,]+)?"
        self._salutation = re.compile(rf"(?<!\w)(?:{either}){between}{_SALUTED}", re.IGNORECASE)
        after = "|".join(["I", *map(re.escape, _entries(library, "after names"))])
        self._unmarked = re.compile(rf"(?<= )[^\W\d_a-z][^\W\d_]+(?= (?:{after})\b)")
        self._unmarked_ascii = re.compile(rf"(?<= )[A-Z][A-Za-z]+(?= (?:{after})\b)")  # the same, and quicker
        self._of_agent = lru_cache(maxsize=KEPT_TURNS)(self._read_agent)
        self._of_customer = lru_cache(maxsize=KEPT_TURNS)(self._introduced)
        self._set_off = lru_cache(maxsize=KEPT_TURNS)(lambda text: tuple(self._addressed(text)))

    def find(self, transcript: Transcript) -> dict[int, Signal]:
        """Returns at most one signal a turn, by turn index."""
        agents, customers = set(_parts(transcript.agent_name)), self._shown(transcript.customer_name)
        readings: list[tuple[int, str, tuple[tuple[int, int], ...]]] = []
        heard = False
        asked = ""
        for index, turn in enumerate(transcript.turns):
            speaker = turn.speaker
            if speaker is _CUSTOMER:
                heard = True
                customers |= self._of_customer(turn.text)
                if asked:
                    customers |= self._answered(asked, turn.text)
                    asked = ""
                if turn.name is not None:
                    customers |= self._shown(turn.name)
            elif speaker is _AGENT or speaker is _BOT:
                own, greeted = self._of_agent(turn.text, heard)
                asked = turn.text
                agents |= own
                if turn.name is not None:
                    agents |= _parts(turn.name)
                if speaker is _AGENT:
                    readings.append((index, turn.text, greeted))
        told = any("_" not in name and not name[-1].isdigit() for name in customers)  # a handle tells no name
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
                span = next((span for span in hidden if _PLACEHOLDER.fullmatch(text, *span)), None)
            if span is not None:
                found[index] = Signal(NAME, index, *span, text[slice(*span)], "name")
        return found

    def _shown(self, name: str | None) -> set[str]:
        """Returns the parts of the name under which a customer is known; of a handle only those that may be names."""
        parts = set(_parts(name))
        return {part for part in parts if self.is_name(part)} if name and name.startswith("@") else parts

    def may_address(self, text: str, known: frozenset[str]) -> bool:
        """Tells whether `find` can find anybody in an agent's only turn but those `known`, given in lower case.

        It costs half as much, and most turns address nobody else.
        """
        spans = (*self._greeted(text, heard=False), *self._set_off(text))
        return any(text[start:end].lower() not in known for start, end in spans)

    def _read_agent(self, text: str, heard: bool) -> _TurnNames:
        """Reads one turn; before the customer was `heard`, only a name written as one can be greeted."""
        own = self._introduced(text)
        signed = _SIGNED.search(text, max(0, len(text) - _SIGNATURE))
        if signed and not _TITLED.search(text, max(0, signed.start("name") - 10), signed.start("name")):
            own |= {signed["name"].lower()}
        return _TurnNames(own, tuple(self._greeted(text, heard=heard)))

    def _greeted(self, text: str, *, heard: bool) -> Iterator[tuple[int, int]]:
        opening = text[:_OPENING].lower()
        for greeting in self._greetings if self._any_greeting.search(opening) else ():
            place = opening.find(greeting)
            while place >= 0:
                if span := self._saluted(text, opening, greeting, place, heard=heard):
                    yield span
                place = opening.find(greeting, place + 1)

    def _saluted(self, text: str, opening: str, greeting: str, place: int, *, heard: bool) -> tuple[int, int] | None:
        """Returns the span of the name behind a greeting at a place, or None where there is none."""
        match = self._salutation.match(text, place)
        if match is None:
            return None
        before = opening[:place].split()
        if len(greeting) > LONGEST_SURE_GREETING and before and before[-1][-1].isalnum() and before[-1][0] != "@":
            return None  # "this morning caused" greets nobody
        start = match.start("name")
        end = start + len(match["name"].split()[0].rstrip(".'’-"))
        word = text[start:end]
        if _INITIALS.fullmatch(word) or not ((match["title"] and word[0].isupper()) or self.is_name(word)):
            return None
        is_marked = text[end : end + 1] in _AFTER_NAME
        if "," in text[place:start] and not is_marked:
            return None  # "Hello, parcels go out at noon"
        if heard:
            return start, end
        surname = match["name"][end - start :].lstrip(".'’- ")  # "Dear Ama Mensah,"
        if not is_marked and surname[:1].isupper() and self.is_name(surname):
            is_marked = text[match.end("name") : match.end("name") + 1] in _AFTER_NAME
        return (start, end) if word[0].isupper() and is_marked else None

    def _addressed(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields the spans of words that are written and set off as a name is, then those of placeholders."""
        plain = text.isascii()
        headline: bool | None = None
        set_off, unmarked = (_SET_OFF_ASCII, self._unmarked_ascii) if plain else (_SET_OFF, self._unmarked)
        for match in set_off.finditer(text):
            word = match[0].rstrip(".'’-")
            if word.isdigit() or _INITIALS.fullmatch(word) or not self.is_name(word):
                continue
            if self._is_set_off(text, *match.span()):
                if headline is None:
                    headline = _is_headline(text)
                if headline:
                    break
                yield match.start(), match.start() + len(word)
        for match in _WITH_TITLE.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()]
            stripped = before.rstrip().lower()
            opens = not stripped or stripped[-1] in ".!?," or self._ends_in_courtesy(stripped)
            if (opens or self._ends_politely(before)) and self.is_name(match["name"]):
                yield match.span("name")
        # "Thanks Ama we'll look": no mark, but a word that opens a clause
        for match in unmarked.finditer(text):
            before = text[max(0, match.start() - 30) : match.start() - 1]
            in_commas = before.endswith(",") and not _is_listed(before, text[match.end() + 1 : match.end() + 31])
            is_set_off = in_commas or self._ends_in_courtesy(before.lower())
            if is_set_off and self.is_name(match[0]) and not _INITIALS.fullmatch(match[0]):
                yield match.span()
        if "[" in text or "{" in text or "<" in text or "%" in text or "*|" in text:
            yield from (match.span() for match in _PLACEHOLDER.finditer(text))

    def _is_set_off(self, text: str, start: int, end: int) -> bool:
        """Tells whether a word is addressed: after a courtesy, between commas, or leading with one."""
        before = text[max(0, start - 30) : start]
        stripped = before.rstrip()
        if stripped[-1:].isalpha() or stripped.endswith("."):
            before = _TITLED.sub("", before)
            stripped = before.rstrip()
        if stripped.endswith(",") and len(stripped) > 1:
            if "\n" in before[len(stripped) :]:
                return False  # "Dear Ama,\n\nWonderful! We open at nine."
            return text[end : end + 1] != "," or not _is_listed(stripped, text[end + 1 : end + 31].lstrip())
        if before != stripped and self._ends_in_courtesy(stripped.lower()):
            return True
        if self._ends_politely(before):
            return True
        leads = not stripped or stripped[-1] in ".!?" or stripped.split()[-1].startswith("@")
        marked = text[end : end + 1] == "," or text[end : end + 2] in _DASHED
        follows = text[end + 1 : end + 31].lstrip(" -–—")
        return leads and marked and (follows[:1].islower() or _I.match(follows) is not None)

    def _ends_in_courtesy(self, before: str) -> bool:
        """Tells whether words in lower case end in a courtesy: "okay", but not the one in "took"."""
        return before.endswith(self._courtesies) and any(
            before.endswith(courtesy) and not before[: -len(courtesy)][-1:].isalpha() for courtesy in self._courtesies
        )

    def _ends_politely(self, before: str) -> bool:
        """Tells whether a name may end the polite sentence before it, without a mark: "sorry for the wait Ama."."""
        word = _LAST_WORD.search(before[:-1]) if before.endswith(" ") else None
        if word is None:
            return False
        if word[0].lower() in self._before_names:  # "for you Ama.", "oh no Ama!", but not "Is this Ama?"
            return _SPOKEN_OF.search(before.lower()) is None
        if not word[0].islower() or word[0] in self._before_others:
            return False
        return self._polite.search(before) is not None

    def _introduced(self, text: str) -> frozenset[str]:
        """Returns the names by which the speaker of a turn introduces themselves or signs a letter, in lower case."""
        signed = _CLOSING.search(text) if "\n" in text else None
        names = {part for part in _parts(signed["name"]) if self.is_name(part)} if signed else set()
        spaced = f" {_lowered(text)}"  # so that a cue may open the turn
        for cue in _I_AM_CUES:
            place = spaced.find(cue)
            if place >= 0 and (match := _WRITTEN_NAME.match(text, place + len(cue) - 1)):
                names.update(self._as_names(match[0]))
        if "name" in spaced:
            for cue in _NAME_CUES:
                place = spaced.find(cue)
                if place >= 0 and (match := _ANY_NAME.match(text, place + len(cue) - 1)):
                    names.update(self._as_names(match[0]))
        return frozenset(names) if names else _NO_NAMES

    def _answered(self, asked: str, text: str) -> frozenset[str]:
        """Returns the name that a short turn is, in lower case, where it answers one that asks for a name."""
        if len(text) > LONGEST_ANSWER or not _ASKS_NAME.search(asked):
            return _NO_NAMES
        answer = _ANSWERED_NAME.fullmatch(text)
        words = [word.lower() for word in answer["name"].replace("-", " ").split()] if answer else []
        return frozenset(words) if all(map(self.is_name, words)) else _NO_NAMES

    def _as_names(self, words: str) -> Iterator[str]:
        for word in words.replace("-", " ").split(" "):
            if not self.is_name(word):
                break
            yield word.lower()

    def is_name(self, word: str) -> bool:
        """Tells whether a word in the place of a name can be one."""
        lower = word.lower()
        if lower in self._not_names:  # by far the most frequent case
            return False
        if inner := _GLUED.match(word):
            lower = inner[0].lower()
        elif stretched := _STRETCHED.search(lower):  # "Awwww"
            lower = lower.replace(stretched[0], stretched[1])
        return len(lower) > 1 and lower not in self._not_names and _APOSTROPHE.split(lower)[0] not in self._not_names


def _is_listed(before: str, follows: str) -> bool:
    """Tells whether a word after a comma is one of several: "Ada, Bob, and Cy", but not "today, Bob, and we'll".

    Nor is what stands in commas beside somebody spoken of: "our driver, Bob, is".
    """
    if _SPOKEN_OF_BEFORE.search(before) and _VERB.match(follows):
        return True
    joined = follows.removeprefix("and ").removeprefix("or ")
    if _I.match(joined):  # "You're right, Bob, and I should have"
        return False
    *_, word = before.rstrip(" ,").rpartition(" ")
    return joined[:1].isupper() or (joined != follows and word[:1].isupper())


def _is_headline(text: str) -> bool:
    """Tells whether nearly every word of a text of some length begins with a capital, so that capitals tell nothing."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) >= LEAST_HEADLINE and sum(word[0].islower() for word in words) < len(words) / 5


def _entries(library: SignalLibrary, name: str) -> tuple[str, ...]:
    """Returns the entries of a list of plain words."""
    entries = library.lists.get(name, ())
    return tuple(" ".join(node.text for node in entry if isinstance(node, Word)) for entry in entries)


@lru_cache(maxsize=KEPT_TURNS)
def _parts(name: str | None) -> frozenset[str]:
    """Returns the words of a name in lower case, without titles and initials; of an address those before its "@"."""
    if not name or names_nobody(name):
        return _NO_NAMES
    words = _NAME_WORD.findall(name.lstrip("@").partition("@")[0])
    words[1:] = [word for word in words[1:] if word.lower() not in _PARTICLES]
    return frozenset(w.lower() for w in words if len(w) > 1 and not _TITLE_ALONE.fullmatch(w) and not w.isdigit())


def _lowered(text: str) -> str:
    """Returns a text in lower case; unchanged where a letter grows when it is made small, for places would shift."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _first_named(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Returns the span of the first place where one of some names, given in lower case, is said to its bearer."""
    lower = _lowered(text).replace("’", "'")
    spans = [span for name in names if (span := _word_in(lower, name.replace("’", "'"))) is not None]
    return min(spans, default=None)


def _word_in(text: str, word: str) -> tuple[int, int] | None:
    """Returns the span of a word that is not part of a longer one nor of a handle, and not only spoken of."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start], text[end : end + 1]
        is_part = before.isalnum() or before in _JOINS or after.isalnum() or after == "_"
        if not is_part and not _SPOKEN_OF.search(text, max(0, start - 20), start):
            return start, end
        start = text.find(word, start + 1)
    return None
