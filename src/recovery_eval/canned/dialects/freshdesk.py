"""Freshdesk: canned responses as the API gives them, singly, in lists, or inside their folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Columns, Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records

_COLUMNS = Columns(text=("content_html", "content"), title=("title",), folder=("folder",))
_MARKS = ("folder_id", "visibility", "content_html", "group_ids")


def _drafts(data: Any) -> Iterator[Draft] | None:
    folders = [folder for folder in records(data) if "canned_responses" in folder]
    responses = [(reply, folder.word("name")) for folder in folders for reply in records(folder["canned_responses"])]
    if not folders:
        responses = [(reply, "") for reply in records(data) if _is_response(reply)]
    return (_of_response(*pair) for pair in responses) if responses else None


def _is_response(record: Record) -> bool:
    return "title" in record and ("content" in record or "content_html" in record) and any(m in record for m in _MARKS)


def _of_response(response: Record, folder: str) -> Draft:
    draft = _COLUMNS.draft(response)
    return draft._replace(folder=folder) if folder else draft


FRESHDESK = Dialect(
    name="freshdesk",
    title="Freshdesk",
    drafts=_drafts,
    shapes=frozenset({"double"}),
    customer=fields("ticket.requester.{firstname lastname name}", "ticket.from_name", "requester.{firstname name}"),
    agent=fields("ticket.agent.{name firstname lastname}", "agent.{name firstname}"),
    other=listed(
        "ticket.requester.{email phone mobile address company_name company.name time_zone language}",
        "ticket.agent.{email phone signature}", "ticket.group.name", "ticket.company.*", "ticket.product.*",
        "company.*",
        "ticket.{id subject description url portal_url portal_name source status priority ticket_type type tags}",
        "ticket.{due_by_time fr_due_by_time created_on updated_on latest_public_comment public_url}",
        "ticket.{product_description}",
        "ticket.{satisfaction_survey surveys cc_email id_link}", "ticket.cf_*", "ticket.custom_field.*",
        "ticket.portal.*",
    ),
)  # fmt: skip
