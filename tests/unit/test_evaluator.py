"""What the functions that users call leave out, and what they keep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import spacy
from spacy.lang.en import English

from recovery_eval import (
    Speaker,
    Transcript,
    Turn,
    annotate,
    evaluate,
    evaluate_many,
    evaluator,
    load_rulebook,
    read_transcripts,
    to_transcript,
)
from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.evaluator import explain
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals import kept
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
    rule = write_rule(tmp_path, "thankful", "complaint")
    rule.write_text(rule.read_text(encoding="utf-8").replace("by: agent", "by: customer"), encoding="utf-8")
    book = write_book(tmp_path, "ours", "thankful")
    assert "delight" in builtin_library().signals["complaint"].depends_on
    signals, near_misses = explain(PRAISE, book)
    assert {found.name for found in signals} | {near.name for near in near_misses} == {"complaint"}


def test_a_rulebook_that_asks_for_promises_is_judged_by_the_ledger() -> None:
    talk = (
        "Customer: My lamp is broken.\nAgent: Sorry. I will call you back tomorrow.\n"
        "Customer: It is Friday and nobody called me back.\nAgent: Sorry about that."
    )
    checklist = evaluate(talk, "promises")
    assert [promise.status for promise in checklist.promises] == ["broken"]
    assert checklist["promises-kept"].outcome == "fail"
    assert checklist["promises-kept"].evidence[0].quote == "I will call you back tomorrow"


def test_every_rulebook_of_a_round_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_KEPT", {})
    rules = load_rulebook("core").rules
    books = [replace(load_rulebook("core"), rules=rules[at : at + 1]) for at in range(len(rules))]
    books += [replace(book, pass_mark=1) for book in books]
    for book in books:
        evaluate(PRAISE, book)
    monkeypatch.setattr(evaluator, "_Evaluator", None)  # nothing can be compiled from here on
    for book in books:
        evaluate(PRAISE, book)


def test_a_pipeline_or_a_rulebook_of_another_type_is_an_error_that_says_what_to_give() -> None:
    with pytest.raises(RecoveryEvalError, match=r"give a loaded pipeline, such as spacy.load.*not str"):
        evaluate(PRAISE, nlp="en_core_web_sm")  # type: ignore[arg-type]
    with pytest.raises(RecoveryEvalError, match=r"give a loaded pipeline, such as spacy.load.*not type"):
        evaluate(PRAISE, nlp=English)  # type: ignore[arg-type]
    with pytest.raises(RecoveryEvalError, match=r"the pipeline must be one for English, .* not for 'de'"):
        evaluate(PRAISE, nlp=spacy.blank("de"))
    with pytest.raises(RecoveryEvalError, match="can't load NoneType as a rulebook; give a built-in name"):
        evaluate(PRAISE, rulebook=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "turn",
    [
        Turn(speaker=Speaker.BOT, text="Hi Ines.").model_copy(update={"speaker": "agent"}),
        Turn(speaker=Speaker.AGENT, text="Hi Ines.").model_copy(update={"text": None}),
        {"speaker": "agent", "text": "Hi Ines."},
    ],
)
def test_turns_that_nobody_checked_are_refused_and_not_judged_by_half(turn: Any) -> None:
    transcript = Transcript(id="a", turns=()).model_copy(update={"turns": (turn,)})
    problem = r"^conversation 'a': turns\[0\] needs to be a Turn .*make Turn\(…\) or"
    for call in (evaluate, annotate):
        with pytest.raises(TranscriptError, match=problem):
            call(transcript)


@pytest.mark.parametrize(
    "given", ["Agent: Hello", b"Agent: Hello", {"turns": []}, Transcript(turns=()), Path("a.txt"), 3]
)
def test_one_conversation_in_place_of_many_is_refused(given: Any) -> None:
    with pytest.raises(TranscriptError, match="no list of conversations; give one, or use evaluate for one"):
        next(evaluate_many(given))


def test_a_data_frame_of_many_is_refused_with_the_function_that_reads_it() -> None:
    turns = [("1", "customer", "It leaks."), ("1", "agent", "Sorry."), ("2", "customer", "It rusts.")]
    frame = pd.DataFrame(turns, columns=["conversation_id", "speaker", "text"])
    with pytest.raises(TranscriptError, match=r"DataFrame is no list of .* read_transcripts for files and data frames"):
        next(evaluate_many(frame))
    assert len(list(evaluate_many(read_transcripts(frame)))) == 2


def test_a_bad_item_of_a_stream_is_told_by_its_number_after_all_before_it() -> None:
    results = evaluate_many([PRAISE] * 40 + ["no labels"] + [PRAISE])
    assert len([next(results) for _ in range(40)]) == 40
    with pytest.raises(TranscriptError, match=r"^item 40 \(from 0\): no speaker labels found"):
        next(results)


def test_errors_advise_what_the_function_that_they_name_can_do() -> None:
    with pytest.raises(TranscriptError, match=r"agent=… and customer=…, or .* in to_transcript or read_transcripts"):
        evaluate("Jane: x\nBob: y")
    with pytest.raises(TranscriptError, match=r"with speakers={…} in to_transcript or read_transcripts"):
        evaluate([{"role": "wizard", "content": "x"}])
    with pytest.raises(TranscriptError, match="to read a file use read_transcripts"):
        evaluate("chats.txt")
    assert evaluate(to_transcript("Jane: x\nBob: y", agent="Jane", customer="Bob")).passed
