from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from recovery_eval import evaluate
from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts, to_transcript
from recovery_eval.transcript.readers.html_text import html_text
from recovery_eval.transcript.readers.quotes import cut_quotes
from tests.formats.samples import FOLDER, read


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


def only(source: Any, **options: Any) -> Transcript:
    (transcript,) = read_transcripts(source, **options)
    return transcript


def sample(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_contact_lens_voice_turns_have_the_role_of_their_participant() -> None:
    value = sample("contact-lens-voice.json")
    value["Participants"][0]["ParticipantRole"] = "SUPERVISOR"
    assert {turn.speaker.value for turn in to_transcript(value).turns} == {"agent"}


def test_a_contact_lens_participant_that_nobody_knows_is_an_error_that_lists_it() -> None:
    value = sample("contact-lens-voice.json")
    value["Participants"] = []
    with pytest.raises(TranscriptError, match=r"can't tell who is agent.*'p-1', 'p-2'"):
        to_transcript(value)
    roles = {"p-1": "customer", "p-2": "agent"}
    assert [turn.speaker.value for turn in to_transcript(value, speakers=roles).turns] == ["customer", "agent", "agent"]


def test_a_contact_lens_name_that_is_hidden_counts_as_the_customers_name() -> None:
    (voice,) = read("contact-lens-voice.json")
    result = evaluate(voice)["customer-named"]
    assert result.outcome == "pass"
    assert result.evidence[0].quote == "[PII]"


def test_a_contact_lens_redaction_that_runs_past_the_text_is_cut() -> None:
    value = sample("contact-lens-chat.json")
    value["Transcript"][0]["Redaction"]["CharacterOffsets"][0]["EndOffsetChar"] = 999
    assert to_transcript(value).turns[0].redactions == ((37, len(value["Transcript"][0]["Content"])),)


def test_contact_lens_mail_is_refused_with_the_reason() -> None:
    with pytest.raises(TranscriptError, match="Contact Lens files of e-mail"):
        to_transcript({"Channel": "EMAIL", "Version": "EMAIL-1", "Transcript": []})


def test_interactive_messages_are_counted_and_not_read() -> None:
    item = {"Type": "MESSAGE", "ContentType": "application/vnd.amazonaws.connect.message.interactive", "Content": "{}"}
    transcript = to_transcript({"Channel": "CHAT", "Transcript": [item]})
    assert (transcript.turns, sum(transcript.left_out.values())) == ((), 1)


def test_intercoms_source_is_the_first_turn_at_the_time_of_the_conversation() -> None:
    (transcript,) = read("intercom.json")
    assert transcript.turns[0].text == "The grill is still not here & the party is today."
    assert transcript.turns[0].time == datetime.fromtimestamp(1663597223, UTC)


def test_user_is_the_customer_in_intercom_and_chats_and_the_agent_in_genesys() -> None:
    assert read("intercom.json")[0].turns[0].speaker == "customer"
    assert to_transcript([{"role": "user", "content": "x"}]).turns[0].speaker == "customer"
    phrase = {"text": "x", "participantPurpose": "user", "startTimeMs": 0}
    assert to_transcript({"transcripts": [{"phrases": [phrase]}]}).turns[0].speaker == "agent"


def test_a_redacted_intercom_part_is_hidden_whole() -> None:
    value = sample("intercom.json")
    value["source"]["redacted"] = True
    turn = to_transcript(value).turns[0]
    assert turn.redactions == ((0, len(turn.text)),)


def test_genesys_internal_is_the_agent_and_external_the_customer() -> None:
    purposes = {"internal": "agent", "external": "customer", "acd": "system", "INTERNAL": "agent"}
    for purpose, speaker in purposes.items():
        phrase = {"text": "x", "participantPurpose": purpose, "startTimeMs": 1762164000500}
        assert to_transcript({"transcripts": [{"phrases": [phrase]}]}).turns[0].speaker == speaker


@pytest.mark.parametrize(
    ("start", "time", "offset"),
    [
        (1762164000500, datetime(2025, 11, 3, 10, 0, 0, 500_000, UTC), None),
        (1500, None, 1.5),
        ("2250.5", None, 2.2505),
        (None, None, None),
        (-5, None, 0.0),
    ],
)
def test_genesys_times_are_since_1970_or_since_the_beginning(start: Any, time: Any, offset: Any) -> None:
    phrase = {"text": "x", "participantPurpose": "internal", "startTimeMs": start}
    turn = to_transcript({"transcripts": [{"phrases": [phrase]}]}).turns[0]
    assert (turn.time, turn.offset) == (time, offset)


def test_twilio_channels_without_participants_are_never_guessed() -> None:
    value = sample("twilio-sentences.json")
    del value["transcript"]
    with pytest.raises(TranscriptError, match=r"'channel 2', 'channel 1'"):
        to_transcript(value)
    transcript = to_transcript(value, speakers={"channel 1": "agent", "2": "customer"})
    assert [turn.speaker.value for turn in transcript.turns] == ["customer", "agent", "customer"]


def test_twilio_messages_of_unknown_authors_are_never_guessed() -> None:
    value = sample("twilio-messages.json")
    del value["participants"]
    with pytest.raises(TranscriptError, match="can't tell who"):
        to_transcript(value)
    assert [turn.speaker.value for turn in to_transcript(value, agent="jane").turns] == ["customer", "agent"]


def test_a_zendesk_requester_who_is_an_agent_is_an_agent() -> None:
    value = sample("zendesk-ticket.json")
    value["users"][0]["role"] = "agent"
    assert to_transcript(value).turns[0].speaker == "agent"


def test_a_zendesk_requester_is_the_customer_where_users_are_missing() -> None:
    value = sample("zendesk-ticket.json")
    value["users"] = []
    value["comments"] = value["comments"][:3]
    assert [turn.speaker.value for turn in to_transcript(value).turns] == ["customer", "internal", "agent"]


def test_an_unlisted_freshdesk_source_code_changes_nothing() -> None:
    value = sample("freshdesk.json")
    before = said(to_transcript(value))
    for reply in value["conversations"]:
        reply["source"] = 99
    assert said(to_transcript(value)) == before


def test_ccai_enums_are_read_as_names_numbers_and_text_of_numbers() -> None:
    for role in ("HUMAN_AGENT", 1, "1", "ANY_AGENT", 4):
        value = sample("ccai.json")
        value["transcript"]["transcriptSegments"][1]["segmentParticipant"]["role"] = role
        assert to_transcript(value).turns[1].speaker == "agent"


def test_ccai_microseconds_since_1970_are_times() -> None:
    entry = {"start_timestamp_usec": 1762164000250000, "text": "x", "role": "AGENT", "user_id": 1}
    turn = to_transcript({"entries": [entry]}).turns[0]
    assert (turn.time, turn.offset) == (datetime(2025, 11, 3, 10, 0, 0, 250_000, UTC), None)


def test_turns_without_a_time_stay_behind_the_turn_they_follow() -> None:
    times = ["2026-11-03T10:05:00Z", None, "2026-11-03T10:00:00Z", None, "2026-11-03T10:07:00Z"]
    comments = [
        {"id": n, "author_id": 1, "plain_body": str(n), "public": True, "created_at": time}
        for n, time in enumerate(times)
    ]
    transcript = to_transcript({"ticket": {"requester_id": 1}, "comments": comments})
    assert [turn.text for turn in transcript.turns] == ["2", "3", "0", "1", "4"]


def test_times_with_and_without_a_zone_and_equal_ones_keep_a_stable_order() -> None:
    times = ["2026-11-03T10:00:00", "2026-11-03T11:00:00+01:00", "2026-11-03T09:59:59.5Z", "2026-11-03T10:01Z"]
    comments = [{"id": n, "author_id": 1, "plain_body": str(n), "created_at": time} for n, time in enumerate(times)]
    transcript = to_transcript({"ticket": {"requester_id": 1}, "comments": comments})
    assert [turn.text for turn in transcript.turns] == ["2", "0", "1", "3"]


@pytest.mark.parametrize("key", ["critical", "must_support"])
def test_a_vcon_that_needs_an_unknown_extension_is_refused(key: str) -> None:
    value = sample("vcon.json")
    value[key] = ["wtf_transcription"]
    assert to_transcript(value).turns
    value[key] = ["lawful_basis"]
    with pytest.raises(TranscriptError, match="'lawful_basis'"):
        to_transcript(value)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"payload": "x", "signatures": []}, "a vCon that is signed; verify"),
        ({"ciphertext": "x", "protected": "y"}, "a vCon that is encrypted; decrypt"),
    ],
)
def test_sealed_vcons_are_refused_with_the_reason(value: dict[str, Any], problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript(value)


def test_a_vcon_mail_is_read_by_its_parts() -> None:
    body = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe tap drips."
    dialog = {"type": "text", "parties": 0, "mediatype": "message/rfc822", "body": body, "encoding": "none"}
    transcript = to_transcript({"vcon": "0.4.0", "parties": [{"name": "Sam"}], "dialog": [dialog]}, customer="Sam")
    assert said(transcript) == [("customer", "The tap drips.")]


def test_several_voices_in_one_cue_are_several_turns() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Yes?</v>\n<v Sam>It leaks.</v>\n<v Jane>Sorry.</v>\n"
    transcript = only(text.encode(), agent="Jane")
    assert said(transcript) == [("agent", "Yes?"), ("customer", "It leaks."), ("agent", "Sorry.")]


@pytest.mark.parametrize(("gap", "count"), [("00:05.500", 1), ("00:05.501", 2)])
def test_cues_of_one_speaker_are_joined_within_a_second_and_a_half(gap: str, count: int) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Jane>We are\n\n{gap} --> 00:07.000\n<v Jane>sorry.\n"
    assert len(only(text.encode(), agent="Jane").turns) == count


def test_cues_that_are_not_well_formed_are_counted() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Hi\n\n00:xx --> 00:03.000\n<v Jane>lost\n"
    assert only(text.encode(), agent="Jane").left_out == {"cue that is not well-formed": 1}


def test_subtitles_without_names_are_an_error_that_says_what_to_tell() -> None:
    with pytest.raises(TranscriptError, match="can't tell who is agent"):
        only(b"WEBVTT\n\n00:01.000 --> 00:02.000\nIt leaks.\n")


@pytest.mark.parametrize(
    ("mail", "own"),
    [
        ("Fine.\n\nOn 3 Nov 2026, Jane wrote:\n> We are sorry\n", "Fine."),
        ("Fine.\n\nOn Tue, 3 Nov 2026 at 10:00, Jane\n<jane@shop.example>\nwrote:\n\nWe are sorry\n", "Fine."),
        ("On 3 Nov 2026, Jane wrote:\n> Which one?\nThe red one.\n> By when?\nToday.", "The red one.\nToday."),
        ("Fine.\n-----Original Message-----\nFrom: Jane\n\nWe are sorry", "Fine."),
        ("Fine.\n\nFrom: Jane\nSent: Monday\nTo: Sam\nSubject: Tap\n\nWe are sorry", "Fine."),
        ("Gut.\n\nVon: Jane\nGesendet: Montag\nAn: Sam\n\nEs tut uns leid", "Gut."),
        ("Gut.\n\nAm 3. Nov. 2026 um 10:00 schrieb Jane Doe:\n> Es tut uns leid", "Gut."),
        ("Fine.\n-- \nSam\nwe are sorry Ltd", "Fine."),
        ("Fine.\nSent from my telephone", "Fine."),
        ("Thanks, fine.\n- one\n- two\nBest,\nSam", "Thanks, fine.\n- one\n- two\nBest,\nSam"),
        ("On Monday nobody came:\nwhy?", "On Monday nobody came:\nwhy?"),
        ("From: the start it dripped\nand drips", "From: the start it dripped\nand drips"),
        ("", ""),
    ],
)
def test_quoted_mail_and_signatures_are_cut_and_nothing_else(mail: str, own: str) -> None:
    kept, cut = cut_quotes(mail)
    assert kept == own
    assert (cut == 0) == (kept == mail.strip())


@pytest.mark.parametrize("text", ["On " * 100_000, "\n" * 200_000, "> " * 100_000, "From: a\n" * 50_000, "_" * 300_000])
def test_quotes_are_cut_from_hostile_mail_soon(text: str) -> None:
    cut_quotes(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<div>One<br>Two<br/>Three</div>", "One\nTwo\nThree"),
        ("a<style>p {}</style><script>x</script>b", "ab"),
        ("<p>New</p><blockquote type=cite><p>Old</p></blockquote><p>Last</p>", "New\nLast"),
        ('<p>New</p><div class="gmail_quote"><div>Old</div></div>', "New"),
        ("<blockquote>a quotation of the writer</blockquote>", "a quotation of the writer"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("", ""),
    ],
)
def test_html_becomes_what_its_reader_saw(html: str, text: str) -> None:
    assert html_text(html) == text


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pl.DataFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pl.LazyFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pa.table({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
    ],
    ids=lambda frame: f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}",
)
def test_data_frames_of_every_kind_are_read_and_missing_text_is_no_turn(frame: Any) -> None:
    transcript = only(frame)
    assert said(transcript) == [("customer", "It drips")]
    assert transcript.left_out == {"row without text": 1}


