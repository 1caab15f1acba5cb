from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from recovery_eval import evaluate
from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts, to_transcript
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


def test_a_contact_lens_participant_may_be_called_by_the_role_and_a_message_without_words_is_counted() -> None:
    items: list[dict[str, Any]] = [{"ParticipantId": "CUSTOMER", "Content": "It leaks."}]
    items += [{"ParticipantId": "AGENT", "Content": "Sorry."}, {"ParticipantId": "AGENT"}]
    transcript = to_transcript({"Channel": "VOICE", "Transcript": items})
    assert said(transcript) == [("customer", "It leaks."), ("agent", "Sorry.")]
    assert transcript.left_out == {"message without content": 1}


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


def test_a_vcon_whose_body_is_nested_beyond_all_measure_is_refused() -> None:
    value = sample("vcon.json")
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    value["dialog"][0] |= {"body": deep, "encoding": "json"}
    with pytest.raises(TranscriptError, match=r"\$\.dialog\[0\]\.body is not JSON"):
        to_transcript(value)


@pytest.mark.parametrize("key", ["critical", "must_support"])
def test_a_vcon_that_needs_an_unknown_extension_is_refused(key: str) -> None:
    value = sample("vcon.json")
    value[key] = ["wtf_transcription"]
    assert to_transcript(value).turns
    value[key] = ["lawful_basis"]
    with pytest.raises(TranscriptError, match=rf"\$\.{key} .*'lawful_basis'"):
        to_transcript({"critical": [], "must_support": []} | value)


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


def test_a_zip_of_a_slack_export_is_read_as_its_folder() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.mkdir("export")
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


def test_a_file_of_an_archive_that_is_damaged_or_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("users.json", '[{"id": "U1"}]')
        archive.writestr("help/2026-11-03.json", "[]")
    with pytest.raises(TranscriptError, match=r"users\.json: can't be read: BadZipFile"):
        list(read_transcripts(stream.getvalue().replace(b'"U1"', b'"U2"')))
    monkeypatch.setattr("recovery_eval.transcript.readers.folder.MAX_FILE_BYTES", 10)
    with pytest.raises(TranscriptError, match=r"users\.json: a file of more than 10 bytes"):
        list(read_transcripts(stream.getvalue()))


def test_a_label_that_names_name_and_role_tells_whose_the_name_alone_is() -> None:
    table = b"conversation_id,speaker,text\n1,Jane,Hi\n1,customer,It leaks\n1,Jane (Agent),Sorry\n1,Jane,Bye\n"
    (transcript,) = read_transcripts(table)
    assert [turn.speaker.value for turn in transcript.turns] == ["agent", "customer", "agent", "agent"]


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
            r"\$\.Transcript\[0\]\.BeginOffsetMillis should be a number",
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


def test_a_vcon_text_is_by_its_originator_in_whatever_shape_it_comes() -> None:
    parties = [{"name": "Jane", "role": "agent"}, {"name": "Sam", "role": "customer"}]
    dialogs: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"parties": [0, 1], "originator": 1, "body": "hi"}, ("customer", "hi")),
        ({"parties": [[1], 0], "mediatype": "text/html", "body": "<p>a &amp; b</p>"}, ("customer", "a & b")),
        ({"parties": 0, "encoding": "json", "mediatype": "application/json", "body": [1]}, ("agent", "[1]")),
        ({"parties": 0, "encoding": "base64url", "body": "w6k_"}, ("agent", "é?")),
        ({"parties": 0, "encoding": "none", "mimetype": "text/plain", "body": "yes"}, ("agent", "yes")),
    ]
    value = {"uuid": "u", "parties": parties, "dialog": [{"type": "text"} | dialog for dialog, _ in dialogs]}
    assert said(to_transcript(value)) == [turn for _, turn in dialogs]


