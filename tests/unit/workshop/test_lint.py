from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from recovery_eval.errors import RecoveryEvalError, RuleFileError
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.workshop.folder import read_folder
from recovery_eval.workshop.lint import lint
from tests.unit.cli.conversations import run
from tests.unit.rulebook.folders import write, write_book, write_rule, write_signal

SIGNAL = """
signal: apology
by: agent
meaning: Regret.
phrases: ["sorry about", "apologies for"]
unless:
  doubtful: {then: maybe}
also:
  - phrases: ["forgive us", "pardon us"]
    after: {by: customer}
    unless:
      doubtful: {then: perhaps}
"""
SIGNAL_CASES = """
signal: apology
found:
  - {text: Sorry about the late train., evidence: [Sorry about]}
  - {text: "Customer: Late again.\\nAgent: Please forgive us for that.", evidence: [forgive us]}
not_found:
  - {text: Sorry about it maybe., near_miss: doubtful}
  - {text: "Customer: Apologies for my tone."}
"""
RULE_CASES = """
rule: says-sorry
fail:
  - {text: "Agent: The train is late today, number one."}
  - {text: "Agent: The train is late today, number two."}
  - {text: "Agent: The train is late today, number three."}
  - {text: "Agent: The train is late today, number four."}
  - {text: "Agent: The train is late today, number five."}
pass:
  - {text: "Agent: Sorry about the train being late today.", near: 0, evidence: [Sorry about]}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with one signal and one rule, which stands in for the built-in rules."""
    root = tmp_path / "rules"
    write(root / "apology.signal.yml", SIGNAL)
    write(root / "apology.signal.cases.yml", SIGNAL_CASES)
    write_rule(root, "says-sorry")
    write(root / "says-sorry.rule.cases.yml", RULE_CASES)
    write_book(root / "rulebooks", "core", "says-sorry")
    monkeypatch.setattr("recovery_eval.workshop.folder.rules_root", lambda: root)
    return root


def findings(folder: Path | None = None) -> list[str]:
    read = read_folder(folder)
    finder = SignalFinder(read.library, thorough=True)
    with finder.pipeline.reading():
        return [str(fault) for fault in lint(read, finder.read)]


@pytest.mark.usefixtures("root")
def test_each_finding_has_its_place_and_a_way_out() -> None:
    reach = "no case reaches this {}; write one{}, or delete it"
    assert findings() == [
        f"rules/apology.signal.yml:4:26 $.phrases[1] {reach.format('phrase', '')}",
        f"rules/apology.signal.yml:8:29 $.also[0].phrases[1] {reach.format('phrase', '')}",
        f"rules/apology.signal.yml:11:7 $.also[0].unless.doubtful {reach.format('condition', ' that it cancels')}",
        "rules/says-sorry.rule.cases.yml:8:1 $.pass 1 case under 'pass'; write at least 5",
    ]


def test_missing_cases_and_cases_of_nobody_are_found(root: Path) -> None:
    (root / "says-sorry.rule.cases.yml").unlink()
    (root / "apology.signal.cases.yml").rename(root / "remorse.signal.cases.yml")
    assert findings() == [
        "rules/apology.signal.yml:1:1 $.signal has no cases; write apology.signal.cases.yml beside it",
        "rules/remorse.signal.cases.yml:1:1 $ these cases stand beside no rule or signal; rename or move the file",
        "rules/says-sorry.rule.yml:1:1 $.rule has no cases; write says-sorry.rule.cases.yml beside it",
    ]


def test_a_sentence_proves_one_rule_alone(root: Path) -> None:
    write_rule(root, "says-more")
    write_book(root / "rulebooks", "core", "says-sorry, says-more")
    text = (
        RULE_CASES.replace("says-sorry", "says-more")
        .replace("number", "platform")
        .replace("platform two", "number two")
    )
    write(root / "says-more.rule.cases.yml", text)
    (found,) = [finding for finding in findings() if "sentence" in finding and ".fail[1]" in finding]
    assert found == (
        "rules/says-sorry.rule.cases.yml:4:12 $.fail[1].text "
        "has a sentence of rules/says-more.rule.cases.yml:fail[1]; write another"
    )


