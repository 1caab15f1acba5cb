"""A library of one's own: Markdown with front matter, or lists of `id`, `title`, `text` in YAML, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, is_on, listed
from recovery_eval.canned.files.values import Record, Text, records

TEXTS = ("text", "body", "content", "message", "response")
_LISTS = ("replies", "responses", "canned_responses", "macros", "items", "data")


def _drafts(data: Any) -> Iterator[Draft] | None:
    if isinstance(data, Record) and not any(key in data for key in (*TEXTS, "messages")):
        data = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), data)
    replies = [record for record in records(data) if any(key in record for key in (*TEXTS, "messages"))]
    return (_of_record(reply) for reply in replies) if replies else None


def _of_record(reply: Record) -> Draft:
    messages = reply.get("messages")
    texts = [_text_of(message) for message in messages] if isinstance(messages, list) else [reply.text(*TEXTS)]
    whole = tuple(text for text in texts if text is not None)
    return Draft(
        reply,
        whole if len(whole) == len(texts) else (),
        reply.word("id", "key", "shortcut"),
        reply.word("title", "name", "subject"),
        reply.word("folder", "category"),
        reply.words("tags", "labels", "keywords"),
        reply.word("locale", "language", "lang") or None,
        active=is_on(reply.get("active", True)),
        public=is_on(reply.get("public", True)),
    )


def _text_of(message: object) -> Text | None:
    if isinstance(message, Record):
        return message.text(*TEXTS)
    return message if isinstance(message, Text) else None


GENERIC = Dialect(
    name="generic",
    title="a library of your own",
    drafts=_drafts,
    shapes=frozenset({"double", "slot", "square"}),
    customer=fields(
        "customer.{name first_name last_name full_name firstname lastname fullname}", "customer_name", "first_name",
        "requester.{name first_name last_name}", "contact.{name first_name last_name}", "name", "full_name",
        "recipient.{name first_name last_name}", "customer_first_name", "firstname",
    ),
    agent=fields(
        "agent.{name first_name last_name full_name firstname}", "agent_name", "agent_first_name",
        "staff.{name first_name}", "sender.{name first_name}", "owner.{name first_name}",
        "current_user.{name first_name}",
    ),
    # The customer's title is asked for by the advice of `customer-named`.
    other=listed(
        "customer.{title salutation email phone company city country language id}", "agent.{title email phone team}",
    ),
)  # fmt: skip
