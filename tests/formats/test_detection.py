from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import read_transcripts, to_transcript
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Reader, Takes, readers
from recovery_eval.transcript.writers import write_parquet
from tests.formats.samples import FOLDER, SAMPLES, readable


def test_an_unknown_shape_tells_what_was_found_and_what_is_known() -> None:
    with pytest.raises(TranscriptError) as caught:
        list(read_transcripts(b'{"chat": [], "secret words": 1}'))
    message = str(caught.value)
    assert "it holds an object with the keys 'chat', 'secret words'" in message
    known = ", ".join(reader.name for reader in readers().values() if reader.takes is Takes.VALUE)
    assert f"Known: {known}. One of your own is" in message
    assert len(message) < 800


def test_a_shape_with_a_key_of_a_known_format_tells_what_that_has() -> None:
    with pytest.raises(TranscriptError) as caught:
        list(read_transcripts(b'{"comments": [{"body": "Hi"}]}'))
    assert str(caught.value) == (
        "bytes: no known format: it holds an object with the keys 'comments'. "
        "Near to it: zendesk-ticket, with `comments` whose items hold `author_id`. "
        "One of your own is {'turns': [{'speaker': …, 'text': …}]}"
    )


@pytest.mark.parametrize("format", ["auto", "contact-lens"])
def test_lists_in_lists_are_told_in_a_few_words(format: str) -> None:  # noqa: A002 - as read_transcripts calls it
    with pytest.raises(TranscriptError) as caught:
        list(read_transcripts(b"[" * 900 + b"]" * 900, format=format))
    assert len(str(caught.value)) < 300


def test_a_format_that_says_more_is_looked_for_before_one_that_says_less() -> None:
    order = [
        *("contact-lens", "connect-transcript", "contact-lens-real-time", "ccai-upload", "ccai", "genesys"),
        *("twilio-sentences", "twilio-messages", "intercom", "zendesk-ticket", "zendesk-log", "chat", "vcon"),
        *("vcon-sealed", "webvtt", "srt", "mbox", "convokit", "slack", "twcs", "csv", "text"),
    ]
    assert [name for name in readers() if name in order] == order


def test_a_folder_of_no_known_format_tells_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match=r"no known format; name the files in it\. Looked for: convokit"):
        list(read_transcripts(tmp_path))


def test_json_lines_of_several_formats_are_told_line_by_line() -> None:
    names = ("intercom.json", "genesys.json", "chat.json", "zendesk-ticket.json")
    lines = [json.dumps(json.loads((FOLDER / name).read_text(encoding="utf-8"))) for name in names]
    found, errors = readable("\n".join([*lines[:2], '{"turns": [}', *lines[2:]]).encode())
    assert [each.source_format for each in found] == ["intercom", "genesys", "chat", "zendesk-ticket"]
    assert [error.line for error in errors] == [3]


def test_a_json_list_of_exports_is_one_conversation_an_item() -> None:
    values = [json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("intercom.json", "genesys.json")]
    assert [each.source_format for each in read_transcripts(json.dumps(values).encode())] == ["intercom", "genesys"]
    assert [each.id for each in read_transcripts(values)] == ["1295", "gc-1"]


def test_a_named_format_is_not_told_by_the_content() -> None:
    content = (FOLDER / "intercom.json").read_bytes()
    with pytest.raises(TranscriptError, match="a vCon that is signed"):
        list(read_transcripts(content, format="vcon-sealed"))
    assert [turn.text for turn in next(iter(read_transcripts(b"Agent: hi", format="text"))).turns] == ["hi"]


def test_a_format_that_is_a_folder_says_so_of_a_file() -> None:
    with pytest.raises(TranscriptError, match="read from a folder or a ZIP archive"):
        list(read_transcripts(b"Agent: hi", format="slack"))


