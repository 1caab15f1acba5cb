"""Zammad: text modules, as JSON or CSV. Here `user` is the agent. An empty field is shown as "-"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Columns, Dialect, Draft, fields, listed

_COLUMNS = Columns(
    marks=("keywords", "content"), text=("content",), tags=("keywords",), locale=("locale",), active="active"
)


def _drafts(data: Any) -> Iterator[Draft] | None:
    drafts = _COLUMNS.drafts(data)
    return map(_with_folder, drafts) if drafts else None


def _with_folder(draft: Draft) -> Draft:
    *folders, title = [part.strip() for part in draft.title.split("::")]
    return draft._replace(title=title, folder="/".join(folders))


ZAMMAD = Dialect(
    name="zammad",
    title="Zammad",
    drafts=_drafts,
    shapes=frozenset({"hash"}),
    customer=fields("ticket.customer.{firstname lastname fullname}"),
    agent=fields(
        "user.{firstname lastname fullname}", "ticket.owner.{firstname lastname fullname}", "current_user.firstname"
    ),
    other=listed(
        "ticket.customer.{email phone mobile department login organization.name}", "ticket.organization.name",
        "user.{email phone mobile department signature}", "ticket.owner.{email phone mobile department}",
        "ticket.{id number title created_at updated_at pending_time escalation_at note}", "ticket.state.name",
        "ticket.{group.name priority.name article.body}", "ticket.group.*", "config.*", "article.*",
        "ticket.customer.organization.*",
    ),
)  # fmt: skip
