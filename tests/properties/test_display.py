from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.checklist import Checklist
from recovery_eval.display.highlight import Mark, highlighted
from recovery_eval.display.html import checklist_html, checklists_page
from recovery_eval.display.text import checklist_text
from recovery_eval.display.wording import visible
from recovery_eval.evidence import Signal
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.transcript.models import Transcript, Turn
from tests.golden.sample import PROVENANCE

TAG = re.compile(r"<[^>]*>")
HOSTILE = st.sampled_from(
    [*"<>&\"'\r\n\x07\x85\u2028\u200b\u202e\u2066é", "&amp;", "</mark>", "<script>alert(1)</script>", "\r\n", "\x1b[2J"]
)
TEXTS = st.lists(st.text(max_size=8) | HOSTILE, max_size=8).map("".join)
MARKS = st.lists(
    st.builds(Mark, st.integers(-2, 60), st.integers(-2, 60), st.sampled_from(["pass", "fail", "near"]), TEXTS),
    max_size=6,
)


@given(TEXTS, MARKS)
def test_a_text_read_back_from_its_highlighted_html_is_the_same(text: str, marks: list[Mark]) -> None:
    assert html.unescape(TAG.sub("", highlighted(text, marks))) == text


@given(TEXTS, MARKS)
def test_exactly_the_characters_under_some_mark_stand_in_mark_elements(text: str, marks: list[Mark]) -> None:
    marked = "".join(
        html.unescape(piece) for piece in re.findall(r"<mark [^>]*>([^<]*)</mark>", highlighted(text, marks))
    )
    under = {place for mark in marks for place in range(max(mark.start, 0), min(mark.end, len(text)))}
    assert marked == "".join(text[place] for place in sorted(under))


@given(TEXTS, MARKS)
def test_mark_elements_never_stand_inside_one_another(text: str, marks: list[Mark]) -> None:
    tags = re.findall(r"</?mark\b", highlighted(text, marks))
    assert all(left != right for left, right in pairwise(tags))
    assert tags[:1] in ([], ["<mark"])


def hostile_checklist(words: str) -> Checklist:
    transcript = Transcript(id="t", turns=(Turn(speaker="agent", text=words, name=words),))
    evidence = (Signal("apology", 0, 0, len(words), words, words),)
    result = RuleResult(words, words, Outcome.FAIL, 1, "major", evidence, (), words, words)
    return Checklist(words, (result,), PROVENANCE, transcript)


@given(TEXTS)
def test_no_text_can_add_an_element_to_the_html(words: str) -> None:
    allowed = set(re.findall(r"<(\w+)", checklist_html(hostile_checklist("plain"))))
    assert set(re.findall(r"<(\w+)", checklist_html(hostile_checklist(words)))) <= allowed
    page_allowed = set(re.findall(r"<(\w+)", "".join(checklists_page([hostile_checklist("plain")]))))
    assert set(re.findall(r"<(\w+)", "".join(checklists_page([hostile_checklist(words)])))) <= page_allowed


@given(TEXTS)
def test_no_text_can_send_a_control_or_bidirectional_character_to_the_terminal(words: str) -> None:
    shown = checklist_text(hostile_checklist(words))
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]


@given(TEXTS)
def test_no_text_can_add_a_line_that_looks_like_another_result(words: str) -> None:
    starts = [line[:1] for line in checklist_text(hostile_checklist(words)).splitlines()]
    assert starts.count("✗") == 1
    assert "✓" not in starts


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters=":#")))  # some build server obeys them
def test_ordinary_characters_are_shown_as_they_are(words: str) -> None:
    assert visible(words) == words
