from __future__ import annotations

import pickle

import pytest

from recovery_eval.evidence import NOT_BORNE_OUT, NearMiss
from recovery_eval.judging import compile_rule, compile_rulebook
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.rulebook import load_rulebook
from recovery_eval.transcript.models import Speaker
from tests.unit.judging.kit import A, B, C, nearly, rule, said, verdict, view

APOLOGY = "require: {signal: apology, by: agent, without: [excuse, non-apology]}"
ACCEPTED = "require: {signal: accepts, by: customer, after: {signal: solution, by: agent}}"
ANY = "require: {any_of: [{signal: checks-solution, by: agent}, {signal: accepts, by: customer}]}"
NONE = "require: {none_of: [{signal: excuse, by: agent}, {signal: blames-others, by: agent}]}"
ALL = "require: {all_of: [{signal: apology, by: agent}, {signal: solution, by: agent}]}"
COMPLAINT = "applies_when: {signal: complaint, by: customer}\n"


def test_a_signal_that_is_there_passes_with_its_words_as_evidence() -> None:
    apology = said("apology", 3, "so sorry about the delay")
    result = verdict(APOLOGY, apology)
    assert result == RuleResult(
        "r", "T", Outcome.PASS, 1.0, "minor", (apology,), (), "An apology is in turn 3: “so sorry about the delay”.", ""
    )


def test_a_missing_signal_fails_with_advice_and_what_nearly_counted() -> None:
    near = nearly("apology", 3, "conditional", "sorry if that upset you")
    result = verdict(APOLOGY, near)
    assert (result.outcome, result.evidence, result.near_misses, result.advice) == (Outcome.FAIL, (), (near,), "Do it.")
    assert result.reason == (
        "None of the 2 agent turns (1, 3) holds an apology; "
        "the nearest, “sorry if that upset you” in turn 3, was not counted: ruled out as “conditional” by “if”."
    )


@pytest.mark.parametrize("name", ["after", "before", "in", "with", "within", "without", "at-least"])
def test_a_condition_of_a_signal_may_bear_the_name_of_an_operator(name: str) -> None:
    reason = verdict(APOLOGY, nearly("apology", 3, name)).reason
    assert reason.endswith(f"“sorry if” in turn 3, was not counted: ruled out as “{name.replace('-', ' ')}” by “if”.")


def test_a_hint_that_nothing_bears_out_is_told_as_one() -> None:
    reason = verdict(APOLOGY, nearly("apology", 3, NOT_BORNE_OUT, cue="")).reason
    assert reason.endswith("was not counted: it is no more than a hint, which no answer and no other words bear out.")


def test_a_failed_rule_tells_every_turn_that_it_searched_and_the_sentence_lists_some() -> None:
    result = verdict(APOLOGY, speakers=(C, A) * 12)
    assert result.searched == tuple(range(1, 24, 2))
    assert result.reason == "None of the 12 agent turns (1, 3, 5, 7, 9, 11, … 23) holds an apology."


@pytest.mark.parametrize(
    ("lines", "searched"),
    [
        (
            "require: {any_of: [{signal: accepts, by: customer}, {signal: solution, in: {last: 1}}]}",
            (0, 2, 3),
        ),
        ("require: {all_of: [{signal: apology, by: agent}, {signal: accepts, by: customer}]}", (0, 2)),
        ("require: {none_of: [{signal: apology}]}", ()),
        ("require: {turn_by: internal}", ()),
        ("require: {signal: apology, by: agent}", ()),
        ("applies_when: {signal: complaint}\nrequire: {signal: accepts}", ()),
    ],
)
def test_the_turns_searched_are_those_in_which_a_missing_part_could_stand(
    lines: str, searched: tuple[int, ...]
) -> None:
    assert verdict(lines, said("apology", 1)).searched == searched


def test_results_that_read_alike_keep_their_own_searched_turns() -> None:
    judge_one = compile_rule(rule(APOLOGY))
    first, second = ((C,) * 3 + (A,) * count for count in (9, 10))
    longer = [judge_one(view(speakers=speakers)).searched for speakers in (first, second, first)]
    assert longer == [tuple(range(3, 12)), tuple(range(3, 13)), tuple(range(3, 12))]


