"""Gorgias: macros as the API gives them; the text is that of the action `setResponseText`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records

_TEXT = "setResponseText"


def _drafts(data: Any) -> Iterator[Draft] | None:
    if isinstance(data, Record):
        data = data.get("data", data)
    macros = [record for record in records(data) if "actions" in record]
    return map(_of_macro, macros) if any(_actions(macro, "") for macro in macros) else None


def _actions(macro: Record, name: str) -> list[Record]:
    """Returns the arguments of a macro's actions of a name, or of any."""
    return [
        action["arguments"]
        for action in records(macro["actions"])
        if isinstance(action.get("arguments"), Record) and name in ("", action.get("name"))
    ]


def _of_macro(macro: Record) -> Draft:
    responses = _actions(macro, _TEXT)
    texts = [arguments.text("body_html", "body_text") for arguments in responses]
    tags = tuple(tag for arguments in _actions(macro, "addTags") for tag in arguments.words("tags"))
    intent = macro.word("intent")
    return Draft(
        macro,
        tuple(text for text in texts if text is not None),
        macro.word("id"),
        macro.word("name"),
        tags=(*tags, intent) if intent else tags,
        locale=macro.word("language") or None,
        sends=bool(responses),
        has_twin=any(arguments.text("body_html") and arguments.text("body_text") for arguments in responses),
    )


GORGIAS = Dialect(
    name="gorgias",
    title="Gorgias",
    drafts=_drafts,
    shapes=frozenset({"double"}),
    customer=fields("ticket.customer.{firstname lastname name first_name last_name}"),
    agent=fields("current_user.{firstname lastname name}", "ticket.assignee_user.{firstname lastname name}"),
    other=listed(
        "ticket.customer.{email phone_number}", "ticket.customer.integrations.*",
        "ticket.customer.integrations[*", "ticket.customer.custom_fields.*", "current_user.{email bio}",
        "ticket.assignee_user.{email bio}", "ticket.{id subject account.domain}", "ticket.custom_fields.*",
        "ticket.first_message.*", "survey.*",
    ),
)  # fmt: skip
