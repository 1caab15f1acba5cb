"""Which word of which format is whose role; a word that means one side here may mean the other there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from recovery_eval.transcript import to_transcript

_Value = Callable[[Any], Any]


def _contact_lens(role: Any) -> Any:
    person = {"ParticipantId": "p", "ParticipantRole": role}
    return {"Channel": "VOICE", "Participants": [person], "Transcript": [{"ParticipantId": "p", "Content": "x"}]}


def _intercom(author: dict[str, Any]) -> Any:
    source = {"type": "conversation", "body": "<p>x</p>", "author": author}
    return {"type": "conversation", "source": source, "conversation_parts": {"conversation_parts": []}}


def _zendesk_ticket(role: str) -> Any:
    comment = {"id": 1, "author_id": 7, "plain_body": "x", "public": True}
    return {"ticket": {"requester_id": 7}, "comments": [comment], "users": [{"id": 7, "role": role}]}


def _zendesk_log(kind: str) -> Any:
    content = {"type": "text", "text": "x"}
    return {"events": [{"type": "Messaging::ConversationMessage", "author": {"type": kind}, "content": content}]}


def _twilio(**person: str) -> Any:
    channel = {"participants": [{"channel_participant": 1} | person]}
    return {"sentences": [{"media_channel": 1, "transcript": "x"}], "channel": channel}


def _ccai(role: Any) -> Any:
    return {"transcript": {"transcriptSegments": [{"text": "x", "segmentParticipant": {"role": role}}]}}


def _genesys(purpose: str) -> Any:
    return {"transcripts": [{"phrases": [{"text": "x", "participantPurpose": purpose, "startTimeMs": 1}]}]}


_CASES: list[tuple[str, _Value, dict[Any, str]]] = [
    (
        "contact-lens",
        _contact_lens,
        {"AGENT": "agent", "SUPERVISOR": "agent", "CUSTOMER": "customer", "CUSTOM_BOT": "bot", "SYSTEM": "system"},
    ),
    (
        "contact-lens-real-time",
        lambda role: {"Segments": [{"Transcript": {"Content": "x", "ParticipantRole": role}}]},
        {"AGENT": "agent", "CUSTOMER": "customer", "CUSTOM_BOT": "bot", "SUPERVISOR": "agent"},
    ),
    (
        "connect-transcript",
        lambda role: {
            "InitialContactId": "c",
            "Transcript": [{"Type": "MESSAGE", "Content": "x", "ParticipantRole": role}],
        },
        {"AGENT": "agent", "CUSTOMER": "customer", "CUSTOM_BOT": "bot", "SYSTEM": "system"},
    ),
    (
        "ccai-upload",
        lambda role: {"entries": [{"start_timestamp_usec": 1, "text": "x", "role": role}]},
        {
            "AGENT": "agent",
            "AUTOMATED_AGENT": "bot",
            "CUSTOMER": "customer",
            "END_USER": "customer",
            "customer": "customer",
        },
    ),
    (
        "ccai",
        _ccai,
        {
            "HUMAN_AGENT": "agent",
            "ANY_AGENT": "agent",
            "AUTOMATED_AGENT": "bot",
            "END_USER": "customer",
            1: "agent",
            2: "bot",
            3: "customer",
            4: "agent",
        },
    ),
    (
        "dialogflow",
        lambda role: {"messages": [{"content": "x", "participantRole": role}]},
        {"HUMAN_AGENT": "agent", "AUTOMATED_AGENT": "bot", "END_USER": "customer"},
    ),
    (
        "genesys",
        _genesys,
        {
            "internal": "agent",
            "external": "customer",
            "agent": "agent",
            "user": "agent",
            "customer": "customer",
            "ivr": "system",
            "acd": "system",
        },
    ),
    (
        "genesys-real-time",
        lambda channel: {"transcripts": [{"channel": channel, "isFinal": True, "alternatives": [{"transcript": "x"}]}]},
        {"INTERNAL": "agent", "EXTERNAL": "customer"},
    ),
    ("twilio-sentences", lambda role: _twilio(role=role), {"Agent": "agent", "Customer": "customer"}),
    (
        "twilio-sentences",
        lambda kind: _twilio(type=kind),
        {"HUMAN_AGENT": "agent", "AI_AGENT": "bot", "CUSTOMER": "customer"},
    ),
    (
        "intercom",
        lambda kind: _intercom({"type": kind}),
        {
            "user": "customer",
            "lead": "customer",
            "contact": "customer",
            "admin": "agent",
            "team": "agent",
            "bot": "bot",
        },
    ),
    (
        "intercom",
        lambda flag: _intercom({"type": "admin", flag: True}),
        {"from_ai_agent": "bot", "is_ai_answer": "bot", "else": "agent"},
    ),
    (
        "zendesk-ticket",
        _zendesk_ticket,
        {"end-user": "customer", "agent": "agent", "admin": "agent", "custom": "customer"},
    ),
    ("zendesk-log", _zendesk_log, {"user": "customer", "agent": "agent", "bot": "bot"}),
    (
        "zendesk-sunshine",
        lambda author: {"messages": [{"author": dict(author), "content": {"text": "x"}}]},
        {
            (("type", "user"),): "customer",
            (("type", "business"),): "agent",
            (("type", "business"), ("subtypes", ("AI",))): "bot",
        },
    ),
    (
        "zendesk-webhook",
        lambda kind: {"event": {"actor": {"type": kind}, "message": {"body": "x"}}},
        {"end_user": "customer", "agent": "agent", "trigger": "system", "system": "system"},
    ),
    (
        "zendesk-chat",
        lambda nick: {"history": [{"type": "chat.msg", "msg": "x", "nick": nick}]},
        {"visitor:8": "customer", "agent:7": "agent", "agent:trigger": "system"},
    ),
    (
        "freshdesk",
        lambda incoming: {"conversations": [{"body_text": "x", "incoming": incoming, "private": False}]},
        {True: "customer", False: "agent"},
    ),
    (
        "gorgias",
        lambda from_agent: [{"from_agent": from_agent, "public": True, "body_text": "x"}],
        {True: "agent", False: "customer"},
    ),
    (
        "front",
        lambda inbound: {"_results": [{"is_inbound": inbound, "text": "x"}]},
        {True: "customer", False: "agent"},
    ),
    (
        "chatwoot",
        lambda kind: {"payload": [{"message_type": kind, "content": "x"}]},
        {0: "customer", "outgoing": "agent", 3: "bot"},
    ),
    (
        "salesforce-messaging",
        lambda kind: {"records": [{"ActorType": kind, "EntryType": "Text", "Message": "x"}]},
        {"Agent": "agent", "Supervisor": "agent", "Bot": "bot", "EndUser": "customer", "System": "system"},
    ),
    (
        "salesforce-case",
        lambda incoming: {"EmailMessages": {"records": [{"TextBody": "x", "Incoming": incoming}]}},
        {True: "customer", False: "agent"},
    ),
    (
        "chat",
        lambda role: [{"role": role, "content": "x"}],
        {
            "user": "customer",
            "assistant": "agent",
            "system": "system",
            "developer": "system",
            "tool": "system",
            "function": "system",
        },
    ),
]


@pytest.mark.parametrize(
    ("format_", "value", "role", "speaker"),
    [(name, value, role, speaker) for name, value, roles in _CASES for role, speaker in roles.items()],
    ids=lambda each: str(each) if isinstance(each, str | int | tuple) else "",
)
def test_a_role_word_means_what_its_format_means_by_it(format_: str, value: _Value, role: Any, speaker: str) -> None:
    transcript = to_transcript(value(role))
    assert transcript.source_format in (format_, None if format_ == "chat" else format_)
    assert [turn.speaker.value for turn in transcript.turns] == [speaker]


@pytest.mark.parametrize(
    "value",
    [
        _zendesk_ticket("end-user") | {"comments": [{"author_id": 7, "plain_body": "x", "public": False}]},
        {"conversations": [{"body_text": "x", "incoming": False, "private": True}]},
        {"conversations": [{"body_text": "x", "incoming": True, "private": True}]},
        {"CaseComments": {"records": [{"CommentBody": "x", "IsPublished": False}]}},
        [{"from_agent": True, "public": False, "body_text": "x"}],
        {"_results": [{"author": {"id": "7"}, "body": "x", "posted_at": 1}]},
        {"messages": [{"message_type": 1, "private": True, "content": "x", "sender": {"id": 7}}]},
        _zendesk_log("agent") | {"events": [_zendesk_log("agent")["events"][0] | {"public": False}]},
    ],
)
def test_what_the_customer_never_saw_is_internal_whoever_wrote_it(value: Any) -> None:
    told = to_transcript(value, speakers={"7": "agent"})
    assert [turn.speaker.value for turn in told.turns] == ["internal"]
