from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.canned.baseline import baseline_text, compare, read_baseline, updated
from recovery_eval.canned.fingerprints import old_fingerprint
from recovery_eval.canned.models import Finding
from recovery_eval.errors import RecoveryEvalError
from tests.unit.canned.small import finding

PATH = "macros/a,b.md"
ROOT = Path.cwd()
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


@given(findings)
def test_what_was_written_down_is_known_and_nothing_of_it_is_gone(found: list[Finding]) -> None:
    known = updated({}, found, set(), ROOT)
    compared = compare(found, known, {one.path for one in found}, ROOT)
    assert (compared.new, compared.known, compared.gone) == ((), tuple(found), 0)


@given(findings, st.randoms(use_true_random=False))
def test_the_file_does_not_depend_on_the_order_or_lines_of_findings(found: list[Finding], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    moved = [finding(one.start.line + 7, rule=one.rule_id, quote=one.quote, path=one.path) for one in shuffled]
    assert baseline_text(updated({}, found, (), ROOT)) == baseline_text(updated({}, moved, (), ROOT))


def test_the_file_is_read_back_and_holds_no_words_of_a_reply(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    known = updated({}, [finding(), finding(9), finding(rule="other")], (), ROOT)
    path.write_text(baseline_text(known), encoding="utf-8")
    assert read_baseline(path) == known
    text = path.read_text(encoding="utf-8")
    assert "sorry" not in text.casefold()
    assert "late" not in text.casefold()
    assert [entry["count"] for entry in json.loads(text)["findings"][PATH]] == [2, 1]


def test_one_more_finding_of_the_same_words_is_new() -> None:
    known = updated({}, [finding()], (), ROOT)
    compared = compare([finding(), finding(9)], known, {PATH}, ROOT)
    assert [one.start.line for one in compared.new] == [9]


@pytest.mark.parametrize("other", [{"path": "moved/b.md"}, {"reply_id": "late (2)"}])
def test_what_is_known_stays_known_where_its_reply_is_moved_or_numbered_anew(other: dict[str, str]) -> None:
    known = updated({}, [finding()], (), ROOT)
    moved = finding(9, **other)
    assert compare([moved], known, {PATH, moved.path}, ROOT) == ((), (moved,), 0)
    assert compare([finding(), moved], known, {PATH, moved.path}, ROOT).new == (moved,)  # a copy is not moved


def test_an_entry_of_a_file_that_was_not_read_holds_no_finding_of_another(tmp_path: Path) -> None:
    (tmp_path / "unread.md").touch()
    known = updated({}, [finding(path=str(tmp_path / "unread.md"))], (), tmp_path)
    other = finding(path=str(tmp_path / "other.md"))
    assert compare([other], known, {other.path}, tmp_path).new == (other,)
    (tmp_path / "unread.md").unlink()
    assert compare([other], known, {other.path}, tmp_path).known == (other,)


def test_a_baseline_of_version_1_is_read_and_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    entries = [
        {"rule": one.rule_id, "fingerprint": old_fingerprint(one, ROOT), "count": 1}
        for one in (finding(), finding(9, reply_id="late (2)"))
    ]
    path.write_text(json.dumps({"version": 1, "tool": "x", "findings": {PATH: entries}}), encoding="utf-8")
    found = [finding(), finding(9, reply_id="late (2)")]
    known = read_baseline(path)
    assert compare(found, known, {PATH}, ROOT) == ((), tuple(found), 0)
    assert compare(found[:1], known, {PATH}, ROOT).gone == 1
    path.write_text(baseline_text(updated(known, found, {PATH}, ROOT)), encoding="utf-8")
    assert compare(found, read_baseline(path), {PATH}, ROOT) == ((), tuple(found), 0)


def test_what_is_mended_is_counted_as_gone_only_in_files_that_were_checked() -> None:
    known = updated({}, [finding(), finding(path="unchecked.md")], (), ROOT)
    assert compare([], known, {PATH}, ROOT).gone == 1


def test_an_update_drops_what_is_mended_and_keeps_files_that_were_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/kept.md").touch()
    monkeypatch.chdir(tmp_path)
    paths = (PATH, "macros/kept.md", "macros/deleted.md")
    known = updated({}, [finding(path=path) for path in paths], (), tmp_path)
    monkeypatch.chdir(tmp_path / "macros")
    assert list(updated(known, [], {"a,b.md"}, tmp_path)) == ["macros/kept.md"]


def test_a_finding_is_known_from_whichever_folder_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "macros").mkdir()
    monkeypatch.chdir(tmp_path)
    known = updated({}, [finding()], (), tmp_path)
    monkeypatch.chdir(tmp_path / "macros")
    assert not compare([finding(path="a,b.md")], known, {"a,b.md"}, tmp_path).new


def test_a_reply_that_is_known_by_its_line_only_is_known_by_its_words() -> None:
    known = updated({}, [finding(reply_id="line 2", reply_key="abc")], (), ROOT)
    assert not compare([finding(reply_id="line 9", reply_key="abc")], known, {PATH}, ROOT).new


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not a baseline of this tool: not valid JSON"),
        ("[]", "not a baseline of this tool: top"),
        ('{"version": 1, "tool": "x"}', "not a baseline of this tool: findings"),
        ('{"version": 3, "tool": "x", "findings": {}}', "version 3; this package reads versions 1 and 2"),
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
    assert json.loads(baseline_text({})) == {"version": 2, "tool": "recovery_eval", "findings": {}}