def test_blanks_of_a_scaffold_are_listed_with_what_is_to_be_written(root: Path) -> None:
    write(root / "apology.signal.yml", SIGNAL.replace("Regret.", '"TODO what is said"') + "# Last, TODO more words\n")
    text = 'Agent: The train is late today, number five."'
    blank = '"Customer: TODO what went wrong.\\nAgent: TODO a reply."'
    write(root / "says-sorry.rule.cases.yml", RULE_CASES.replace(f'"{text}', blank))
    assert [finding for finding in findings() if "still to be written" in finding] == [
        "rules/apology.signal.yml:3:10 $.meaning still to be written: what is said",
        "rules/apology.signal.yml:12:9 $ still to be written: more words",
        "rules/says-sorry.rule.cases.yml:7:12 $.fail[4].text still to be written: what went wrong.",
        "rules/says-sorry.rule.cases.yml:7:12 $.fail[4].text still to be written: a reply.",
    ]


def test_a_case_about_a_todo_list_is_no_blank(root: Path) -> None:
    cases = SIGNAL_CASES.replace("about the late train.", "about the TODO list.")
    write(root / "apology.signal.cases.yml", cases)
    assert not [finding for finding in findings() if "still to be written" in finding]


def test_a_phrase_or_a_text_that_stands_twice_is_found(root: Path) -> None:
    write(root / "apology.signal.yml", SIGNAL.replace('"apologies for"', '"sorry about"'))
    write(
        root / "apology.signal.cases.yml", SIGNAL_CASES.replace("Sorry about it maybe.", "Sorry about the late train.")
    )
    twice = [finding for finding in findings() if "twice" in finding or "has the text" in finding]
    assert twice == [
        "rules/apology.signal.cases.yml:6:12 $.not_found[0].text has the text of found[0]; write another",
        "rules/apology.signal.yml:4:26 $.phrases[1] this phrase stands here twice; delete one",
    ]


def test_a_rule_that_no_rulebook_of_its_folder_chooses_is_found(root: Path) -> None:
    write_rule(root, "says-more")
    unchosen = [finding for finding in findings() if "no rulebook" in finding]
    assert unchosen == [
        "rules/says-more.rule.yml:1:7 $.rule no rulebook of this folder chooses this rule; add it to one"
    ]


def test_a_folder_of_ones_own_is_judged_without_the_built_in_rules(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_rule(own, "says-more")
    assert findings(own) == [
        f"{own}/says-more.rule.yml:1:1 $.rule has no cases; write says-more.rule.cases.yml beside it"
    ]
    assert root.is_dir()


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("named", "shown"),
    [(".", "deep/greets.rule.yml"), ("deep", "deep/greets.rule.yml"), ("../own/deep/", "../own/deep/greets.rule.yml")],
)
def test_files_are_called_by_their_path_as_the_folder_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, shown: str
) -> None:
    write_rule(tmp_path / "own" / "deep", "greets")
    monkeypatch.chdir(tmp_path / "own")
    (finding,) = findings(Path(named))
    assert finding.startswith(f"{shown}:1:1 ")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("other", [".venv", "venv/lib", "node_modules/x"])
def test_folders_of_others_are_not_entered(tmp_path: Path, other: str) -> None:
    own = tmp_path / "own"
    write_rule(own, "says-more")
    write(own / "venv" / "pyvenv.cfg", "home = /usr\n")
    for name in ("faulty.rule.yml", "faulty.signal.yml", "words/faulty.yml", "a.rule.cases.yml", "faulty.yml"):
        write(own / other / name, "rulebook: [\n")
    assert [finding.split(":")[0] for finding in findings(own)] == [f"{own}/says-more.rule.yml"]


def test_faulty_files_are_told_before_anything_is_judged(root: Path) -> None:
    write(root / "apology.signal.cases.yml", "signal: apology\nfond: []\n")
    with pytest.raises(RuleFileError, match=r"rules/apology\.signal\.cases\.yml:2:1"):
        findings()


@pytest.mark.usefixtures("root")
def test_what_a_rulebook_of_the_folder_chooses_is_looked_up(tmp_path: Path) -> None:
    write_book(tmp_path / "own", "ours", "says-sory")
    with pytest.raises(RuleFileError, match=r"ours\.yml:6:9 \$\.rules\[0\] unknown rule 'says-sory'; did you mean"):
        read_folder(tmp_path / "own")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("hello.signl.yml", "hello.signal.yml"),
        ("hello.rule.yaml", "hello.rule.yml"),
        ("hello.rules.cases.yml", "hello.rule.cases.yml"),
        ("hello.signal.yml.txt", "hello.signal.yml"),
        ("words/hello.yaml", "hello.yml"),
        ("words/hello.yml.txt", "hello.yml"),
    ],
)
def test_a_file_that_a_slip_in_its_name_would_hide_is_told(tmp_path: Path, name: str, right: str) -> None:
    write(tmp_path / "own" / name, "signal: hello\n")
    write(tmp_path / "own" / "docker-compose.override.yml", "services: {}\n")
    write(tmp_path / "own" / "notes.signal.txt", "Ask Ana.")
    with pytest.raises(RuleFileError) as caught:
        read_folder(tmp_path / "own")
    assert str(caught.value) == f"{tmp_path}/own/{name}:1:1 $ is not read under this name; name it {right}"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("name", ["words.yml", "jargon.words.yml", "jargon.yaml"])
