from __future__ import annotations

import json
from pathlib import Path

import pytest

from recovery_eval import __version__, load_rulebook
from recovery_eval.cli import progress
from tests.unit.cli.conversations import GOOD, POOR, record, run
from tests.unit.rulebook.folders import write_book, write_rule, write_signal


def test_signals_are_one_sorted_json_line_a_conversation(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(record("a", GOOD) + record("b", POOR), encoding="utf-8")
    result = run("signals", path)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["id"], list(line)) for line in lines] == [("a", ["id", "acts"]), ("b", ["id", "acts"])]
    for line in lines:
        assert line["acts"] == sorted(list(act) for act in {tuple(act) for act in line["acts"]})
    assert [0, "complaint"] in lines[0]["acts"]
    assert [1, "apology"] in lines[0]["acts"]
    assert [1, "non-apology"] in lines[1]["acts"]
    assert result.exit_code == 0


def test_a_failed_conversation_is_no_failure_of_signals() -> None:
    assert run("signals", stdin=POOR).exit_code == 0


def test_a_bad_record_makes_signals_exit_with_2() -> None:
    result = run("signals", "--input-format", "jsonl", stdin="oops\n" + record("a", GOOD))
    assert (len(result.stdout.splitlines()), result.exit_code) == (1, 2)


def test_explain_shows_what_was_found_and_what_cancelled_the_rest() -> None:
    shown = run("signals", "--explain", stdin=POOR).stdout
    assert "turn 1, agent: I'm sorry if you feel that way." in shown
    assert "signal     non-apology «" in shown
    assert "near miss  apology «" in shown
    assert "not counted: " in shown
    assert "phrase: " in shown


def test_signals_are_those_of_a_rulebook_where_one_is_named(tmp_path: Path) -> None:
    write_signal(tmp_path / "own", "greets", "good morning")
    write_rule(tmp_path / "own", "greeting", "greets")
    book = ("--rulebook", write_book(tmp_path / "own", "ours", "greeting"))
    talk = "Agent: Good morning. I'm so sorry about your parcel."
    assert json.loads(run("signals", *book, stdin=talk).stdout)["acts"] == [[0, "greets"]]
    shown = run("signals", "--explain", *book, stdin=talk).stdout
    assert "signal     greets «Good morning»" in shown
    assert "apology" not in shown


@pytest.mark.parametrize(
    "command",
    [("rules", "test", "--folder", "{}"), ("rules", "new", "signal", "a", "--folder", "{}"), ("convert", "{}", "-")],
)
def test_what_the_system_refuses_is_told_in_words_after_the_file(command: tuple[str, ...]) -> None:
    name = "n" * 300
    result = run(*(part.format(name) for part in command))
    assert (result.exit_code, "Errno" in result.stderr) == (2, False)
    assert result.stderr.startswith(f"recovery-eval: {name}")
    assert result.stderr.endswith(": File name too long\n")


def test_rules_list_shows_every_rule_of_the_rulebook() -> None:
    shown = run("rules", "list").stdout
    book = load_rulebook("core")
    assert book.digest in shown
    assert [line.split()[0] for line in shown.splitlines()[4:]] == [rule.id for rule in book.rules]


def test_rules_show_tells_why_the_rule_is_there() -> None:
    shown = " ".join(run("rules", "show", "sincere-apology").stdout.split())
    rule = next(rule for rule in load_rulebook("core").rules if rule.id == "sincere-apology")
    assert rule.title in shown
    assert " ".join(rule.why.split()) in shown
    assert " ".join(rule.advice.split()) in shown
    assert f"counts weight {rule.weight:g}, {rule.severity}" in shown
    assert [case for case in rule.may_misfire if f"may err {' '.join(case.split())}" not in shown] == []


def test_rules_show_names_the_nearest_rule_for_an_unknown_one() -> None:
    result = run("rules", "show", "sincere-apologies")
    assert result.exit_code == 2
    assert result.stderr == (
        "recovery-eval: unknown rule 'sincere-apologies'; did you mean 'sincere-apology'?\n"
        "it was looked for in the rulebook 'core'; --rulebook names another\n"
    )


@pytest.mark.parametrize("command", [("evaluate",), ("rules", "coverage")])
def test_a_wrong_choice_is_told_without_words_of_the_library_that_checks_it(command: tuple[str, ...]) -> None:
    result = run(*command, "--format", "xml", stdin=GOOD)
    assert result.exit_code == 2
    assert "Invalid value for '--format': 'xml' is not one of 'text', 'json'" in result.stderr


def test_the_demo_shows_passes_a_failure_and_a_near_miss_and_exits_with_0() -> None:
    result = run("demo")
    assert result.exit_code == 0
    for words in ("✓ pass", "✗ fail", "near miss", "evidence", "advice"):
        assert words in result.stdout
    talk, _, verdict = result.stdout.partition("\n\n")
    assert "customer" in talk.splitlines()[0]
    assert verdict.endswith("\n\nJudge a conversation of your own:  recovery-eval evaluate FILE\n")


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"recovery-eval {__version__}\n"


def test_no_arguments_show_the_help() -> None:
    result = run()
    assert all(command in result.stdout + result.stderr for command in ("evaluate", "signals", "rules", "demo"))


def test_progress_passes_every_item_on_in_order_before_and_after_it_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr(progress, "PAUSE", -1.0)
    assert list(progress.with_progress(range(5))) == [0, 1, 2, 3, 4]
    shown = capsys.readouterr()
    assert (shown.out, "5 conversations" in shown.err) == ("", True), repr(shown.err)


def test_progress_shows_nothing_where_standard_error_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    assert list(progress.with_progress("abc")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("command", "code", "shown"),
    [
        (("evaluate",), 1, "«I am so sorry» about the tea – that was"),
        (("signals",), 0, '[[0, "complaint"], [1, "admits-fault"], [1, "apology"]]'),
        (("rules", "explain", "sincere-apology"), 0, "apology «I am so sorry»"),
    ],
)
def test_every_command_that_reads_can_be_told_columns_and_encoding(
    tmp_path: Path, command: tuple[str, ...], code: int, shown: str
) -> None:
    source = tmp_path / "in.csv"
    agent = "1,agent,I am so sorry about the tea – that was our fault."
    rows = ("conversation_id,speaker,body", "1,customer,The tea never came.", agent)
    source.write_bytes("\n".join(rows).encode("cp1252"))
    assert "no column 'text'" in run(*command, source, "--encoding", "cp1252").stderr
    assert "not text of this encoding" in run(*command, source, "--column", "text=body").stderr
    result = run(*command, source, "--column", "text=body", "--encoding", "cp1252")
    assert (result.exit_code, shown in result.stdout) == (code, True)
