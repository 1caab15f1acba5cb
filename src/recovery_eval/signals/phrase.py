"""The phrase notation: words and five marks, parsed into a small tree.

    {we} {are} {very}* sorry (about|for) ..4 wait

`{name}` is a word list, `(a|b)` either, `?` optional, `*` any number up to three, `..4` up to four words between.
Five names are not lists but places and kinds that the matcher knows: `{start}` and `{end}` of a sentence, `{question}`
(the sentence ends in a question mark), `{number}` and `{link}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

MOST_REPEATS = 3
MOST_GAP = 12
MOST_CHARACTERS = 800
KEPT_PHRASES = 20_000  # parsed when a file is checked, and again when its phrases are compiled
PLACES = frozenset({"start", "end", "question"})
KINDS = frozenset({"number", "link"})

_LEXER = re.compile(
    r"\s*(?:(?P<gap>\.\.\d++(?![\w']))|(?P<list>\{[^{}]*\})|(?P<mark>[()|?*])|(?P<word>[^\s(){}|?*]+)|(?P<bad>\S))"
)

_PLAIN_WORDS = re.compile(r"[a-z']+(?: [a-z']+)*")  # most entries of word lists, for which there is a shorter way

_FIGURES = re.compile(r"\d[\d.,:/]*")

# What regular expressions are written with and words of ordinary text are not: these hold "$", "us$" and "c++".
_REGEX = re.compile(
    r"(?=[.+\[\]\\^$])(?:(?P<many>\.[*+]|(?<=[)}])\+)|(?P<gap>\.\.\d++(?=[\w'])|(?<=[^\s(|])\.\.(?=\w)|(?<!\S)\.\.(?!\S))"
    r"|(?P<either>[\[\]])|(?P<slash>\\)|(?P<start>\^)|(?P<end>(?<=\w\w\w)\$|(?<=[)}*?])\$))"
)
_INSTEAD = {
    "many": "'..4' is up to four words between, and '*' any number of one word, up to three",
    "gap": "a gap says how many words at most, and stands apart from them, as in 'gift ..4 card'",
    "either": "'(a|b)' is either word, and '(a|b)?' one that may be missing",
    "slash": "words stand as they are, and '{number}' is any figure",
    "start": "'{start}' is the beginning of a sentence",
    "end": "'{end}' is the end of a sentence",
}


class PhraseError(ValueError):
    """A phrase breaks the notation; `column` counts characters of the phrase from 1."""

    def __init__(self, problem: str, column: int) -> None:
        self.column = column
        super().__init__(f"{problem} (at character {column} of the phrase)")


@dataclass(frozen=True, slots=True)
class Word:
    """One written word; the tokenizer may still split it ("don't")."""

    text: str


@dataclass(frozen=True, slots=True)
class ListRef:
    """A word list, by name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Any one of several sequences; equal to itself alone, so that what is found out about it is quickly looked up."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words of any kind, within one sentence."""

    most: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """From none up to `most` of one item."""

    item: Word | ListRef | Choice
    most: int


Node = Word | ListRef | Choice | Gap | Repeat
Sequence = tuple[Node, ...]


def is_word(sequence: Sequence) -> TypeGuard[tuple[Word]]:
    """Tells whether a phrase is one word, as most entries of word lists are."""
    return len(sequence) == 1 and isinstance(sequence[0], Word)


# A piece of a phrase: its kind, its text, and where it was found.
_Lexeme = tuple[str, str, re.Match[str]]