def test_word_lists_that_stand_in_no_folder_of_words_are_told_where_to_stand(tmp_path: Path, name: str) -> None:
    own = tmp_path / "own"
    write(own / name, "about: Ours.\nlists: {jargon: [sprocket]}\n")
    write(own / "dictionaries.yml", "lists: {en: [colour]}\nspelling: british\n")  # of another program
    write_signal(own, "says-jargon", "your {jargon} is")
    with pytest.raises(RuleFileError) as caught:
        read_folder(own)
    there = own / "words" / f"{name.partition('.')[0]}.yml"
    told = {str(fault).split(";")[0]: str(fault) for fault in caught.value.faults}
    assert told.keys() == {
        f"{own}/{name}:2:1 $.lists word lists are not read here",
        f"{own}/says-jargon.signal.yml:4:11 $.phrases[0] unknown word list 'jargon'",
    }
    assert f"not read here; move the file to {there}" in str(caught.value)


@pytest.mark.usefixtures("root")
def test_a_phrase_in_curly_quotes_is_found(tmp_path: Path) -> None:
    text = 'signal: hello\nby: agent\nmeaning: A greeting.\nphrases:\n  - “good morning”\n  - "good evening"\n'
    write(tmp_path / "own" / "hello.signal.yml", text)
    found = [finding for finding in findings(tmp_path / "own") if "curly quote" in finding]
    assert [finding.partition("own/")[2] for finding in found] == [
        'hello.signal.yml:5:5 $.phrases[0] begins with a curly quote, which is taken for a word; write " instead'
    ]


@pytest.mark.usefixtures("root")
def test_a_mark_that_stands_for_nothing_in_a_phrase_is_found(tmp_path: Path) -> None:
    write_signal(tmp_path / "own", "hello", "good (morning|evening|,) dear? -")
    told = [finding for finding in findings(tmp_path / "own") if "stands for nothing" in finding]
    assert [finding.split(";")[0].split(" ", 2)[1:] for finding in told] == [
        ["$.phrases[0]", f"{mark} stands for nothing in a phrase, as marks between words are passed over"]
        for mark in ("','", "'-'")
    ]


@pytest.mark.usefixtures("root")
def test_a_gap_at_the_end_of_a_phrase_or_cue_is_found(tmp_path: Path) -> None:
    text = """
    signal: hello
    by: agent
    meaning: A greeting.
    phrases: ["good ..2 day", "..2 morning", "good ..2"]
    unless:
      asked: {before: ["..2 if you", "whether ..3"], then: ["..2 to you", "or ..2"], within: 4}
    """
    write(tmp_path / "own" / "hello.signal.yml", dedent(text).lstrip())
    told = [finding for finding in findings(tmp_path / "own") if "a gap at the end" in finding]
    assert [finding.split(" ", 2)[1] for finding in told] == [
        "$.phrases[1]",
        "$.phrases[2]",
        "$.unless.asked.before[0]",
        "$.unless.asked.then[1]",
    ]


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecoveryEvalError, match="no such folder"):
        read_folder(tmp_path / "none")


def test_the_command_lists_findings_and_exits_with_1(root: Path) -> None:
    result = run("rules", "lint")
    assert (result.exit_code, result.stdout.splitlines()) == (1, findings())
    write(root / "apology.signal.cases.yml", "signal: apology\n")
    assert run("rules", "lint").exit_code == 2


@pytest.mark.usefixtures("root")
def test_the_command_exits_with_0_where_nothing_is_found(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for folder in ((own,), ("--folder", own)):
        result = run("rules", "lint", *folder)
        assert (result.exit_code, result.stdout) == (0, "0 rules and signals, nothing found\n")
    assert run("rules", "lint", own, "--folder", own).exit_code == 2