def test_a_vcon_with_many_dialogs_and_a_transcript_of_each_is_read_soon() -> None:
    count = 4_000
    dialog = [{"type": "recording", "start": "2026-11-03T10:00:00Z"} for _ in range(count)]
    body = {"segments": [{"text": "Hello", "start": 0, "speaker": 0}], "speakers": {"0": {"label": "agent"}}}
    analysis = [{"type": "transcript", "dialog": [n], "body": body} for n in range(1, count + 1)]
    transcript = to_transcript({"vcon": "0.4.0", "parties": [], "dialog": dialog, "analysis": analysis})
    assert (len(transcript.turns), transcript.left_out) == (
        count - 1,
        {"dialog recording": 1, "analysis transcript": 1},
    )


@pytest.mark.parametrize("key", ["originator", "parties"])
def test_a_vcon_number_of_no_party_is_told_where_it_stands(key: str) -> None:
    dialog = {"type": "text", "body": "hi", "parties": 0, key: 7}
    with pytest.raises(TranscriptError, match=rf"\$\.dialog\[0\]\.{key} names no party"):
        to_transcript({"parties": [{"role": "agent"}], "dialog": [dialog]})


def test_what_a_vcon_does_not_hold_is_counted_and_never_fetched() -> None:
    kinds = ["recording", "recording-set", "transfer", "incomplete"]
    dialogs = [{"type": kind, "url": "https://calls.example/1"} for kind in kinds]
    text = {"type": "text", "parties": 0, "url": "https://calls.example/2", "content_hash": "sha512-x"}
    transcript = to_transcript({"parties": [{"name": "Jane"}], "dialog": [*dialogs, text]})
    assert transcript.turns == ()
    assert transcript.left_out == {f"dialog {kind}": 1 for kind in kinds} | {"dialog text whose body is elsewhere": 1}


def test_a_wtf_transcript_names_its_speakers_by_numbers_or_by_words() -> None:
    segments = [
        {"start": n + 0.25, "end": n + 1, "text": str(n), "speaker": who} for n, who in enumerate([0, "1", "x"])
    ]
    speakers = {"0": {"label": "Jane (Agent)"}, "1": {"label": "Sam (Customer)"}, "x": {"label": "Bot"}}
    body = {"transcript": {}, "segments": segments, "metadata": {}, "speakers": speakers}
    value = {
        "parties": [],
        "dialog": [{"type": "recording", "start": "2026-01-02T12:00:00Z"}],
        "analysis": [{"type": "wtf_transcription", "dialog": [0], "encoding": "json", "body": json.dumps(body)}],
    }
    transcript = to_transcript(value)
    assert said(transcript) == [("agent", "0"), ("customer", "1"), ("bot", "2")]
    assert transcript.turns[1].time == datetime(2026, 1, 2, 12, 0, 1, 250_000, UTC)


def test_a_genesys_phrase_without_decorated_text_has_its_plain_text() -> None:
    phrases = [{"text": "im in", "decoratedText": text, "startTimeMs": 1} for text in ("I'm in.", "", None)]
    value = {"transcripts": [{"phrases": [phrase | {"participantPurpose": "external"} for phrase in phrases]}]}
    assert [text for _, text in said(to_transcript(value))] == ["I'm in.", "im in", "im in"]


def test_a_speaker_without_any_name_is_never_guessed_and_can_be_told() -> None:
    messages = [
        {"conversation_sid": "c", "index": n, "body": str(n), "author": who} for n, who in enumerate(["jane", None])
    ]
    with pytest.raises(TranscriptError, match=r"labels of unknown role: '\(no name\)'"):
        to_transcript({"messages": messages}, agent="jane")
    told = to_transcript({"messages": messages}, agent="jane", speakers={"(no name)": "bot"})
    assert said(told) == [("agent", "0"), ("bot", "1")]