def test_a_value_of_any_format_can_be_evaluated_as_it_is() -> None:
    value = json.loads((FOLDER / "genesys.json").read_text(encoding="utf-8"))
    assert to_transcript(value).source_format == "genesys"
    with pytest.raises(TranscriptError, match="2 conversations, where one is wanted"):
        to_transcript(json.loads((FOLDER / "salesforce-messaging.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("sample", "module", "extra"),
    [
        ("webvtt.vtt", "webvtt", "subtitles"),
        ("srt.srt", "webvtt", "subtitles"),
        ("tall.parquet", "pyarrow", "tables"),
        ("tall.xlsx", "openpyxl", "tables"),
    ],
)
def test_a_library_that_is_missing_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, sample: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(TranscriptError, match=rf"needs {module}.*recovery_eval\[{extra}\]"):
        list(read_transcripts(FOLDER / sample))


def test_narwhals_and_the_writer_of_parquet_are_named_where_they_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"conversation_id": ["a"], "speaker": ["agent"], "text": ["Hello"]})
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(TranscriptError, match=r"needs narwhals.*recovery_eval\[tables\]"):
        list(read_transcripts(frame))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TranscriptError, match=r"writing Parquet needs pyarrow.*recovery_eval\[tables\]"):
        write_parquet([], io.BytesIO())


def test_needed_gives_the_module() -> None:
    assert needed("json", "x", "reading", Place()) is json


def test_the_kind_of_the_first_event_does_not_hide_a_conversation_log() -> None:
    events = json.loads((FOLDER / "zendesk-log.json").read_text(encoding="utf-8"))["events"]
    assert to_transcript({"events": [events[-1], *events[:-1]]}).source_format == "zendesk-log"


def test_a_ticket_that_nobody_answered_is_a_ticket() -> None:
    ticket = {"id": 20, "description_text": "It drips", "requester_id": 7, "conversations": []}
    assert [(turn.speaker.value, turn.text) for turn in to_transcript(ticket).turns] == [("customer", "It drips")]


def test_files_without_words_say_why() -> None:
    with pytest.raises(TranscriptError, match="Contact Lens files of e-mail"):
        to_transcript({"Version": "EMAIL-2024-05-09", "Channel": "EMAIL", "CustomerMetadata": {"InputFiles": []}})
    with pytest.raises(TranscriptError, match=r"conversation_parts is missing or empty.*retrieve each conversation"):
        to_transcript({"type": "conversation", "id": "1", "source": {"body": "<p>x</p>", "author": {"type": "user"}}})


@pytest.mark.parametrize("reader", readers().values(), ids=lambda reader: reader.name)
@pytest.mark.parametrize("name", ["freshdesk.json", "genesys.json", "csv.csv", "slack"])
def test_a_format_that_was_named_wrongly_gives_an_error_and_never_a_conversation_without_turns(
    reader: Reader, name: str
) -> None:
    if reader.name == SAMPLES[name]["format"]:
        return
    errors: list[TranscriptError] = []
    found = list(read_transcripts(FOLDER / name, format=reader.name, on_error=errors.append))
    assert found == []
    assert errors


def test_an_archive_that_macos_made_is_read_as_any_other() -> None:
    files = {
        "users.json": '[{"id": "U1", "name": "ann"}]',
        "general/2026-11-03.json": '[{"user": "U1", "text": "It drips", "ts": "1.1"}]',
    }
    for top in ("", "export/"):
        packed = {f"{top}{name}": content for name, content in files.items()}
        beside = {f"__MACOSX/{top}._{name.rpartition('/')[2]}": "\0" for name in files}
        (transcript,) = read_transcripts(zipped(packed | beside), speakers={"ann": "customer"})
        assert transcript.turns[0].text == "It drips"


@pytest.mark.parametrize("names", [[], ["chats.csv"]])
def test_an_archive_of_no_known_format_is_called_one(names: list[str]) -> None:
    with pytest.raises(TranscriptError, match="this is a ZIP archive of no known format; unpack it and name the files"):
        next(read_transcripts(zipped(dict.fromkeys(names, "speaker,text"))))


def zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
