"""Every example beside a rule or signal of `rules/` is judged as its list says, by the words that it says."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.evaluator import evaluate, explain
from recovery_eval.rulebook import builtin_library, load_rulebook, rulebook_names
from recovery_eval.rulebook.cases import RULE_CASES, SIGNAL_CASES, Case, check_rule_case, check_signal_case, read_cases

ROOT = Path(__file__).parents[2] / "rules"
FEWEST = 5


def files(suffix: str) -> list[Path]:
    return sorted(ROOT.rglob(f"*{suffix}"))


def cases(suffix: str) -> tuple[list[Case], list[Fault]]:
    found: list[Case] = []
    faults: list[Fault] = []
    for path in files(suffix):
        try:
            found += read_cases(path, shown_as=path.relative_to(ROOT).as_posix())
        except RuleFileError as error:
            faults += error.faults
    return found, faults


RULE, RULE_FAULTS = cases(RULE_CASES)
SIGNAL, SIGNAL_FAULTS = cases(SIGNAL_CASES)


@cache
def rulebook_of(rule_id: str) -> str:
    return next(name for name in rulebook_names() if any(rule.id == rule_id for rule in load_rulebook(name).rules))


def told(faults: list[Fault]) -> str:
    return "\n".join(map(str, faults))


@pytest.mark.parametrize("case", RULE, ids=str)
def test_a_rule_judges_its_case_as_the_list_says_by_the_words_it_says(case: Case) -> None:
    faults = check_rule_case(case, lambda transcript: evaluate(transcript, rulebook_of(case.subject)))
    assert not faults, told(faults)


@pytest.mark.parametrize("case", SIGNAL, ids=str)
def test_a_signal_is_found_in_its_case_as_the_list_says_at_the_words_it_says(case: Case) -> None:
    faults = check_signal_case(case, explain, builtin_library().signals[case.subject].by)
    assert not faults, told(faults)


def test_every_case_file_is_well_formed() -> None:
    assert not RULE_FAULTS + SIGNAL_FAULTS, told(RULE_FAULTS + SIGNAL_FAULTS)


@pytest.mark.parametrize("kind", ["rule", "signal"])
def test_every_rule_and_every_signal_has_its_cases_beside_it_and_no_cases_are_left_over(kind: str) -> None:
    subjects = {path.with_name(path.name.removesuffix(".yml")) for path in files(f".{kind}.yml")}
    proofs = {path.with_name(path.name.removesuffix(".cases.yml")) for path in files(f".{kind}.cases.yml")}
    assert sorted(subjects - proofs) == []
    assert sorted(proofs - subjects) == []


def test_every_rule_stands_in_some_rulebook() -> None:
    chosen = {rule.id for name in rulebook_names() for rule in load_rulebook(name).rules}
    assert {path.name.removesuffix(".rule.yml") for path in files(".rule.yml")} == chosen


@pytest.mark.parametrize("path", files(RULE_CASES), ids=lambda path: path.name.removesuffix(RULE_CASES))
def test_a_rule_is_shown_failing_and_passing_five_times_or_more(path: Path) -> None:
    lists = [case.wanted for case in RULE if case.subject == path.name.removesuffix(RULE_CASES)]
    assert lists.count("fail") >= FEWEST
    assert lists.count("pass") >= FEWEST


@pytest.mark.parametrize("path", files(SIGNAL_CASES), ids=lambda path: path.name.removesuffix(SIGNAL_CASES))
def test_a_signal_is_shown_found_and_not_found(path: Path) -> None:
    assert {case.wanted for case in SIGNAL if case.subject == path.name.removesuffix(SIGNAL_CASES)} >= {
        "found",
        "not_found",
    }


@pytest.mark.parametrize("examples", [RULE, SIGNAL], ids=["rules", "signals"])
def test_no_sentence_is_used_twice_for_different_rules_or_signals(examples: list[Case]) -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for case in examples:
        for sentence in case.sentences():
            users[sentence].add(case.subject)
    assert {sentence: sorted(names) for sentence, names in users.items() if len(names) > 1} == {}
