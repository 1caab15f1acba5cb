"""Phrases as regular expressions over the letters of an `Alphabet`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from recovery_eval.signals.alphabet import MARK_LETTER, QUESTION_LETTER, STOP_LETTER, Alphabet
from recovery_eval.signals.phrase import KINDS, Choice, Gap, ListRef, Repeat, Sequence, Word
from recovery_eval.signals.pipeline import norm_of_kind

_ENDS = STOP_LETTER + QUESTION_LETTER
MOST_PASSED_OVER = 5
MOST_SENTENCE = 80  # tokens within which a question mark is looked for, so that time stays linear in a turn's length


class PatternWriter:
    """Writes phrases as patterns, forwards or (for what stands before an anchor) backwards.

    Each word's pattern begins by stepping over up to five passed-over tokens, so patterns can simply be joined.
    """

    def __init__(
        self,
        alphabet: Alphabet,
        lists: Mapping[str, tuple[Sequence, ...]],
        norms_of: Callable[[str], tuple[str, ...]],
        clause_starters: str,
    ) -> None:
        self._alphabet = alphabet
        self._lists = lists
        self._norms_of = norms_of
        self._skip = f"[{re.escape(alphabet.passed_over)}]{{0,{MOST_PASSED_OVER}}}"
        self._to_edge = f"[{re.escape(alphabet.passed_over)}]{{0,{MOST_SENTENCE}}}"
        self._start = f"(?={self._to_edge}(?:$|[{_ENDS}{re.escape(clause_starters)}]))"
        self._of_word: dict[str, str] = {}
        self._of_list: dict[tuple[str, bool], str] = {}
        self._needed_by_list: dict[str, frozenset[str] | None] = {}
        self._matchers: dict[str, Callable[[str, int], re.Match[str] | None]] = {}

    def matcher(self, written: str) -> Callable[[str, int], re.Match[str] | None] | None:
        """Returns the `match` of a written pattern, or None for an empty one; many phrases share theirs."""
        if not written:
            return None
        if written not in self._matchers:
            self._matchers[written] = re.compile(written).match
        return self._matchers[written]

    def write(self, sequence: Sequence, *, backwards: bool) -> str:
        """Returns the pattern of a phrase, or of its part; empty for an empty part."""
        nodes = reversed(sequence) if backwards else sequence
        return "".join([self._node(node, backwards) for node in nodes])

    def letters(self, word: Word) -> str:
        """Returns a word's letters, several where the tokenizer splits it."""
        letters = self._of_word.get(word.text)
        if letters is None:
            letters = "".join([self._alphabet.letter(norm) for norm in self._norms_of(word.text)])
            self._of_word[word.text] = letters
        return letters

    def needed_letters(self, sequence: Sequence) -> frozenset[str] | None:
        """Returns letters of which one must be in a turn for the phrase to be; None where that can't be told."""
        best: frozenset[str] | None = None
        for node in sequence:
            here = self._needed(node)
            if here and (best is None or len(here) < len(best)):
                best = here
        return best

    def _needed(self, node: Word | ListRef | Choice | Gap | Repeat) -> frozenset[str] | None:
        if isinstance(node, Word):
            return frozenset(self.letters(node)[:1])
        if node == ListRef("question"):
            return frozenset(QUESTION_LETTER)
        if isinstance(node, ListRef) and node.name in KINDS:
            return frozenset(self._alphabet.letter(norm_of_kind(node.name)))
        if isinstance(node, Choice):
            return self._needed_by_any(node.options)
        if not isinstance(node, ListRef) or node.name not in self._lists:
            return None
        if node.name not in self._needed_by_list:
            self._needed_by_list[node.name] = self._needed_by_any(self._lists[node.name])
        return self._needed_by_list[node.name]

    def _needed_by_any(self, options: tuple[Sequence, ...]) -> frozenset[str] | None:
        needed = [self.needed_letters(option) for option in options]
        return frozenset().union(*[one for one in needed if one]) if all(needed) else None

    def _node(self, node: Word | ListRef | Choice | Gap | Repeat, backwards: bool) -> str:
        if isinstance(node, Word):
            letters = self.letters(node)
            return "".join([self._skip + re.escape(c) for c in (reversed(letters) if backwards else letters)])
        if isinstance(node, ListRef):
            return self._list(node.name, backwards)
        if isinstance(node, Choice):
            return self._either(node.options, backwards)
        if isinstance(node, Gap):
            return f"(?:{MARK_LETTER}*[^{MARK_LETTER}{_ENDS}]){{0,{node.most}}}?"
        return f"(?:{self._node(node.item, backwards)}){{0,{node.most}}}"

    def _list(self, name: str, backwards: bool) -> str:
        if name == "start":
            return self._start
        if name == "end":
            return f"(?={self._to_edge}(?:$|[{_ENDS}]))"
        if name == "question":
            return f"(?=[^{_ENDS}]{{0,{MOST_SENTENCE}}}{QUESTION_LETTER})"
        if name in KINDS:
            return self._skip + self._alphabet.letter(norm_of_kind(name))
        key = (name, backwards)
        if key not in self._of_list:
            self._of_list[key] = self._either(self._lists[name], backwards)
        return self._of_list[key]

    def _either(self, options: tuple[Sequence, ...], backwards: bool) -> str:
        """Single words become one class of letters; longer options stand before it, so that the longest wins."""
        single, longer = [], []
        for option in options:
            if len(option) == 1 and isinstance(option[0], Word) and len(letters := self.letters(option[0])) == 1:
                single.append(re.escape(letters))
            else:
                longer.append(self.write(option, backwards=backwards))
        if single:
            longer.append(f"{self._skip}[{''.join(single)}]")
        return longer[0] if len(longer) == 1 else f"(?:{'|'.join(longer)})"
