"""HubSpot: snippets as a table of `name`, `shortcut` and `body`; no export was seen that has another shape.

The fields, too, are as people write them, not as HubSpot's own documentation has them.
"""

from __future__ import annotations

from recovery_eval.canned.dialects.shape import Columns, Dialect, fields, listed

HUBSPOT = Dialect(
    name="hubspot",
    title="HubSpot",
    drafts=Columns(marks=("shortcut", "body"), text=("body",), id=("shortcut",), folder=("folder",)).drafts,
    shapes=frozenset({"double"}),
    customer=fields("contact.{firstname lastname fullname}"),
    agent=fields("owner.{firstname lastname fullname name}", "sender.{firstname lastname name}"),
    other=listed("contact.*", "company.*", "deal.*", "ticket.*", "owner.*", "sender.*", "unsubscribe_link"),
)
