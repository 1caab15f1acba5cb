"""Phrases as regular expressions over the letters of an `Alphabet`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from math import fsum

from recovery_eval.signals.alphabet import QUESTION_LETTER, SENTENCE_ENDS, Alphabet
from recovery_eval.signals.commonness import ShareOf
from recovery_eval.signals.phrase import KINDS, Choice, Gap, ListRef, Node, Repeat, Sequence, Word, is_word
from recovery_eval.signals.pipeline import QUESTION, norm_of_kind

MOST_PASSED_OVER = 5
MANY_OPTIONS = 4  # longer options for which it is worth looking at the next letter first
MOST_SENTENCE = 80  # tokens within which a question mark is looked for, so that time stays linear in a turn's length

_QUESTION = f"(?=[^{SENTENCE_ENDS}]{{0,{MOST_SENTENCE}}}+{QUESTION_LETTER})"
_OR_NOTHING = "(?:$|"

# A pattern, and the letters that it can begin with, or None if it may begin with any.
_Written = tuple[str, frozenset[str] | None]


class UnheardError(ValueError):
    """A word can't stand in a phrase: it ends a sentence, and phrases stay within one, or it is a filler."""


class PatternWriter:
    """Writes phrases as patterns, forwards or (for what stands before an anchor) backwards.

    Each pattern that begins with a word begins by stepping over up to five passed-over ones, so patterns can simply be
    joined. A choice steps over them once, before its options, and looks at one letter before it tries any.
    """

    def __init__(
        self,
        alphabet: Alphabet,
        lists: Mapping[str, tuple[Sequence, ...]],
        norms_of: Callable[[str], tuple[str, ...]],
        share_of: ShareOf,
        clause_starters: str,
    ) -> None:
        self._alphabet = alphabet
        self._lists = lists
        self._norms_of = norms_of
        self._share_of = share_of
        self._shares = {QUESTION_LETTER: share_of(QUESTION)}
        self._passed_over = frozenset(alphabet.passed_over)
        over = _any_of(alphabet.passed_over) if alphabet.passed_over else "(?!)"
        self._skip = f"{over}{{0,{MOST_PASSED_OVER}}}"
        starts = SENTENCE_ENDS + re.escape(clause_starters)
        self._edges = {"start": _edge(over, starts), "end": _edge(over, SENTENCE_ENDS)}
        self._of_word: dict[str, str] = {}
        self._of_list: dict[tuple[str, bool], _Written] = {}
        self._needed_by: dict[str | Choice, frozenset[str] | None] = {}
        self._matchers: dict[str, Callable[[str, int], re.Match[str] | None]] = {}

    def matcher(self, sequence: Sequence, *, backwards: bool) -> Callable[[str, int], re.Match[str] | None] | None:
        """Returns the `match` of the pattern of a phrase's part, or None for an empty one; many phrases share theirs.

        To be called once the part has been asked for its `needed_letters`.
        """
        written = self.write(sequence, backwards=backwards)
        if not written:
            return None
        if written not in self._matchers:
            self._matchers[written] = re.compile(written).match
        return self._matchers[written]

    def write(self, sequence: Sequence, *, backwards: bool) -> str:
        """Returns the pattern of a phrase, or of its part; empty for an empty part."""
        return self._stepped(*self._sequence(sequence, backwards))

    def write_any(self, options: tuple[Sequence, ...]) -> str:
        """Returns a pattern to search with, of which any option may be found; it steps over nothing before it."""
        return self._either(options, backwards=False)[0]

    def letters(self, word: Word) -> str:
        """Returns a word's letters, several where the tokenizer splits it.

        Raises:
            UnheardError: One of them ends a sentence, or the word is a filler.
        """
        letters = self._of_word.get(word.text)
        if letters is None:
            letters = "".join(map(self._letter, self._norms_of(word.text)))
            if any(end in letters for end in SENTENCE_ENDS):
                problem = f"{word.text!r} ends a sentence, and phrases stay within one; leave the mark out"
                raise UnheardError(problem + ", or write '{end}' or '{question}'")
            if not letters and any(map(str.isalnum, word.text)):
                kind = "name after '@'" if word.text.startswith("@") else "filler"
                raise UnheardError(f"{word.text!r} is a {kind}, which is passed over wherever it is said; leave it out")
            self._of_word[word.text] = letters
        return letters

    def needed_letters(self, sequence: Sequence) -> list[frozenset[str]]:
        """Returns sets of letters: of each, one must be in a sentence for the phrase to be.

        Gives every word of the phrase its letters, which all need before a turn is spelled.
        """
        return [needed for needed in map(self._needed, sequence) if needed]

    def _needed(self, node: Node) -> frozenset[str] | None:
        if isinstance(node, Word):
            return frozenset(self.letters(node)[:1]) or None
        if node == ListRef("question"):
            return frozenset(QUESTION_LETTER)
        if isinstance(node, ListRef) and node.name in KINDS:
            return frozenset(self._letter(norm_of_kind(node.name)))
        if isinstance(node, Choice):
            if node not in self._needed_by:
                self._needed_by[node] = self.needed_by_any(node.options)
            return self._needed_by[node]
        if isinstance(node, Repeat):
            self._needed(node.item)
        if not isinstance(node, ListRef) or node.name not in self._lists:
            return None
        if node.name not in self._needed_by:
            self._needed_by[node.name] = self.needed_by_any(self._lists[node.name])
        return self._needed_by[node.name]

    def needed_by_any(self, options: tuple[Sequence, ...]) -> frozenset[str] | None:
        """Returns letters of which one must be in a sentence for any of the options to be; None where none has to."""
        needed = [
            self.letters(option[0])[:1] if is_word(option) else self._rarest(self.needed_letters(option))
            for option in options
        ]
        return frozenset().union(*needed) if all(needed) else None

    def _rarest(self, needed: list[frozenset[str]]) -> frozenset[str]:
        return min(needed, key=self._share, default=frozenset())

    def _share(self, letters: frozenset[str]) -> float:
        return fsum([self._shares[letter] for letter in letters])

    def _letter(self, norm: str) -> str:
        letter = self._alphabet.letter(norm)
        self._shares[letter] = self._share_of(norm)
        return letter

    def _sequence(self, nodes: Sequence, backwards: bool) -> _Written:
        """Returns the pattern of nodes that follow each other, as `_node` does for one; written from its end.

        What may be missing steps over passed-over words after it rather than before, where the letters that can come
        are given: so they are stepped over once, whether it is there or not.
        """
        pattern, first = "", None
        for node in nodes if backwards else reversed(nodes):
            here, begins = self._node(node.item if isinstance(node, Repeat) else node, backwards)
            if not here:  # a filler, or a mark alone
                continue
            if not isinstance(node, Repeat):
                pattern, first = here + self._stepped(pattern, first), begins
            elif begins is not None and first is not None:
                first |= begins
                pattern = f"(?:{here}{self._step(first)}){{0,{node.most}}}{pattern}"
            else:
                pattern = f"(?:{self._stepped(here, begins)}){{0,{node.most}}}{self._stepped(pattern, first)}"
                first = None
        return pattern, first

    def _stepped(self, pattern: str, first: frozenset[str] | None) -> str:
        """Returns a pattern that steps over passed-over words first, where it begins with a word."""
        return pattern if first is None else self._step(first) + pattern

    def _step(self, first: frozenset[str]) -> str:
        """Returns the step over passed-over words; taken once and for all where none of them can be what comes next."""
        return self._skip + ("+" if first.isdisjoint(self._passed_over) else "")

    def _node(self, node: Node, backwards: bool) -> _Written:
        """Returns a node's pattern, and the letters that it can begin with, or None if it may begin with any.

        The step over passed-over words before it is left out where the letters are given.
        """
        if isinstance(node, Word):
            letters = self.letters(node)
            return self._run(letters[::-1] if backwards else letters)
        if isinstance(node, ListRef):
            return self._list(node.name, backwards)
        if isinstance(node, Choice):
            return self._either(node.options, backwards)
        if isinstance(node, Gap):
            return f"[^{SENTENCE_ENDS}]{{0,{node.most}}}?", None
        return self._sequence((node,), backwards)

    def _run(self, letters: str) -> _Written:
        if not letters:  # a filler, or a mark alone
            return "", None
        rest = [self._stepped(re.escape(letter), frozenset(letter)) for letter in letters[1:]]
        return re.escape(letters[0]) + "".join(rest), frozenset(letters[0])

    def _list(self, name: str, backwards: bool) -> _Written:
        if name in self._edges:
            ahead, behind = self._edges[name]
            return ahead if backwards == (name == "start") else behind, None
        if name == "question":  # backwards, that the sentence has its mark is all there is to see, and is seen to
            return "" if backwards else _QUESTION, None
        if name in KINDS:
            return self._run(self._letter(norm_of_kind(name)))
        key = (name, backwards)
        if key not in self._of_list:
            self._of_list[key] = self._either(self._lists[name], backwards)
        return self._of_list[key]

    def _either(self, options: tuple[Sequence, ...], backwards: bool) -> _Written:
        """Single words become one class of letters; longer options stand before it, so that the longest wins."""
        single: list[str] = []
        written: list[_Written] = []
        for option in options:
            if is_word(option) and len(letters := self.letters(option[0])) == 1:
                single.append(letters)
            else:
                written.append(self._sequence(option, backwards))
        longer = len(written)
        if single:
            written.append((_any_of(single), frozenset(single)))
        begins_with = [begins for _, begins in written if begins is not None]
        if len(begins_with) < len(written):
            return f"(?:{'|'.join([self._stepped(*one) for one in written])})", None
        letters_first = frozenset().union(*begins_with)
        if len(written) == 1:
            return written[0][0], letters_first
        look = f"(?={_any_of(letters_first)})" if longer >= MANY_OPTIONS else ""
        return f"{look}(?:{'|'.join([pattern for pattern, _ in written])})", letters_first


def _edge(over: str, letters: str) -> tuple[str, str]:
    """Returns two patterns for the place beside letters that end something: these lie ahead of it, or behind it."""
    return f"(?={over}{{0,{MOST_SENTENCE}}}{_OR_NOTHING}[{letters}]))", f"(?<![^{letters}])"


def looks_ahead(pattern: str) -> bool:
    """Tells whether a written pattern looks for the end of the sentence, beyond the words that it finds."""
    return _QUESTION in pattern or _OR_NOTHING in pattern


def _any_of(letters: Iterable[str]) -> str:
    """Returns a pattern for any one of these letters: neighbours as a range, which `re` reads and runs faster."""
    ranges: list[list[int]] = []
    for code in sorted({ord(letter) for letter in letters}):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return f"[{''.join([chr(first) if first == last else f'{chr(first)}-{chr(last)}' for first, last in ranges])}]"
