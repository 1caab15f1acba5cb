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

# Pieces of a phrase: a gap, a list, a mark, a word, or a lone brace.
_PIECE = re.compile(r"\.\.\d++(?![\w'])|\{[^{}]*\}|[()|?*]|[^\s(){}|?*]+|\S")

_PLAIN_WORDS = re.compile(r"[a-z']+(?: [a-z']+)*")  # most entries of word lists, for which there is a shorter way

_MARKS = frozenset("()|?*")

_FIGURES = re.compile(r"\d[\d.,:/]*")

# What regular expressions are written with and words of ordinary text are not: these hold "$", "us$" and "c++".
_REGEX = re.compile(
    r"(?=[.…+\[\]\\^$])(?:(?P<many>\.[*+]|(?<=[)}])\+)"
    r"|(?P<gap>\.\.\d++(?=[\w'])|(?<=[^\s(|])\.\.(?=\w)|(?<!\S)(?:\.\.+|…)(?!\S))|(?P<either>[\[\]])"
    r"|(?P<slash>\\)|(?P<start>\^)|(?P<end>(?<=\w\w\w)\$|(?<=[)}*?])\$))"
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


_word = lru_cache(maxsize=KEPT_PHRASES)(Word)  # the same words stand in many phrases


class _PieceError(Exception):
    """What is wrong with a piece of a phrase, given by its number."""

    def __init__(self, problem: str, at: int) -> None:
        self.problem = problem
        self.at = at


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
        return tuple(map(_word, phrase.split(" ")))
    slip = _REGEX.search(phrase)
    if slip is not None:
        raise PhraseError(f"{slip[0]!r} is no mark of phrases; {_INSTEAD[str(slip.lastgroup)]}", slip.start() + 1)
    pieces: list[str] = _PIECE.findall(phrase)
    try:
        sequence = _parse_all(pieces)
    except _PieceError as error:
        starts = [match.start() for match in _PIECE.finditer(phrase)]
        raise PhraseError(error.problem, starts[error.at] + 1) from None
    if not sequence:
        raise PhraseError("an empty phrase", 1)
    return sequence


def _parse_all(pieces: list[str]) -> Sequence:
    sequence, end = _parse_sequence(pieces, 0, depth=0)
    if end < len(pieces):
        raise _PieceError(f"stray {pieces[end]!r}; every '(' needs its ')' and '|' stands inside them", end)
    return sequence


def _parse_sequence(pieces: list[str], at: int, depth: int) -> tuple[Sequence, int]:
    items: list[Node] = []
    end = len(pieces)
    while at < end:
        piece = pieces[at]
        if piece not in _MARKS:
            node = _node(piece)
            if isinstance(node, str):
                raise _PieceError(node, at)
            items.append(node)
        elif piece == "(":
            choice, at = _parse_choice(pieces, at, depth + 1)
            items.append(choice)
            continue
        elif piece in "|)":
            break
        else:
            items.append(_repeated(items.pop() if items else None, piece, at))
        at += 1
    return tuple(items), at


def _parse_choice(pieces: list[str], opening: int, depth: int) -> tuple[Choice, int]:
    if depth > 4:
        raise _PieceError("brackets nest at most four deep; make a word list instead", opening)
    options = []
    at = opening
    while True:
        option, at = _parse_sequence(pieces, at + 1, depth)
        if not option:
            raise _PieceError("an empty alternative; write '(a|b)?' for an optional word", opening)
        options.append(option)
        if at >= len(pieces):
            raise _PieceError("'(' without its ')'", opening)
        if pieces[at] == ")":
            return Choice(tuple(options)), at + 1


@lru_cache(maxsize=KEPT_PHRASES)
def _node(piece: str) -> Word | ListRef | Gap | str:
    """Returns what a piece that is no mark stands for, or what is wrong with it."""
    if piece in ("{", "}"):
        return f"stray {piece!r}; a word list is written '{{name}}'"
    if piece[0] == "{":
        name = " ".join(piece[1:-1].split())
        return ListRef(name) if name else "'{}' names no word list"
    if piece.startswith("..") and piece[2:].isdecimal():
        most = int(piece[2:])
        return Gap(most) if 1 <= most <= MOST_GAP else f"a gap is '..1' to '..{MOST_GAP}' words"
    if _FIGURES.fullmatch(piece):
        return f"figures are all alike to phrases: write '{{number}}' for {piece!r}"
    return _word(piece)


def _repeated(last: Node | None, mark: str, at: int) -> Repeat:
    if isinstance(last, Gap | Repeat | None) or (isinstance(last, ListRef) and last.name in PLACES):
        instead = "; '{question}' is a question mark at the end of a sentence" if mark == "?" else ""
        raise _PieceError(f"{mark!r} must follow a word, a list or a bracket{instead}", at)
    return Repeat(last, 1 if mark == "?" else MOST_REPEATS)