def test_an_error_shows_labels_on_one_line_and_long_ones_cut() -> None:
    messages = [{"conversation_sid": "c", "body": "x", "author": who} for who in ("Jane\nDoe", "n" * 5000, "Sam")]
    with pytest.raises(TranscriptError) as caught:
        to_transcript({"messages": messages})
    message = str(caught.value)
    assert f"labels of unknown role: 'Jane Doe', '{'n' * 60}…', 'Sam'. Say it" in message
    assert "--speaker 'Jane Doe=agent' --speaker Sam=customer" in message
    assert (len(message) < 600, message.count("\n")) == (True, 0)
    told = to_transcript({"messages": messages}, speakers={"Jane Doe": "agent", "n" * 5000: "bot", "Sam": "customer"})
    assert [turn.speaker for turn in told.turns] == ["agent", "bot", "customer"]


def test_a_salesforce_chat_with_a_third_name_asks_whose_it_is() -> None:
    body = b"Chat Started: Monday\nAgent Jane\n( 5s ) Fin: Hello\n( 9s ) Sam: It leaks\n( 1h 2m 3s ) Jane: I see\n"
    with pytest.raises(TranscriptError, match=r"'Fin', 'Sam'\..* --speaker Fin=customer --speaker Sam=bot"):
        only(body)
    transcript = only(body, speakers={"Fin": "bot"})
    assert [turn.speaker.value for turn in transcript.turns] == ["bot", "customer", "agent"]
    assert transcript.turns[2].offset == 3723.0


def test_slack_names_channels_people_and_signs_as_they_were_seen() -> None:
    stream = io.BytesIO()
    text = "&lt;3 <@U1> <@U9> <#C1|help> <!here> <https://a.example|a link> <https://b.example> a&amp;b"
    message = {"type": "message", "user": "U1", "text": text, "ts": "1762164000.000100"}
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("org_users.json", json.dumps([{"id": "U1", "profile": {"real_name": "Jane"}}]))
        archive.writestr("help/2026-11-03.json", json.dumps([message]))
    transcript = only(stream.getvalue(), agent="Jane")
    assert transcript.turns[0].text == "<3 @Jane @U9 #help @here a link https://b.example a&b"
    assert transcript.turns[0].source_ref is not None
    assert transcript.turns[0].source_ref.message == "1762164000.000100"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("intercom.json", ("source",)),
        ("intercom.json", ("conversation_parts", "conversation_parts", 0)),
        ("freshdesk.json", ()),
        ("freshdesk.json", ("conversations", 0)),
        ("zendesk-ticket.json", ("comments", 1)),
        ("zendesk-log.json", ("events", 0)),
    ],
)
def test_attachments_are_counted(name: str, path: tuple[str | int, ...]) -> None:
    value = sample(name)
    before = to_transcript(value)
    message = value
    for key in path:
        message = message[key]
    message["attachments"] = [{"name": "a.png"}, {"name": "b.png"}]
    after = to_transcript(value)
    assert after.turns == before.turns
    assert after.left_out == before.left_out | {"attachment": 2}


def _slack(folder: Path, **days: str) -> Path:
    """Writes an export with two people and a file a channel."""
    (folder / "users.json").write_text('[{"id": "U1", "name": "ann"}, {"id": "U2", "name": "bo"}]', encoding="utf-8")
    for channel, text in days.items():
        (folder / channel).mkdir()
        (folder / channel / "2026-11-03.json").write_text(text, encoding="utf-8")
    return folder


_DAY = json.dumps([{"user": "U1", "text": "Hi", "ts": "1.1"}, {"user": "U2", "text": "Yes?", "ts": "1.2"}])
_PEOPLE = {"ann": "agent", "bo": "customer"}


def test_what_an_integration_posts_in_slack_is_a_bots(tmp_path: Path) -> None:
    day = json.dumps([{"bot_id": "B1", "text": "A new order", "ts": "1.1"}])
    (transcript,) = read_transcripts(_slack(tmp_path, orders=day))
    assert said(transcript) == [("bot", "A new order")]


