from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from recovery_eval import annotate, evaluate
from recovery_eval.display.explanation import explanation_text
from recovery_eval.display.text import transcript_text
from recovery_eval.evaluator import explain
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.transcript import Speaker, Transcript, Turn
from recovery_eval.transcript.redaction import MASK, is_placeholder, masked

WORDS = (
    "I'm so sorry about your cake, Sam. I'll ring you by noon. Sorry you had to really wait. Does that work for you?"
)


def transcript(text: str, *spans: tuple[int, int]) -> Transcript:
    return Transcript(
        customer_name="Sam",
        turns=(
            Turn(speaker=Speaker.CUSTOMER, text="My cake is late."),
            Turn(speaker=Speaker.AGENT, text=text, redactions=spans),
        ),
    )


def test_a_signal_is_not_found_in_redacted_words() -> None:
    text = "I'm sorry about that."
    assert "apology" in {signal.name for signal in annotate(transcript(text))}
    assert "apology" not in {signal.name for signal in annotate(transcript(text, (4, 9)))}


def test_a_redacted_name_is_not_the_customers_name() -> None:
    assert evaluate(transcript("Sorry, Sam."))["customer-named"].outcome == "pass"
    assert evaluate(transcript("Sorry, Sam.", (7, 10)))["customer-named"].outcome == "fail"
    assert evaluate(transcript("Sorry, [NAME].", (7, 13)))["customer-named"].outcome == "pass"


def test_hidden_words_part_what_stands_around_them_as_words_do() -> None:
    (signal,) = (s for s in annotate(transcript("I am Robin sorry about it.", (5, 10))) if s.name == "apology")
    assert signal.quote == "sorry about"


def test_what_reaches_over_a_redaction_keeps_nothing_else_from_counting() -> None:
    text = "I booked a loft at Bob House and got a cellar. I ordered a lamp and got a shoe."
    turn = Turn(speaker=Speaker.CUSTOMER, text=text, redactions=((19, 22),))
    found = [signal for signal in annotate(Transcript(turns=(turn,))) if signal.name == "complaint"]
    assert found
    assert all(signal.start > text.index("I ordered") for signal in found)


def test_words_beside_a_redaction_still_count() -> None:
    (signal,) = (s for s in annotate(transcript("XXXXXX. I'm sorry about it.", (0, 6))) if s.name == "apology")
    assert signal.quote.startswith("I'm sorry")


@settings(deadline=None)  # the first example compiles the phrases
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 12)), max_size=5))
def test_no_find_touches_a_redaction_and_every_quote_is_the_turns_own(spans: list[tuple[int, int]]) -> None:
    given_ = transcript(WORDS, *((start, min(start + length, len(WORDS))) for start, length in spans))
    turn = given_.turns[1]
    signals, near_misses = explain(given_)
    finds: list[Signal | NearMiss] = [*signals, *near_misses]
    for find in finds:
        if find.turn == 1:
            assert turn.text[find.start : find.end] == find.quote
            assert not any(find.start < end and start < find.end for start, end in turn.redactions)


def test_masking_keeps_every_offset_and_the_marks_of_sources() -> None:
    turn = masked(transcript("Hi [NAME], 5 5 5", (3, 9), (11, 16))).turns[1]
    assert turn.text == f"Hi [NAME], {MASK * 5}"


@pytest.mark.parametrize("text", ["[PII]", "<PERSON>", "{{EMAIL}}", "[ACCOUNT_NUMBER]", "[NAME-1]", "(redacted)"])
def test_marks_of_sources_are_known(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["Sam", "[Sam said he is sorry about it all and would ring]", "", "5551", "[1234]"])
def test_other_words_are_no_marks(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (0, 99), (-1, 2)])
def test_a_redaction_outside_its_text_is_an_error(span: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="pair of offsets"):
        transcript("hello", span)


def test_redacted_words_are_shown_nowhere_and_what_stands_beside_them_is() -> None:
    turns = [
        Turn(speaker=Speaker.CUSTOMER, text="My bag is lost, my card is 4111.", redactions=((27, 31),)),
        Turn(speaker=Speaker.AGENT, text="I'm sorry, it is not 4111, [PII].", redactions=((21, 25), (27, 32))),
    ]
    chat = Transcript(turns=tuple(turns))
    checklist = evaluate(chat)
    shown = [str(checklist), checklist._repr_html_(), transcript_text(chat), explanation_text(chat, *explain(chat))]
    for words in shown:
        assert "4111" not in words
        assert MASK * 4 in words
        assert "[PII]" in words
