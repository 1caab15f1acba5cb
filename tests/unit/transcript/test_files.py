from __future__ import annotations

import errno
import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recovery_eval.errors import TranscriptError, UnknownNameError
from recovery_eval.transcript import Speaker, Transcript, read_transcripts
from recovery_eval.transcript.readers import files, lines

RECORD: dict[str, Any] = {"turns": [{"speaker": "customer", "text": "The bike squeaks"}]}
LINE = json.dumps(RECORD)
CHAT = [{"role": "user", "content": "The bike squeaks"}]
TEXT = "Customer: The bike squeaks"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(source: Any, **options: Any) -> tuple[list[Transcript], list[TranscriptError]]:
    errors: list[TranscriptError] = []
    return list(read_transcripts(source, on_error=errors.append, **options)), errors


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("a.txt", TEXT, ["a"]),
        ("a.txt", "[10:02] " + TEXT, ["a"]),
        ("a.json", LINE, ["a"]),
        ("a.json", json.dumps(RECORD, indent=2), ["a"]),
        ("a.json", json.dumps(RECORD["turns"], indent=2), ["a"]),
        ("a.json", json.dumps([["customer", "The bike squeaks"]]), ["a"]),
        ("a.json", json.dumps(CHAT), ["a"]),
        ("a.json", json.dumps({"messages": CHAT}), ["a"]),
        (
            "a.json",
            json.dumps([RECORD, {"id": 7, **RECORD}, {"messages": CHAT}, CHAT], indent=1),
            ["a:0", "7", "a:2", "a:3"],
        ),
        ("a.json", f"[\n\t{LINE}\n]\n", ["a:0"]),
        ("a.json", f"[\n  {LINE}\n, {LINE}\n]\n", ["a:0", "a:1"]),
        ("a.json", f"[\n{json.dumps(CHAT[0])}\n]", ["a"]),
        ("a.jsonl", LINE, ["a:1"]),
        ("a.jsonl", f"\n{LINE}\n\n{json.dumps({'messages': CHAT})}\n{json.dumps(CHAT)}", ["a:2", "a:4", "a:5"]),
        ("a.b.ndjson", LINE, ["a.b:1"]),
        ("a", f"{LINE}\n{LINE}\n", ["a:1", "a:2"]),
        ("a", '{"turns": [\n{"speaker": "customer", "text": "The bike squeaks"}\n]}', ["a"]),
        ("a.json", "[]", []),
        ("a.jsonl", "", []),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_the_format_is_told_by_the_content(
    tmp_path: Path, name: str, content: str, ids: list[str], packed: bool
) -> None:
    path = write(tmp_path, f"{name}.gz" if packed else name, gzip.compress(content.encode()) if packed else content)
    transcripts = list(read_transcripts(path))
    assert [transcript.id for transcript in transcripts] == ids
    assert all(
        [(turn.speaker, turn.text) for turn in transcript.turns] == [(Speaker.CUSTOMER, "The bike squeaks")]
        for transcript in transcripts
    )