def test_pandas_times_are_times_and_missing_ones_none() -> None:
    frame = pd.DataFrame(
        {
            "conversation_id": ["a", "a"],
            "speaker": ["agent", "customer"],
            "text": ["Hello", "Hi"],
            "timestamp": pd.to_datetime(["2026-11-03T10:00:00Z", None]),
        }
    )
    assert [turn.time for turn in only(frame).turns] == [datetime(2026, 11, 3, 10, tzinfo=UTC), None]


def test_a_table_with_other_names_is_read_by_the_callers_names() -> None:
    table = b"case,who,body\n1,agent,Hello\n"
    columns = {"conversation_id": "case", "speaker": "who", "text": "body"}
    assert said(only(table, format="csv", columns=columns)) == [("agent", "Hello")]
    with pytest.raises(TranscriptError, match=r"no column 'conversation_id' and none 'speaker'.*columns=\{"):
        only(table, format="csv", columns={"text": "body"})


def test_rows_of_mixed_conversations_are_put_together_and_one_bad_one_loses_no_other() -> None:
    table = "conversation_id,speaker,text\n1,agent,a\n2,nobody,b\n1,customer,c\n3,agent,d\n2,noone,e\n"
    errors: list[TranscriptError] = []
    read_ = list(read_transcripts(table.encode(), on_error=errors.append))
    assert [(each.id, len(each.turns)) for each in read_] == [("1", 2), ("3", 1)]
    assert [error.line for error in errors] == [3]


