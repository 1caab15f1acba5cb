"""Where an agent addresses the customer by name."""

from recovery_eval.signals.names.finder import NAME, NameFinder

__all__ = ["NAME", "NameFinder"]
