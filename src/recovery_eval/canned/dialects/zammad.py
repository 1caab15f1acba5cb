"""Zammad: text modules, as JSON or CSV. Here `user` is the agent. An empty field is shown as "-"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, is_on, listed
from recovery_eval.canned.files.values import Record, records


def _drafts(data: Any) -> Iterator[Draft] | None:
    modules = [record for record in records(data) if "keywords" in record and "content" in record]
    return (_of_module(module) for module in modules) if modules else None


def _of_module(module: Record) -> Draft:
    text = module.text("content")
    *folders, title = [part.strip() for part in module.word("name").split("::")]
    return Draft(
        module,
        (text,) if text else (),
        module.word("id"),
        title,
        "/".join(folders),
        module.words("keywords"),
        module.word("locale") or None,
        active=is_on(module.get("active", True)),
    )


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
