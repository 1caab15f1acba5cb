"""Rules applied to the signals of a transcript."""

from recovery_eval.judging.rules import Judge, compile_rule, compile_rulebook, judge
from recovery_eval.judging.view import View

__all__ = ["Judge", "View", "compile_rule", "compile_rulebook", "judge"]
