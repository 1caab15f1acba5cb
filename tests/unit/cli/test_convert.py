from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from recovery_eval import read_transcripts
from tests.formats.samples import FOLDER
from tests.unit.cli.conversations import GOOD, POOR, record, run, run_for_real


@pytest.mark.parametrize("name", ["out.jsonl", "out.ndjson", "out.jsonl.gz", "out.parquet"])
def test_conversations_of_any_format_become_lines_or_a_table_that_reads_back_the_same(
    tmp_path: Path, name: str
) -> None:
    source = FOLDER / "contact-lens-chat.json"
    result = run("convert", source, tmp_path / name)
    assert result.exit_code == 0
    assert list(read_transcripts(tmp_path / name)) == list(read_transcripts(source))
    assert name.endswith(".gz") == ((tmp_path / name).read_bytes()[:2] == gzip.compress(b"")[:2])


def test_the_summary_tells_what_was_read_who_spoke_and_what_was_dropped(tmp_path: Path) -> None:
    result = run("convert", FOLDER / "contact-lens-chat.json", tmp_path / "out.jsonl")
    assert result.stderr.splitlines() == [
        "read      1 conversation (1 contact-lens), 0 could not be read",
        "turns     3 (1 customer, 1 bot, 1 agent)",
        "dropped   2 (1 event chat.ended, 1 event participant.left)",
    ]


def test_standard_input_and_output_are_named_by_a_dash() -> None:
    done = run_for_real("convert", "-", "-", stdin=GOOD)
    assert done.returncode == 0
    assert [len(each.turns) for each in read_transcripts(done.stdout, format="jsonl")] == [4]


def test_what_cannot_be_read_is_told_and_counted_and_the_rest_is_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(f"oops\n{record('a', GOOD)}", encoding="utf-8")
    result = run("convert", source, tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert "in.jsonl:1: not valid JSON" in result.stderr
    assert "1 could not be read" in result.stderr
    assert [each.id for each in read_transcripts(tmp_path / "out.jsonl")] == ["a"]


def test_columns_names_and_encoding_can_be_told(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("case;who;body\n1;Zoë;It drips – again\n1;Jane;I'm sorry\n".encode("cp1252"))
    columns = ("--column", "conversation_id=case", "--column", "speaker=who", "--column", "text=body")
    names = ("--customer", "Zoë", "--agent", "Jane", "--encoding", "cp1252")
    result = run("convert", source, tmp_path / "out.jsonl", *columns, *names)
    assert result.exit_code == 0, result.stderr
    (transcript,) = read_transcripts(tmp_path / "out.jsonl")
    assert [(turn.speaker.value, turn.text) for turn in transcript.turns] == [
        ("customer", "It drips – again"),
        ("agent", "I'm sorry"),
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("out.doc",), "ends in one of .jsonl"),
        (("out.jsonl", "--column", "text"), "NAME=COLUMN"),
        (("out.jsonl", "--input-format", "zendesk"), "unknown format 'zendesk'; did you mean 'zendesk-"),
        (("out.jsonl", "--encoding", "utf-99"), "unknown encoding 'utf-99'"),
    ],
)
def test_wrong_options_are_usage_errors(tmp_path: Path, arguments: tuple[str, ...], problem: str) -> None:
    source = tmp_path / "in.txt"
    source.write_text(GOOD, encoding="utf-8")
    result = run("convert", source, tmp_path / arguments[0], *arguments[1:])
    assert result.exit_code == 2
    assert problem in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_result_stays_where_the_next_input_cannot_be_read(tmp_path: Path) -> None:
    earlier = tmp_path / "out.jsonl"
    earlier.write_text("earlier\n", encoding="utf-8")
    assert run("convert", tmp_path / "nope.txt", earlier).exit_code == 2
    assert run("evaluate", tmp_path / "nope.txt", "--format", "json", "--output", earlier).exit_code == 2
    assert earlier.read_text(encoding="utf-8") == "earlier\n"


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(record("a", GOOD) + "{broken\n", encoding="utf-8")
    before = source.read_bytes()
    result = run("convert", source, tmp_path / "." / "in.jsonl")
    assert (result.exit_code, source.read_bytes()) == (2, before)
    assert "is the input; name another file" in result.stderr


def test_two_conversations_of_one_id_are_not_made_one_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(record("a", GOOD) + record("a", POOR), encoding="utf-8")
    result = run("convert", path, tmp_path / "out.parquet")
    assert (result.exit_code, (tmp_path / "out.parquet").exists()) == (2, False)
    assert "out.parquet: conversation 'a': a second conversation of this id" in result.stderr
    assert run("convert", path, tmp_path / "out.jsonl").exit_code == 0
