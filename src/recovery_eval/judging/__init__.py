"""Rules applied to the signals of a transcript.

The way of a conversation, from its signals to the lines of a checklist: `view` holds what was found; `rules` asks
each rule whether it applies and whether it passes. `checks` has made its conditions ready, each as one kind of check:
`presence` (with `place` and `count`), `promised`, `interruption`, or several in `combinations`. Every check answers
with an `account`, and `wording` makes a sentence of that.
"""

from recovery_eval.judging.rules import Judge, compile_rule, compile_rulebook, judge
from recovery_eval.judging.view import View

__all__ = ["Judge", "View", "compile_rule", "compile_rulebook", "judge"]
