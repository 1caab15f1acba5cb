"""Names set off in a sentence: "Thanks, Ama", "sorry about that, Stuart.", "Bob, once they share it"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.names.name_words import INITIALS, PART, TITLED, NameWords, entries

# "thank you mrs okafor", "about this Mrs. K. Patel": a title marks a name where no capital does,
# and so do two of them in "Mr. and Mrs. Patel".
# (A pattern that begins with a letter, and looks back from there, is searched for in half the time.)
_MARKED = r"[MmDd](?<!\w[MmDd])(?:(?<=[Mm])(?:rs?|s|iss|x)|(?<=[Dd])r)\b\.?"
_WITH_TITLE = re.compile(rf"{_MARKED} +(?:(?:and|or|&) +{_MARKED} +)?(?:[^\W\d_]\.? +)?(?P<name>{PART})")
# A name set off in the sentence: "Thanks, Ama", "sorry about that, Stuart." or "Bob, once they share it …".
_FOND = "(?: (?:ji|sir|madam|ma'am|bhai|mate|love|dear|hun|pal)(?![\\w'’]))?"  # "Ama love, give me a second"
_KISS = r"(?: x{1,3}(?=\s*$))?"
_SET_OFF = re.compile(
    rf"[^\W\d_a-z]['’]?[^\W\d_][\w'’-]*(?={_FOND}{_KISS}(?:\s*[,.!?:…\n\u2600-\u27bf\U0001f300-\U0001faff]|\s+[-–—(]|\s*$))"
)
_SET_OFF_ASCII = re.compile(  # the same, and quicker
    rf"[A-Z]'?[A-Za-z][\w'-]*(?={_FOND}{_KISS}(?:\s*[,.!?:\n]|\s+[-(]|\s*$))"
)
_FOND_BEHIND = re.compile(_FOND)
LEAST_HEADLINE = 6  # words
_DASHED = (" -", " –", " —", "…", "..", " …", " ..")
_WHOSE = "first|last|full|customer|client|guest|user|requester|contact|recipient"
_OPENS = r"(?:\{\{|\{%|\{!|%\{|#\{|\[\[|\[|\{|<)\s*-?\s*"
PLACEHOLDER = re.compile(
    rf"{_OPENS}[\w. ]*(?:{_WHOSE})[\w. ]*name[^\]}}>\n]{{0,60}}[%\]}}>]{{0,3}}"
    r"|\[(?:name|pii)\]|\{name\}|<person>|\{\{\s*name\s*\}\}|\*\|[fl]name\|\*|%(?:first|last|full|f|l)_?name%",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[^\W\d_]+$")
# "Is this Ama?", "a meeting with Ama", "a call from Ama": nobody is addressed
SPOKEN_OF = re.compile(
    r"\b(?:from|by|for|of|with|include|called|named|another|(?:speaking|talking) to|is (?:this|it)) ['\"“]?$"
)
_I = re.compile(r"I\b")
_SPOKEN_OF_BEFORE = re.compile(r"\b(?:our|my|the|your|his|her|their|a|colleague)(?: \w+){1,2},$", re.IGNORECASE)
# "Ines, who cut the key, will be round": told about her, where a question would ask her; "Ines, our locksmith, has it"
_WHO_DID = re.compile(
    r"\s*,\s+(?:(?:who|whose)\b[^.!?\n]*(?:[.!\n]|$)"
    r"|(?:our|my|the|your|an?)\b[^.,!?\n]*, (?:is|was|has|had|will|can|could|did)\b)"
)
# "Dr. Rao is free at two": told about them, where a question without a comma would go on as in "is there", "has your"
TELLS_OF = re.compile(
    r" (?:is|was|has|had|can|will|would|does|did) "
    r"(?!(?:there|this|that|these|those|it|you|your|the|a|an|we|our|i|my|he|his|she|her|they|their|any|some|everything)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(r"(?:is|was|has|had|will|who|would|can|could|did|does)\b")


class SetOffNames:
    """Finds the names that are set off, whoever bears them.

    Args:
        words: Tells what a name can be.
        library: Holds the word lists `courtesies`, `polite openings`, `before names`, `before others` and
            `after names`.
    """

    def __init__(self, words: NameWords, library: SignalLibrary) -> None:
        self._words = words
        self._courtesies = entries(library, "courtesies")
        openings = "|".join(map(re.escape, entries(library, "polite openings"))) or "(?!)"
        self._polite = re.compile(rf"(?<!\w)(?:{openings})\b[^.!?\n]*$", re.IGNORECASE)
        self._before_names = frozenset(entries(library, "before names"))
        self._before_others = frozenset(entries(library, "before others"))
        after = "|".join(["I", *map(re.escape, entries(library, "after names"))])
        self._unmarked = re.compile(rf"[^\W\d_a-z](?<= [^\W\d_a-z])[^\W\d_]+(?= (?:{after})\b)")
        self._unmarked_ascii = re.compile(rf"[A-Z](?<= [A-Z])[A-Za-z]+(?= (?:{after})\b)")  # the same, and quicker

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields the spans of words that are written and set off as a name is, then those of placeholders."""
        plain = text.isascii()
        headline: bool | None = None
        set_off, unmarked = (_SET_OFF_ASCII, self._unmarked_ascii) if plain else (_SET_OFF, self._unmarked)
        for match in set_off.finditer(text):
            word = match[0].rstrip(".'’-")
            if word.isdigit() or INITIALS.fullmatch(word) or not self._words.is_name(word):
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
            is_addressed = (opens or self._ends_politely(before)) and not TELLS_OF.match(text, match.end())
            if is_addressed and self._words.is_name(match["name"]):
                yield match.span("name")
        # "Thanks Ama we'll look": no mark, but a word that opens a clause
        for match in unmarked.finditer(text):
            before = text[max(0, match.start() - 30) : match.start() - 1]
            in_commas = before.endswith(",") and not _is_listed(before, text[match.end() + 1 : match.end() + 31])
            is_set_off = in_commas or self._ends_in_courtesy(before.lower())
            if is_set_off and self._words.is_name(match[0]) and not INITIALS.fullmatch(match[0]):
                yield match.span()
        if "[" in text or "{" in text or "<" in text or "%" in text or "*|" in text:
            yield from (match.span() for match in PLACEHOLDER.finditer(text))

    def _is_set_off(self, text: str, start: int, end: int) -> bool:
        """Tells whether a word is addressed: after a courtesy, between commas, or leading with one."""
        before = text[max(0, start - 30) : start]
        stripped = before.rstrip()
        if stripped[-1:].isalpha() or stripped.endswith("."):
            before = TITLED.sub("", before)
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
        if fond := _FOND_BEHIND.match(text, end):
            end = fond.end()
        marked = text[end : end + 1] == "," or text.startswith(_DASHED, end)
        if marked and not stripped and text.startswith("\n", end + 1):  # "Ama,\n\nThank you for writing."
            return True
        follows = text[end + 1 : end + 31].lstrip(" -–—….")
        if leads and marked and _WHO_DID.match(text, end):
            return False
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
            return SPOKEN_OF.search(before.lower()) is None
        if not word[0].islower() or word[0] in self._before_others:
            return False
        return self._polite.search(before) is not None


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
