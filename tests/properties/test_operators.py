"""What must hold for every rule on order, number and time, whatever the conversation."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.evidence import Signal
from recovery_eval.judging import View, judge
from recovery_eval.judging.rules import compile_rule
from recovery_eval.outcome import Outcome
from recovery_eval.rulebook import Rule
from recovery_eval.transcript.models import Speaker, Turn

DETERMINED = {Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE}
NAMES = st.sampled_from(["apology", "complaint", "solution"])
PARTIES = st.sampled_from(["agent", "customer"])
SMALL = st.integers(1, 4)


class Told(NamedTuple):
    """A conversation whose times are all known, and the same with some times left out."""

    whole: View
    partly: View


def optional(required: dict[str, st.SearchStrategy[Any]], extra: dict[str, st.SearchStrategy[Any]]) -> Any:
    return st.fixed_dictionaries(required, optional=extra)


ENDS = st.sampled_from(["first", "last"])
REFERENCES = optional({"signal": NAMES.map(lambda name: (name,)), "which": ENDS}, {"by": PARTIES})
LIMITS = {"turns": SMALL, "agent_turns": SMALL, "answers": SMALL, "minutes": st.sampled_from([5.0, 20.0])}
WITHIN = optional({}, LIMITS).filter(bool)
AMONG = ENDS.flatmap(lambda end: st.fixed_dictionaries({end: SMALL}))
OPERATORS = {
    "after": REFERENCES,
    "before": REFERENCES,
    "within": WITHIN,
    "in": AMONG,
    "at_least": SMALL,
    "at_most": SMALL,
}


def sound(condition: dict[str, Any]) -> bool:
    is_timed = "minutes" in condition.get("within", {})
    return (
        (not is_timed or "after" in condition or "before" in condition)
        and condition.get("at_least", 0) <= condition.get("at_most", 99)
        and (condition.get("after") is None or condition.get("after") != condition.get("before"))
    )


SIMPLE = (
    optional({"signal": NAMES.map(lambda name: (name,))}, {"by": PARTIES, **OPERATORS})
    | optional({"turn_by": PARTIES}, OPERATORS)
).filter(sound)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.builds(
        lambda head, parts: {head: tuple(parts)},
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)


@st.composite
def told(draw: st.DrawFn) -> Told:
    speakers = draw(st.lists(st.sampled_from([Speaker.AGENT, Speaker.CUSTOMER, Speaker.BOT]), max_size=7))
    minutes = list(accumulate(draw(st.integers(0, 12)) for _ in speakers))
    known = [draw(st.booleans()) for _ in speakers]
    signals = [
        Signal(name, turn, 0, 1, "x", "x")
        for turn in range(len(speakers))
        for name in sorted(draw(st.sets(NAMES, max_size=2)))
    ]
    whole = [Turn(speaker=by, text="x", offset=60 * at) for by, at in zip(speakers, minutes, strict=True)]
    partly = [
        turn if is_known else turn.model_copy(update={"offset": None})
        for turn, is_known in zip(whole, known, strict=True)
    ]
    return Told(View.of(signals, (), speakers, whole), View.of(signals, (), speakers, partly))


def rule(require: dict[str, Any], applies_when: dict[str, Any] | None = None) -> Rule:
    texts = dict.fromkeys(("title", "why", "advice"), "x")
    source = ({"framework": "f", "item": "1"},)
    policy = {"require": require, "applies_when": applies_when}
    return Rule.model_validate({"rule": "r", **texts, "source": source, "may_misfire": ("x",), **policy})


@given(CONDITIONS, st.none() | CONDITIONS, told())
def test_a_rule_is_determined_where_all_times_are_known(
    require: dict[str, Any], applies_when: dict[str, Any] | None, talk: Told
) -> None:
    assert judge(rule(require, applies_when), talk.whole).outcome in DETERMINED


@given(CONDITIONS, st.none() | CONDITIONS, told())
def test_what_is_determined_without_some_times_stays_so_when_they_become_known(
    require: dict[str, Any], applies_when: dict[str, Any] | None, talk: Told
) -> None:
    one = rule(require, applies_when)
    before = judge(one, talk.partly).outcome
    assert before is Outcome.UNDETERMINED or before is judge(one, talk.whole).outcome


@given(CONDITIONS, told())
def test_none_of_a_condition_is_its_opposite_and_undetermined_with_it(require: dict[str, Any], talk: Told) -> None:
    opposite = {Outcome.PASS: Outcome.FAIL, Outcome.FAIL: Outcome.PASS, Outcome.UNDETERMINED: Outcome.UNDETERMINED}
    outcome = judge(rule(require), talk.partly).outcome
    assert judge(rule({"none_of": (require,)}), talk.partly).outcome is opposite[outcome]


@given(st.lists(CONDITIONS, min_size=1, max_size=3), told())
def test_all_of_and_any_of_are_each_others_mirror(parts: list[dict[str, Any]], talk: Told) -> None:
    some = rule({"any_of": tuple(parts)})
    mirrored = rule({"none_of": ({"all_of": tuple({"none_of": (part,)} for part in parts)},)})
    assert judge(some, talk.partly).outcome is judge(mirrored, talk.partly).outcome


@given(SIMPLE, told())
def test_a_looser_limit_never_turns_a_pass_into_a_fail(condition: dict[str, Any], talk: Told) -> None:
    tight = {key: value for key, value in condition.items() if key != "at_most"}
    loose = {key: value for key, value in tight.items() if key not in {"within", "in", "at_least"}}
    if judge(rule(tight), talk.whole).outcome is Outcome.PASS:
        assert judge(rule(loose), talk.whole).outcome is Outcome.PASS


@given(SIMPLE, told())
def test_a_reason_is_one_sentence_and_evidence_stands_in_turn_order(condition: dict[str, Any], talk: Told) -> None:
    for one in (judge(rule(condition), talk.partly), judge(rule({"none_of": (condition,)}), talk.whole)):
        assert one.reason.endswith(".")
        assert [signal.turn for signal in one.evidence] == sorted(signal.turn for signal in one.evidence)
        assert [near.turn for near in one.near_misses] == sorted(near.turn for near in one.near_misses)


@given(CONDITIONS, st.none() | CONDITIONS, st.lists(told(), min_size=1, max_size=3))
def test_what_a_rule_said_of_other_conversations_changes_nothing(
    require: dict[str, Any], applies_when: dict[str, Any] | None, talks: list[Told]
) -> None:
    one = rule(require, applies_when)
    judge_again = compile_rule(one)
    for view in (view for talk in talks for view in (talk.whole, talk.partly)):
        reworded = {name: [each._replace(quote="y") for each in found] for name, found in view.signals.items()}
        for same_turns in (view, view._replace(signals=reworded)):
            assert judge_again(same_turns) == judge(one, same_turns)
