"""Every example beside a rule or signal of `rules/` is judged as its list says, by the words that it says.

That there are enough of them, and whose they are, is seen to by `test_lint.py`.
"""

from __future__ import annotations

from functools import cache

import pytest

from recovery_eval.rulebook import load_rulebook, rulebook_names
from recovery_eval.workshop.cases import Case
from recovery_eval.workshop.folder import read_folder
from recovery_eval.workshop.proof import Prover

FOLDER = read_folder()
CASES = [case for subject in FOLDER.subjects for case in subject.cases]


@cache
def prover() -> Prover:
    return Prover(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_as_its_list_says_by_the_words_it_says(case: Case) -> None:
    faults = prover().trial(case).faults
    assert not faults, "\n".join(map(str, faults))


def test_every_rule_stands_in_some_rulebook() -> None:
    chosen = {rule.id for name in rulebook_names() for rule in load_rulebook(name).rules}
    assert {subject.name for subject in FOLDER.subjects if subject.key == "rule"} == chosen