def test_a_zip_of_a_slack_export_is_read_as_its_folder() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted((FOLDER / "slack").rglob("*.json")):
            archive.write(path, f"export/{path.relative_to(FOLDER / 'slack').as_posix()}")
    assert [said(each) for each in read("slack", stream.getvalue())] == [said(each) for each in read("slack")]


def test_a_zip_that_leads_out_of_its_folder_reads_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("[]", encoding="utf-8")
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../users.json", "[]")
        archive.writestr("../help/2026-11-03.json", "[]")
    assert list(read_transcripts(path)) == []


def test_an_archive_that_unpacks_to_far_more_than_itself_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", b"[]" + b" " * 60_000_000)
    with pytest.raises(TranscriptError, match="unpacks to far more"):
        list(read_transcripts(stream.getvalue()))


def test_a_corpus_names_the_key_of_the_role_and_never_opens_its_pickles(tmp_path: Path) -> None:
    (tmp_path / "utterances.jsonl").write_text(
        '{"id": "1", "root": "1", "user": "sam", "text": "Hm", "timestamp": ""}\n', encoding="utf-8"
    )
    (tmp_path / "users.json").write_text('{"sam": {"meta": {"side": "customer"}}}', encoding="utf-8")
    (tmp_path / "info-bin.p").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert said(only(tmp_path, columns={"speaker": "side"})) == [("customer", "Hm")]
    with pytest.raises(TranscriptError, match="'sam'"):
        only(tmp_path)


