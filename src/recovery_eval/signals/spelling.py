"""Spells turns in the letters of an `Alphabet`, with spaCy's tokenizer as the judge of what a token is.

The tokenizer treats the stretches between spaces one by one, and real text repeats its stretches; so each is tokenized
once and its letters are kept. Looking them up takes a fraction of the time of tokenizing each turn anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from spacy.tokens import Doc

from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.folding import Folded, fold
from recovery_eval.signals.pipeline import TextPipeline

KEPT_STRETCHES = 50_000
KEPT_STRETCH_CHARACTERS = 40
UNKEPT_STRETCHES = 4  # the latest others, which one turn asks for again and again
# spaCy's tokenizer looks at all that is left of a word for each part that it takes off: a pasted log without blanks
# would take minutes, so it is cut. No word is that long, nor an address.
_PIECE = re.compile(r"\S{1,2000}\s*|\s+")

# Where the tokens that have a letter begin and end in a text.
Places = tuple[tuple[int, ...], tuple[int, ...]]


class Whole:
    """A text tokenized as a whole, for patterns over the tokens of its `Doc`.

    Attributes:
        doc: Its tokens.
        letters: The letter of each, or none.
        spelled: For each, and for the end, how many tokens before it have a letter.
    """

    __slots__ = ("_folded", "doc", "letters", "spelled")

    def __init__(self, doc: Doc, folded: Folded, letters: list[str]) -> None:
        self.doc = doc
        self._folded = folded
        self.letters = letters
        self.spelled = list(accumulate(map(len, letters), initial=0))

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Returns the half-open span of characters of the doc's tokens from `first` up to, not including, `last`."""
        end = self.doc[last - 1]
        return self._folded.span(self.doc[first].idx, end.idx + len(end))

    def places(self) -> Places:
        """Returns the places of the tokens that have a letter, in the text as it was before folding."""
        pairs = zip(self.doc, self.letters, strict=True)
        return _places([self._folded.span(one.idx, one.idx + len(one)) for one, letter in pairs if letter])


class Spelled:
    """A text in letters, one a token; tokens without a letter are left out, and don't count as tokens.

    Attributes:
        letters: The letters of all tokens.
        whole: Set where the text was tokenized as a whole.
    """

    __slots__ = ("_begins", "_first_tokens", "_pieces", "_places", "_stretches", "letters", "whole")

    _begins: list[int]

    def __init__(
        self, stretches: list[str], pieces: list[str], places: Callable[[str], Places], whole: Whole | None = None
    ) -> None:
        self._stretches = stretches
        self._pieces = pieces
        self._places = places
        self._first_tokens: list[int] | None = None  # counted when a place is first asked for
        self.letters = "".join(pieces)
        self.whole = whole

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Returns the half-open span of characters of the tokens from `first` up to, not including, `last`."""
        first_tokens = self._first_tokens
        if first_tokens is None:
            first_tokens = self._first_tokens = list(accumulate(map(len, self._pieces), initial=0))
            self._begins = list(accumulate(map(len, self._stretches), initial=0))
        last -= 1
        at = bisect_right(first_tokens, first) - 1
        starts, ends = self._places(self._stretches[at])
        start = self._begins[at] + at + starts[first - first_tokens[at]]  # a space before each but the first
        if first_tokens[at + 1] <= last:
            at = bisect_right(first_tokens, last, at) - 1
            _, ends = self._places(self._stretches[at])
        return start, self._begins[at] + at + ends[last - first_tokens[at]]


class Speller:
    """Spells texts. To be used by one thread at a time, inside `TextPipeline.reading`.

    Args:
        alphabet: Has the letters of all phrases in question; those given out later may be missed, for letters are kept.
        pipeline: Its tokenizer decides.
        whole: Always runs the whole pipeline over the whole text, for those who need its `Doc`.
    """

    def __init__(self, alphabet: Alphabet, pipeline: TextPipeline, *, whole: bool) -> None:
        self._pipeline = pipeline
        self._whole = whole
        self._letter = alphabet.known
        self._kept = _Stretches(alphabet, pipeline)

    def spell(self, text: str) -> Spelled:
        """Returns the text in letters, one a token."""
        if self._whole:
            folded = fold(text)
            doc = self._pipeline.nlp(folded.text)
            whole = Whole(doc, folded, [self._letter(token.norm_) for token in doc])
            return Spelled([text], ["".join(whole.letters)], lambda _: whole.places(), whole)
        stretches = text.split(" ")
        return Spelled(stretches, list(map(self._kept.__getitem__, stretches)), self._kept.places)


class _Stretches(dict[str, str]):
    """The letters of stretches, found out when a stretch is first asked for."""

    def __init__(self, alphabet: Alphabet, pipeline: TextPipeline) -> None:
        super().__init__({"": ""})
        self._letter = alphabet.known
        self._pipeline = pipeline
        self._kept_places: dict[str, Places] = {}
        self._read_unkept = lru_cache(maxsize=UNKEPT_STRETCHES)(self._read)

    def __missing__(self, stretch: str) -> str:
        if len(stretch) > KEPT_STRETCH_CHARACTERS or len(self) >= KEPT_STRETCHES:
            return self._read_unkept(stretch)[0]
        letters, self._kept_places[stretch] = self._read(stretch)
        self[stretch] = letters
        return letters

    def places(self, stretch: str) -> Places:
        """Returns the places of a stretch's tokens."""
        return self._kept_places.get(stretch) or self._read_unkept(stretch)[1]

    def _read(self, stretch: str) -> tuple[str, Places]:
        folded = fold(stretch)
        letters: list[str] = []
        spans: list[tuple[int, int]] = []
        for piece in _PIECE.finditer(folded.text):
            for token in self._pipeline.tokenize(piece[0]):
                letter = self._letter(token.norm_)
                if letter:
                    letters.append(letter)
                    begin = piece.start() + token.idx
                    spans.append(folded.span(begin, begin + len(token)))
        return "".join(letters), _places(spans)


def _places(spans: list[tuple[int, int]]) -> Places:
    return tuple([start for start, _ in spans]), tuple([end for _, end in spans])
