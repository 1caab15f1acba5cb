"""Front: message templates as `GET /message_templates` gives them, in a list or singly. Here `user` is the agent.

The field `recipient.first_name` was not seen in Front's own specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Columns, Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records

_COLUMNS = Columns(marks=("is_available_for_all_inboxes", "body"), text=("body",))


def _drafts(data: Any) -> Iterator[Draft] | None:
    results = data.get("_results") if isinstance(data, Record) else None
    if isinstance(results, list) and (any(records(results)) or not results):
        return map(_COLUMNS.draft, records(results))
    return _COLUMNS.drafts(data)


FRONT = Dialect(
    name="front",
    title="Front",
    drafts=_drafts,
    shapes=frozenset({"double"}),
    customer=fields("recipient.{first_name last_name name full_name}", "contact.{first_name name}"),
    agent=fields("user.{name first_name last_name}"),
    other=listed("recipient.{email handle}", "user.{email signature}", "conversation.*", "account.*", "inbox.name"),
)
