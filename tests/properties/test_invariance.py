"""How something is written never moves an outcome.

What holds for almost every conversation, and not for all (fillers between any two words, a call without marks), is
measured in `docs/explanation/invariance.md`, and kept within bounds in `tests/docs/test_tables.py`.
"""

from __future__ import annotations

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from benchmarks.variations import SINGLE
from recovery_eval.evaluator import evaluate
from recovery_eval.outcome import Outcome
from recovery_eval.transcript import Speaker, Transcript, Turn
from tests.properties.strategies import Varied, conversations, varied, varied_often

# The customer's own name is among what these change, or the marks and capitals by which an unknown one is known.
ABOUT_NAMES = {"another name of the customer", "small letters", "each word with a capital", "no commas", "a greeting"}
SPELLING = {"American spelling", "British spelling", "contractions", "no contractions", "curly apostrophes"}
MARKS = {"emoji", "exclamation marks doubled", "no stop at the end"}
BESIDE = {"an aside"}
# The same examples in every run: a build must not turn red by chance.
fixed = settings(derandomize=True, deadline=None, max_examples=80)


def outcomes(transcript: Transcript, *, without: str = "", rulebook: str = "core") -> dict[str, Outcome]:
    results = evaluate(transcript, rulebook).results
    return {result.rule_id: result.outcome for result in results if result.rule_id != without}


@fixed
@given(varied(SPELLING | MARKS | BESIDE))
def test_spelling_marks_emoji_and_asides_move_no_outcome(pair: Varied) -> None:
    note(pair.variation)
    assert outcomes(pair.before) == outcomes(pair.after)


@fixed
@given(varied_often(SPELLING | MARKS))
def test_several_of_them_together_move_no_outcome(pair: Varied) -> None:
    note(pair.variation)
    assert outcomes(pair.before) == outcomes(pair.after)


@fixed
@given(varied(ABOUT_NAMES | {"one turn in capitals"}))
def test_names_letters_and_greetings_move_no_outcome_but_that_of_naming(pair: Varied) -> None:
    note(pair.variation)
    assert outcomes(pair.before, without="customer-named") == outcomes(pair.after, without="customer-named")


@pytest.mark.parametrize("speaker", [Speaker.INTERNAL, Speaker.SYSTEM])
@fixed
@given(transcript=conversations(), number=st.integers(0, 40))
def test_what_the_customer_never_hears_moves_no_outcome(speaker: Speaker, transcript: Transcript, number: int) -> None:
    turns = transcript.turns
    place = number % (len(turns) + 1)
    beside = Turn(speaker=speaker, text="Lena has the file.", time=turns[min(place, len(turns) - 1)].time)
    after = transcript.model_copy(update={"turns": (*turns[:place], beside, *turns[place:])})
    for rulebook in ("six-strategies", "five-steps"):
        assert outcomes(transcript, without="passed-on", rulebook=rulebook) == outcomes(
            after, without="passed-on", rulebook=rulebook
        )
    statuses = [[promise.status for promise in evaluate(one).promises] for one in (transcript, after)]
    assert statuses[0] == statuses[1]


@settings(fixed, max_examples=50)
@given(conversations())
def test_a_conversation_judged_again_comes_out_the_same(transcript: Transcript) -> None:
    assert evaluate(transcript).to_json() == evaluate(transcript.model_copy(deep=True)).to_json()


def test_every_variation_has_a_hold_on_some_conversation_and_is_repeatable() -> None:
    before = Transcript.model_validate(
        {
            "customer_name": "Ama Owusu",
            "turns": [
                {"speaker": "customer", "text": "Hi, I'm Ama! We do not realize it's the wrong color, or favourite."},
                {"speaker": "agent", "text": "Sorry, Ama. I'll fix it."},
            ],
        }
    )
    for name, vary in SINGLE.items():
        assert vary(before, 1) == vary(before, 1) != before, name


def test_another_name_replaces_the_customers_everywhere() -> None:
    vary = SINGLE["another name of the customer"]
    before = Transcript.model_validate(
        {"customer_name": "Ama Owusu", "turns": [{"speaker": "agent", "text": "Hi Ama. MS OWUSU, @ama is Amara."}]}
    )
    after = vary(before, 0)
    assert after.customer_name == "Aaliyah Okafor"
    assert after.turns[0].text == "Hi Aaliyah. MS OKAFOR, @ama is Amara."
