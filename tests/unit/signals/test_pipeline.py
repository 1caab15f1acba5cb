"""The tokenizer's norms, threads, and memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from recovery_eval import Transcript, evaluate, evaluate_many
from recovery_eval.errors import RecoveryEvalError
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals import pipeline as pipeline_module
from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.signals.folding import fold
from recovery_eval.signals.pipeline import TextPipeline
from recovery_eval.signals.spelling import Speller
from tests.unit.signals.kit import library, quotes, signal

PIPELINE = TextPipeline(None, builtin_library().norms)


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("didn't", "did not"),
        ("DON'T dont don’t", "do not do not do not"),
        ("I'M im Im", "i am i am i am"),
        ("we'll should've whats", "we will should have what 's"),
        ("sorryyy SOOOO", "sorry so"),
        ("4pm 9:40 24/7", "<number> p.m. <number> <number>"),
        ("@northpost https://example.org", "<handle> <link>"),
        ("what? oh! fine.", "what <question> oh <stop> fine <stop>"),
        ("gone?-KL", "gone <question> -kl"),
        ("so\u00a0sorry", "so sorry"),
    ],
)
def test_spellings_have_these_norms(text: str, norms: str) -> None:
    found = [token.norm_ for token in PIPELINE.tokenize(text)]
    assert [norm for norm in found if norm != "<mark>"] == norms.split()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@example(" \n")
@example("\n ")
@example(" \u00a0")
def test_spelling_by_stretches_tells_the_same_as_tokenizing_the_whole(text: str) -> None:
    alphabet = Alphabet()
    for norm in ("i", "not", "sorry", "<number>"):
        alphabet.letter(norm)
    folded = fold(text)

    def words(start: int, end: int) -> tuple[int, int]:  # a line's end is one token with the spaces around it
        start, end = folded.span(start, end)
        said = text[start:end]
        return start + len(said) - len(said.lstrip(" ")), end - len(said) + len(said.rstrip(" "))

    whole = [
        (letter, words(token.idx, token.idx + len(token)))
        for token in PIPELINE.tokenize(folded.text)
        if (letter := alphabet.known(token.norm_))
    ]
    spelled = Speller(alphabet, PIPELINE, whole=False).spell(text)
    assert [(letter, spelled.characters(at, at + 1)) for at, letter in enumerate(spelled.letters)] == whole


@given(st.text(max_size=60))
def test_folding_leads_back_to_the_text(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


def test_threads_get_what_one_thread_gets() -> None:
    texts = [
        f"Customer: Parcel {n} never came.\nAgent: Sorry about that, Ines{n}. I'll ring you tomorrow."
        for n in range(60)
    ]
    alone = [evaluate(text).to_json() for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: evaluate(text).to_json(), texts)) == alone


def test_two_libraries_on_one_pipeline_keep_their_own_spellings(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    finders = []
    for name, variant in (("one", "zorry"), ("other", "sowwy")):
        (tmp_path / name).mkdir()
        words = f"about: Ours.\nnorms: {{sorry: [{variant}]}}\n"
        finders.append(SignalFinder(library(tmp_path / name, signal("so sorry"), words=words), nlp=nlp))
    one, other = finders
    for text, found, not_found in (("so zorry", one, other), ("so sowwy", other, one), ("So Zorry", one, other)):
        assert quotes(not_found, text) == []
        assert quotes(found, text) == [text]


def test_inside_a_memory_zone_of_the_callers_nothing_is_prepared_that_its_end_would_take_back() -> None:
    nlp = spacy.blank("en")
    chat = "Customer: My lamp is broken.\nAgent: I'm sorry about your lamp."
    for _ in range(2):
        with nlp.memory_zone():
            doc = nlp("Zyxwvut")
            with pytest.raises(RecoveryEvalError, match=r"nlp is inside a memory zone, .* call this outside of it"):
                evaluate(chat, nlp=nlp)
            assert doc[0].text == "Zyxwvut"
        assert evaluate(chat, nlp=nlp) == evaluate(chat)


def test_streams_are_read_a_bounded_way_ahead_and_in_order() -> None:
    taken = []

    def conversations() -> Iterator[Transcript]:
        for n in range(200):
            taken.append(n)
            yield Transcript(id=str(n), turns=())

    results = evaluate_many(conversations())
    assert next(results).id == "0"
    assert len(taken) <= 33
    assert [checklist.id for checklist in results] == [str(n) for n in range(1, 200)]


def test_a_pipeline_of_our_own_is_made_anew_before_forgotten_words_take_up_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_module, "LEARNT_WORDS", 50)
    monkeypatch.setattr(pipeline_module, "FORGOTTEN_WORDS", 100)
    words = "about: Ours.\nnorms: {sorry: [sowwy]}\n"
    texts = [f"sowwy about word{n}a{'z' * 45}" for n in range(400)]

    def pipelines_of(finder: SignalFinder) -> set[int]:
        seen = []
        for text in texts:
            seen.append(finder.pipeline.nlp)  # kept, so that no two have one address
            assert quotes(finder, text) == ["sowwy about"]
        return set(map(id, seen))

    loaded = library(tmp_path, signal("sorry about"), words=words)
    patterned = library(tmp_path, signal("never said", rest="tokens: [[{NORM: sorry}, {NORM: about}]]\n"), words=words)
    for one in (loaded, patterned):
        assert 3 <= len(pipelines_of(SignalFinder(one))) <= 8
    assert len(pipelines_of(SignalFinder(loaded, nlp=spacy.blank("en")))) == 1


def test_new_words_are_forgotten_once_enough_are_learnt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline_module, "LEARNT_WORDS", 50)
    finder = SignalFinder(library(tmp_path, signal("sorry about")))
    strings = finder.pipeline.nlp.vocab.strings
    sizes = []
    for round_ in range(4):
        for n in range(100):
            assert quotes(finder, f"sorry about word{round_}x{n}a{'z' * 45}") == ["sorry about"]
        sizes.append(len(strings))
    assert sizes[1] == sizes[2] == sizes[3]
