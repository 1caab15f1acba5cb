from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery_eval.cli.watching import PARTED_BY, run_at_changes
from tests.unit.cli.conversations import run
from tests.unit.rulebook.folders import write
from tests.unit.workshop.small import CASES, RULE_CASES, SIGNALS


@pytest.mark.usefixtures("root")
def test_all_cases_or_those_of_some_are_run() -> None:
    assert run("rules", "test").stdout == "18 cases: 18 as they should be, 0 not\n"
    result = run("rules", "test", "excuse", "says-sorry")
    assert (result.exit_code, result.stdout) == (0, "6 cases: 6 as they should be, 0 not\n")


def test_cases_that_stand_beside_no_rule_or_signal_are_told_where_all_are_run(root: Path) -> None:
    (root / "excuse.signal.cases.yml").rename(root / "excuses.signal.cases.yml")
    result = run("rules", "test")
    assert result.exit_code == 1
    assert "rules/excuses.signal.cases.yml:1:1 $ these cases stand beside no rule or signal" in result.stdout
    assert result.stdout.endswith(": 16 as they should be, 0 not\n")
    assert run("rules", "test", "apology").exit_code == 0


@pytest.mark.parametrize("command", ["test", "coverage", "mutate"])
def test_an_unknown_name_gets_the_nearest_and_where_it_was_looked_for(command: str, root: Path, tmp_path: Path) -> None:
    result = run("rules", command, "apologie")
    assert result.exit_code == 2
    assert "did you mean 'apology'?" in result.stderr
    assert "it was looked for among the built-in ones; --folder names" in result.stderr
    elsewhere = run("rules", command, "apologie", "--folder", str(tmp_path))
    assert elsewhere.exit_code == 2
    assert "--folder" not in elsewhere.stderr


def test_a_signal_that_is_not_found_is_shown_with_what_cancelled_its_nearest_miss(root: Path) -> None:
    write(root / "apology.signal.cases.yml", CASES["apology"].replace("about the lamp.", "about the lamp maybe."))
    result = run("rules", "test", "apology")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "rules/apology.signal.cases.yml:3:5 $.found[0] the signal is not found",
        "  2 | found:",
        '  3 |   - {text: "Sorry about the lamp maybe.", evidence: [Sorry about]}',
        "    |     ^",
        '  4 |   - {text: "Apologies for it all.", evidence: [Apologies for]}',
        "    text       Sorry about the lamp maybe.",
        "    near miss  apology «Sorry about» in turn 0 at 0, not counted: ruled out as",
        "               “doubtful” by “maybe”; by the phrase: sorry about",
        "",
        "9 cases: 8 as they should be, 1 not",
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("We regret that parcel.", "«regret that parcel» in turn 0 at 3 lacks «the» of the phrase: regret the parcel"),
        ("How we regret the lamp.", "«regret the» in turn 0 at 7 lacks «parcel» of the phrase: regret the parcel"),
        ("Regrets, and the parcel.", "«the parcel» in turn 0 at 13 lacks «regret» of the phrase: regret the parcel"),
        ("Sorry for the lamp.", None),  # one of two words is near nothing
        ("Customer: I regret that parcel.\\nAgent: Sorry for the lamp.", None),  # the act is the agent's
    ],
)
def test_a_phrase_that_fits_but_for_one_word_is_told(root: Path, said: str, told: str | None) -> None:
    write(root / "apology.signal.cases.yml", CASES["apology"].replace("Sorry about the lamp.", said))
    result = run("rules", "test", "apology")
    (line,) = [line for line in _joined(result.stdout) if line.startswith(("nearly", "found"))]
    assert line == (f"nearly {told}" if told else "found nothing, and nothing nearly")


def test_of_a_phrase_the_place_and_the_kind_of_word_may_be_what_is_lacking(root: Path) -> None:
    phrases = '["{start} (is|was) that fine {question}", "within {number} days", "{number} {number} {number}"]'
    write(root / "excuse.signal.yml", SIGNALS["excuse"].replace('["very busy"]', phrases))
    cases = """
signal: excuse
found:
  - {text: "Is that fine.", evidence: [Is that fine]}
  - {text: "It comes within a few days.", evidence: [within]}
  - {text: "Twelve fine days.", evidence: [Twelve]}
"""
    write(root / "excuse.signal.cases.yml", cases)
    lines = [line for line in _joined(run("rules", "test", "excuse").stdout) if line.startswith(("nearly", "found"))]
    assert lines == [
        "nearly «Is that fine» in turn 0 at 0 lacks «{question}» of the phrase: {start} (is|was) that fine {question}",
        "nearly «within a few days» in turn 0 at 9 lacks «{number}» of the phrase: within {number} days",
        "found nothing, and nothing nearly",
    ]


