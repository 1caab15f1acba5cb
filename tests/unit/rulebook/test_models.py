from __future__ import annotations

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.rulebook import AllOf, AnyOf, NoneOf, Rule, SignalCondition, TurnByCondition
from recovery_eval.yaml_source import parse_yaml, validate

HEAD = """
rule: a-rule
title: A rule
why: Because.
source: [{framework: core, item: 1a}]
advice: Do it.
may_misfire: [On irony.]
"""


def rule(lines: str) -> Rule:
    return validate(parse_yaml(HEAD.strip() + "\n" + lines, "f.yml"), Rule)


def fault_of(lines: str) -> str:
    with pytest.raises(RuleFileError) as caught:
        rule(lines)
    (fault,) = caught.value.faults
    return f"{fault.line - 6}:{fault.column} {fault.path} {fault.message}"


def test_each_operator_becomes_its_condition() -> None:
    condition = rule("""
require:
  all_of:
    - any_of: [{signal: a}, {turn_by: agent}]
    - none_of: [{signal: b, by: customer, without: [c], after: {signal: d, by: agent}}]
""").require
    assert isinstance(condition, AllOf)
    some, none = condition.all_of
    assert isinstance(some, AnyOf)
    assert isinstance(some.any_of[0], SignalCondition)
    assert isinstance(some.any_of[1], TurnByCondition)
    assert isinstance(none, NoneOf)


def test_a_rule_knows_every_signal_it_looks_at() -> None:
    found = rule("""
applies_when: {signal: a}
require: {all_of: [{any_of: [{signal: b, without: [c]}]}, {signal: d, after: {signal: e}}]}
""").signals
    assert found == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("require: {signal: a, bye: agent}", "1:22 $.require.bye unknown key 'bye'; did you mean 'by'?"),
        ("require: {signal: a, by: bot}", "1:26 $.require.by expected 'agent' or 'customer'"),
        ("require: {signal: a, by: no}", "1:26 $.require.by expected 'agent' or 'customer'"),
        ("require: {any_of: []}", "1:19 $.require.any_of must not be empty"),
        ("require: {any_of: {signal: a}}", "1:19 $.require.any_of expected a list, not keys with values"),
        ("require: {any_of: [{turn_by: x}]}", "1:30 $.require.any_of[0].turn_by expected 'agent' or 'customer'"),
        ("require: {signal: a, after: {by: agent}}", "1:29 $.require.after.signal missing key 'signal'"),
        ("require: {signal: a, without: b}", "1:31 $.require.without expected a list; write [ ] around it"),
    ],
)
def test_a_fault_inside_a_condition_is_told_in_terms_of_that_condition(lines: str, message: str) -> None:
    assert fault_of(lines) == message


def test_a_mapping_that_is_no_condition_is_told_with_the_nearest_operator() -> None:
    assert fault_of("require: {anyof: [{signal: a}]}").endswith("did you mean 'any_of'?")


def test_two_operators_in_one_condition_are_told_to_be_joined() -> None:
    fault = fault_of("require: {any_of: [{signal: a}], none_of: [{signal: b}]}")
    assert "put the others into a list under 'all_of'" in fault


def test_a_bare_word_in_place_of_a_condition_is_told() -> None:
    assert fault_of("require: apology").startswith("1:10 $.require expected a condition")


@pytest.mark.parametrize("weight", ["0", "-2", ".inf", ".nan", "1001"])
def test_a_weight_is_a_number_above_0_and_at_most_1000(weight: str) -> None:
    assert fault_of(f"require: {{signal: a}}\nweight: {weight}").startswith("2:9 $.weight must be")


@pytest.mark.parametrize("name", ["Sincere", "a b", "a--b", "-a", "a_b", '""'])
def test_an_id_is_words_in_small_letters_joined_by_hyphens(name: str) -> None:
    with pytest.raises(RuleFileError, match=r"f\.yml:1:7 \$\.rule must be words in small letters"):
        validate(parse_yaml(HEAD.strip().replace("a-rule", name) + "\nrequire: {signal: a}", "f.yml"), Rule)


def test_a_rule_cannot_be_changed_once_loaded() -> None:
    with pytest.raises(ValueError, match="frozen"):
        rule("require: {signal: a}").weight = 5
