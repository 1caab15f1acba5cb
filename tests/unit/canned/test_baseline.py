from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.canned.baseline import baseline_text, compare, read_baseline, updated
from recovery_eval.canned.models import Finding
from recovery_eval.errors import RecoveryEvalError
from tests.unit.canned.small import finding

PATH = "macros/a,b.md"
findings = st.lists(
    st.builds(
        finding,
        st.integers(1, 5),
        rule=st.sampled_from(["a", "b"]),
        quote=st.sampled_from(["sorry if", "Sorry  IF", ""]),
        path=st.sampled_from([PATH, "other.yml"]),
    ),
    max_size=8,
)


def everything(_: str) -> bool:
    return True


@given(findings)
def test_what_was_written_down_is_known_and_nothing_of_it_is_gone(found: list[Finding]) -> None:
    known = updated({}, found, set(), everything)
    compared = compare(found, known, {one.path for one in found})
    assert (compared.new, compared.known, compared.gone) == ((), tuple(found), 0)


@given(findings, st.randoms(use_true_random=False))
def test_the_file_does_not_depend_on_the_order_or_lines_of_findings(found: list[Finding], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    moved = [finding(one.start.line + 7, rule=one.rule_id, quote=one.quote, path=one.path) for one in shuffled]
    assert baseline_text(updated({}, found, (), everything)) == baseline_text(updated({}, moved, (), everything))


def test_the_file_is_read_back_and_holds_no_words_of_a_reply(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    known = updated({}, [finding(), finding(9), finding(rule="other")], (), everything)
    path.write_text(baseline_text(known), encoding="utf-8")
    assert read_baseline(path) == known
    text = path.read_text(encoding="utf-8")
    assert "sorry" not in text.casefold()
    assert "late" not in text.casefold()
    assert [entry["count"] for entry in json.loads(text)["findings"][PATH]] == [2, 1]


def test_one_more_finding_of_the_same_words_is_new() -> None:
    known = updated({}, [finding()], (), everything)
    compared = compare([finding(), finding(9)], known, {PATH})
    assert [one.start.line for one in compared.new] == [9]


def test_what_is_mended_is_counted_as_gone_only_in_files_that_were_checked() -> None:
    known = updated({}, [finding(), finding(path="unchecked.md")], (), everything)
    assert compare([], known, {PATH}).gone == 1


def test_an_update_drops_what_is_mended_and_keeps_files_that_were_not_checked() -> None:
    known = updated({}, [finding(), finding(path="kept.md"), finding(path="deleted.md")], (), everything)
    assert list(updated(known, [], {PATH}, lambda path: path != "deleted.md")) == ["kept.md"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not a baseline of this tool: top"),
        ('{"version": 1, "tool": "x"}', "not a baseline of this tool: findings"),
        ('{"version": 2, "tool": "x", "findings": {}}', "version 2; this package reads version 1"),
    ],
)
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecoveryEvalError, match=words):
        read_baseline(path)


def test_a_baseline_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecoveryEvalError, match="write one with --update-baseline"):
        read_baseline(tmp_path / "none.json")


def test_an_empty_baseline_is_json() -> None:
    assert json.loads(baseline_text({})) == {"version": 1, "tool": "recovery_eval", "findings": {}}
