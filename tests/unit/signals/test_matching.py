"""What phrases find in a turn, to the character."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, quotes, signal


@pytest.fixture
def finder(tmp_path: Path) -> SignalFinder:
    phrases = [
        "(so|very)* sorry (about|for) ..3 (delay|wait)",
        "{we will} ring you?",
        "mix up",
        "we apologize",
        "{start} noted",
        "does it work {question}",
        "within {number} hours",
        "regret it {end}",
        "steps here {link}",
        "am mending",
        "here it is",
    ]
    return SignalFinder(library(tmp_path, signal(*phrases)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oh, I'm so very sorry about the long wait!", ["so very sorry about the long wait"]),
        ("sorry for delay", ["sorry for delay"]),
        ("sorry about this one two three four wait", []),  # four words where three may stand
        ("Sorry about it. The wait is over.", []),  # a gap ends with its sentence
        ("Sorry, um, really, for the delay", ["Sorry, um, really, for the delay"]),  # marks, fillers and adverbs
        ("We'll ring.", ["We'll ring"]),
        ("I am going to ring you", ["I am going to ring you"]),
        ("ill ring you", ["ill ring you"]),
        ("WE'LL RING YOU", ["WE'LL RING YOU"]),
        ("A mix-up, that.", ["mix-up"]),
        ("We apologise", ["We apologise"]),
        ("Noted. So noted. It was noted", ["Noted", "noted"]),
        ("Does it work? Does it work!", ["Does it work"]),
        ("within 24 hours, within two hours", ["within 24 hours"]),
        ("The steps here: https://example.org/a?b", ["steps here: https://example.org/a?b"]),
        ("We regret it. We regret it a lot.", ["regret it"]),
        ("s\u200borry for the delay", ["s\u200borry for the delay"]),
        ("ｓｏｒｒｙ for the delay", ["ｓｏｒｒｙ for the delay"]),
        ("  Sorry   for\nthe  delay ", []),  # a line ends a sentence
        ("  Sorry   for the  delay ", ["Sorry   for the  delay"]),
        ("I'm mending it", ["I'm mending"]),  # whole words, though a contraction is several tokens
        ("I’m mending it", ["I’m mending"]),
        ("Here it isn't", ["Here it isn't"]),
        ("'Noted' is 'mix up'", ["Noted", "mix up"]),  # quotation marks belong to no word
        ("", []),
        ("\x00 sorry for the delay \ud83d\ude42", ["sorry for the delay"]),
    ],
)
def test_phrases_find_these_words(finder: SignalFinder, text: str, found: list[str]) -> None:
    assert quotes(finder, text) == found


@pytest.mark.parametrize(
    ("phrase", "found", "not_found"),
    [
        ("{question} mix up", "Is it a mix up?", "Is it? A mix up."),
        ("(noon {question}|midday) mix", "a noon mix?", "Really? The mix at noon."),
        ("(so|{start}) mix", "mix", "a mix"),
        ("mix (up|{start})", "mix up", "mix so"),
        ("({end}|a) mix", "a mix", "mix"),
    ],
)
def test_places_of_a_sentence_are_sought_on_their_own_side(
    tmp_path: Path, phrase: str, found: str, not_found: str
) -> None:
    finder = SignalFinder(library(tmp_path, signal(phrase)))
    assert len(quotes(finder, found)) == 1
    assert quotes(finder, not_found) == []


def test_offsets_lead_to_the_quote_in_the_turns_own_text(finder: SignalFinder) -> None:
    text = "🙂 It's a mix\u00ad-up — we\u2019ll ring you…"
    for found in find(finder, [("agent", text)]).signals:
        assert text[found.start : found.end] == found.quote
    assert quotes(finder, text) == ["mix\u00ad-up", "we\u2019ll ring you"]


def test_only_the_signals_speaker_is_searched(finder: SignalFinder) -> None:
    assert find(finder, [("customer", "so sorry for the delay"), ("bot", "so sorry for the delay")]).signals == ()


def test_of_overlapping_finds_the_longest_stays(tmp_path: Path) -> None:
    finder = SignalFinder(library(tmp_path, signal("ring you", "ring you tomorrow")))
    assert quotes(finder, "I can ring you tomorrow") == ["ring you tomorrow"]


def test_a_conversation_comes_out_the_same_however_often_and_in_whatever_order(finder: SignalFinder) -> None:
    texts = ["so sorry about the wait", "We'll ring you", "a mix-up", "noted. does it work?"]
    first = [quotes(finder, text) for text in texts]
    assert [quotes(finder, text) for text in reversed(texts)] == first[::-1]


def test_one_find_is_enough_where_the_file_says_so(tmp_path: Path) -> None:
    text = signal("mix up", rest="one_a_turn: true\n")
    assert quotes(SignalFinder(library(tmp_path, text)), "mix up, mix up") == ["mix up"]
    assert quotes(SignalFinder(library(tmp_path, text), thorough=True), "mix up, mix up") == ["mix up", "mix up"]


def test_a_phrase_is_found_across_a_filler(tmp_path: Path) -> None:
    finder = SignalFinder(library(tmp_path, signal("oh wait", "(wait|slow) ..3 night")))
    assert quotes(finder, "Oh, um, wait! Wait um out the night") == ["Oh, um, wait", "Wait um out the night"]
