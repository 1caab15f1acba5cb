"""Help Scout saved replies, and FreeScout, whose placeholders are written alike. Here `user` is the agent.

The wrapper `_embedded` is as Help Scout's other lists have it; it was not seen with saved replies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Columns, Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records

_COLUMNS = Columns(marks=("name", "text"), text=("text",), folder=("folder",), tags=("tags",))


def _drafts(data: Any) -> Iterator[Draft] | None:
    if isinstance(data, Record) and isinstance(data.get("_embedded"), Record):
        data = next(iter(data["_embedded"].values()), None)
    elif not any("{%" in (reply.text("text") or "") for reply in records(data)):
        return None
    return _COLUMNS.drafts(data)


HELPSCOUT = Dialect(
    name="helpscout",
    title="Help Scout",
    drafts=_drafts,
    shapes=frozenset({"percent", "legacy"}),
    customer=fields("customer.{firstname lastname fullname}"),
    agent=fields("user.{firstname lastname fullname}"),
    other=listed(
        "customer.{email phone company jobtitle}", "user.{email phone jobtitle}", "mailbox.{name email}",
        "inbox.{name email}", "conversation.{number subject url status assignee}",
        "mailbox.fromname", "user.photourl",  # FreeScout's, whose exports have the same shape
    ),
)  # fmt: skip

FREESCOUT = Dialect(
    name="freescout",
    title="FreeScout",
    drafts=_drafts,
    shapes=frozenset({"percent"}),
    customer=HELPSCOUT.customer,
    agent=HELPSCOUT.agent,
    other=HELPSCOUT.other,
)
