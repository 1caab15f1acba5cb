"""The parts of an apology: which of several signals with the same words counts."""

from __future__ import annotations

import pytest

from recovery_eval.apology import ApologyProfile
from recovery_eval.evidence import Signal


def said(name: str, turn: int, start: int, end: int) -> Signal:
    return Signal(name, turn, start, end, "x" * (end - start), "")


@pytest.mark.parametrize(
    ("second", "number"),
    [
        (said("restitution", 1, 5, 15), 1),
        (said("restitution", 1, 9, 15), 1),
        (said("restitution", 1, 10, 15), 2),
        (said("restitution", 2, 5, 15), 2),
    ],
)
def test_two_signals_of_a_part_with_words_in_common_are_told_once(second: Signal, number: int) -> None:
    profile = ApologyProfile.of([said("solution", 1, 0, 10), second])
    assert len(profile.repair) == number
    assert profile.present == ("repair",)


def test_signals_of_two_parts_may_have_the_same_words() -> None:
    profile = ApologyProfile.of([said("apology", 1, 0, 10), said("admits-fault", 1, 5, 12), said("thanks", 1, 20, 25)])
    assert profile.present == ("regret", "responsibility")
