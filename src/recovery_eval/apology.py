"""The apology profile: which parts of an effective apology the company's words hold.

The six parts are those of Lewicki, Polin and Lount, "An Exploration of the Structure of Effective Apologies",
Negotiation and Conflict Management Research 9(2), 2016, 177-196. In their experiments an apology worked the better the
more of them it had; taking responsibility mattered most, then the offer of repair, and asking for forgiveness least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

from recovery_eval.evidence import Signal

_PARTS = {
    "regret": ("apology",),
    "explanation": ("explanation",),
    "responsibility": ("admits-fault", "takes-ownership"),
    "prevention": ("prevention", "says-what-changes"),
    "repair": ("solution", "restitution"),
    "forgiveness": ("asks-forgiveness",),
}

APOLOGY_SIGNALS = frozenset(name for names in _PARTS.values() for name in names)
"""Names of all signals that the profile is made from."""


class ApologyProfile(NamedTuple):
    """Each part with the words that hold it, in the order of the conversation; empty where none do.

    Attributes:
        regret: Says sorry.
        explanation: Says what caused the failure.
        responsibility: Says that the fault is the company's, or that it will answer for it.
        prevention: Says that it won't happen again; the paper's "declaration of repentance".
        repair: Offers to put it right or to make up for it.
        forgiveness: Asks to be forgiven.
    """

    regret: tuple[Signal, ...] = ()
    explanation: tuple[Signal, ...] = ()
    responsibility: tuple[Signal, ...] = ()
    prevention: tuple[Signal, ...] = ()
    repair: tuple[Signal, ...] = ()
    forgiveness: tuple[Signal, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """Names of the parts that are there, in the order above."""
        return tuple(part for part, signals in zip(self._fields, self, strict=True) if signals)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the parts that are not."""
        return tuple(part for part, signals in zip(self._fields, self, strict=True) if not signals)

    @classmethod
    def of(cls, signals: Iterable[Signal]) -> Self:
        """Returns the profile of a conversation's signals, which have to come in the order of its words."""
        part_of = {name: part for part, names in _PARTS.items() for name in names}
        found: dict[str, list[Signal]] = {}
        for signal in signals:
            part = part_of.get(signal.name)
            if part is not None and not _is_told_already(signal, found.setdefault(part, [])):
                found[part].append(signal)
        return cls(**{part: tuple(held) for part, held in found.items()})

    def to_dict(self) -> dict[str, Any]:
        """Returns the parts as lists of plain signals."""
        return {part: [signal._asdict() for signal in held] for part, held in zip(self._fields, self, strict=True)}


def _is_told_already(signal: Signal, held: Sequence[Signal]) -> bool:
    """Whether another signal of the part has some of the same words, as a refund is both solution and restitution.

    Those held before don't overlap, and all come in order, so none but the last can reach so far.
    """
    return bool(held) and held[-1].turn == signal.turn and signal.start < held[-1].end
