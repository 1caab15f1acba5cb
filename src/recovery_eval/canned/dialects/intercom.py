"""Intercom: macros as `GET /macros` gives them. Here `user` is the customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Columns, Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records

_COLUMNS = Columns(text=("body_text", "body"))


def _drafts(data: Any) -> Iterator[Draft] | None:
    if isinstance(data, Record):
        data = data.get("data", data)
    return _COLUMNS.drafts([record for record in records(data) if record.get("type") == "macro"])


INTERCOM = Dialect(
    name="intercom",
    title="Intercom",
    drafts=_drafts,
    shapes=frozenset({"double", "attribute"}),
    customer=fields("user.{name first_name last_name}", "first_name", "last_name", "name", "contact.{name first_name}"),
    agent=fields("teammate.{name first_name}", "author.{name first_name}", "admin.{name first_name}"),
    other=listed(
        "user.{email phone id user_id city country region created_at}", "company.*", "conversation.*", "email",
        "user.custom_data.*", "custom_attributes.*", "user.custom_attributes.*", "ticket.*", "workspace.*",
    ),
)  # fmt: skip
