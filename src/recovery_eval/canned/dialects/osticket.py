"""osTicket: canned responses as rows of its table, in YAML, JSON or CSV."""

from __future__ import annotations

from recovery_eval.canned.dialects.shape import Columns, Dialect, fields, listed

_FORMATS = "first last full legal lastfirst formal short shortformal complete original"

OSTICKET = Dialect(
    name="osticket",
    title="osTicket",
    drafts=Columns(
        marks=("title", "response"), text=("response",), id=("canned_id", "id"), title=("title",),
        folder=("department", "dept", "dept_id"), locale=("lang",), active="isenabled",
    ).drafts,
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
