"""Names behind a greeting: "Hi Ama", "Dear Mr. and Mrs. Patel"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.names.name_words import INITIALS, PART, TITLE, NameWords, entries

_SALUTED = rf"(?:(?P<title>{TITLE})\s*(?:(?:and|or|&)\s+{TITLE}\s*)?(?:[A-Z]\.?\s+)?)?(?P<name>{PART}(?: {PART})?)"
_OPENING = 80  # characters of a turn in which a salutation is looked for
LONGEST_SURE_GREETING = 6  # "hello", "dear": anywhere; "good morning" only where a sentence begins
_AFTER_NAME = ("", ",", ".", "!", "?", "\n")
# "good morning quayside dental ama speaking", "hello quayside dental you're through to ama", "hi ama at the desk here"
_OF_FIRM = re.compile(
    r"(?: [\w'’&-]+){0,5} (?:speaking|you['’]re through to)\b| (?:at|from)(?: [\w'’&-]+){1,4} (?:here|calling)\b"
)


class Salutations:
    """Finds the names that are greeted.

    Args:
        words: Tells what a name can be.
        library: Holds the word lists `greetings` and `fillers`.
    """

    def __init__(self, words: NameWords, library: SignalLibrary) -> None:
        self._words = words
        self._greetings = entries(library, "greetings")
        either = "|".join(map(re.escape, self._greetings))
        self._any_greeting = re.compile(either)
        fillers = "|".join(map(re.escape, entries(library, "fillers"))) or "(?!)"
        between = rf"(?: there)?[ ,]+(?:(?:{fillers})\b[ ,]+)?"
        self._salutation = re.compile(rf"(?<!\w)(?:{either}){between}{_SALUTED}", re.IGNORECASE)

    def greeted(self, text: str, *, heard: bool) -> Iterator[tuple[int, int]]:
        """Yields the spans of greeted names; before the customer was `heard`, only of those written as names."""
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
        if INITIALS.fullmatch(word) or not ((match["title"] and word[0].isupper()) or self._words.is_name(word)):
            return None
        if _OF_FIRM.match(text, end):
            return None
        is_marked = text[end : end + 1] in _AFTER_NAME
        if "," in text[place:start] and not is_marked:
            return None  # "Hello, parcels go out at noon"
        if heard:
            return start, end
        surname = match["name"][end - start :].lstrip(".'’- ")  # "Dear Ama Mensah,"
        if not is_marked and surname[:1].isupper() and self._words.is_name(surname):
            is_marked = text[match.end("name") : match.end("name") + 1] in _AFTER_NAME
        return (start, end) if word[0].isupper() and is_marked else None