def test_a_failed_rule_shows_the_words_by_which_it_applied_the_first_of_each_signal() -> None:
    first, later = said("complaint", 0, "it broke"), said("complaint", 2, "again")
    judge = compile_rule(rule(COMPLAINT + APOLOGY))
    assert judge(view(first, later)).occasion == (first,)
    assert judge(view(said("complaint", 0, "no heating"))).occasion == (said("complaint", 0, "no heating"),)
    assert verdict(COMPLAINT + APOLOGY, first, said("apology", 1)).occasion == ()
    assert verdict(COMPLAINT + APOLOGY).occasion == ()


def test_words_of_the_wrong_speaker_count_neither_as_found_nor_as_near() -> None:
    found = (said("apology", 0), said("apology", 1), nearly("apology", 2, "quoted"))
    result = verdict(APOLOGY, *found, speakers=(C, B, C, A))
    assert (result.outcome, result.near_misses) == (Outcome.FAIL, ())
    assert result.reason == "The only agent turn (3) does not hold an apology."


def test_a_condition_without_by_takes_any_speaker() -> None:
    assert verdict("require: {signal: apology}", said("apology", 0)).outcome is Outcome.PASS
    assert verdict("require: {signal: apology}").reason == "None of the 4 turns holds an apology."


def test_what_undoes_a_signal_in_the_same_turn_makes_it_a_near_miss() -> None:
    apology, excuse = said("apology", 1, "Sorry"), said("excuse", 1, "so busy")
    result = verdict(APOLOGY, apology, excuse)
    assert result.outcome is Outcome.FAIL
    assert result.near_misses == (NearMiss(*apology, "without: excuse", "so busy"),)
    assert result.reason.endswith("“Sorry” in turn 1, was not counted: the same turn holds an excuse, “so busy”.")


def test_what_undoes_a_signal_in_another_turn_does_not_matter() -> None:
    apology = said("apology", 3)
    result = verdict(APOLOGY, said("apology", 1), said("excuse", 1), apology)
    assert (result.outcome, result.evidence) == (Outcome.PASS, (apology,))


@pytest.mark.parametrize(
    ("solution", "accepts", "outcome"),
    [(1, 2, Outcome.PASS), (3, 2, Outcome.FAIL), (None, 2, Outcome.FAIL), (2, 2, Outcome.FAIL)],
)
def test_after_asks_for_a_strictly_earlier_turn_of_that_speaker(
    solution: int | None, accepts: int, outcome: Outcome
) -> None:
    found = [said("accepts", accepts)] + ([said("solution", solution)] if solution is not None else [])
    assert verdict(ACCEPTED, *found).outcome is outcome


def test_a_signal_with_nothing_before_it_is_told_as_a_near_miss() -> None:
    accepts = said("accepts", 0, "that works")
    result = verdict(ACCEPTED, accepts, said("solution", 1))
    assert result.near_misses == (NearMiss(*accepts, "after: solution", ""),)
    assert result.reason == (
        "The only customer turn in question (2) does not hold acceptance after a solution; "
        "the nearest, “that works” in turn 0, was not counted: no earlier turn holds a solution."
    )


def test_any_of_passes_with_the_evidence_of_every_part_that_holds_in_turn_order() -> None:
    accepts, checks = said("accepts", 2, "yes"), said("checks-solution", 3, "all right?")
    result = verdict(ANY, checks, accepts)
    assert (result.outcome, result.evidence) == (Outcome.PASS, (accepts, checks))
    assert result.reason == "A check on the solution is in turn 3: “all right?”."


def test_any_of_fails_with_all_that_was_wanted_and_all_near_misses() -> None:
    near = (nearly("accepts", 2, "bare-thanks", "ok"), nearly("checks-solution", 3, "quoted", "does it"))
    result = verdict(ANY, *near)
    assert result.near_misses == near
    assert result.reason == (
        "There is neither a check on the solution by the agent nor acceptance by the customer; "
        "the nearest, “does it” in turn 3, was not counted: ruled out as “quoted” by “if”."
    )


def test_none_of_fails_with_the_offending_words() -> None:
    excuse, more = said("excuse", 1, "we're swamped"), said("excuse", 3, "so busy")
    result = verdict(NONE, excuse, more, said("blames-others", 2))
    assert (result.outcome, result.evidence) == (Outcome.FAIL, (excuse, more))
    assert result.reason == "An excuse is in turn 1: “we're swamped”, and 1 more."