def test_a_broken_day_of_a_slack_export_loses_no_other(tmp_path: Path) -> None:
    errors: list[TranscriptError] = []
    export = _slack(tmp_path, broken="[{", whole=_DAY)
    found = list(read_transcripts(export, speakers=_PEOPLE, on_error=errors.append))
    assert [each.id for each in found] == ["whole/1.1", "whole/1.2"]
    assert [str(error.source) for error in errors] == [f"{tmp_path}/broken/2026-11-03.json"]


def test_a_folder_whose_name_is_not_utf_8_is_read(tmp_path: Path) -> None:
    export = _slack(tmp_path, whole=_DAY)
    try:
        (export / "whole").rename(export / os.fsdecode(b"\xff"))
    except OSError:
        pytest.skip("this file system takes no such name")
    assert [each.id for each in read_transcripts(export, speakers=_PEOPLE)] == ["\ufffd/1.1", "\ufffd/1.2"]


def test_a_salesforce_conversation_whose_roles_are_unclear_loses_no_other() -> None:
    errors: list[TranscriptError] = []
    entries = [
        {"ConversationId": "1", "ActorType": "Ghost", "ActorName": "A", "Message": "Boo"},
        {"ConversationId": "2", "ActorType": "Agent", "ActorName": "B", "Message": "Hello"},
    ]
    found = list(read_transcripts({"records": entries}, on_error=errors.append))
    assert ([each.id for each in found], [error.record for error in errors], len(errors)) == (["2"], [None], 1)


def test_a_container_of_another_shape_is_an_error_and_never_read_as_empty() -> None:
    conversation = sample("intercom.json")
    conversation["conversation_parts"] = conversation["conversation_parts"]["conversation_parts"]
    with pytest.raises(TranscriptError, match=r"\$\.conversation_parts should be an object"):
        to_transcript(conversation)
    case = {"CaseComments": {"records": []}, "EmailMessages": [{"TextBody": "Where is my refund?", "Incoming": True}]}
    with pytest.raises(TranscriptError, match=r"\$\.EmailMessages should be an object"):
        to_transcript(case)


def test_a_vcon_mail_is_cut_and_its_attachments_are_counted() -> None:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nIt drips.\r\n> We are sorry\r\n"
    body = f"{part}--b\r\nContent-Disposition: attachment\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    dialog = {"type": "text", "parties": 0, "mediatype": "multipart/mixed; boundary=b", "body": body}
    transcript = to_transcript({"parties": [{"name": "Sam"}], "dialog": [dialog]}, customer="Sam")
    assert said(transcript) == [("customer", "It drips.")]
    assert transcript.left_out == {"attachment": 1, "quoted or signature line": 1}


def test_a_label_with_a_role_tells_whose_the_name_alone_is() -> None:
    labels = {"0": {"label": "Jane (Agent)"}, "1": {"label": "Sam (Customer)"}}
    segments = [{"text": str(n), "speaker": n, "start": n} for n in (0, 1)]
    value = {
        "parties": [{"name": "Jane"}, {"name": "Sam"}],
        "dialog": [{"type": "recording"}, {"type": "text", "parties": [1, 0], "body": "Hm"}],
        "analysis": [{"type": "wtf_transcription", "dialog": 0, "body": {"segments": segments, "speakers": labels}}],
    }
    assert sorted(said(to_transcript(value))) == [("agent", "0"), ("customer", "1"), ("customer", "Hm")]
    labels["0"]["label"] = "Sam (Agent)"
    with pytest.raises(TranscriptError, match="unknown role: 'Sam'"):
        to_transcript(value)