def _joined(shown: str) -> list[str]:
    """The lines of a display, those that were wrapped in one."""
    return [" ".join(line.split()) for line in re.sub(r"\n {15}", " ", shown).splitlines()]


def test_evidence_at_other_words_is_shown_with_what_was_found(root: Path) -> None:
    write(root / "says-sorry.rule.cases.yml", RULE_CASES.replace("[Sorry about]", "[about it]"))
    shown = run("rules", "test", "says-sorry").stdout
    assert (
        "rules/says-sorry.rule.cases.yml:8:15 $.pass[0].evidence the evidence is 'Sorry about' in turn 1 at 0" in shown
    )
    assert "    outcome    pass: An apology is in turn 1: “Sorry about”.\n" in shown
    assert "    found      apology «Sorry about» in turn 1 at 0, by the phrase: sorry about\n" in shown


def test_a_known_miss_that_comes_right_is_wrong(root: Path) -> None:
    known = 'known_miss: [{text: "Sorry about that.", wanted: found, because: "It is slang."}]\n'
    write(root / "apology.signal.cases.yml", CASES["apology"] + known)
    assert "is no longer missed; move it to 'found'" in run("rules", "test", "apology").stdout


def test_files_that_can_not_be_loaded_are_told_all_at_once_with_the_lines_around_each_fault(root: Path) -> None:
    write(root / "excuse.signal.yml", SIGNALS["excuse"].replace("by: agent", "by: agnt"))
    write(root / "complaint.signal.cases.yml", CASES["complaint"].replace("not_found", "not_fond"))
    result = run("rules", "test")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "rules/complaint.signal.cases.yml:5:1 $.not_fond unknown key 'not_fond'; did you mean 'not_found'?",
        '  4 |   - {text: "A lost parcel again.", evidence: [lost parcel]}',
        '  5 | not_fond: [{text: "A whole parcel came."}]',
        "    | ^",
        "rules/excuse.signal.yml:2:5 $.by expected 'agent' or 'customer'; did you mean 'agent'?",
        "  1 | signal: excuse",
        "  2 | by: agnt",
        "    |     ^",
        "  3 | meaning: A reason why it was not us.",
    ]


def test_a_folder_of_ones_own_may_be_named_by_its_rulebook(root: Path) -> None:
    own = write(root.parent / "own" / "ours.yml", (root / "rulebooks" / "core.yml").read_text().replace("core", "ours"))
    write(
        own.parent / "greets.signal.yml", SIGNALS["excuse"].replace("excuse", "greets").replace("very busy", "good day")
    )
    cases = CASES["excuse"].replace("excuse", "greets").replace("very busy", "good day")
    write(own.parent / "greets.signal.cases.yml", cases)
    assert run("rules", "test", "--folder", own).stdout == "2 cases: 2 as they should be, 0 not\n"


def test_watching_runs_the_cases_again_with_what_has_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = CASES["excuse"]

    def changes(folder: Path, **_: object) -> Iterator[object]:
        assert folder == root
        yield write(root / "excuse.signal.cases.yml", good.replace("very kind", "very busy"))
        yield write(root / "excuse.signal.yml", "signal: [")
        write(root / "excuse.signal.yml", SIGNALS["excuse"].replace("very busy", "(very|so) busy"))
        yield write(root / "excuse.signal.cases.yml", good.replace("very busy", "so busy"))
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    monkeypatch.setattr("recovery_eval.resources.rules_root", lambda: root)
    result = run("rules", "test", "excuse", "--watch")
    counts = [line for line in result.stdout.splitlines() if "cases:" in line]
    good_run, bad_run = "2 cases: 2 as they should be, 0 not", "2 cases: 1 as they should be, 1 not"
    assert counts == [good_run, bad_run, good_run]
    assert "rules/excuse.signal.yml:2:1 $ not valid YAML" in result.stderr
    assert result.stderr.startswith("Watching for changes; Ctrl+C ends this.\n")
    assert result.stderr.splitlines().count(PARTED_BY) == 3
    assert result.exit_code == 0


def test_a_folder_is_really_watched(tmp_path: Path) -> None:
    from watchfiles import watch

    seen: list[int] = []
    changes = watch(tmp_path, force_polling=True, poll_delay_ms=20, debounce=50, yield_on_timeout=True, rust_timeout=50)

    def until_seen() -> Iterator[object]:
        for change in changes:
            write(tmp_path / "a.signal.yml", f"signal: a{len(seen)}")
            if change:
                yield change
                return

    run_at_changes(lambda: seen.append(1), until_seen())
    assert len(seen) == 2


def test_watching_without_its_package_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = run("rules", "test", "--watch")
    assert result.exit_code == 2
    assert 'pip install "recovery_eval[watch]"' in result.stderr
