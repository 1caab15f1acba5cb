"""Chatwoot: canned responses as the API gives them. Its Liquid leaves text between backticks alone."""

from __future__ import annotations

import re

from recovery_eval.canned.dialects.shape import Columns, Dialect, fields, listed

CHATWOOT = Dialect(
    name="chatwoot",
    title="Chatwoot",
    drafts=Columns(marks=("short_code", "content"), text=("content",), title=("short_code",)).drafts,
    shapes=frozenset({"double"}),
    customer=fields("contact.{name first_name last_name}"),
    agent=fields("agent.{name first_name last_name available_name}"),
    other=listed(
        "contact.{email phone_number}", "contact.custom_attribute.*", "agent.email", "conversation.{display_id id}",
        "conversation.custom_attribute.*", "inbox.{id name}", "account.{id name}",
    ),
    verbatim=re.compile(r"`[^`]*`"),
)  # fmt: skip
