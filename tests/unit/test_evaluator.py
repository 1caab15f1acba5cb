"""What the functions that users call leave out, and what they keep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from recovery_eval import annotate, evaluate, load_rulebook
from recovery_eval.evaluator import explain
from recovery_eval.rulebook import builtin_library
from tests.unit.rulebook.folders import write_book, write_rule, write_signal

PRAISE = "Customer: My flight was cancelled and you got me home.\nAgent: We love hearing this."


def test_annotate_gives_acts_and_leaves_out_the_signals_that_they_rest_on() -> None:
    detail = {name for name, signal in builtin_library().signals.items() if signal.detail}
    assert "delight" in detail & {signal.name for signal in explain(PRAISE)[0]}
    assert detail.isdisjoint(signal.name for signal in annotate(PRAISE))


def test_what_is_kept_of_a_rulebook_does_not_serve_one_that_was_changed_in_code() -> None:
    core = load_rulebook("core")
    assert len(evaluate(PRAISE, core).results) == len(core.rules)
    first = evaluate(PRAISE, replace(core, rules=core.rules[:1], pass_mark=1))
    assert [result.rule_id for result in first.results] == [core.rules[0].id]
    assert first.provenance.pass_mark == 1


def test_a_rulebook_says_which_signals_are_looked_for(tmp_path: Path) -> None:
    write_signal(tmp_path, "greets", "good morning")
    write_rule(tmp_path, "greeting", "greets")
    book = write_book(tmp_path, "ours", "greeting")
    talk = "Agent: Good morning. I'm so sorry about your parcel."
    assert [(found.name, found.quote) for found in annotate(talk, book)] == [("greets", "Good morning")]
    assert explain(talk, book)[0] == annotate(talk, book)
    assert [found.name for found in annotate(talk)] == ["apology"]


def test_signals_that_others_rest_on_are_left_out_with_a_rulebook_too(tmp_path: Path) -> None:
    write_rule(tmp_path, "thankful", "complaint")
    book = write_book(tmp_path, "ours", "thankful")
    assert "delight" in builtin_library().signals["complaint"].depends_on
    signals, near_misses = explain(PRAISE, book)
    assert {found.name for found in signals} | {near.name for near in near_misses} == {"complaint"}
