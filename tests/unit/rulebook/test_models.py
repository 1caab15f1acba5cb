from __future__ import annotations

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.rulebook import AllOf, AnyOf, NoneOf, Rule, SignalCondition, TurnByCondition
from recovery_eval.rulebook.models import RulebookFile
from recovery_eval.sources import parse_yaml, validate

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
        (
            "require: {any_of: [{turn_by: x}]}",
            "1:30 $.require.any_of[0].turn_by expected 'agent', 'customer' or 'internal'",
        ),
        ("require: {signal: a, after: {by: agent}}", "1:29 $.require.after.signal missing key 'signal'"),
        (
            "require: {promise: keept}",
            "1:20 $.require.promise expected 'kept', 'broken', 'open' or 'unverifiable'; did you mean 'kept'?",
        ),
        ("require: {signal: a, without: b}", "1:31 $.require.without expected a list; write [ ] around it"),
    ],
)
def test_a_fault_inside_a_condition_is_told_in_terms_of_that_condition(lines: str, message: str) -> None:
    assert fault_of(lines) == message


@pytest.mark.parametrize(
    ("operators", "message"),
    [
        ("within: {minutes: 5}", "30 $.require.within 'minutes' need 'after' or 'before': the turn that they are"),
        ("within: {}", "30 $.require.within needs at least one of 'turns', 'agent_turns', 'answers' and 'minutes'"),
        ("within: {hours: 1, turns: 1}", "31 $.require.within.hours unknown key 'hours'"),
        ("within: {agent_turn: 1, turns: 1}", "31 $.require.within.agent_turn unknown key 'agent_turn'; did you mean"),
        ("within: {turns: 0}", "38 $.require.within.turns must be greater than or equal to 1"),
        ("after: {signal: b}, within: {minutes: 0}", "60 $.require.within.minutes must be greater than 0"),
        ("at_least: 3, at_most: 2", "44 $.require.at_most must not be below 'at_least', which is 3"),
        ("at_least: 0", "32 $.require.at_least must be greater than or equal to 1"),
        ("at_most: two", "31 $.require.at_most expected a whole number"),
        ("in: {first: 1, last: 1}", "26 $.require.in needs either 'first' or 'last', not both"),
        ("in: {}", "26 $.require.in needs either 'first' or 'last'"),
        ("after: {signal: b, which: next}", "48 $.require.after.which expected 'first' or 'last'"),
        ("after: {signal: []}", "38 $.require.after.signal must not be empty"),
        ("after: {signal: b}, before: {signal: [b]}", "50 $.require.before is the same turn as 'after'"),
        ("with: [b], without: [c, b]", "42 $.require.without 'b' is asked for by 'with'"),
        ("without: [a]", "31 $.require.without 'a' is asked for by 'signal'"),
        ("befor: {signal: b}", "22 $.require.befor unknown key 'befor'; did you mean 'before'?"),
        ("amid: {signal: b}", "22 $.require.amid unknown key 'amid'"),
        ("within: 2", "30 $.require.within expected keys with values, as in {turns: 2}; the keys are turns, agent_"),
        ("after: b", "29 $.require.after expected keys with values, as in {signal: b}; the keys are signal, by, which"),
        ("in: 3", "26 $.require.in expected keys with values, as in {first: 3}; the keys are first, last"),
        ("in: [3]", "26 $.require.in expected keys with values, not a list"),
        ("after: true", "29 $.require.after expected keys with values"),
    ],
)
def test_an_operator_that_makes_no_sense_is_refused_at_its_place(operators: str, message: str) -> None:
    assert fault_of(f"require: {{signal: a, {operators}}}").startswith(f"1:{message}")


def test_all_faults_of_the_operators_of_a_condition_come_at_once() -> None:
    lines = "require: {turn_by: agent, with: [a], within: {minutes: 5}, in: {}, at_least: 2, at_most: 1}"
    with pytest.raises(RuleFileError) as caught:
        rule(lines)
    assert sorted(fault.path for fault in caught.value.faults) == [
        "$.require.at_most",
        "$.require.in",
        "$.require.with",
        "$.require.within",
    ]


def test_a_rule_knows_the_signals_of_its_operators() -> None:
    found = rule("""
applies_when: {turn_by: agent, after: {signal: [a, b]}, before: {signal: c}}
require: {signal: [d, e], with: [f], without: [g], after: {signal: h}}
""").signals
    assert found == set("abcdefgh")


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


def test_a_pass_mark_has_one_decimal_as_scores_have() -> None:
    lines = "rulebook: b\nversion: '1'\ntitle: T\ndescription: D\nrules: [r]\npass_mark: "
    assert validate(parse_yaml(f"{lines}66.7", "b.yml"), RulebookFile).pass_mark == 66.7
    with pytest.raises(RuleFileError, match="has more than one decimal, and scores have one; round it"):
        validate(parse_yaml(f"{lines}66.67", "b.yml"), RulebookFile)


def test_a_rule_cannot_be_changed_once_loaded() -> None:
    with pytest.raises(ValueError, match="frozen"):
        rule("require: {signal: a}").weight = 5
