"""Time grows with the length of a turn and no faster; what is counted here is work, not seconds."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path
from unittest.mock import Mock

import pytest

from recovery_eval import Transcript, annotate
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals import needs
from recovery_eval.signals.alphabet import QUESTION_LETTER, STOP_LETTER
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.signals.folding import LONGEST_RUN, fold
from recovery_eval.signals.names import NameFinder, set_off
from recovery_eval.signals.names.name_words import NameWords
from recovery_eval.transcript import Turn
from tests.unit.signals.kit import library, signal

APOLOGY = "I'm so sorry about the wait."


def said(text: str) -> Transcript:
    return Transcript(id="a", turns=(Turn.model_validate({"speaker": "agent", "text": text}),))


@pytest.mark.parametrize("text", ["I'm\nso\nsorry\nabout\nit.\n" * 400, '{"a":"sorry","b":1},' * 1_000, APOLOGY * 800])
def test_no_character_is_tokenized_more_than_twice(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = SignalFinder(builtin_library(), names=["apology"])
    tokenize = Mock(wraps=finder.pipeline.tokenize)
    monkeypatch.setattr(finder.pipeline, "tokenize", tokenize)
    with finder.pipeline.reading():
        finder.find(said(text))
    given = [call.args[0] for call in tokenize.call_args_list]
    assert 0 < sum(map(len, given)) <= 2 * len(text)
    assert max(map(len, given)) <= 2_001


def test_a_sentence_is_the_letters_between_two_marks_and_the_mark_that_ends_it() -> None:
    letters = f"ab{STOP_LETTER}cde{QUESTION_LETTER}fg"
    words = [at for at, letter in enumerate(letters) if letter.isalpha()]
    found = [needs.Needs().sentence(letters, letters[::-1], at, at + 1)[:2] for at in words]
    assert found == [(0, 3)] * 2 + [(3, 7)] * 3 + [(7, 9)] * 2
    assert needs.Needs().sentence(letters, letters[::-1], 1, 4)[:2] == (0, 7)


def test_the_sentences_of_a_turn_are_found_without_looking_through_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find_end = needs._find_end
    looked_at = []

    def counted(letters: str, start: int) -> re.Match[str] | None:
        found = find_end(letters, start)
        looked_at.append((found.end() if found else len(letters)) - start)
        return found

    monkeypatch.setattr(needs, "_find_end", counted)
    finder = SignalFinder(builtin_library(), names=["apology"])
    with finder.pipeline.reading():
        finder.find(said(f"{APOLOGY} " * 800))
    assert len(looked_at) == 2 * 800
    assert max(looked_at) < 10


def test_whether_a_text_is_a_headline_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    is_headline = Mock(wraps=set_off._is_headline)
    monkeypatch.setattr(set_off, "_is_headline", is_headline)
    names = set_off.SetOffNames(NameWords(()), builtin_library())
    assert len(list(names.spans("thanks, Ama. we are sorry, Ben. " * 50))) == 100
    assert is_headline.call_count == 1


def test_a_turn_longer_than_parsers_can_read_is_tokenized_whole_where_patterns_ask_for_it(tmp_path: Path) -> None:
    finder = SignalFinder(library(tmp_path, signal("never said", rest="tokens: [[{LOWER: parcel}]]\n")))
    text = "the parcel " * 4 + "z" * 1_000_000
    with finder.pipeline.reading():
        found = finder.find(said(text)).signals
    assert [text[one.start : one.end] for one in found] == ["parcel"] * 4


@pytest.mark.parametrize("run", ["=" * 5_000, "(" * 5_000, "\U0001f622" * 3_000, "_-" * 3_000, "x=" * 3_000])
def test_words_around_a_long_run_are_found_where_they_stand(run: str) -> None:
    text = f"{APOLOGY} {run} {APOLOGY}"
    found = [signal for signal in annotate(said(text)) if signal.name == "apology"]
    assert [signal.start < 100 for signal in found] == [True, False]
    assert all(text[signal.start : signal.end] == signal.quote for signal in found)


def test_what_goes_on_after_a_hundred_marks_is_blank() -> None:
    assert fold("a" + "=" * 300 + "b").text == "a" + "=" * LONGEST_RUN + " " * 200 + "b"
    assert fold("a " * 300).text == "a " * 300


def test_long_turns_are_not_kept_for_the_next_agent_who_sends_them() -> None:
    names = NameFinder(builtin_library())
    names.find(mails(0))
    tracemalloc.start()
    try:
        for number in range(1, 20):
            names.find(mails(number))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 100_000


def mails(number: int) -> Transcript:
    text = f"parcel {number} " * 5_000
    turns = [{"speaker": speaker, "text": f"{speaker} {text}"} for speaker in ("customer", "agent")]
    return Transcript(turns=tuple(map(Turn.model_validate, turns)))