def test_none_of_passes_and_tells_what_nearly_offended() -> None:
    near = nearly("excuse", 1, "asked-why")
    result = verdict(NONE, near)
    assert (result.outcome, result.evidence, result.near_misses) == (Outcome.PASS, (), (near,))
    assert result.reason == "None of the 2 agent turns holds an excuse or blame of others."


def test_all_of_passes_with_everything_and_fails_for_the_first_that_is_missing() -> None:
    apology, solution = said("apology", 3, "sorry"), said("solution", 1, "a new one")
    result = verdict(ALL, apology, solution)
    assert result.evidence == (solution, apology)
    assert result.reason == "An apology is in turn 3: “sorry”; a solution is in turn 1: “a new one”."
    assert verdict(ALL, apology).reason == "None of the 2 agent turns (1, 3) holds a solution."


def test_what_several_parts_share_is_given_once() -> None:
    apology = said("apology", 1, "sorry")
    for head in ("any_of", "all_of"):
        result = verdict(f"require: {{{head}: [{{signal: apology, by: agent}}, {{signal: apology}}]}}", apology)
        assert result.evidence == (apology,)
        assert result.reason == "An apology is in turn 1: “sorry”."


def test_a_rule_that_does_not_apply_says_what_was_missing_and_gives_no_advice() -> None:
    near = nearly("complaint", 0, "negated", "no problem")
    result = verdict(COMPLAINT + APOLOGY, said("apology", 1), near)
    assert (result.outcome, result.evidence, result.advice) == (Outcome.NOT_APPLICABLE, (), "")
    assert result.near_misses == (near,)
    assert result.reason == (
        "None of the 2 customer turns (0, 2) holds a complaint, so the rule does not apply; "
        "the nearest, “no problem” in turn 0, was not counted: ruled out as “negated” by “if”."
    )


def test_a_rule_about_a_speaker_does_not_apply_without_turns_of_theirs() -> None:
    lines = "applies_when: {turn_by: agent}\n" + NONE
    result = verdict(lines, speakers=(C, B, Speaker.SYSTEM, Speaker.INTERNAL))
    assert result.outcome is Outcome.NOT_APPLICABLE
    assert result.reason == "There is no agent turn, so the rule does not apply."
    assert verdict(lines, speakers=(A,)).outcome is Outcome.PASS


def test_an_empty_transcript_is_judged_too() -> None:
    assert verdict(APOLOGY, speakers=()).reason == "There is no agent turn that could hold an apology."


def test_a_signal_without_words_of_its_own_is_called_by_its_name() -> None:
    assert verdict("require: {signal: late-greeting}", said("late-greeting", 2, "hi")).reason == (
        "“late greeting” is in turn 2: “hi”."
    )


def test_a_long_quote_is_cut_and_put_on_one_line_in_the_reason_alone() -> None:
    apology = said("apology", 1, "sorry\n" + "very " * 40)
    result = verdict(APOLOGY, apology)
    assert result.evidence == (apology,)
    assert "\n" not in result.reason
    assert len(result.reason) < 120


def test_nested_conditions_are_explained_by_their_parts() -> None:
    lines = "require: {any_of: [{all_of: [{signal: a}, {signal: b}]}, {none_of: [{signal: c}]}]}"
    offending = said("c", 2)
    result = verdict(lines, said("a", 1), offending)
    assert (result.outcome, result.evidence) == (Outcome.FAIL, (offending,))
    assert result.reason == "None of the 4 turns holds “b”; “c” is in turn 2: “words”."


def test_words_that_nearly_counted_for_several_parts_are_shown_once() -> None:
    wanted = "signal: apology, by: agent"
    lines = f"require: {{any_of: [{{{wanted}, with: [thanks]}}, {{{wanted}, after: {{signal: complaint}}}}]}}"
    (near,) = verdict(lines, said("apology", 1)).near_misses
    assert near.cancelled_by == "with: thanks"


def test_a_result_crosses_processes() -> None:
    result = verdict(APOLOGY, said("apology", 1))
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - what was dumped one call earlier


def test_a_judge_keeps_nothing_from_one_conversation_to_the_next() -> None:
    judge_one = compile_rule(rule(APOLOGY))
    first = judge_one(view(said("apology", 1)))
    judge_one(view())
    assert judge_one(view(said("apology", 1))) == first


def test_a_rulebook_is_judged_in_its_own_order() -> None:
    book = load_rulebook("core")
    assert [one(view()).rule_id for one in compile_rulebook(book)] == [one.id for one in book.rules]