def test_answers_that_go_round_in_a_circle_are_an_error(tmp_path: Path) -> None:
    lines = [
        '{"id": "1", "conversation_id": "c", "text": "a", "speaker": "agent", "reply-to": "2"}',
        '{"id": "2", "conversation_id": "c", "text": "b", "speaker": "agent", "reply-to": "1"}',
    ]
    (tmp_path / "utterances.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "speakers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TranscriptError, match="round in a circle"):
        only(tmp_path)


def test_fractional_and_integer_times_are_read_exactly() -> None:
    (sentences,) = read("twilio-sentences.json")
    assert [turn.offset for turn in sentences.turns] == [0.4, 3.75, None]
    (slack, _) = read("slack")
    assert slack.turns[0].time == datetime(2026, 11, 3, 10, 1, 40, 200, UTC)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Transcript": [3]}, r"\$\.Transcript\[0\] should be an object"),
        ({"Transcript": [{"Content": 3, "ParticipantId": "p-1"}]}, r"\$\.Transcript\[0\]\.Content should be text"),
        (
            {"Transcript": [{"Content": "x", "ParticipantId": "p-1", "BeginOffsetMillis": "soon"}]},
            r"\$\.Transcript\[0\]\.BeginOffsetMillis is a number that can't be read",
        ),
        (
            {"Transcript": [{"Content": "x", "ParticipantId": "p-1", "AbsoluteTime": "noon"}]},
            r"\$\.Transcript\[0\]\.AbsoluteTime is no time",
        ),
    ],
)
def test_a_fault_is_told_with_its_address_and_without_the_words(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript(sample("contact-lens-voice.json") | change)
