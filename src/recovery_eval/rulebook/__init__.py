"""Rules, rulebooks, and how they are loaded."""

from recovery_eval.rulebook.conditions import AllOf, AnyOf, Condition, NoneOf, SignalCondition, TurnByCondition
from recovery_eval.rulebook.loader import builtin_library, load_rulebook, rulebook_names
from recovery_eval.rulebook.models import Rule, Rulebook, Source

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "NoneOf",
    "Rule",
    "Rulebook",
    "SignalCondition",
    "Source",
    "TurnByCondition",
    "builtin_library",
    "load_rulebook",
    "rulebook_names",
]
