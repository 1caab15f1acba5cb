"""The promise ledger: what the company committed itself to in a conversation, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_eval.promises.kinds import LEDGER_SIGNALS
from recovery_eval.promises.models import Kind, Promise, Status, Strength

if TYPE_CHECKING:
    from recovery_eval.promises.ledger import promises_in

__all__ = ["LEDGER_SIGNALS", "Kind", "Promise", "Status", "Strength", "promises_in"]


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelt name

    def __getattr__(name: str) -> object:
        """Loads the ledger when it is first asked for: most rulebooks have no rule on promises."""
        if name != "promises_in":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from recovery_eval.promises.ledger import promises_in

        return promises_in
