"""A turn as a string with one letter a token, so that phrases can be regular expressions over tokens.

Letters are given to the norms that phrases name; every other word shares one letter, and the two ends of a sentence
have one each. Marks between words have none: to phrases they are not there. Matching a phrase is then the work of the
`re` module, in C.
"""

from __future__ import annotations

from collections.abc import Iterable

from recovery_eval.signals.pipeline import HANDLE, MARK, QUESTION, STOP

NO_LETTER, STOP_LETTER, QUESTION_LETTER, OTHER_LETTER = "", "\x02", "\x03", "\x04"
SENTENCE_ENDS = STOP_LETTER + QUESTION_LETTER
_FIRST_LETTER = 0x100
_SURROGATES = 0xD800


class Alphabet:
    """Letters for norms. Those of a phrase must be given out before a turn is spelled in which it is looked for.

    Attributes:
        passed_over: Letters of words that a phrase may step over between two of its own: light adverbs and the like.
    """

    def __init__(self) -> None:
        self._letters = {MARK: NO_LETTER, HANDLE: NO_LETTER, STOP: STOP_LETTER, QUESTION: QUESTION_LETTER}
        self._next = _FIRST_LETTER
        self.passed_over = ""

    def letter(self, norm: str) -> str:
        """Returns the letter of a norm, a new one the first time it is asked for; empty for what counts as a mark."""
        found = self._letters.get(norm)
        if found is None:
            if self._next >= _SURROGATES:
                raise ValueError(f"the phrases name more than {_SURROGATES - _FIRST_LETTER} different words")
            found = self._letters[norm] = chr(self._next)
            self._next += 1
        return found

    def count_as_marks(self, norms: Iterable[str]) -> None:
        """Makes these words count as a comma does; to be called before any of them has a letter of its own."""
        self._letters.update(dict.fromkeys(norms, NO_LETTER))

    def pass_over(self, norms: Iterable[str]) -> None:
        """Makes phrases step over these words."""
        self.passed_over += "".join(self.letter(norm) for norm in norms)

    def known(self, norm: str) -> str:
        """Returns the letter of a norm in running text: its own where a phrase names it, else the shared one."""
        return self._letters.get(norm, OTHER_LETTER)
