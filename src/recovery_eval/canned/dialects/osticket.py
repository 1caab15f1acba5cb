"""osTicket: canned responses as rows of its table, in YAML, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, is_on, listed
from recovery_eval.canned.files.values import Record, records

_FORMATS = "first last full legal lastfirst formal short shortformal complete original"


def _drafts(data: Any) -> Iterator[Draft] | None:
    rows = [record for record in records(data) if "title" in record and "response" in record]
    return (_of_row(row) for row in rows) if rows else None


def _of_row(row: Record) -> Draft:
    text = row.text("response")
    return Draft(
        row,
        (text,) if text else (),
        row.word("canned_id", "id"),
        row.word("title"),
        row.word("department", "dept", "dept_id"),
        locale=row.word("lang") or None,
        active=is_on(row.get("isenabled", True)),
    )


OSTICKET = Dialect(
    name="osticket",
    title="osTicket",
    drafts=_drafts,
    shapes=frozenset({"osticket"}),
    customer=fields(
        "ticket.name", f"ticket.name.{{{_FORMATS}}}", "recipient.name", f"recipient.name.{{{_FORMATS}}}", "recipient",
        "ticket.user.name", f"ticket.user.name.{{{_FORMATS}}}", "user.name", f"user.name.{{{_FORMATS}}}",
    ),
    agent=fields(
        "staff.name", f"staff.name.{{{_FORMATS}}}", "ticket.staff", "ticket.staff.name", "ticket.assigned", "staff",
        f"ticket.staff.name.{{{_FORMATS}}}", "poster",
    ),
    other=listed(
        "ticket.{number id subject email phone phone_number status priority topic.name dept.name create_date due_date}",
        "ticket.{close_date last_update auth_token client_link recipient_link staff_link source duedate url sla.name}",
        "ticket.dept.*", "ticket.user.*", "recipient.*", "staff.*", "url", "signature", "company.*", "response",
        "message",
        "ticket.thread.*", "ticket.topic.*",
    ),
)  # fmt: skip
