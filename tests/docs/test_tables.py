"""The pages made from figures are up to date, and the figures keep their bounds."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks import agreement_table, invariance, promises
from benchmarks.pages import CHECKOUT, own_files
from benchmarks.variations import ROUGH, SINGLE
from recovery_eval import load_rulebook

MAKE = "run `make docs-tables`"
RULES = [rule.id for rule in load_rulebook("core").rules]


@cache
def pairs() -> list[invariance.Pair]:
    return invariance.all_pairs(own_files())


def flips_in_a_hundred(rule: str, variations: set[str]) -> float:
    counted = [pair.flipped for pair in pairs() if pair.rule == rule and pair.variation in variations]
    return 100 * sum(counted) / len(counted)


def kept(page: str) -> str:
    return (CHECKOUT / "docs" / page).read_text(encoding="utf-8")


def test_the_page_of_agreement_is_up_to_date() -> None:
    assert agreement_table.page() == kept(agreement_table.PAGE), MAKE


def test_the_page_of_invariance_is_up_to_date() -> None:
    assert invariance.page(pairs()) == kept(invariance.PAGE), MAKE


def test_the_page_of_promises_is_up_to_date() -> None:
    assert promises.page() == kept(promises.PAGE), MAKE


def test_of_ten_labelled_promises_nine_or_more_are_right() -> None:
    pairs = [pair for name in promises.FILES for pair in promises.compared(name).pairs]
    assert len(pairs) >= 60
    assert sum(pair.is_right for pair in pairs) >= 0.9 * len(pairs)


@pytest.mark.parametrize("rule", RULES)
def test_of_a_hundred_variations_that_must_not_move_a_rule_fewer_than_one_does(rule: str) -> None:
    assert flips_in_a_hundred(rule, set(SINGLE)) < 1


def test_of_a_hundred_outcomes_without_marks_and_capitals_fewer_than_five_move() -> None:
    flips = [flips_in_a_hundred(rule, set(ROUGH)) for rule in RULES]
    assert sum(flips) / len(flips) < 5
