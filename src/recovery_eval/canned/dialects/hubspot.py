"""HubSpot: snippets as a table of `name`, `shortcut` and `body`; no export was seen that has another shape.

The fields, too, are as people write them, not as HubSpot's own documentation has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, listed
from recovery_eval.canned.files.values import Record, records


def _drafts(data: Any) -> Iterator[Draft] | None:
    snippets = [record for record in records(data) if "shortcut" in record and "body" in record]
    return (_of_snippet(snippet) for snippet in snippets) if snippets else None


def _of_snippet(snippet: Record) -> Draft:
    text = snippet.text("body")
    return Draft(
        snippet, (text,) if text else (), snippet.word("shortcut"), snippet.word("name"), snippet.word("folder")
    )


HUBSPOT = Dialect(
    name="hubspot",
    title="HubSpot",
    drafts=_drafts,
    shapes=frozenset({"double"}),
    customer=fields("contact.{firstname lastname fullname}"),
    agent=fields("owner.{firstname lastname fullname name}", "sender.{firstname lastname name}"),
    other=listed("contact.*", "company.*", "deal.*", "ticket.*", "owner.*", "sender.*", "unsubscribe_link"),
)
