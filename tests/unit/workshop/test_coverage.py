from __future__ import annotations

import json
from pathlib import Path

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.workshop.corpus import corpora_beside_rules, read_corpus
from tests.unit.cli.conversations import record, run
from tests.unit.rulebook.folders import write

TALK = "Customer: That broken parcel!\nAgent: Sorry about it.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Ten conversations that say the same, and a record that is none."""
    lines = [record(f"talk-{number}", TALK) for number in range(10)]
    return write(tmp_path / "corpus" / "chat.jsonl", "".join(lines) + '{"id": "x", "text": "Hm."}\n').parent


@pytest.mark.usefixtures("root")
def test_without_a_corpus_what_no_case_reaches_is_listed() -> None:
    result = run("rules", "coverage")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "No case reaches (1):",
            "  rules/apology.signal.yml:7:3 $.unless.quoted",
            "",
            "The cases show it in one way only (1):",
            "  rules/says-sorry.rule.yml:9:7 $.require.any_of[1] {signal: excuse, after: {signal: apology}}: fail 4",
            "",
            "9 of 10 phrases and conditions of signals reached by their cases",
            "4 of 5 rules and conditions of rules come out in two ways in their cases",
        ],
    )


@pytest.mark.usefixtures("root")
def test_what_a_corpus_never_reaches_and_what_is_always_on_in_it_are_listed(corpus: Path) -> None:
    result = run("rules", "coverage", "complaint", "says-sorry", "--corpus", corpus)
    assert result.stdout.splitlines()[3:] == [
        "Nothing in the corpus reaches (1):",
        "  rules/complaint.signal.yml:4:28 lost parcel",
        "",
        "In more than half of the corpus's turns (1):",
        "  rules/complaint.signal.yml:4:11 broken parcel",
        "",
        "The same in the whole corpus (5):",
        "  rules/says-sorry.rule.yml:1:1 the rule: pass 10",
        "  rules/says-sorry.rule.yml:5:15 $.applies_when {signal: complaint, by: customer}: pass 10",
        "  rules/says-sorry.rule.yml:7:3 $.require any_of: pass 10",
        "  rules/says-sorry.rule.yml:8:7 $.require.any_of[0] {signal: apology, by: agent, without: excuse}: pass 10",
        "  rules/says-sorry.rule.yml:9:7 $.require.any_of[1] {signal: excuse, after: {signal: apology}}: fail 10",
        "",
        "2 of 2 phrases and conditions of signals reached by their cases",
        "1 of 2 reached by a corpus of 10 conversations",
        "4 of 5 rules and conditions of rules come out in two ways in their cases",
    ]
    assert "left out, as no conversation (1 record); the first: " in result.stderr


@pytest.mark.usefixtures("root")
def test_the_same_comes_as_json(corpus: Path) -> None:
    data = json.loads(run("rules", "coverage", "apology", "says-sorry", "--corpus", corpus, "--format", "json").stdout)
    assert (data["schema_version"], data["conversations"]) == (1, 10)
    sorry, quoted = (next(use for use in data["uses"] if use["name"] == n) for n in ("sorry about", "$.unless.quoted"))
    place = {"subject": "apology", "name": "sorry about", "file": "rules/apology.signal.yml", "line": 4, "column": 11}
    assert sorry == place | {"cases": 4, "turns": 10, "of_turns": 10, "dead": False, "always": True}
    assert quoted["dead"]
    whole = data["branches"][0]
    assert (whole["cases"], whole["corpus"]) == ({"pass": 1, "fail": 2, "not_applicable": 1}, {"pass": 10})


def test_the_corpora_beside_the_built_in_rules_hold_nothing_but_conversations() -> None:
    faults: list[TranscriptError] = []
    conversations = [talk for folder in corpora_beside_rules() for talk in read_corpus(folder, faults.append)]
    assert faults == []
    assert len(conversations) > 50


def test_one_conversation_is_one(root: Path) -> None:
    talk = write(root.parent / "one.jsonl", record("1", TALK))
    shown = run("rules", "coverage", "complaint", "--corpus", talk).stdout
    assert "reached by a corpus of 1 conversation\n" in shown
    assert "The same in the whole corpus" not in shown  # one conversation is too few to say so


def test_a_corpus_may_be_of_any_format_and_hidden_files_are_passed_over(corpus: Path) -> None:
    write(corpus / "old" / "desk.csv", "conversation_id,speaker,text\n1,customer,That broken parcel!\n")
    write(corpus / "old" / "read me", "What stands here.\n")
    write(corpus / ".cache" / "chat.txt", TALK)
    write(corpus / ".chat.txt", TALK)
    faults: list[TranscriptError] = []
    assert [talk.id for talk in read_corpus(corpus, faults.append)][9:] == ["talk-9", "1"]
    assert [Path(fault.source or "").name for fault in faults] == ["chat.jsonl", "read me"]


@pytest.mark.usefixtures("root")
def test_a_corpus_without_a_conversation_is_told(tmp_path: Path) -> None:
    result = run("rules", "coverage", "--corpus", write(tmp_path / "corpus" / "read-me.md", "Hm.\n").parent)
    assert result.exit_code == 2
    assert "no conversation in it; `recovery-eval convert` tells why" in result.stderr


@pytest.mark.usefixtures("root")
def test_a_corpus_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("rules", "coverage", "--corpus", tmp_path / "none")
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr
