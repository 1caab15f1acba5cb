from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from recovery_eval import annotate
from recovery_eval.transcript import Transcript, read_transcripts
from recovery_eval.transcript.readers.reader import Takes, readers
from recovery_eval.transcript.writers import to_json_line, write_parquet
from tests.formats.samples import FOLDER, GOLDEN, PAGE, SAMPLES, SEALED, golden_lines, page, read, told

FILES = [name for name in SAMPLES if (FOLDER / name).is_file()]
# What has no file: values of Python, and what is refused.
WITHOUT_SAMPLE = {"dataframe", "vcon-sealed"}


def turns(transcripts: list[Transcript]) -> list[list[tuple[object, ...]]]:
    return [[(t.speaker, t.text, t.time, t.offset, t.name) for t in each.turns] for each in transcripts]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_samples_turns_are_as_they_were_checked_by_eye(name: str) -> None:
    assert golden_lines(name) == (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_told_by_its_content_and_read_by_its_name_alike(name: str) -> None:
    format_ = SAMPLES[name]["format"]
    assert {each.source_format or "record" for each in read(name)} == {format_}
    if not name.endswith(".jsonl"):  # several records are named by their layout
        assert read(name, format=format_) == read(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_reads_back_whole_from_our_json_lines(name: str) -> None:
    transcripts = read(name)
    lines = "".join(to_json_line(transcript) for transcript in transcripts)
    assert list(read_transcripts(lines.encode(), format="jsonl")) == transcripts


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_reads_back_whole_from_our_table(name: str) -> None:
    transcripts = [transcript for transcript in read(name) if transcript.turns]
    stream = io.BytesIO()
    write_parquet(transcripts, stream)
    stream.seek(0)
    assert [whole(each) for each in read_transcripts(stream)] == [whole(each) for each in transcripts]


def whole(transcript: Transcript) -> dict[str, object]:
    """Returns all fields; a table calls itself the format of a record that has none."""
    return transcript.model_dump() | {"source_format": transcript.source_format or "parquet"}


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_the_same_as_bytes_as_a_stream_and_packed(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    wanted = turns(read(name))
    assert turns(read(name, content)) == wanted
    assert turns(read(name, io.BytesIO(content))) == wanted
    assert turns(read(name, gzip.compress(content))) == wanted


@pytest.mark.parametrize("name", FILES)
def test_a_stream_that_was_given_stays_open(name: str) -> None:
    with (FOLDER / name).open("rb") as stream:
        list(read_transcripts(stream, **told(name)))
        assert not stream.closed


@pytest.mark.parametrize("name", SAMPLES)
def test_every_turn_tells_where_it_stands(name: str) -> None:
    for transcript in read(name):
        for turn in transcript.turns:
            assert turn.source_ref is not None
            assert turn.source_ref.file is not None
            assert Path(turn.source_ref.file).is_relative_to(FOLDER)
            assert turn.source_ref.record == transcript.id


@pytest.mark.parametrize("name", SAMPLES)
def test_signals_quote_the_turns_of_a_sample_and_no_redacted_words(name: str) -> None:
    for transcript in read(name):
        for signal in annotate(transcript):
            turn = transcript.turns[signal.turn]
            assert turn.text[signal.start : signal.end] == signal.quote
            if signal.name != "names-customer":
                assert not any(signal.start < end and start < signal.end for start, end in turn.redactions)


def test_every_reader_has_a_sample() -> None:
    assert {sample["format"] for sample in SAMPLES.values()} == readers().keys() - WITHOUT_SAMPLE


def test_every_file_of_the_folder_is_a_sample() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*SAMPLES, *SEALED, "samples.yml"}


def test_no_two_readers_have_one_rank() -> None:
    ranks = [reader.rank for reader in readers().values()]
    assert len(set(ranks)) == len(ranks)


def test_the_page_lists_the_readers_in_the_order_in_which_they_are_asked() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")


def test_no_beginning_of_a_value_is_taken_by_two_readers() -> None:
    """A sample that another reader takes too is read by the right one by its rank alone, so there are few of these."""
    by_kind = {kind: [r for r in readers().values() if r.takes is kind] for kind in Takes}
    for name in FILES:
        if not name.endswith(".json"):
            continue
        value = json.loads((FOLDER / name).read_text(encoding="utf-8"))
        takers = [reader.name for reader in by_kind[Takes.VALUE] if reader.matches(value)]
        assert takers[0] == SAMPLES[name]["format"]
        assert set(takers[1:]) <= {"chat"}
