from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.workshop.case_checks import check_rule_case, check_signal_case
from recovery_eval.workshop.cases import Case, read_cases
from tests.unit.rulebook.folders import write

RULE = """
rule: a-rule
fail:
  - text: "Agent: We are sorry if the cat bit you."
    evidence: ["sorry if"]
pass:
  - {text: "Agent: We are sorry that the cat bit you.", near: 0}
known_miss:
  - {text: "Agent: Our regrets.", because: A bare noun., wanted: fail}
"""
SIGNAL = """
signal: apology
found:
  - {text: Sorry about it. Sorry about it., evidence: [Sorry about, Sorry about]}
not_found:
  - {text: "Customer: Sorry, what?", near_miss: question}
known_miss:
  - {text: My bad., because: Slang., wanted: found}
"""


def rule_cases(tmp_path: Path, old: str = "", new: str = "") -> dict[str, Case]:
    return {
        str(case).split(":")[1]: case
        for case in read_cases(write(tmp_path / "a-rule.rule.cases.yml", RULE.replace(old, new)), shown_as="f")
    }


def signal_cases(tmp_path: Path, old: str = "", new: str = "") -> dict[str, Case]:
    path = write(tmp_path / "apology.signal.cases.yml", SIGNAL.replace(old, new) if old else SIGNAL)
    return {str(case).split(":")[1]: case for case in read_cases(path, shown_as="f")}


def result(outcome: Outcome, *evidence: Signal) -> RuleResult:
    return RuleResult("a-rule", "T", outcome, 1.0, "minor", evidence, (), "The reason.", "")


def signal(start: int, quote: str, turn: int = 0) -> Signal:
    return Signal("apology", turn, start, start + len(quote), quote, "phrase")


def said_of(case: Case, outcome: Outcome, *evidence: Signal) -> str:
    return "\n".join(map(str, check_rule_case(case, result(outcome, *evidence))))


def test_a_case_that_comes_out_as_its_list_says_by_its_words_has_no_fault(tmp_path: Path) -> None:
    cases = rule_cases(tmp_path)
    assert said_of(cases["fail[0]"], Outcome.FAIL, signal(7, "sorry if")) == ""
    assert said_of(cases["pass[0]"], Outcome.PASS) == ""


def test_a_wrong_outcome_is_told_with_the_place_of_the_case_and_the_reason(tmp_path: Path) -> None:
    assert said_of(rule_cases(tmp_path)["fail[0]"], Outcome.PASS) == "f:3:5 $.fail[0] the outcome is pass: The reason."


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ((signal(7, "sorry"),), "'sorry' in turn 0 at 7"),
        ((signal(3, "are"),), "'are' in turn 0 at 3"),
        ((signal(7, "sorry if"), signal(16, "the cat")), "'sorry if' in turn 0 at 7, 'the cat' in turn 0 at 16"),
    ],
)
def test_other_words_than_those_expected_are_a_fault(tmp_path: Path, evidence: tuple[Signal, ...], told: str) -> None:
    said = said_of(rule_cases(tmp_path)["fail[0]"], Outcome.FAIL, *evidence)
    assert said.partition(" $.fail[0].evidence ")[2] == f"the evidence is {told}"


def test_evidence_that_the_case_does_not_name_is_a_fault_that_says_what_to_write(tmp_path: Path) -> None:
    said = said_of(rule_cases(tmp_path)["pass[0]"], Outcome.PASS, signal(7, "sorry that"), signal(22, "cat"))
    assert said == (
        "f:6:5 $.pass[0].evidence the evidence is 'sorry that' in turn 0 at 7, 'cat' in turn 0 at 22,"
        " and the case names none; write evidence: [sorry that, cat]"
    )


@pytest.mark.parametrize("evidence", [[(1, "Sorry")], [(1, "Sorry"), (0, "Sorry")], [(0, "Sorry"), (1, "Sorry")]])
def test_the_evidence_that_a_case_is_told_to_write_is_what_it_is_then_found_to_be(
    tmp_path: Path, evidence: list[tuple[int, str]]
) -> None:
    text = "rule: b-rule\npass: []\nfail:\n  - text: |-\n      Agent: Sorry: it's late.\n      Agent: Sorry, again."
    path = tmp_path / "b-rule.rule.cases.yml"
    found = [signal(0, quote, turn) for turn, quote in evidence]

    def said() -> str:
        (case,) = read_cases(path)
        faults = check_rule_case(case, result(Outcome.FAIL, *found))
        return "\n".join(map(str, faults))

    write(path, text)
    advice = said().partition("write ")[2]
    write(path, f"{text}\n    {advice}\n")
    assert advice.startswith("evidence: [")
    assert said() == ""


def test_a_case_that_names_evidence_where_there_is_none_is_told_to_leave_it_out(tmp_path: Path) -> None:
    said = said_of(rule_cases(tmp_path)["fail[0]"], Outcome.FAIL)
    assert said.endswith("nothing is said that decides it; leave 'evidence' out")


def test_a_quote_that_is_not_at_its_offsets_is_a_fault(tmp_path: Path) -> None:
    wrong = signal(8, "sorry if")
    assert "not what stands at its offsets" in said_of(rule_cases(tmp_path)["fail[0]"], Outcome.FAIL, wrong)


def test_a_quote_that_the_text_does_not_hold_is_a_fault(tmp_path: Path) -> None:
    case = rule_cases(tmp_path, '["sorry if"]', '["sorry when"]')["fail[0]"]
    assert said_of(case, Outcome.FAIL, signal(7, "sorry if")).endswith("'sorry when' does not stand in the text")
    case = rule_cases(tmp_path, '["sorry if"]', '["the cat", sorry]')["fail[0]"]
    said = said_of(case, Outcome.FAIL, signal(7, "sorry if"))
    assert said.endswith("'sorry' does not stand in the text, after 'the cat'")


