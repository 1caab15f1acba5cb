from __future__ import annotations

from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, to_transcript

USERS: list[dict[str, Any]] = [
    {"id": 1, "name": "Sam Poe", "role": "end-user"},
    {"id": 2, "name": "Jane Doe", "role": "agent"},
]


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


def ticket(*comments: dict[str, Any], requester: int = 1, users: list[dict[str, Any]] = USERS) -> Transcript:
    return to_transcript({"ticket": {"requester_id": requester}, "users": users, "comments": list(comments)})


def log(*events: dict[str, Any]) -> Transcript:
    people = ({"type": "end_user", "display_name": "Sam"}, {"type": "agent", "display_name": "Jane"})
    first = [{"type": "Comment", "author": author, "content": {"text": "Hi"}} for author in people]
    return to_transcript({"events": [*first, *events]})


@pytest.mark.parametrize("channel", ["chat", "native_messaging", "messaging"])
def test_a_chat_in_a_comment_is_several_turns(channel: str) -> None:
    words = "(10:02:11) Sam Poe: It drips\n(10:02:30) Jane Doe: Sorry"
    found = ticket({"author_id": 2, "plain_body": words, "via": {"channel": channel}})
    assert said(found) == [("customer", "It drips"), ("agent", "Sorry")]
    assert said(ticket({"author_id": 2, "plain_body": words, "via": {"channel": "web"}})) == [("agent", words)]


def test_a_chat_whose_names_are_not_known_is_a_comment() -> None:
    words = "(10:02:11) Somebody: It drips\n(10:02:30) Another: Sorry\n(10:02:31) Third: Hm"
    users: list[dict[str, Any]] = [
        *USERS,
        {"id": 3, "name": None, "role": "agent"},
        {"id": 4, "name": "Third", "role": "?"},
    ]
    found = ticket({"author_id": 1, "plain_body": words, "via": {"channel": "chat"}}, users=users)
    assert said(found) == [("customer", words)]


def test_only_in_mail_is_quoted_text_cut() -> None:
    words = "It drips.\n> We are sorry"
    assert said(ticket({"author_id": 1, "body": words, "via": {"channel": "web"}})) == [("customer", words)]
    mail = ticket({"author_id": 1, "body": words, "via": {"channel": "email"}})
    assert (said(mail), mail.left_out) == ([("customer", "It drips.")], {"quoted or signature line": 1})


def test_a_comment_of_a_picture_alone_is_counted_and_the_systems_is_the_systems() -> None:
    found = ticket({"author_id": 1, "attachments": [{}]}, {"author_id": -1, "body": "Closed"})
    assert said(found) == [("system", "Closed")]
    assert found.left_out == {"attachment": 1, "comment without words": 1}


def test_a_comment_of_nobody_is_not_the_requesters() -> None:
    with pytest.raises(TranscriptError, match="can't tell who"):
        to_transcript({"ticket": {}, "comments": [{"author_id": None, "body": "Hi"}, {"author_id": 7, "body": "Hi"}]})


def test_an_agent_who_asks_is_not_the_customers_name() -> None:
    assert ticket({"author_id": 2, "body": "Hi"}, requester=2).customer_name is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("A <b> c", "A <b> c"),
        ({"text": "A <b> c"}, "A <b> c"),
        ({"type": "html", "text": "<p>A &amp; c</p>"}, "A & c"),
        ({"html_body": "<p>A &amp; c</p>"}, "A & c"),
        ({"type": "text", "body": "A &amp; c"}, "A &amp; c"),
    ],
)
def test_words_of_a_log_are_read_wherever_they_stand(content: object, text: str) -> None:
    event = {"type": "Messaging::ConversationMessage", "author": {"type": "AGENT"}, "content": content}
    assert said(log(event))[2:] == [("agent", text)]


@pytest.mark.parametrize("private", [{"public": False}, {"metadata": {"public": False}}])
def test_what_a_log_calls_private_is_internal(private: dict[str, Any]) -> None:
    event = {"type": "Comment", "author": {"type": "agent"}, "content": {"text": "Call him"}}
    assert said(log(event | private))[2:] == [("internal", "Call him")]
    assert said(log(event | dict.fromkeys(private)))[2:] == [("agent", "Call him")]


def test_what_is_no_message_of_a_log_is_counted() -> None:
    html = '<p>Hi</p><blockquote type="cite">Was that all?</blockquote>'
    comment = {"type": "Comment", "author": {"type": "agent"}, "content": {"html_body": html}}
    found = log({"content": "x"}, {"type": "Change", "content": {"text": "x"}}, comment, {"type": "Comment"})
    assert said(found)[2:] == [("agent", "Hi")]
    assert found.left_out == {"event event": 1, "event Change": 1, "event Comment": 1, "quoted or signature line": 1}


@pytest.mark.parametrize(
    ("nick", "speaker"),
    [("visitor", "customer"), ("agent:77", "agent"), ("agent:trigger", "system"), ("system", "system")],
)
def test_who_wrote_in_an_old_chat_stands_in_the_nick(nick: str, speaker: str) -> None:
    item = {"type": "chat.msg", "nick": nick, "name": "N", "msg": "Hi"}
    assert said(to_transcript({"history": [item, {"type": "chat.rating"}, {"nick": nick}]})) == [(speaker, "Hi")]


def test_a_webhook_without_words_is_counted() -> None:
    event: dict[str, Any] = {"conversation_id": "c", "actor": {"type": "user", "name": "Sam"}, "message": {"id": "m"}}
    assert to_transcript({"event": event}).left_out == {"message without a body": 1}
    event["message"]["body"] = "Hi"
    assert said(to_transcript({"event": event})) == [("customer", "Hi")]


def test_kinds_of_authors_in_sunshine_are_roles() -> None:
    def message(kind: str, text: str | None, **author: Any) -> dict[str, Any]:
        content = {"type": "text", "text": text} if text else {}
        return {"author": {"type": kind, "displayName": kind} | author, "content": content}

    messages = [message("user", "a"), message("Business", "b"), message("user", None)]
    messages.append(message("business", "c", subtypes=["AI"], displayName="Otto"))
    found = to_transcript({"messages": messages})
    assert said(found) == [("customer", "a"), ("agent", "b"), ("bot", "c")]
    assert found.left_out == {"message of type unknown": 1}


def test_what_zendesk_writes_about_a_call_is_nobodys_words() -> None:
    call = {"type": "VoiceComment", "author_id": 2, "body": "Call from: +1 555 0100. Answered by: Jane Doe"}
    found = ticket({"author_id": 1, "body": "It drips"}, call, call | {"public": False}, call | {"type": "Comment"})
    assert [turn.speaker.value for turn in found.turns] == ["customer", "system", "internal", "agent"]
