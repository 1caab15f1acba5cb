"""What a name looks like, and which words in the place of a name are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.phrase import Word
from recovery_eval.transcript.words import ROLE_WORDS, names_nobody

_T = TypeVar("_T")
KEPT_TURNS = 1_024  # readings kept, for agents repeat themselves
KEPT_CHARACTERS = 2_000  # of the longest turn whose reading is kept: a thousand mails with all they quote are too much

REST = r"[\w'’.-]*[^\W_]"
PART = rf"[^\W\d_]{REST}"
TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|madame|mister|coach|captain|reverend|pastor)\b\.?"
TITLED = re.compile(rf"\b{TITLE}\s*$", re.IGNORECASE)
INITIALS = re.compile(r"(?:[A-Z]\.?){1,2}\.?$")
_GLUED = re.compile(r"[A-Z]?[a-z]+(?=[A-Z])")  # "GuestThank", where a line end was lost
_ANYBODY = ("guest", "customer")  # "guestthank", glued likewise
_INITIALS_IN_SMALL = re.compile(r"[b-df-hj-np-tv-xz]{2}")  # "dear kt w"
_APOSTROPHE = re.compile(r"['’]")
_NAME_WORD = re.compile(r"[^\W_][\w'’-]*")
_STRETCHED = re.compile(r"(.)\1{2,}")
_TITLE_ALONE = re.compile(TITLE, re.IGNORECASE)
# "Lucas van Wyk", "Mr. and Mrs. Rao": nobody is called by such a word, unless it comes first, as in "Al Pitts"
_PARTICLES = frozenset(
    ["van", "von", "de", "der", "den", "da", "di", "du", "dos", "das", "do", "del", "della", "la", "le", "al", "el"]
) | frozenset(["bin", "bint", "ibn", "ter", "ten", "and"])
NO_NAMES: frozenset[str] = frozenset()


class NameWords:
    """Tells names from other words.

    Args:
        not_names: Words in lower case that are no names where a name may stand.
    """

    def __init__(self, not_names: Iterable[str]) -> None:
        self._not_names = frozenset((*not_names, *ROLE_WORDS))

    def is_name(self, word: str) -> bool:
        """Tells whether a word in the place of a name can be one."""
        lower = word.lower()
        if lower in self._not_names or _INITIALS_IN_SMALL.fullmatch(word):  # the first by far the most frequent case
            return False
        if inner := _GLUED.match(word):
            lower = inner[0].lower()
        elif stretched := _STRETCHED.search(lower):  # "Awwww"
            lower = lower.replace(stretched[0], stretched[1])
        elif lower.startswith(_ANYBODY) and lower.removeprefix("guest").removeprefix("customer") in self._not_names:
            return False
        return len(lower) > 1 and lower not in self._not_names and _APOSTROPHE.split(lower)[0] not in self._not_names

    def as_names(self, words: str) -> Iterator[str]:
        """Yields the words that stand in the place of a name, in lower case, up to the first that is none."""
        for word in words.replace("-", " ").split(" "):
            if not self.is_name(word):
                break
            yield word.lower()


def kept_if_short(read: Callable[..., _T]) -> Callable[..., _T]:
    """Returns a function that reads a text, its first argument, and keeps its reading unless the text is long."""
    keeping = lru_cache(maxsize=KEPT_TURNS)(read)

    def reading(text: str, *others: Hashable) -> _T:
        return (keeping if len(text) <= KEPT_CHARACTERS else read)(text, *others)

    return reading


@lru_cache(maxsize=KEPT_TURNS)
def parts(name: str | None) -> frozenset[str]:
    """Returns the words of a name in lower case, without titles and initials; of an address those before its "@"."""
    if not name or names_nobody(name):
        return NO_NAMES
    words = _NAME_WORD.findall(name.lstrip("@").partition("@")[0])
    words[1:] = [word for word in words[1:] if word.lower() not in _PARTICLES]
    return frozenset(w.lower() for w in words if len(w) > 1 and not _TITLE_ALONE.fullmatch(w) and not w.isdigit())


def lowered(text: str) -> str:
    """Returns a text in lower case; unchanged where a letter grows when it is made small, for places would shift."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def entries(library: SignalLibrary, name: str) -> tuple[str, ...]:
    """Returns the entries of a list of plain words."""
    found = library.lists.get(name, ())
    return tuple(" ".join(node.text for node in entry if isinstance(node, Word)) for entry in found)