def test_a_known_miss_that_comes_right_is_a_fault(tmp_path: Path) -> None:
    case = rule_cases(tmp_path)["known_miss[0]"]
    assert said_of(case, Outcome.PASS) == ""
    assert said_of(case, Outcome.FAIL).endswith("is no longer missed; move it to 'fail'")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("near: 0", "near: 4", "there is no fail[4]"),
        (
            "that the cat bit you.",
            "it rained on the whole parade.",
            "at least 50 %; change less of that text, or write 'apart: why'",
        ),
        (", near: 0", "", "needs either 'near'"),
        ('{text: "Agent: We are sorry that the cat bit you.", near: 0}', "Some text.", "as in {text: Some text.}"),
        (
            "Agent: Our regrets.",
            "Agent desk, hello: our regrets.",
            "f:8:12 $.known_miss[0].text no speaker labels found",
        ),
        ("Agent: Our regrets.", "Our regrets.", "known_miss[0].text the first line does not say who speaks; lines of"),
        (
            "Agent: Our regrets.",
            "Customer: It bit me. Agent: Our regrets.",
            "'Agent:' stands within a line; write 'text: |'",
        ),
        ("Agent: Our regrets.", "Agnet: Hm.\\nAgent: Our regrets.", "the first line does not say who speaks"),
        (
            "Agent: Our regrets.",
            "Agent: Hm.\\nBob: Regrets.",
            "labels of unknown role: 'Bob'; lines of cases begin with",
        ),
        ("a-rule", "other-rule", "the file must be named other-rule.rule.cases.yml"),
        ("wanted: fail", "wanted: found", "expected 'fail', 'pass', 'not_applicable' or 'undetermined'"),
    ],
)
def test_a_faulty_case_file_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        rule_cases(tmp_path, old, new)
    assert message in str(caught.value)


def test_a_text_whose_second_line_alone_has_a_label_is_no_single_turn(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="the first line does not say who speaks"):
        signal_cases(tmp_path, '"Customer: Sorry, what?"', '"Costumer: Hm.\\nCustomer: Sorry, what?"')


def explained(*found: Signal | NearMiss, case: Case) -> str:
    signals = [one for one in found if isinstance(one, Signal)]
    near_misses = [one for one in found if isinstance(one, NearMiss)]
    return "\n".join(map(str, check_signal_case(case, "agent", signals, near_misses)))


def test_the_same_words_twice_are_looked_for_at_both_places(tmp_path: Path) -> None:
    case = signal_cases(tmp_path)["found[0]"]
    assert explained(signal(0, "Sorry about"), signal(16, "Sorry about"), case=case) == ""
    assert "the evidence is" in explained(signal(0, "Sorry about"), signal(0, "Sorry about"), case=case)
    assert explained(case=case).endswith("the signal is not found")


def test_a_text_without_labels_is_said_by_the_one_whom_the_signal_is_looked_for_in(tmp_path: Path) -> None:
    cases = signal_cases(tmp_path)
    assert cases["found[0]"].transcript("customer").turns[0].speaker == "customer"
    assert cases["not_found[0]"].transcript("agent").turns[0].speaker == "customer"  # as its label says


def test_a_signal_that_should_not_be_found_must_be_cancelled_by_the_condition_named(tmp_path: Path) -> None:
    case = signal_cases(tmp_path)["not_found[0]"]
    near = NearMiss(*signal(0, "Sorry"), "question", "?")
    assert explained(near, case=case) == ""
    assert "'question' cancels nothing here, for no phrase is found even nearly" in explained(case=case)
    assert "not cancelled by 'question' but by 'quoted'" in explained(near._replace(cancelled_by="quoted"), case=case)
    assert "by the phrase 'phrase'" in explained(signal(0, "Sorry"), case=case)


def test_a_known_miss_of_a_signal_that_comes_right_is_a_fault(tmp_path: Path) -> None:
    case = signal_cases(tmp_path)["known_miss[0]"]
    assert explained(case=case) == ""
    assert "move it to 'found'" in explained(signal(0, "My bad"), case=case)


def test_the_sentences_of_a_case_leave_out_labels_and_short_ones(tmp_path: Path) -> None:
    path = write(
        tmp_path / "b-rule.rule.cases.yml",
        'rule: b-rule\nfail: [{text: "Customer: The Cat bit me! Ow.\\nAgent: We are so, so sorry."}]\npass: []\n',
    )
    assert list(read_cases(path)[0].sentences()) == ["the cat bit me", "we are so so sorry"]


def test_a_case_about_minutes_gives_each_turn_its_time_or_none(tmp_path: Path) -> None:
    timed = "[10:02] Customer: The cat bit me!\\n[10:20] Agent: We are so, so sorry."
    untimed = "Customer: My cat is gone, too.\\nAgent: We are so, so sorry."
    lines = f'rule: c-rule\nfail: [{{text: "{timed}"}}]\npass: []\nundetermined: [{{text: "{untimed}"}}]\n'
    fail, undetermined = read_cases(write(tmp_path / "c-rule.rule.cases.yml", lines))
    assert [turn.offset for turn in fail.transcript().turns] == [0, 18 * 60]
    assert list(fail.sentences()) == ["the cat bit me", "we are so so sorry"]
    assert [turn.offset for turn in undetermined.transcript().turns] == [None, None]
    assert undetermined.wanted == "undetermined"
