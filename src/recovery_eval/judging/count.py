"""How many turns have to count, made ready to run."""

from __future__ import annotations

from typing import NamedTuple, Self

from recovery_eval.rulebook import Operators


class Count(NamedTuple):
    """The least and the greatest number of turns.

    Attributes:
        least: At least so many.
        most: At most so many; None: any number.
        words: That, as the end of a phrase: ` in at least 2 turns`; empty where one turn is enough.
    """

    least: int = 1
    most: int | None = None
    words: str = ""

    @property
    def is_any(self) -> bool:
        """Whether nothing is asked of the number, so that one turn is enough."""
        return not self.words

    @classmethod
    def of(cls, operators: Operators) -> Self:
        """Reads `at_least` and `at_most`."""
        least, most = operators.at_least, operators.at_most
        limits = [f"at least {least}"] if least is not None else []
        limits += [f"at most {most}"] if most is not None else []
        if not limits:
            return cls()
        turns = "turn" if (least if most is None else most) == 1 else "turns"
        return cls(least if least is not None else 0, most, f" in {' and '.join(limits)} {turns}")

    def surely(self, sure: int, unclear: int) -> bool:
        """Whether the number is right, however the unclear turns turn out."""
        return self.least <= sure and (self.most is None or sure + unclear <= self.most)

    def perhaps(self, sure: int, unclear: int) -> bool:
        """Whether the number can be right."""
        return self.least <= sure + unclear and (self.most is None or sure <= self.most)

    def refusal(self, number: int) -> str:
        """Returns what is wrong with a number of turns: `at least 2 are asked for`, or `at most 3 are allowed`."""
        if self.most is not None and number > self.most:
            return f"at most {self.most} {'is' if self.most == 1 else 'are'} allowed"
        return f"at least {self.least} are asked for"
