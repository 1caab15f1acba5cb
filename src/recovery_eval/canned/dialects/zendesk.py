"""Zendesk: macros as `GET /api/v2/macros` gives them.

Dynamic content (`{{dc.…}}`) is text kept elsewhere. An export of it holds parts of replies, which can't be judged each
by itself, so it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, is_on, listed
from recovery_eval.canned.files.values import Record, Text, records

_BODIES = ("comment_value_html", "comment_value")
_PERSON = "{email phone language locale details notes external_id role time_zone signature tags id}"


def _macros(data: Any) -> list[Record]:
    if isinstance(data, Record):
        data = data.get("macros", data.get("macro", data))
    macros = [record for record in records(data) if "actions" in record]
    return macros if any(map(_has_fields, macros)) else []


def _is_dynamic_content(data: Any) -> bool:
    items = list(records(data.get("items"))) if isinstance(data, Record) else []
    return bool(items) and all("placeholder" in item and "variants" in item for item in items)


def _has_fields(macro: Record) -> bool:
    return any("field" in action for action in records(macro["actions"]))


def _drafts(data: Any) -> Iterator[Draft] | None:
    if _is_dynamic_content(data):
        return iter(())
    macros = _macros(data)
    return (draft for macro in macros for draft in _of_macro(macro)) if macros else None


def _of_macro(macro: Record) -> Iterator[Draft]:
    """Yields one reply a channel; HTML goes before plain text."""
    actions = [(action.word("field"), action.get("value")) for action in records(macro.get("actions"))]
    public = all(is_on(value) for field, value in actions if field == "comment_mode_is_public")
    channels: dict[str, Text] = {}
    twins: set[str] = set()
    for body in _BODIES:
        for field, value in actions:
            text = value[-1] if isinstance(value, list) and value else value
            if field == body and isinstance(text, Text):
                channel = str(value[0]).removeprefix("channel:") if isinstance(value, list) else "all"
                twins |= {channel} & channels.keys()
                channels.setdefault(channel, text)
    *folders, title = [part.strip() for part in macro.word("title", "raw_title").split("::")]
    tags = tuple(tag for field, value in actions if field.endswith("_tags") for tag in str(value).split())
    for channel, text in channels.items():
        name = macro.word("id") + (f"#{channel}" if len(channels) > 1 else "")
        yield Draft(
            macro,
            (text,) if text.strip() else (),
            name,
            title,
            "/".join(folders),
            tags,
            active=is_on(macro.get("active", True)),
            public=public,
            has_twin=channel in twins,
        )
    if not channels:
        yield Draft(macro, (), macro.word("id"), title, sends=False)


ZENDESK = Dialect(
    name="zendesk",
    title="Zendesk",
    drafts=_drafts,
    shapes=frozenset({"double", "square"}),
    customer=fields(
        "ticket.requester.{name first_name last_name}",
        "ticket.latest_public_comment.author.{name first_name}",
        "customer.{firstname lastname first_name last_name name}",  # Zendesk Contact Center
        "contact.{first_name last_name name}",
    ),
    agent=fields(
        "current_user.{name first_name last_name alias}",
        "ticket.assignee.{name first_name last_name alias}",
        "agent.{name first_name signature}",
        "user.{first_name last_name name}",  # Zendesk Contact Center
    ),
    other=listed(
        f"ticket.requester.{_PERSON}", f"ticket.assignee.{_PERSON}", f"current_user.{_PERSON}",
        "ticket.{id title description url link encoded_id external_id via status priority ticket_type type}",
        "ticket.{score account brand.name group.name due_date created_at updated_at tags cc_names ccs cc_emails}",
        "ticket.{comments comments_formatted public_comments_formatted latest_comment latest_public_comment}",
        "ticket.{latest_comment_formatted latest_public_comment_formatted verbatim_description in_business_hours}",
        "ticket.{due_date_with_timestamp created_at_with_timestamp updated_at_with_timestamp follow_up_source_id}",
        "ticket.ticket_field_*", "ticket.ticket_field_option_title_*", "ticket.organization.*", "ticket.brand.*",
        "ticket.requester.custom_fields.*", "ticket.custom_fields.*", "current_user.organization.*", "satisfaction.*",
        "ticket.requester.organization.*", "dc.*", "attachment.*", "comment.*", "account.*",
    ),
)  # fmt: skip
