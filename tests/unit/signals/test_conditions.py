"""What cancels a match, what must come before it, and the near misses that tell of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.conditions import MOST_SCOPE
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import find, library, signal

UNLESS = """
unless:
  conditional: {then: "if {we}", within: 2}
  quoted: {before: "you said", within: 1}
  negated: {inside: not}
  joking: {then: joking, same: turn}
"""


@pytest.mark.parametrize(
    ("text", "cancelled_by", "cue"),
    [
        ("Sorry if we kept you", "conditional", "if we"),
        ("Sorry, really sorry one two three if we", None, ""),
        ("Sorry. If we kept you", None, ""),  # the next sentence
        ("you said sorry", "quoted", "you said"),
        ("you said one two three sorry", None, ""),
        ("am not sorry", "negated", "not"),
        ("So sorry. I was joking", "joking", "joking"),
    ],
)
def test_a_cancelled_match_is_a_near_miss_with_its_cue(
    tmp_path: Path, text: str, cancelled_by: str | None, cue: str
) -> None:
    finder = SignalFinder(library(tmp_path, signal("not? sorry", rest=UNLESS)))
    findings = find(finder, [("agent", text)])
    if cancelled_by is None:
        assert findings.signals
        assert findings.near_misses == ()
    else:
        assert findings.signals == ()
        assert [(near.cancelled_by, near.cue) for near in findings.near_misses] == [(cancelled_by, cue)]
        near = findings.near_misses[0]
        assert text[near.start : near.end] == near.quote


@pytest.mark.parametrize("cues", [["(who|what)", "who ..2 is"], ["who ..2 is", "(who|what)"], ["(who|what) (..2 is)?"]])
@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("who sorry", "who"),
        ("who is sorry", "who is"),
        ("who one two is sorry", "who one two is"),
        ("who one two three is sorry", ""),
        ("who is one sorry", ""),
    ],
)
def test_of_the_cues_before_a_match_any_that_reaches_it_counts_in_whatever_order(
    tmp_path: Path, cues: list[str], text: str, cue: str
) -> None:
    finder = SignalFinder(library(tmp_path, signal("sorry", rest=f"unless:\n  asked: {{before: {cues}, within: 1}}\n")))
    assert [near.cue for near in find(finder, [("agent", text)]).near_misses] == ([cue] if cue else [])


@pytest.mark.parametrize(
    ("unless", "cancelled", "counted"),
    [
        ('before: "{start} maybe"', "So maybe a mix up", "It is maybe a mix up"),
        ('before: "{start} so"', "So a mix up", "It is so a mix up"),
        ('before: "is it {question}", within: 2', "Is it a mix up as long as a street?", "Is it? A mix up."),
        ('before: "oh {end}", same: turn', "Oh. A mix up", "oh mix up"),
        ('inside: "a mix {question}"', "is it a mix up?", "It is a mix up. Is it?"),
        ('inside: "up {end}"', "a mix up!", "a mix up of ours"),
        ('then: "{question}", within: 1', f"a mix up {'la ' * 30}?", "a mix up. Is it?"),
    ],
)
def test_cues_hold_to_their_place_in_the_sentence(tmp_path: Path, unless: str, cancelled: str, counted: str) -> None:
    finder = SignalFinder(library(tmp_path, signal("a? mix up", rest=f"unless:\n  doubt: {{{unless}}}\n")))
    assert [near.cancelled_by for near in find(finder, [("agent", cancelled)]).near_misses] == ["doubt"]
    assert len(find(finder, [("agent", counted)]).signals) == 1


def test_words_that_count_by_another_phrase_are_no_near_miss(tmp_path: Path) -> None:
    rest = "unless:\n  conditional: {then: if}\nalso:\n  - phrases: [so sorry]\n"
    finder = SignalFinder(library(tmp_path, signal("sorry", rest=rest)))
    findings = find(finder, [("agent", "so sorry if so")])
    assert [found.quote for found in findings.signals] == ["so sorry"]
    assert findings.near_misses == ()


def test_a_group_may_need_something_earlier(tmp_path: Path) -> None:
    offer = signal("send another", name="offer")
    accepts = signal("perfect", name="accepts", by="customer", rest="after: {signal: offer, within: 2}\n")
    finder = SignalFinder(library(tmp_path, offer, accepts))
    talk = [("customer", "perfect"), ("agent", "I can send another"), ("customer", "perfect"), ("customer", "perfect")]
    talk += [("customer", "perfect")]
    assert [(found.name, found.turn) for found in find(finder, talk).signals] == [
        ("offer", 1),
        ("accepts", 2),
        ("accepts", 3),
    ]


def test_a_note_and_a_message_of_the_system_stand_between_no_two_turns(tmp_path: Path) -> None:
    offer = signal("send another", name="offer")
    accepts = signal("perfect", name="accepts", by="customer", rest="after: {signal: offer, within: 1}\n")
    finder = SignalFinder(library(tmp_path, offer, accepts))
    for between, is_found in (("internal", True), ("system", True), ("bot", False), ("agent", False)):
        talk = [("agent", "I can send another"), (between, "Sent."), ("customer", "perfect")]
        assert [found.turn for found in find(finder, talk).signals] == ([0, 2] if is_found else [0])


def test_signals_that_others_look_back_at_are_found_with_them(tmp_path: Path) -> None:
    offer = signal("send another", name="offer")
    accepts = signal("perfect", name="accepts", by="customer", rest="after: {signal: offer}\n")
    finder = SignalFinder(library(tmp_path, offer, accepts), names=["accepts"])
    assert find(finder, [("agent", "I can send another"), ("customer", "perfect")]).signals[-1].name == "accepts"


def test_what_bears_on_a_match_is_looked_for_a_bounded_way_around_it(tmp_path: Path) -> None:
    finder = SignalFinder(
        library(tmp_path, signal("refund", rest="unless: {doubted: {then: perhaps, before: maybe}}\n"))
    )

    def cancelled(text: str) -> bool:
        return bool(find(finder, [("agent", text)]).near_misses)

    for away, is_cancelled in ((MOST_SCOPE - 2, True), (MOST_SCOPE + 1, False)):
        assert cancelled("maybe " + "word " * away + "refund") is is_cancelled
        assert cancelled("refund " + "word " * away + "perhaps") is is_cancelled
    assert not cancelled("maybe. refund. perhaps.")
    assert not cancelled("maybe? refund? perhaps?")
    assert cancelled("ok. maybe refund. ok.")
    assert cancelled("ok? refund perhaps? ok?")


def test_a_phrase_with_the_end_of_a_sentence_in_it_is_refused(tmp_path: Path) -> None:
    cued = signal("refund", name="cued", rest='unless: {doubted: {then: "perhaps. maybe"}}\n')
    with pytest.raises(RuleFileError) as refused:
        SignalFinder(library(tmp_path, signal("sorry. bye"), cued))
    assert [fault.path for fault in refused.value.faults] == ["$.phrases[0]", "$.unless.doubted.then[0]"]
    assert "'sorry.' ends a sentence, and phrases stay within one; leave the mark out" in str(refused.value)


def test_a_phrase_with_a_filler_in_it_is_refused(tmp_path: Path) -> None:
    """Nothing would be left of it: "(oh|um) no" would find a bare "no"."""
    with pytest.raises(RuleFileError, match="'um' is a filler, which is passed over wherever it is said; leave it out"):
        SignalFinder(library(tmp_path, signal("(oh|um) sorry")))
    with pytest.raises(RuleFileError, match="'@dana' is a name after '@', which is passed over"):
        SignalFinder(library(tmp_path, signal("@dana sorry")))


def test_token_patterns_too_wait_for_what_must_come_before(tmp_path: Path) -> None:
    accepts = "signal: accepts\nby: customer\nmeaning: An act for a test.\ntokens:\n  - [{LOWER: perfect}]\n"
    finder = SignalFinder(library(tmp_path, signal("send another", name="offer"), accepts + "after: {signal: offer}\n"))
    talk = [("customer", "perfect"), ("agent", "I can send another"), ("customer", "perfect")]
    assert [found.turn for found in find(finder, talk).signals if found.name == "accepts"] == [2]


def test_what_token_patterns_wait_for_is_looked_for_with_them(tmp_path: Path) -> None:
    accepts = "signal: accepts\nby: customer\nmeaning: An act for a test.\ntokens:\n  - [{LOWER: perfect}]\n"
    loaded = library(tmp_path, signal("send another", name="offer"), accepts + "after: {signal: offer}\n")
    talk = [("agent", "I can send another"), ("customer", "perfect")]
    found = find(SignalFinder(loaded, names=["accepts"]), talk).signals
    assert [one.name for one in found] == ["offer", "accepts"]


def test_token_patterns_are_found_where_nothing_is_a_word(tmp_path: Path) -> None:
    calls = "signal: calls\nby: customer\nmeaning: An act for a test.\ntokens:\n  - [{ORTH: '@'}]\n"
    unless = "unless: {doubted: {then: perhaps, before: maybe}}\n"
    finder = SignalFinder(library(tmp_path, calls + unless))
    assert [found.quote for found in find(finder, [("customer", "@")]).signals] == ["@"]
