"""Chatwoot: canned responses as the API gives them. Its Liquid leaves text between backticks alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records


def _drafts(data: Any) -> Iterator[Draft] | None:
    responses = [record for record in records(data) if "short_code" in record and "content" in record]
    return (_of_response(response) for response in responses) if responses else None


def _of_response(response: Record) -> Draft:
    text = response.text("content")
    return Draft(response, (text,) if text else (), response.word("id"), response.word("short_code"))


CHATWOOT = Dialect(
    name="chatwoot",
    title="Chatwoot",
    drafts=_drafts,
    shapes=frozenset({"double"}),
    customer=fields("contact.{name first_name last_name}"),
    agent=fields("agent.{name first_name last_name available_name}"),
    other=listed(
        "contact.{email phone_number}", "contact.custom_attribute.*", "agent.email", "conversation.{display_id id}",
        "conversation.custom_attribute.*", "inbox.{id name}", "account.{id name}",
    ),
    verbatim=re.compile(r"`[^`]*`"),
)  # fmt: skip