@lru_cache(maxsize=KEPT_PHRASES)
def parse_phrase(phrase: str) -> Sequence:
    """Parses one phrase.

    Args:
        phrase: The phrase as it stands in the signal file, 800 characters at most.

    Returns:
        The items in order; never empty.

    Raises:
        PhraseError: The notation is broken; says at which character and how to mend it.
    """
    if len(phrase) > MOST_CHARACTERS:
        raise PhraseError(f"a phrase has at most {MOST_CHARACTERS} characters; split it in two", MOST_CHARACTERS)
    if _PLAIN_WORDS.fullmatch(phrase):
        return tuple(map(Word, phrase.split(" ")))
    slip = _REGEX.search(phrase)
    if slip is not None:
        raise PhraseError(f"{slip[0]!r} is no mark of phrases; {_INSTEAD[str(slip.lastgroup)]}", slip.start() + 1)
    lexemes = [(kind, m[kind], m) for m in _LEXER.finditer(phrase) if (kind := m.lastgroup) is not None]
    sequence, position = _parse_sequence(lexemes, 0, depth=0)
    if position < len(lexemes):
        stray = lexemes[position]
        raise PhraseError(f"stray {stray[1]!r}; every '(' needs its ')' and '|' stands inside them", _column(stray))
    if not sequence:
        raise PhraseError("an empty phrase", 1)
    return sequence


def _column(lexeme: _Lexeme) -> int:
    kind, _, match = lexeme
    return match.start(kind) + 1


def _parse_sequence(lexemes: list[_Lexeme], position: int, depth: int) -> tuple[Sequence, int]:
    items: list[Node] = []
    end = len(lexemes)
    while position < end:
        lexeme = lexemes[position]
        kind, text, _ = lexeme
        if kind != "mark":
            items.append(_parse_plain(lexeme))
        elif text == "(":
            choice, position = _parse_choice(lexemes, position, depth + 1)
            items.append(choice)
            continue
        elif text in "|)":
            break
        else:
            _repeat_last(items, lexeme)
        position += 1
    return tuple(items), position


def _parse_choice(lexemes: list[_Lexeme], position: int, depth: int) -> tuple[Choice, int]:
    opening = lexemes[position]
    if depth > 4:
        raise PhraseError("brackets nest at most four deep; make a word list instead", _column(opening))
    options = []
    while True:
        option, position = _parse_sequence(lexemes, position + 1, depth)
        if not option:
            raise PhraseError("an empty alternative; write '(a|b)?' for an optional word", _column(opening))
        options.append(option)
        if position >= len(lexemes):
            raise PhraseError("'(' without its ')'", _column(opening))
        if lexemes[position][1] == ")":
            return Choice(tuple(options)), position + 1


def _parse_plain(lexeme: _Lexeme) -> Node:
    kind, text, _ = lexeme
    if kind == "word":
        word = _word(text)
        if word is None:
            raise PhraseError(f"figures are all alike to phrases: write '{{number}}' for {text!r}", _column(lexeme))
        return word
    if kind == "list":
        name = " ".join(text[1:-1].split())
        if not name:
            raise PhraseError("'{}' names no word list", _column(lexeme))
        return ListRef(name)
    if kind == "gap":
        most = int(text[2:])
        if not 1 <= most <= MOST_GAP:
            raise PhraseError(f"a gap is '..1' to '..{MOST_GAP}' words", _column(lexeme))
        return Gap(most)
    raise PhraseError(f"stray {text!r}; a word list is written '{{name}}'", _column(lexeme))


@lru_cache(maxsize=KEPT_PHRASES)  # the same words stand in many phrases
def _word(text: str) -> Word | None:
    """Returns a word, or None for figures."""
    return None if _FIGURES.fullmatch(text) else Word(text)


def _repeat_last(items: list[Node], mark: _Lexeme) -> None:
    last = items.pop() if items else None
    if isinstance(last, Gap | Repeat | None) or (isinstance(last, ListRef) and last.name in PLACES):
        instead = "; '{question}' is a question mark at the end of a sentence" if mark[1] == "?" else ""
        raise PhraseError(f"{mark[1]!r} must follow a word, a list or a bracket{instead}", _column(mark))
    items.append(Repeat(last, 1 if mark[1] == "?" else MOST_REPEATS))