def test_a_format_that_is_named_is_not_told_by_the_content(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", json.dumps(CHAT))
    assert len(list(read_transcripts(path, format="chat"))) == 1
    with pytest.raises(TranscriptError, match="no speaker labels"):
        list(read_transcripts(path, format="text"))


def test_a_record_is_no_chat(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="a chat is a list of messages"):
        list(read_transcripts(write(tmp_path, "a.json", LINE), format="chat"))


def test_an_unknown_format_is_an_error_at_the_call() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'jsonl'"):
        read_transcripts("a.txt", format="jsnl")


@pytest.mark.parametrize(
    "stream", [io.BytesIO(LINE.encode()), io.StringIO(LINE), io.BytesIO(gzip.compress(LINE.encode()))]
)
def test_a_stream_is_read_and_stays_open(stream: Any) -> None:
    (transcript,) = read_transcripts(stream)
    assert transcript.id == "stream"
    assert not stream.closed


@pytest.mark.parametrize(
    ("content", "speakers"),
    [
        (b"conversation_id,speaker,text\na,customer,The bike squeaks\n", {}),
        (
            b"From x Mon Nov  3 10:00:00 2026\nFrom: sam@home.example\nSubject: Bike\n\nThe bike squeaks\n",
            {"sam@home.example": "customer"},
        ),
    ],
)
def test_a_pipe_is_read_though_its_bytes_come_once(content: bytes, speakers: dict[str, str]) -> None:
    end, start = os.pipe()
    os.write(start, content)
    os.close(start)
    try:
        (transcript,) = read_transcripts(f"/dev/fd/{end}", speakers=speakers)
    finally:
        os.close(end)
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [(Speaker.CUSTOMER, "The bike squeaks")]


def test_a_bad_line_loses_no_other_line_and_tells_its_number(tmp_path: Path) -> None:
    bad: list[str | bytes] = [
        '{"turns": [}',
        '{"id": "z", "turns": [{"speaker": "customer", "text": 3}]}',
        b"\xff\xfe",
        '{"turns": [], "n": NaN}',
        '{"turns": [], "n": 1e999}',
        '{"turns": [], "n": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"turns": [], "n": ' + "[" * 300 + "]" * 300 + "}",
        "nonsense",
        '{"speaker": "agent", "text": "hi"}',
        LINE + LINE,
    ]
    content = b"\n".join(
        [LINE.encode(), *(line.encode() if isinstance(line, str) else line for line in bad), LINE.encode()]
    )
    transcripts, errors = read_all(write(tmp_path, "a.jsonl", content))
    assert [transcript.id for transcript in transcripts] == ["a:1", f"a:{len(bad) + 2}"]
    assert [error.line for error in errors] == list(range(2, len(bad) + 2))
    assert errors[1].record == "z"
    assert str(errors[1]).endswith("a.jsonl:3: conversation 'z': $.turns[0].text should be text; write it in quotes")
    for error, problem in zip(
        errors,
        [
            "not valid JSON",
            "$.turns[0]",
            "UTF-8",
            "NaN",
            "too large",
            "digits",
            "deep",
            "deep",
            "not valid",
            "'turns'",
            "more",
        ],
        strict=True,
    ):
        assert problem in str(error)
    with pytest.raises(TranscriptError, match=r"a\.jsonl:2: not valid JSON"):
        list(read_transcripts(tmp_path / "a.jsonl"))


def test_a_broken_first_line_does_not_hide_that_the_rest_are_json_lines() -> None:
    transcripts, errors = read_all(io.BytesIO(f'{{"turns": [}}\n{LINE}\n{LINE}'.encode()))
    assert [transcript.id for transcript in transcripts] == ["stream:2", "stream:3"]
    assert [error.line for error in errors] == [1]


def test_a_bad_record_of_a_json_list_loses_no_other_and_tells_line_and_path(tmp_path: Path) -> None:
    content = f'[\n{LINE},\n{{"id": "z", "turns": [{{"speaker": "robot", "text": ""}}]}},\n3,\n{LINE}\n]'
    transcripts, errors = read_all(write(tmp_path, "a.json", content))
    assert [transcript.id for transcript in transcripts] == ["a:0", "a:3"]
    assert [(error.line, error.record) for error in errors] == [(3, "z"), (4, None)]
    assert "$[1].turns[0].speaker" in str(errors[0])
    assert "$[2]: can't read int" in str(errors[1])


@pytest.mark.parametrize(
    ("content", "line", "read"),
    [
        ('{\n"turns": [\n}', 3, 0),
        (f"[\n{LINE},\n{LINE}\n{LINE}]", 4, 2),
        (f"[\n{LINE},\n{LINE}", 3, 2),
        (f"[\n{LINE},\n", 2, 1),
        (f"[{LINE}]\n[]", 2, 1),
        ('{"turns": []}\n}', 2, 0),
    ],
)
def test_broken_json_tells_the_line_and_keeps_what_stood_before(
    tmp_path: Path, content: str, line: int, read: int
) -> None:
    transcripts, errors = read_all(write(tmp_path, "a.json", content), format="json")
    assert len(transcripts) == read
    assert [error.line for error in errors] == [line]
    assert "not valid JSON" in str(errors[0])


def test_a_line_of_json_that_ends_too_early_is_told_by_its_own_number(tmp_path: Path) -> None:
    _, errors = read_all(write(tmp_path, "a.jsonl", f'{LINE}\n{{"turns"\n{LINE}\n'))
    assert [error.line for error in errors] == [2]


def test_control_characters_inside_json_strings_are_kept() -> None:
    (transcript,) = read_transcripts(io.StringIO('{"turns": [{"speaker": "agent", "text": "a\x00\tb\\u0000"}]}'))
    assert transcript.turns[0].text == "a\x00\tb\x00"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", "", "no turns: the text is empty"),
        ("a.txt", "Customer: caf\xe9".encode("latin-1"), "a.txt:1: not UTF-8 text"),
        ("a.txt", b"Customer: a\n" + "Agent: caf\xe9".encode("latin-1"), "a.txt:2: not UTF-8 text"),
        ("a.txt", "Agent: caf\xe9".encode("latin-1"), r"\(in a shell: --encoding cp1252\)"),
        ("a.csv", "who;said\nagent;hi", r"its columns are 'who', 'said'.* --column conversation_id=…"),
        ("a.txt.gz", gzip.compress(TEXT.encode())[:-9], "gzip data is damaged"),
        ("a.json", "nonsense", "a.json:1: not valid JSON"),
        ("a.json", '"hi"', "can't read str as a conversation"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: str | bytes, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        list(read_transcripts(write(tmp_path, name, content)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("content", [TEXT + " – café", json.dumps({"messages": CHAT}), LINE + "\n" + LINE])
def test_other_encodings_are_told_by_their_mark_or_by_name(tmp_path: Path, encoding: str, content: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path = write(tmp_path, "a", f"{mark}{content}".encode(encoding))
    wanted = list(read_transcripts(write(tmp_path, "b", content)))
    read = list(read_transcripts(path, encoding="cp1252" if encoding == "cp1252" else None))
    assert [[turn.text for turn in t.turns] for t in read] == [[turn.text for turn in t.turns] for t in wanted]


@pytest.mark.parametrize("name", ["zip", "base64", "rot13", "undefined", "utf-8\0"])
def test_what_is_no_encoding_of_texts_is_unknown(name: str) -> None:
    with pytest.raises(UnknownNameError, match="unknown encoding"):
        read_transcripts(b"Agent: Hi", encoding=name)


def test_an_encoding_that_does_not_exist_or_fit_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Customer: café")
    with pytest.raises(UnknownNameError, match="unknown encoding 'utf-99'"):
        read_transcripts(path, encoding="utf-99")
    with pytest.raises(TranscriptError, match="not text of this encoding"):
        list(read_transcripts(path, encoding="ascii"))


def test_missing_files_directories_and_other_things_are_errors(tmp_path: Path) -> None:
    for source, problem in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "is a directory"),
        ("a\x00b", "can't open the file"),
        (3, "can't read int"),
        ("x" * 100_000, "can't open the file"),
    ):
        with pytest.raises(TranscriptError, match=problem):
            list(read_transcripts(source))
    assert len(read_all(tmp_path / "none.txt")[1]) == 1


def test_text_given_for_a_path_is_not_quoted() -> None:
    with pytest.raises(TranscriptError, match="use to_transcript") as caught:
        list(read_transcripts(TEXT + "\nAgent: oh"))
    assert "squeaks" not in str(caught.value)


def test_json_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            chunk = (LINE + "\n").encode()[: len(buffer)]
            buffer[: len(chunk)] = chunk
            return len(chunk)

    transcripts: Iterator[Transcript] = read_transcripts(io.BufferedReader(Endless()))
    assert [next(transcripts).id for _ in range(3)] == ["stream:1", "stream:2", "stream:3"]


def test_a_stream_that_fails_is_told_with_its_line_and_what_was_read_is_kept() -> None:
    class Failing(io.StringIO):
        def read(self, size: int | None = -1, /) -> str:
            if self.tell() > 0:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    errors: list[TranscriptError] = []
    read = read_transcripts(Failing(f"{LINE}\n{LINE}\n"), on_error=errors.append)
    assert [one.id for one in read] == ["stream:1", "stream:2"]
    assert [str(error) for error in errors] == ["stream:3: can't read on: Input/output error"]


def test_what_is_held_in_memory_at_once_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_INPUT_CHARACTERS", 100)
    monkeypatch.setattr(files, "MAX_INPUT_CHARACTERS", 100)
    _, errors = read_all(io.StringIO(TEXT + "!" * 100))
    assert "a line of more than 100 characters" in str(errors[0])
    _, errors = read_all(io.StringIO((TEXT + "\n") * 10))
    assert "more than 100 characters; use JSON Lines" in str(errors[0])


def test_names_may_be_told_for_every_conversation_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Jane: Good morning\nSam: The bike squeaks")
    (transcript,) = read_transcripts(path, agent="Jane", speakers={"Sam": "customer"})
    assert [turn.speaker for turn in transcript.turns] == [Speaker.AGENT, Speaker.CUSTOMER]


def test_a_key_that_stands_twice_is_told_and_the_other_lines_are_read() -> None:
    turns = '"turns": [{"speaker": "agent", "text": "Hello"}]'
    lines = f'{{{turns}, "turns": []}}\n{{"id": "b", {turns}, {turns}}}\n'
    errors: list[TranscriptError] = []
    assert [each.id for each in read_transcripts(lines.encode(), on_error=errors.append)] == ["b"]
    assert "bytes:1: not valid JSON: the key 'turns' stands twice in one object" in str(errors[0])


@pytest.mark.parametrize("name", ["chats.jsonl", "chats.ndjson", "chats.json"])
def test_one_document_over_many_lines_is_read_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    for value in (RECORD, [RECORD], [CHAT]):
        assert len(read_all(write(tmp_path, name, json.dumps(value, indent=2)))[0]) == 1
        found, errors = read_all(write(tmp_path, name, f"\ufeff\r\n{json.dumps(value, indent=1)[:-1]}"))
        assert len(errors) == 1, "a broken one is told once, and not with each of its lines"
        assert len(found) == isinstance(value, list)


def test_a_value_that_json_does_not_have_is_told_by_the_value_that_holds_it() -> None:
    _, errors = read_all(b'[{"turns": []},\n  {"turns": [],\n "mark": NaN}]')
    assert "bytes:2: not valid JSON: NaN is no JSON number; use null (in the value that begins at column 3)" in str(
        errors[0]
    )


@pytest.mark.parametrize("content", [TEXT, LINE, "conversation_id,speaker,text\n1,agent,Oh\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_does_not_tell_itself_asks_for_its_name(content: str, encoding: str) -> None:
    raw = content.encode(encoding)
    with pytest.raises(TranscriptError, match=r"UTF-16 without a byte order mark; .*--encoding utf-16"):
        next(read_transcripts(raw))
    assert len(list(read_transcripts(raw, encoding=encoding))) == 1


def test_files_with_byte_order_marks_may_be_put_one_behind_the_other() -> None:
    assert len(list(read_transcripts(f"\ufeff{LINE}\n".encode() * 2))) == 2
