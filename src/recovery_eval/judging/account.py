"""What every check answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.view import View, in_turn_order

NOTHING: tuple[Signal, ...] = ()


class Account(NamedTuple):
    """Why a condition holds or does not.

    Attributes:
        evidence: The words that say so.
        near_misses: What nearly counted.
        clause: A clause of a sentence.
        searched: The turns that were searched in vain.
    """

    evidence: Sequence[Signal]
    near_misses: Sequence[NearMiss]
    clause: str
    searched: Sequence[int] = ()


class Check(Protocol):
    """A condition made ready to run.

    A condition that needs times, as `needs_times` tells, can be undetermined. It lies between two answers: what surely
    holds (`holds`), and what is not ruled out (`may_hold`). Combined bound by bound, these give Kleene's logic of three
    values.
    """

    @property
    def wanted(self) -> str:
        """What the condition asks for, as part of a sentence."""

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the signals by which the condition surely holds, perhaps none; else None."""

    def may_hold(self, view: View) -> bool:
        """Whether it surely holds or is undetermined."""

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why it holds by this evidence."""

    def why_not(self, view: View) -> Account:
        """Returns why it surely doesn't hold."""

    def why_unclear(self, view: View) -> Account:
        """Returns why it is undetermined; the evidence are the words that might count."""


def together(accounts: Sequence[Account], clause: str) -> Account:
    """Returns one account with the evidence, near misses and searched turns of all, each near miss once."""
    evidence = in_turn_order(signal for account in accounts for signal in account.evidence)
    near = {miss[:4]: miss for account in reversed(accounts) for miss in reversed(account.near_misses)}
    return Account(
        evidence,
        in_turn_order(near.values()),
        clause,
        sorted({turn for account in accounts for turn in account.searched}),
    )
