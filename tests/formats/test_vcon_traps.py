"""What vCons hold that is easily lost: kinds of bodies, of labels and of numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, Turn, to_transcript

PARTIES = [{"name": "Jane", "role": "agent"}, {"name": "Sam", "role": "customer"}]
SPEAKERS = {"0": {"label": "Jane (Agent)"}, "1": {"label": "Sam (Customer)"}}


def texts(transcript: Transcript) -> list[str]:
    return [turn.text for turn in transcript.turns]


def message_of(turn: Turn) -> str | None:
    assert turn.source_ref is not None
    return turn.source_ref.message


def of_text(**dialog: Any) -> Transcript:
    return to_transcript({"parties": PARTIES, "dialog": [{"type": "text", "parties": 1} | dialog]})


def of_speech(**analysis: Any) -> Transcript:
    dialog = [{"type": "recording", "start": "2026-01-02T12:00:00Z"}]
    analysis = {"type": "wtf_transcription", "dialog": 0} | analysis
    return to_transcript({"parties": PARTIES, "dialog": dialog, "analysis": [analysis]})


def test_a_vcon_without_dialogs_is_told_by_its_version() -> None:
    transcript = to_transcript({"vcon": "0.4.0", "parties": PARTIES})
    assert (transcript.source_format, transcript.turns) == ("vcon", ())


@pytest.mark.parametrize("body", ["w6k_*", "w", 'a"'])
def test_a_body_that_is_not_base64url_is_told(body: str) -> None:
    with pytest.raises(TranscriptError, match=r"\$\.dialog\[0\]\.body is not base64url, as its 'encoding' says"):
        of_text(encoding="base64url", body=body)


def test_bodies_are_read_by_encoding_and_media_type() -> None:
    assert texts(of_text(body="a <b> &amp; c")) == ["a <b> &amp; c"]
    assert texts(of_text(mediatype="Text/HTML", body="<p>a &amp; b</p>")) == ["a & b"]
    assert texts(of_text(encoding="json", body='"said"')) == ['"said"']
    assert texts(of_text(encoding="json", body={"said": "é"})) == ['{"said": "é"}']
    with pytest.raises(TranscriptError, match=r"\$\.dialog\[0\]\.body should be text"):
        of_text(body={"said": "é"})


def test_what_has_no_words_and_no_kind_is_counted() -> None:
    transcript = to_transcript(
        {
            "parties": PARTIES,
            "dialog": [{"type": "text", "parties": 0}, {"parties": 0, "body": "x"}],
            "analysis": [{"dialog": 0, "body": "x"}, {"type": "summary", "dialog": 0, "body": {"segments": [1]}}],
        }
    )
    assert transcript.left_out == {
        "dialog text without a body": 1,
        "dialog dialog": 1,
        "analysis of no type": 1,
        "analysis summary": 1,
    }


@pytest.mark.parametrize("parties", [[], [[]], "0", True, None, -1])
def test_a_party_that_is_no_number_is_told_where_it_stands(parties: object) -> None:
    with pytest.raises(TranscriptError, match=r"\$\.dialog\[0\]\.parties names no party"):
        of_text(parties=parties, body="hi")


@pytest.mark.parametrize("key", ["mailto", "tel", "uuid", "id"])
def test_a_party_without_a_name_is_told_by_its_address(key: str) -> None:
    dialog = [{"type": "text", "parties": n, "body": str(n), "message_id": f"m{n}"} for n in (0, 1)]
    value = {"parties": [{key: "x1"}, {key: "x2"}], "dialog": dialog}
    turns = to_transcript(value, agent="x1", customer="x2").turns
    assert [(turn.speaker.value, message_of(turn)) for turn in turns] == [("agent", "m0"), ("customer", "m1")]


@pytest.mark.parametrize("body", ["words", ["words"], {"words": 1}, None])
def test_a_transcript_of_another_shape_is_counted(body: object) -> None:
    assert of_speech(body=body).left_out == {"analysis wtf_transcription": 1}


def test_a_transcript_in_json_that_is_none_is_told() -> None:
    with pytest.raises(TranscriptError, match=r"\$\.analysis\[0\]\.body is not JSON, as its 'encoding' says"):
        of_speech(encoding="json", body='{"segments": [')


def test_only_a_body_in_json_is_unpacked() -> None:
    body = json.dumps({"segments": [{"text": "Hi", "speaker": 0}], "speakers": SPEAKERS})
    assert texts(of_speech(encoding="json", body=body)) == ["Hi"]
    assert texts(of_speech(encoding="none", body=body)) == []


def test_segments_without_ids_or_times_or_beyond_the_reach_of_a_clock_are_read() -> None:
    segments = [
        {"id": "a", "speaker": 0, "text": "One", "start": 1},
        {"speaker": 1, "text": "Two"},
        {"speaker": 1, "text": "Three", "start": 1e15},
    ]
    transcript = of_speech(body={"segments": segments, "speakers": SPEAKERS})
    assert {turn.text: (message_of(turn), turn.time is None) for turn in transcript.turns} == {
        "One": ("0/a", False),
        "Two": ("0", True),
        "Three": ("0", True),
    }


def test_a_speaker_without_a_label_is_told_by_its_number_and_one_without_a_number_by_nothing() -> None:
    body: dict[str, Any] = {"segments": [{"speaker": 0, "text": "Hi"}, {"speaker": 1, "text": "Yes"}]}
    analysis = {"type": "transcript", "dialog": 0, "body": body}
    value = {"parties": [], "dialog": [{"type": "recording"}], "analysis": [analysis]}
    found = to_transcript(value, speakers={"speaker 0": "agent", "speaker 1": "customer"})
    assert [turn.speaker.value for turn in found.turns] == ["agent", "customer"]
    del body["segments"][1]["speaker"]
    with pytest.raises(TranscriptError) as caught:
        to_transcript(value)
    assert "speaker 0" in str(caught.value)
    assert "speaker None" not in str(caught.value)


def test_a_segment_without_words_is_no_turn() -> None:
    segments = [{"speaker": 0, "text": text} for text in ("It broke.", "", "Again.")]
    transcript = of_speech(body={"segments": segments, "speakers": SPEAKERS})
    assert [turn.text for turn in transcript.turns] == ["It broke.", "Again."]
    assert transcript.left_out["message without words"] == 1