def test_a_chat_in_a_private_comment_stays_internal() -> None:
    words = "(10:02:11) Customer: It drips\n(10:02:30) Agent: Sorry"
    comment = {"author_id": 7, "plain_body": words, "public": False, "via": {"channel": "chat"}}
    value = {"ticket": {"requester_id": 7}, "comments": [comment]}
    assert said(to_transcript(value)) == [("internal", words)]
    comment["public"] = True
    assert said(to_transcript(value)) == [("customer", "It drips"), ("agent", "Sorry")]


def test_a_zendesk_ticket_is_its_requesters_whoever_else_writes() -> None:
    value = sample("zendesk-ticket.json")
    assert to_transcript(value).customer_name == "Sam Poe"
    assert to_transcript(value, customer="Samuel").customer_name == "Samuel"


def test_html_in_a_zendesk_log_is_read_as_its_reader_saw_it() -> None:
    content = {"type": "html", "body": "<div>Sorry &amp; thanks</div>"}
    event = {"type": "Comment", "author": {"type": "agent"}, "content": content}
    assert said(to_transcript({"events": [event]})) == [("agent", "Sorry & thanks")]


def test_messages_of_two_twilio_conversations_are_two_conversations() -> None:
    rows = [("CH1", 0, "sam"), ("CH2", 0, "jane"), ("CH1", 1, "jane")]
    messages = [{"conversation_sid": sid, "index": n, "author": by, "body": f"{sid}{n}"} for sid, n, by in rows]
    found = list(read_transcripts({"messages": messages}, agent="jane", customer="sam"))
    assert [(each.id, [turn.text for turn in each.turns]) for each in found] == [
        ("CH1", ["CH10", "CH11"]),
        ("CH2", ["CH20"]),
    ]


def test_a_freshservice_ticket_in_an_object_of_its_own_is_read_whole() -> None:
    value = sample("freshdesk.json")
    assert said(to_transcript({"ticket": value})) == said(to_transcript(value))


def test_quoted_text_of_freshdesk_is_cut_where_the_ticket_says_that_there_is_some() -> None:
    html = "<div>Fine.</div><div class='freshdesk_quote'>On Monday Jane wrote: Sorry</div>"
    reply = {"incoming": True, "body_text": "Fine. On Monday Jane wrote: Sorry", "body": html, "has_quoted_text": True}
    assert said(to_transcript([reply])) == [("customer", "Fine.")]
    assert said(to_transcript([reply | {"body": None}])) == [("customer", reply["body_text"])]


def test_a_genesys_communication_without_phrases_may_stand_first() -> None:
    phrase = {"text": "x", "participantPurpose": "internal"}
    assert said(to_transcript({"transcripts": [{"transcriptId": "a"}, {"phrases": [phrase]}]})) == [("agent", "x")]


def test_a_slack_export_is_told_by_its_channels_too(tmp_path: Path) -> None:
    (tmp_path / "help").mkdir()
    (tmp_path / "channels.json").write_text("[]", encoding="utf-8")
    message = {"type": "message", "user": "U1", "text": "It drips", "ts": "1762164000.000100"}
    (tmp_path / "help" / "2025-11-03.json").write_text(json.dumps([message]), encoding="utf-8")
    assert said(only(tmp_path, speakers={"U1": "customer"})) == [("customer", "It drips")]


def test_a_corpus_of_older_make_is_told_by_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "utterances.json").write_text(
        '[{"id": "1", "root": "1", "user": "sam", "text": "Hm"}]', encoding="utf-8"
    )
    (tmp_path / "users.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TranscriptError, match=r"utterances\.json: can't tell"):
        only(tmp_path)


def test_a_bot_in_a_salesforce_chat_is_known_by_its_name() -> None:
    said_ = "( 5s ) Arlo Bot: Hi\n( 9s ) Sam: It drips\n( 53s ) Jane: Sorry"
    transcript = only(f"Chat Started: Sunday, December 01, 2026, 07:09:55 (-0800)\nAgent Jane\n{said_}".encode())
    assert [turn.speaker.value for turn in transcript.turns] == ["bot", "customer", "agent"]
