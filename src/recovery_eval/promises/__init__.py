"""The promise ledger: what the company committed itself to in a conversation, and what became of it."""

from recovery_eval.promises.kinds import LEDGER_SIGNALS
from recovery_eval.promises.ledger import promises_in
from recovery_eval.promises.models import Kind, Promise, Status, Strength

__all__ = ["LEDGER_SIGNALS", "Kind", "Promise", "Status", "Strength", "promises_in"]
