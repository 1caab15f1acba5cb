from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from recovery_eval.errors import RecoveryEvalError
from tests.unit.cli.conversations import GOOD, POOR, record, run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    path = tmp_path / "poor.txt"
    path.write_text(POOR, encoding="utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.jsonl"
    path.write_text(record("a", GOOD) + '{"id": "b", "turns": oops\n' + record("c", POOR), encoding="utf-8")
    return path


def test_the_exit_code_is_0_where_all_passed(good: Path) -> None:
    assert run("evaluate", good).exit_code == 0


def test_the_exit_code_is_1_where_some_failed(good: Path, poor: Path) -> None:
    assert run("evaluate", good, poor).exit_code == 1


def test_a_bad_record_is_reported_with_file_and_line_and_the_rest_goes_on(mixed: Path) -> None:
    result = run("evaluate", mixed, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert result.stderr.startswith(f"{mixed}:2: ")
    assert result.exit_code == 2


def test_a_report_of_a_bad_record_does_not_quote_the_conversation(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a", "turns": [{"speaker": "ghost", "text": "my card is 4111"}]}\n', encoding="utf-8")
    result = run("evaluate", path)
    assert result.exit_code == 2
    assert result.stderr
    assert "4111" not in result.stderr


def test_columns_of_a_table_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "good.csv"
    path.write_text("conversation_id,speaker,body\n7,agent,Hello\n", encoding="utf-8")
    result = run("evaluate", path, "--column", "text=body", "--format", "jsonl")
    assert (result.exit_code, json.loads(result.stdout)["id"]) == (0, "7")


def test_a_missing_file_is_reported_and_the_others_go_on(tmp_path: Path, good: Path) -> None:
    result = run("evaluate", tmp_path / "nowhere.txt", good, "--format", "jsonl")
    assert len(result.stdout.splitlines()) == 1
    assert "nowhere.txt" in result.stderr
    assert result.exit_code == 2


def test_an_input_without_any_conversation_does_not_count_as_passed() -> None:
    result = run("evaluate", "--input-format", "jsonl", stdin="")
    assert result.exit_code == 2
    assert result.stderr


def test_standard_input_is_read_where_no_file_is_named() -> None:
    assert run("evaluate", stdin=GOOD).exit_code == 0


def test_a_dash_is_standard_input(poor: Path) -> None:
    result = run("evaluate", poor, "-", "--format", "jsonl", stdin=record("piped", GOOD))
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["poor", "piped"]


def test_a_json_line_holds_what_the_checklist_holds(good: Path) -> None:
    from recovery_eval import evaluate
    from recovery_eval.transcript import read_transcripts

    line = json.loads(run("evaluate", good, "--format", "jsonl").stdout)
    assert line == json.loads(evaluate(next(read_transcripts(good))).to_json())
    assert {"id", "score", "passed", "items", "results"} <= set(line)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_one_array_of_what_json_lines_hold(tmp_path: Path, count: int) -> None:
    path = tmp_path / "some.jsonl"
    lines = [record("a", GOOD), record("b", POOR.replace("way", "way\\u2028 now\\n"))][:count]
    path.write_text("".join(lines) or "broken\n", encoding="utf-8")
    array = json.loads(run("evaluate", path, "--input-format", "jsonl", "--format", "json").stdout)
    single = run("evaluate", path, "--input-format", "jsonl", "--format", "jsonl").stdout
    assert array == [json.loads(line) for line in single.split("\n") if line]
    assert len(array) == count


def test_csv_is_a_row_a_conversation_with_the_outcome_of_every_rule(good: Path, poor: Path) -> None:
    table = list(csv.DictReader(StringIO(run("evaluate", good, poor, "--format", "csv").stdout)))
    checklists = json.loads(run("evaluate", good, poor, "--format", "json").stdout)
    unknown = {"channel": "", "agent": "", "began": ""}
    assert table == [
        {"id": one["id"], **unknown, "score": str(one["score"]), "passed": str(one["passed"]).lower(), **one["items"]}
        for one in checklists
    ]


def test_csv_tells_the_channel_the_agents_and_when_it_began_where_they_are_known(tmp_path: Path) -> None:
    said = [("customer", "Kofi"), ("agent", "Ines"), ("agent", "Ben"), ("agent", "Ines")]
    turns = [{"speaker": by, "name": name, "text": "Well.", "time": "2026-03-01T09:30:00+01:00"} for by, name in said]
    chats = [{"id": "a", "turns": turns, "channel": "chat"}, {"id": "b", "turns": turns[:2], "agent_name": "Ines Poe"}]
    path = tmp_path / "chats.jsonl"
    path.write_text("".join(f"{json.dumps(chat)}\n" for chat in chats), encoding="utf-8")
    rows = csv.DictReader(StringIO(run("evaluate", path, "--format", "csv").stdout))
    assert [(row["channel"], row["agent"], row["began"]) for row in rows] == [
        ("chat", "Ines, Ben", "2026-03-01T09:30:00+01:00"),
        ("", "Ines Poe", "2026-03-01T09:30:00+01:00"),
    ]


def test_csv_of_what_no_rule_applies_to_has_no_score_and_of_nothing_has_a_header(tmp_path: Path) -> None:
    chat = tmp_path / "a, b.txt"
    chat.write_text("Customer: Do you sell lamps?\n", encoding="utf-8")
    line = run("evaluate", chat, "--format", "csv").stdout.splitlines()[1]
    assert line.startswith('"a, b",,,,,true,not_applicable,')
    broken = tmp_path / "broken.jsonl"
    broken.write_text("broken\n", encoding="utf-8")
    assert (
        run("evaluate", broken, "--input-format", "jsonl", "--format", "csv").stdout
        == "id,channel,agent,began,score,passed\n"
    )


def test_a_conversation_of_which_nothing_was_left_is_told(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    entries = [{"start_timestamp_usec": 0, "text": text, "role": "AGENT", "user_id": 1} for text in ("", " ")]
    path.write_text(json.dumps({"entries": entries}), encoding="utf-8")
    result = run("evaluate", path, "--input-format", "ccai-upload")
    assert result.stderr == f"{path}: calls has no turns; left out: 2 message without words\n"


def test_html_is_one_document_with_every_conversation(good: Path, poor: Path) -> None:
    page = run("evaluate", good, poor, "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert page.count("<article") == 2


def test_text_ends_with_a_summary_where_there_are_several(good: Path, poor: Path) -> None:
    summary = run("evaluate", good, poor, "--format", "summary").stdout
    assert run("evaluate", good, poor).stdout.endswith(f"\n\n\n{summary}")
    assert "1 conversation: " not in run("evaluate", good).stdout
    assert "1 conversation: " in run("evaluate", good, "--format", "summary").stdout


def test_a_summary_tells_how_often_each_rule_failed_and_begins_with_the_worst(good: Path, poor: Path) -> None:
    result = run("evaluate", poor, good, poor, "--format", "summary")
    assert result.exit_code == 1
    count, _, head, *rules = result.stdout.splitlines()
    scores = [one["score"] for one in json.loads(run("evaluate", poor, good, poor, "--format", "json").stdout)]
    assert count == f"3 conversations: 1 passed, 2 failed; mean score {sum(scores) / 3:.1f}"
    assert head == "failed  passed  not judged  rule"
    rows = [line.split(maxsplit=3) for line in rules]
    failed = [int(row[0]) for row in rows]
    assert failed == sorted(failed, reverse=True)
    assert failed[0] == 2
    assert {sum(map(int, row[:3])) for row in rows} == {3}
    assert len(rows) == 6


def test_a_summary_of_nothing_judged_has_no_mean(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("Customer: Do you sell lamps?\n", encoding="utf-8")
    result = run("evaluate", chat, "--format", "summary")
    assert result.stdout.splitlines()[0] == "1 conversation: 1 passed, 0 failed"


def test_which_formats_are_known_is_told_once_for_all_records_of_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "tickets.jsonl"
    path.write_text('{"ticket": 1}\n{"case": 2}\n{"ticket": 3}\n', encoding="utf-8")
    first, *others = run("evaluate", path).stderr.splitlines()
    assert f"{path}:1: no known format: it holds an object with the keys 'ticket'. Known: record, " in first
    assert others == [
        f"{path}:2: no known format: it holds an object with the keys 'case'",
        f"{path}:3: no known format: it holds an object with the keys 'ticket'",
    ]


def test_words_that_look_like_markup_or_colour_are_printed_as_they_are(tmp_path: Path) -> None:
    text = "Customer: It broke.\nAgent: I'm sorry if you feel [bold red]\x1b[31mthat[/bold red] way, :smile:.\n"
    shown = run("evaluate", stdin=text).stdout
    explained = run("signals", "--explain", stdin=text).stdout
    assert "[bold red]\\x1b[31mthat[/bold red] way, :smile:." in explained
    assert "\x1b" not in shown + explained


def test_the_same_input_gives_the_same_bytes(mixed: Path) -> None:
    for form in ("text", "json", "jsonl", "html"):
        first, second = (run("evaluate", mixed, "--format", form).stdout_bytes for _ in range(2))
        assert first == second


def test_output_goes_to_the_named_file(tmp_path: Path, poor: Path) -> None:
    target = tmp_path / "out.txt"
    result = run("evaluate", poor, "--output", target)
    assert (result.stdout, result.exit_code) == ("", 1)
    assert target.read_text(encoding="utf-8") == run("evaluate", poor).stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt", "poor.txt"]


def test_a_run_that_breaks_off_leaves_the_old_output(
    tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recovery_eval import evaluator

    original = evaluator.evaluate_many

    def breaking(*arguments: Any) -> Iterator[Any]:
        yield from original(*arguments)
        raise RecoveryEvalError("broken off")

    monkeypatch.setattr(evaluator, "evaluate_many", breaking)
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")
    result = run("evaluate", good, "--output", target)
    assert (result.exit_code, result.stderr) == (2, "recovery-eval: broken off\n")
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.txt", "out.json"]


def test_a_link_named_as_output_is_followed(tmp_path: Path, good: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    run("evaluate", good, "--output", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("Conversation  good\n")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_that_is_written_anew_keeps_its_permissions(tmp_path: Path, good: Path) -> None:
    target = tmp_path / "private.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    run("evaluate", good, "--output", target)
    assert target.read_text(encoding="utf-8") != "old"
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_process_of_the_same_number_left_behind_is_in_nobodys_way(tmp_path: Path, good: Path) -> None:
    (tmp_path / f".out.txt.{os.getpid()}.part").touch()
    result = run("evaluate", good, "--output", tmp_path / "out.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(list(tmp_path.glob(".*.part"))) == 1


@pytest.mark.parametrize("name", ["missing/out.txt", "."])
def test_an_output_that_cannot_be_written_is_one_plain_message(tmp_path: Path, good: Path, name: str) -> None:
    result = run("evaluate", good, "--output", tmp_path / name)
    assert result.exit_code == 2
    assert result.stderr.startswith("recovery-eval: ")
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_rulebook_is_one_plain_message_with_the_nearest_name(good: Path) -> None:
    result = run("evaluate", good, "--rulebook", "cores")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'core'?" in result.stderr


def test_names_of_speakers_can_be_given() -> None:
    text = GOOD.replace("Customer:", "Omar:").replace("Agent:", "Lotte Berg:")
    assert run("evaluate", "--speaker", "Omar=customer", "--speaker", "Lotte Berg=Agent", stdin=text).exit_code == 0
    assert run("evaluate", "--customer", "Omar", "--agent", "Lotte Berg", stdin=text).exit_code == 0
    assert run("evaluate", "--speaker", "Ref=text", stdin=f"{GOOD}\nRef: 8\nRef: 9").exit_code == 0


@pytest.mark.parametrize("speaker", ["Omar", "Omar=king", "=agent"])
def test_an_ill_formed_speaker_is_a_usage_error(speaker: str) -> None:
    result = run("evaluate", "--speaker", speaker, stdin=GOOD)
    assert result.exit_code == 2
    assert "LABEL=ROLE" in result.stderr


def test_an_unknown_option_is_a_usage_error() -> None:
    assert run("evaluate", "--formt", "json", stdin=GOOD).exit_code == 2


def test_a_message_cannot_drive_the_terminal() -> None:
    result = run("evaluate", "gone\x1b[2J.txt")
    assert "gone\\x1b[2J.txt" in result.stderr
    assert "\x1b" not in result.stderr


def test_two_conversations_of_one_id_are_both_judged_and_told(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(record("a", GOOD) + record("b", GOOD) + record("a", GOOD), encoding="utf-8")
    result = run("evaluate", path, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b", "a"]
    assert result.stderr == "1 conversation with the id of an earlier one, and kept beside it: 'a'\n"
    assert result.exit_code == 0


def test_an_export_that_says_that_more_follows_is_told_to_be_no_whole_conversation(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    comments = [{"author_id": 1, "plain_body": "It drips"}]
    export = {"ticket": {"id": 7, "requester_id": 1}, "comments": comments, "next_page": "https://desk.example/2"}
    path.write_text(json.dumps(export), encoding="utf-8")
    told = f"{path}: 7 is not whole; left out: 1 further page that the export does not hold\n"
    assert run("evaluate", path).stderr == told
