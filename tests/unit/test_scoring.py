"""How results add up."""

from __future__ import annotations

import pytest

from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.scoring import is_passed, score_of


def results(*weights: float) -> list[RuleResult]:
    """Returns a result for each weight; those of failed rules are given as negative."""
    return [
        RuleResult("r", "T", Outcome.PASS if weight > 0 else Outcome.FAIL, abs(weight), "minor", (), (), "", "")
        for weight in weights
    ]


@pytest.mark.parametrize(
    ("weights", "score"),
    [((), None), ((2, -1), 66.7), ((1,), 100.0), ((100, -0.04), 99.9), ((100, -1e-20), 99.9), ((-1,), 0.0)],
)
def test_the_score_has_one_decimal_and_is_100_only_where_nothing_failed(
    weights: tuple[float, ...], score: float | None
) -> None:
    assert score_of(results(*weights)) == score


def test_what_is_compared_with_the_pass_mark_is_what_is_shown() -> None:
    assert is_passed(results(2, -1), 66.7)
    assert not is_passed(results(100, -0.04), 100)
