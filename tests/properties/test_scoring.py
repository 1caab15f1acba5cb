"""The smallest change by which a checklist passes."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.checklist import Checklist, Provenance
from recovery_eval.outcome import SEVERITIES, Outcome, RuleResult

WEIGHTS = st.sampled_from([0.5, 1.0, 2.0, 3.0, 3.3])
ADVICE = "Do it."


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    rows = draw(st.lists(st.tuples(st.sampled_from(Outcome), WEIGHTS, st.sampled_from(SEVERITIES)), max_size=8))
    results = tuple(
        RuleResult(f"r{number}", f"T{number}", outcome, weight, severity, (), (), "Because.", ADVICE)
        for number, (outcome, weight, severity) in enumerate(rows)
    )
    mark = draw(st.sampled_from([0.0, 50.0, 70.0, 72.7, 90.0, 100.0]))
    return Checklist("t", results, Provenance("r", "1", "d", "0", "3", mark))


def mended(checklist: Checklist, rule_ids: set[str]) -> Checklist:
    results = tuple(
        result._replace(outcome=Outcome.PASS) if result.rule_id in rule_ids else result for result in checklist.results
    )
    return Checklist(checklist.id, results, checklist.provenance)


@given(checklists())
def test_a_checklist_passes_once_the_named_rules_are_mended(checklist: Checklist) -> None:
    assert mended(checklist, {fix.rule_id for fix in checklist.fixes}).passed


@given(checklists())
def test_no_smaller_set_of_rules_would_do(checklist: Checklist) -> None:
    failed = [result.rule_id for result in checklist.results if result.outcome is Outcome.FAIL]
    for size in range(len(checklist.fixes)):
        assert not any(mended(checklist, set(some)).passed for some in combinations(failed, size))


@given(checklists())
def test_each_score_is_the_one_that_follows_once_that_rule_and_those_before_it_are_mended(checklist: Checklist) -> None:
    fixes = checklist.fixes
    for number, fix in enumerate(fixes, start=1):
        assert fix.score == mended(checklist, {one.rule_id for one in fixes[:number]}).score
        assert (fix.title, fix.advice) == (checklist[fix.rule_id].title, ADVICE)


@given(checklists())
def test_critical_rules_come_first_and_then_the_heaviest(checklist: Checklist) -> None:
    mending = [checklist[fix.rule_id] for fix in checklist.fixes]
    order = [(result.severity != "critical", -result.weight) for result in mending]
    assert order == sorted(order)
    assert {result.outcome for result in mending} <= {Outcome.FAIL}


@given(checklists())
def test_a_checklist_and_its_fixes_survive_json(checklist: Checklist) -> None:
    again = Checklist.from_json(checklist.to_json())
    assert again == checklist
    assert [fix["rule_id"] for fix in checklist.to_dict()["fixes"]] == [fix.rule_id for fix in again.fixes]
