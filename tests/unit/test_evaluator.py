"""What the functions that users call leave out."""

from __future__ import annotations

from recovery_eval import annotate
from recovery_eval.evaluator import explain
from recovery_eval.rulebook import builtin_library

PRAISE = "Customer: My flight was cancelled and you got me home.\nAgent: We love hearing this."


def test_annotate_gives_acts_and_leaves_out_the_signals_that_they_rest_on() -> None:
    detail = {name for name, signal in builtin_library().signals.items() if signal.detail}
    assert "delight" in detail & {signal.name for signal in explain(PRAISE)[0]}
    assert detail.isdisjoint(signal.name for signal in annotate(PRAISE))
