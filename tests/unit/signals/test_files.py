"""Faults in signal and word files."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from recovery_eval.errors import RuleFileError
from recovery_eval.signals.finder import SignalFinder
from tests.unit.signals.kit import WORDS, find, library, quotes, signal


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        (
            signal("{wee} sorry"),
            WORDS,
            "test/act.signal.yml:5:5 $.phrases[0] unknown word list 'wee'; did you mean 'we'?",
        ),
        (signal("sorry (a"), WORDS, "act.signal.yml:5:5 $.phrases[0] '(' without its ')'"),
        (signal("sorry", rest="after: {signal: offer}\n"), WORDS, "unknown signal 'offer'"),
        (signal("sorry", rest="unless:\n  x: {within: 2}\n"), WORDS, "needs 'then', 'before' or 'inside'"),
        (signal("sorry", rest="weight: 2\n"), WORDS, "unknown key 'weight'"),
        (
            signal("sorry", rest="unless: {x: if you}\n"),
            WORDS,
            "as in {then: if you}; the keys are then, before, inside",
        ),
        (signal("sorry", rest="also: [so sad]\n"), WORDS, "as in {phrases: [so sad]}; the keys are phrases, unless"),
        (signal("sorry", rest="\u00a0after: {by: agent}\n"), WORDS, "looks like a space, a no-break space; type a pl"),
        (
            signal("sorry", rest="unless:\n  \u200bx: {then: a}\n"),
            WORDS,
            "looks like a space, a zero width space; type",
        ),
        (signal("sorry", rest="also: [{}]\n"), WORDS, "act.signal.yml:6:8 $.also[0].phrases missing key 'phrases'"),
        (signal("sorry", rest="also: [{phrases: []}]\n"), WORDS, "$.also[0].phrases must not be empty"),
        (signal("sorry"), WORDS + "  sorry: [thx]\n", "'thx' already stands for 'thanks'"),
        (
            signal("sorry"),
            WORDS + "  Thx: [thks]\n",
            "words/test.yml:17:3 $.norms.Thx 'Thx' already stands for 'thanks'; name its spellings with those of 'tha",
        ),
        (
            signal("sorry"),
            WORDS + "  sorry: [Thanks]\n",
            "$.norms.sorry[0] 'Thanks' has spellings of its own; name them with those of 'sorry'",
        ),
        (signal("sorry"), WORDS + "  okay: [o k]\n", "$.norms.okay[0] 'o k' is several words; a spelling is of one"),
        (signal("sorry"), WORDS + "  oh no: [ohno]\n", "$.norms.oh no 'oh no' is several words"),
        (signal("sorry"), "about: x\nlists:\n  a: ['{b}']\n  b: ['{a}']\n", "word list 'a' contains itself, by 'b'"),
        (signal("sorry"), "about: x\nlists:\n  start: [a]\n", "a word list 'start' exists already"),
        (signal("sorry"), "about: x\nlists:\n  a: [no]\n", "quote it"),
    ],
)
def test_a_fault_says_what_and_where(tmp_path: Path, text: str, words: str, says: str) -> None:
    folder = tmp_path / "test"
    folder.mkdir()
    with pytest.raises(RuleFileError) as caught:
        library(folder, text, words=words)
    assert says in str(caught.value)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as caught:
        library(tmp_path, signal("sorry ("), signal("{} knows", name="other"))
    assert [Path(fault.file).name for fault in caught.value.faults] == ["act.signal.yml", "other.signal.yml"]


def test_a_file_must_bear_its_signals_name(tmp_path: Path) -> None:
    library(tmp_path, signal("sorry"))
    (tmp_path / "act.signal.yml").rename(tmp_path / "other.signal.yml")
    with pytest.raises(RuleFileError, match=r"must be named act\.signal\.yml"):
        library(tmp_path)


@pytest.mark.parametrize("phrase", ["i you", "(it|is)", "..3 the"])
def test_a_phrase_on_very_common_words_alone_is_refused(tmp_path: Path, phrase: str) -> None:
    words = WORDS.replace("very common: [", "very common: [so, ")
    loaded = library(tmp_path, signal("{we}", "(we|i|you|it|is|the|to)"), words=words)
    with pytest.raises(RuleFileError, match="stands on very common words alone"):
        SignalFinder(loaded)


@pytest.mark.parametrize("word", ["you", "the", "You"])
def test_a_very_common_word_alone_is_refused_unless_the_signal_says_so(tmp_path: Path, word: str) -> None:
    with pytest.raises(RuleFileError, match="stands on very common words alone"):
        SignalFinder(library(tmp_path, signal(word)))
    allowed = SignalFinder(library(tmp_path, signal(word, rest="common_anchors: true\n")))
    assert quotes(allowed, f"So {word} said.") == [word]


def test_a_phrase_that_cannot_be_looked_for_is_told_at_its_place(tmp_path: Path) -> None:
    rest = "also:\n  - phrases: [sorry]\n  - phrases:\n    - glad\n    - you *\ntokens: [[{POS: INTJ}]]\n"
    loaded = library(tmp_path, signal("sorry", "{we}", rest=rest), words=WORDS.replace("[we, i]", "[we, i, you]"))
    with pytest.raises(RuleFileError) as caught:
        SignalFinder(loaded)
    file = f"{tmp_path}/act.signal.yml"
    common, none, tokens = caught.value.faults
    assert str(common).startswith(f"{file}:6:5 $.phrases[1] the phrase '{{we}}' stands on very common words alone")
    assert str(none).startswith(f"{file}:11:7 $.also[1].phrases[1] the phrase 'you *' has no run of words")
    assert "common_anchors" not in str(none)
    assert str(tokens).startswith(f"{file}:12:9 $.tokens a pattern uses POS")
    assert (11, "    - you *") in none.around


def test_a_phrase_without_a_word_that_must_be_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="no run of words"):
        SignalFinder(library(tmp_path, signal("sorry? ..3")))


TOKENS = "tokens:\n  - [{POS: INTJ}]\n"


def test_token_patterns_find_what_the_pipeline_tells(tmp_path: Path) -> None:
    loaded = library(tmp_path, signal("sorry", rest="tokens:\n  - [{LOWER: oops}, {IS_PUNCT: true}]\n"))
    findings = find(SignalFinder(loaded), [("agent", "Well, oops!"), ("customer", "oops!")])
    assert [found.quote for found in findings.signals] == ["oops!"]


def test_a_token_pattern_that_the_pipeline_cannot_serve_names_the_component(tmp_path: Path) -> None:
    loaded = library(tmp_path, signal("sorry", rest=TOKENS))
    with pytest.raises(RuleFileError, match="uses POS, which needs a pipeline with 'tagger'"):
        SignalFinder(loaded)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("[{FOO: bar}]", "spaCy refuses a pattern: Pattern 0: - [pattern -> 0 -> FOO]"),
        ("[]", "spaCy refuses a pattern: [E012] Cannot add pattern for zero tokens"),
        (
            "[{LOWER: {REGEX: '(a+)+$'}}]",
            "a pattern uses REGEX, whose time nothing bounds; list the words: LOWER: {IN:",
        ),
        ("[{LOWER: {regex: '(a+)+$'}}]", "a pattern uses REGEX, whose time nothing bounds"),
        ("[{pos: NOUN}]", "a pattern uses pos, which needs a pipeline with 'tagger'"),
        ("[{MORPH: Number=Sing}]", "a pattern uses MORPH, which needs a pipeline with 'morphologizer'"),
    ],
)
def test_a_token_pattern_that_can_not_be_used_is_a_fault(tmp_path: Path, pattern: str, says: str) -> None:
    loaded = library(tmp_path, signal("sorry", rest=f"tokens:\n  - {pattern}\n"))
    with pytest.raises(RuleFileError) as caught:
        SignalFinder(loaded)
    assert f"act.signal.yml:7:3 $.tokens {says}" in str(caught.value)


def test_a_callers_own_pipeline_is_used_with_our_norms(tmp_path: Path) -> None:
    finder = SignalFinder(library(tmp_path, signal("we apologize")), nlp=spacy.blank("en"))
    assert [found.quote for found in find(finder, [("agent", "we apologise")]).signals] == ["we apologise"]


def test_spellings_count_as_one_word_whatever_their_capitals(tmp_path: Path) -> None:
    words = WORDS + "  EURO: [Teuro]\n"
    finder = SignalFinder(library(tmp_path, signal("sixty euro"), words=words))
    for said in ("sixty euro", "Sixty EURO", "sixty teuro"):
        assert quotes(finder, f"That is {said}.") == [said]
