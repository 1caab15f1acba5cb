"""Spells turns in the letters of an `Alphabet`, with spaCy's tokenizer as the judge of what a token is.

The tokenizer treats the stretches between spaces one by one, and real text repeats its stretches; so each is tokenized
once and its letters are kept. Looking them up takes a fraction of the time of tokenizing each turn anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import NamedTuple

from spacy.tokens import Doc, Token

from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.folding import Folded, fold
from recovery_eval.signals.pipeline import TextPipeline

KEPT_STRETCHES = 50_000
KEPT_STRETCH_CHARACTERS = 40

# Where the tokens that have a letter begin and end in a text.
Places = tuple[tuple[int, ...], tuple[int, ...]]


class Whole(NamedTuple):
    """A text tokenized as a whole, for patterns over the tokens of its `Doc`."""

    doc: Doc
    folded: Folded
    letters: list[str]

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Returns the half-open span of characters of the doc's tokens from `first` up to, not including, `last`."""
        end = self.doc[last - 1]
        return self.folded.span(self.doc[first].idx, end.idx + len(end))

    def spelled(self, token: int) -> int:
        """Returns how many tokens before one of the doc have a letter."""
        return len("".join(self.letters[:token]))


class Spelled:
    """A text in letters, one a token; tokens without a letter are left out, and don't count as tokens.

    Attributes:
        letters: The letters of all tokens.
        whole: Set where the text was tokenized as a whole.
    """

    __slots__ = ("_first_tokens", "_pieces", "_places", "_stretches", "letters", "whole")

    def __init__(
        self, stretches: list[str], pieces: list[str], places: Callable[[str], Places], whole: Whole | None = None
    ) -> None:
        self._stretches = stretches
        self._pieces = pieces
        self._places = places
        self._first_tokens: list[int] | None = None
        self.letters = "".join(pieces)
        self.whole = whole

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Returns the half-open span of characters of the tokens from `first` up to, not including, `last`."""
        if self._first_tokens is None:
            self._first_tokens = list(accumulate(map(len, self._pieces), initial=0))
        at = bisect_right(self._first_tokens, first) - 1
        starts, ends = self._places(self._stretches[at])
        begin = sum(map(len, self._stretches[:at])) + at  # a space before each stretch but the first
        start = begin + starts[first - self._first_tokens[at]]
        last_at = bisect_right(self._first_tokens, last - 1, at) - 1
        if last_at > at:
            _, ends = self._places(self._stretches[last_at])
            begin += sum(map(len, self._stretches[at:last_at])) + last_at - at
        return start, begin + ends[last - 1 - self._first_tokens[last_at]]


class Speller:
    """Spells texts. To be used by one thread at a time, inside `TextPipeline.reading`.

    Args:
        alphabet: Complete: no letter may be given out later.
        pipeline: Its tokenizer decides.
        whole: Always runs the whole pipeline over the whole text, for those who need its `Doc`.
    """

    def __init__(self, alphabet: Alphabet, pipeline: TextPipeline, *, whole: bool) -> None:
        self._nlp = pipeline.nlp
        self._whole = whole
        self._kept = _Stretches(alphabet, pipeline)

    def spell(self, text: str) -> Spelled:
        """Returns the text in letters, one a token."""
        if self._whole:
            folded = fold(text)
            doc = self._nlp(folded.text)
            whole = Whole(doc, folded, self._kept.letters(doc))
            return Spelled([text], ["".join(whole.letters)], lambda _: _places(*whole), whole)
        stretches = text.split(" ")
        return Spelled(stretches, list(map(self._kept.__getitem__, stretches)), self._kept.places)


class _Stretches(dict[str, str]):
    """The letters of stretches, found out when a stretch is first asked for."""

    def __init__(self, alphabet: Alphabet, pipeline: TextPipeline) -> None:
        super().__init__({"": ""})
        self._letter = alphabet.known
        self._tokenize = pipeline.tokenize
        self._kept_places: dict[str, Places] = {}

    def __missing__(self, stretch: str) -> str:
        folded = fold(stretch)
        doc = self._tokenize(folded.text)
        letters = self.letters(doc)
        joined = "".join(letters)
        if len(stretch) <= KEPT_STRETCH_CHARACTERS and len(self) < KEPT_STRETCHES:
            self[stretch] = joined
            self._kept_places[stretch] = _places(doc, folded, letters)
        return joined

    def letters(self, tokens: Iterable[Token]) -> list[str]:
        """Returns the letter of each token, empty where it has none."""
        letter = self._letter
        return [letter(token.norm_) for token in tokens]

    def places(self, stretch: str) -> Places:
        """Returns the places of a stretch's tokens."""
        places = self._kept_places.get(stretch)
        if places is None:
            folded = fold(stretch)
            doc = self._tokenize(folded.text)
            places = _places(doc, folded, self.letters(doc))
        return places


def _places(doc: Doc, folded: Folded, letters: list[str]) -> Places:
    """Returns the places of a doc's tokens that have a letter, in the text as it was before folding."""
    spans = [
        folded.span(token.idx, token.idx + len(token)) for token, letter in zip(doc, letters, strict=True) if letter
    ]
    return tuple([start for start, _ in spans]), tuple([end for _, end in spans])
