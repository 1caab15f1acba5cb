"""What exports hold beside words that somebody said: other tickets, deleted messages, drafts, comings and goings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts, to_transcript
from recovery_eval.transcript.readers.html_text import html_text


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


def test_freshdesk_conversations_of_two_tickets_are_two_conversations() -> None:
    replies = [
        {"ticket_id": ticket, "incoming": incoming, "body_text": f"{ticket}{incoming}"}
        for ticket, incoming in ((20, False), (21, True), (20, True))
    ]
    found = list(read_transcripts(replies))
    assert [(each.id, [turn.text for turn in each.turns]) for each in found] == [
        ("20", ["20False", "20True"]),
        ("21", ["21True"]),
    ]


@pytest.mark.parametrize("attributes", [{"deleted": True}, {"deleted": False}, {}, None, "{}"])
def test_a_message_that_was_deleted_in_chatwoot_says_nothing(attributes: Any) -> None:
    messages = [
        {"message_type": 0, "content": "It drips"},
        {"message_type": 1, "content": "This message was deleted", "content_attributes": attributes},
    ]
    found = to_transcript({"payload": messages})
    is_deleted = attributes == {"deleted": True}
    assert len(found.turns) == 2 - is_deleted
    assert found.left_out == ({"deleted message": 1} if is_deleted else {})


def test_a_draft_in_a_salesforce_case_was_never_sent() -> None:
    mails = [
        {"TextBody": "It drips", "Incoming": True, "Status": "1"},
        {"TextBody": "Sor", "Incoming": False, "Status": "5"},
        {"TextBody": "Sorry", "Incoming": False, "Status": "3"},
    ]
    found = to_transcript({"EmailMessages": {"records": mails}})
    assert (said(found), found.left_out) == ([("customer", "It drips"), ("agent", "Sorry")], {"draft": 1})


@pytest.mark.parametrize("leaves", ["0.5", "1.5", "9.5"])
def test_who_comes_and_goes_in_slack_is_counted_wherever_it_stands(tmp_path: Path, leaves: str) -> None:
    day = [
        {"user": "U1", "text": "It drips", "ts": "1.1"},
        {"user": "U2", "text": "Sorry", "ts": "2.1"},
        {"user": "U1", "subtype": "channel_leave", "text": "left", "ts": leaves},
    ]
    export = slack_export(tmp_path, day)
    for people in ({"ann": "customer", "bo": "agent"}, {"bo": "agent"}):  # the thread of nobody knows whom is an error
        found = list(read_transcripts(export, speakers=people, on_error=lambda _: None))
        assert len(found) == len(people)
        assert [each.left_out for each in found] == [{"message channel_leave": 1}, {}][: len(people)]


def chat_comment(words: str, day: int = 3) -> dict[str, Any]:
    made = f"2026-11-0{day}T11:00:00Z"
    return {"author_id": 1, "plain_body": words, "created_at": made, "via": {"channel": "chat"}}


def ticket(*comments: dict[str, Any]) -> Transcript:
    users = [{"id": 1, "name": "Sam", "role": "end-user"}, {"id": 2, "name": "Jane", "role": "agent"}]
    return to_transcript({"ticket": {"requester_id": 1}, "users": users, "comments": list(comments)})


def test_two_chats_in_one_zendesk_ticket_are_not_mixed_by_their_clocks() -> None:
    first = "(10:02:11 AM) Sam: It drips\n(10:09:35 AM) Jane: Sorry"
    second = "(10:02:11 AM) Sam: It drips again\n(10:03:35 AM) Jane: Oh no"
    found = ticket(chat_comment(first), chat_comment(second, day=4))
    assert [turn.text for turn in found.turns] == ["It drips", "Sorry", "It drips again", "Oh no"]
    assert [turn.offset for turn in ticket(chat_comment(first)).turns] == [0, 444]


def test_dated_times_of_a_chat_in_a_zendesk_comment_are_kept_and_give_the_order() -> None:
    chat = chat_comment("[2026-11-03 10:02:11] Sam: It drips\n[2026-11-03 10:02:35] Jane: Sorry")
    found = ticket({"author_id": 2, "plain_body": "And?", "created_at": "2026-11-04T11:00:00Z"}, chat)
    assert [(turn.text, turn.time and turn.time.day) for turn in found.turns] == [
        ("It drips", 3),
        ("Sorry", 3),
        ("And?", 4),
    ]


def test_events_between_the_turns_of_a_chat_are_nobodys_words() -> None:
    words = (
        "(10:02:10 AM) *** Sam joined the chat ***\n(10:02:11 AM) Sam: It drips\n"
        "(10:02:30 AM) *** Jane joined the chat ***\n(10:02:35 AM) Jane: Sorry,\nSam. *** Really ***\n"
        "[10:02:36 AM] *** Sam rated the chat Bad ***\n10:02 *** Sam has left ***\n"
    )
    turns = [("customer", "It drips"), ("agent", "Sorry,\nSam. *** Really ***")]
    alone = to_transcript(words, customer="Sam", agent="Jane")
    for found in (alone, ticket(chat_comment(words))):
        assert (said(found), found.left_out) == (turns, {"event": 4})
    assert [turn.line for turn in alone.turns] == [2, 4]


def test_cells_of_a_table_are_not_one_word() -> None:
    table = "<table><tr><td>Order</td><td>17 is late.</td></tr><tr><th>We<th>are sorry</table><aside>Jane</aside>"
    assert html_text(f"<p>Hi</p>{table}").split("\n") == ["Hi", "Order", "17 is late.", "We", "are sorry", "Jane"]


def test_files_beside_words_are_counted(tmp_path: Path) -> None:
    message = {"conversation_sid": "CH1", "author": "sam", "body": "Look", "media": [{"sid": "ME1"}, {"sid": "ME2"}]}
    twilio = to_transcript({"messages": [message]}, customer="sam")
    picture = {"type": "image", "text": "Look", "mediaUrl": "https://x.example/a.png"}
    sunshine = to_transcript({"messages": [{"author": {"type": "user"}, "content": picture}]})
    day = [{"user": "U1", "text": "Look", "ts": "1.1", "subtype": "file_share", "files": [{"id": "F1"}]}]
    (slack,) = read_transcripts(slack_export(tmp_path, day), speakers={"ann": "customer"})
    for found, count in ((twilio, 2), (sunshine, 1), (slack, 1)):
        assert (said(found), found.left_out) == ([("customer", "Look")], {"attachment": count})


def slack_export(folder: Path, day: list[dict[str, Any]]) -> Path:
    (folder / "general").mkdir()
    (folder / "users.json").write_text('[{"id": "U1", "name": "ann"}, {"id": "U2", "name": "bo"}]', encoding="utf-8")
    (folder / "general" / "2026-11-03.json").write_text(json.dumps(day), encoding="utf-8")
    return folder


_COMMENTS = [{"author_id": 1, "plain_body": "It drips"}]
_CHAT = [{"role": "user", "content": "It drips"}]
_MESSAGES = [{"from_agent": False, "body_text": "It drips"}]
_CASE = [{"TextBody": "It drips", "Incoming": True}]


@pytest.mark.parametrize(
    ("export", "is_whole"),
    [
        ({"comments": _COMMENTS, "next_page": "https://desk.example/2", "count": 120}, False),
        ({"comments": _COMMENTS, "next_page": None, "count": 1}, True),
        ({"comments": _COMMENTS, "next_page": None, "count": 2}, False),
        ({"comments": _COMMENTS, "meta": {"has_more": True}}, False),
        # the address stands on the last page, too
        ({"comments": _COMMENTS, "meta": {"has_more": False}, "links": {"next": "https://desk.example/2"}}, True),
        ({"comments": _COMMENTS, "links": {"next": "https://desk.example/2"}}, False),
        ({"messages": _CHAT, "has_more": True}, False),
        ({"messages": _CHAT, "has_more": False}, True),
        ({"data": _MESSAGES, "meta": {"next_cursor": "Zm9v", "prev_cursor": None}}, False),
        ({"data": _MESSAGES, "meta": {"next_cursor": None}}, True),
        ({"EmailMessages": {"records": _CASE, "totalSize": 3, "done": False}}, False),
        ({"EmailMessages": {"records": _CASE, "totalSize": 1, "done": True}}, True),
        # a record of one's own says what it likes
        ({"turns": [{"speaker": "customer", "text": "It drips"}], "has_more": True, "next_page": 2}, True),
    ],
)
def test_an_export_that_says_that_more_follows_is_told_to_lack_it(export: Any, *, is_whole: bool) -> None:
    lacking = {} if is_whole else {"further page that the export does not hold": 1}
    assert to_transcript(export, customer="1").left_out == lacking
    (read,) = read_transcripts(json.dumps(export).encode(), customer="1")
    assert (read.left_out, said(read)) == (lacking, [("customer", "It drips")])


@pytest.mark.parametrize("odd", [None, [], "x", 3, True, {"next": []}, {"has_more": "yes"}])
@pytest.mark.parametrize("key", ["meta", "links", "count", "next_page", "has_more", "EmailMessages", "_pagination"])
def test_whatever_stands_where_an_export_tells_its_pages_the_words_are_read(key: str, odd: Any) -> None:
    export = {"comments": _COMMENTS, key: odd}
    assert said(to_transcript(export, customer="1")) == [("customer", "It drips")]


@pytest.mark.parametrize("parts", [{}, None, {"conversation_parts": None}])
def test_an_intercom_conversation_whose_parts_are_not_there_is_refused(parts: Any) -> None:
    source = {"body": "It drips", "author": {"type": "user"}}
    with pytest.raises(TranscriptError, match="retrieve each conversation by its id"):
        to_transcript({"type": "conversation", "source": source, "conversation_parts": parts})


@pytest.mark.parametrize(("mode", "is_draft"), [("shared", True), ("private", True), (None, False), (False, False)])
def test_a_message_of_front_is_a_draft_where_its_mode_says_so(mode: Any, *, is_draft: bool) -> None:
    found = to_transcript({"_results": [{"is_inbound": True, "text": "It drips", "draft_mode": mode}]})
    assert found.left_out == ({"draft": 1} if is_draft else {})


def test_a_row_of_tweets_that_is_longer_than_the_header_is_refused() -> None:
    header = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"
    when = "Tue Oct 31 22:40:00 +0000 2017"
    table = f"{header}\n1,sam,True,{when},it drips,,2,jane,False,{when},sorry,,1\n"
    with pytest.raises(TranscriptError, match="row 0 has 13 cells, the header 7"):
        list(read_transcripts(table.encode()))
