"""spaCy, and the norms that let one phrase match every spelling of its words.

The pipeline is a tokenizer and nothing else, so results are the same on every machine. What is set here, once, on the
vocabulary: spelling norms from the word files, contractions however they are typed, and one norm for each kind of
token that phrases don't name (numbers, links, marks, ends of sentences).
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from spacy.attrs import NORM, ORTH
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from recovery_eval.errors import RecoveryEvalError
from recovery_eval.transcript.models import MAX_TURN_CHARACTERS
from recovery_eval.transcript.redaction import MASK

NUMBER, LINK, HANDLE, MARK, STOP, QUESTION = "<number>", "<link>", "<handle>", "<mark>", "<stop>", "<question>"

# New words that a pipeline may learn for good before it forgets them again after each batch. Learnt words are
# tokenized from a cache; measured on tweets, forgetting from the start costs eight times as much as the tokenizing.
LEARNT_WORDS = 60_000
# Words forgotten before a pipeline of our own is made anew. spaCy's tables don't take back the room of forgotten words:
# measured, they grow by 25 to 30 bytes for each, for ever. A new pipeline takes as long as tokenizing 10,000 new words.
FORGOTTEN_WORDS = 1_000_000

_HAS_WORD = re.compile(rf"[^\W_]|{MASK}")  # hidden words are words
_NUMBER = re.compile(r"\d[\d.,:/–—]*(?:st|nd|rd|th|am|pm|a\.m\.|p\.m\.|hrs?|h|k)?")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_STRETCHED = re.compile(r"(.)\1{2,}")


# Two rulebooks may share a caller's pipeline; they must then share its lock, and each needs its own spellings on the
# vocabulary while it reads.
_LOCKS: WeakKeyDictionary[Language, threading.RLock] = WeakKeyDictionary()
_SPELLINGS_OF: WeakKeyDictionary[Language, Mapping[str, str]] = WeakKeyDictionary()


_PIPELINES: WeakSet[TextPipeline] = WeakSet()
_FORKING = threading.Lock()
_HELD: list[threading.RLock] = []


def _hold_all() -> None:
    """Waits until no thread reads: a process that is forked meanwhile would have half of what it needs, and no end."""
    _FORKING.acquire()
    for pipeline in list(_PIPELINES):
        pipeline.lock.acquire()
        _HELD.append(pipeline.lock)


def _release_all() -> None:
    while _HELD:
        _HELD.pop().release()
    _FORKING.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_hold_all, after_in_parent=_release_all, after_in_child=_release_all)


class TextPipeline:
    """A spaCy pipeline, prepared for phrases, that threads take turns to use and that does not grow without bound.

    Args:
        nlp: The caller's pipeline; None for our own, which only tokenizes.
        norms: The usual spelling of each variant spelling.

    Attributes:
        nlp: The pipeline in use. Our own is made anew from time to time, after a `reading`.
        lock: Held by the thread that uses it.
    """

    def __init__(self, nlp: Language | None, norms: Mapping[str, str]) -> None:
        self._is_own = nlp is None
        self.nlp = default_nlp() if nlp is None else nlp
        if not isinstance(self.nlp, English):
            raise RecoveryEvalError(
                f"the pipeline must be one for English, as spacy.blank('en') is, not for {self.nlp.lang!r}"
            )
        if not hasattr(self.nlp.tokenizer, "add_special_case"):
            kind = type(self.nlp.tokenizer).__name__
            raise RecoveryEvalError(f"the pipeline's tokenizer must be spaCy's own, with its exceptions, not a {kind}")
        self.lock = _LOCKS.setdefault(self.nlp, threading.RLock())
        _PIPELINES.add(self)
        self._spellings = norms
        self._norms: dict[str, tuple[str, ...]] = {}
        with self.held():
            self._prepare()

    def _prepare(self) -> None:
        tokenizer: Any = self.nlp.tokenizer
        _set_contractions(tokenizer)
        self.tokenize: Callable[[str], Doc] = tokenizer
        self._exceptions = frozenset(tokenizer.rules)
        self._learnt = len(self.nlp.vocab.strings) + LEARNT_WORDS
        self._forgotten = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Gives the pipeline, with the spellings of this library, to one thread.

        Raises:
            RecoveryEvalError: The caller opened a memory zone, whose end would take back what is prepared for good.
        """
        with self.lock:
            if self.nlp.vocab.in_memory_zone:  # type: ignore[attr-defined]  # not in its stubs
                problem = "nlp is inside a memory zone, which would take back the spellings set on its vocabulary"
                raise RecoveryEvalError(f"{problem}; call this outside of it")
            if _SPELLINGS_OF.get(self.nlp) is not self._spellings:
                _set_norms(self.nlp, self._spellings)
                _SPELLINGS_OF[self.nlp] = self._spellings
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Holds the pipeline to read with. Docs made inside must not be used outside.

        Until the vocabulary is full, words are learnt; from then on they live in a memory zone that ends with the
        block. Zones of one pipeline must never overlap, which the lock sees to.
        """
        with self.held():
            strings = self.nlp.vocab.strings
            known = len(strings)
            if known < self._learnt:
                yield
                return
            with self.nlp.memory_zone():
                yield
                self._forgotten += len(strings) - known
            if self._is_own and self._forgotten >= FORGOTTEN_WORDS:
                self.nlp = default_nlp()
                self._prepare()

    def norms_of(self, word: str) -> tuple[str, ...]:
        """Returns the norms of a word as the tokenizer would give them in running text: ("do", "not") for "don't"."""
        norms = self._norms.get(word)
        if norms is None:
            plain = word.isalpha() and word not in self._exceptions
            norms = (norm_of(word, self._spellings),) if plain else tuple([t.norm_ for t in self.tokenize(word)])
            self._norms[word] = norms
        return norms


def default_nlp() -> Language:
    """Returns a new English pipeline that only tokenizes.

    A mark that ends a sentence splits words that it joins, and "'ll" is a word behind any other, not only behind "you".

    All that differs from `spacy.blank("en")` is settled before the tokenizer is made: changing it afterwards takes as
    long as making it.
    """

    class Defaults(English.Defaults):  # type: ignore[misc, valid-type]  # spaCy's own way to change a language
        suffixes = [*(English.Defaults.suffixes or ()), r"(?<=[a-zA-Z])['’](?:ll|LL)"]  # noqa: RUF012 - "the driver'll"
        infixes = [*(English.Defaults.infixes or ()), r"[?!]+"]  # noqa: RUF012 - as spaCy has it
        tokenizer_exceptions = {  # noqa: RUF012
            **English.Defaults.tokenizer_exceptions,
            **_contractions(English.Defaults.tokenizer_exceptions),
        }

    nlp: Language = type("PlainEnglish", (English,), {"Defaults": Defaults})()
    nlp.max_length = MAX_TURN_CHARACTERS + 1  # spaCy's limit is for parsers, whose memory grows with the text
    return nlp


def norm_of_kind(kind: str) -> str:
    """Returns the norm of a kind of token that phrases name: `number` or `link`."""
    return f"<{kind}>"


def norm_of(text: str, norms: Mapping[str, str]) -> str:
    """Returns the norm of one token's text, before contractions: its usual spelling, or its kind."""
    lower = text.lower()
    known = norms.get(lower)
    if known is not None:
        return known
    if not _HAS_WORD.search(lower):
        return _kind_of_mark(lower)
    if lower[0].isdigit():
        return NUMBER if _NUMBER.fullmatch(lower) else lower
    if lower[0] == "@":
        return HANDLE
    if _LINK.match(lower):
        return LINK
    if len(lower) > 3 and _STRETCHED.search(lower):
        short = _STRETCHED.sub(r"\1", lower)
        return norms.get(short, short)
    return lower


def _kind_of_mark(mark: str) -> str:
    if "?" in mark:
        return QUESTION
    if "!" in mark or "\n" in mark or mark == ".":
        return STOP
    return MARK


def _set_norms(nlp: Language, norms: Mapping[str, str]) -> None:
    def norm(text: str) -> str:
        return norm_of(text, norms)

    getters: dict[int, Callable[[str], str]] = nlp.vocab.lex_attr_getters  # type: ignore[attr-defined]  # not in its stubs
    getters[NORM] = norm
    for lexeme in nlp.vocab:
        lexeme.norm_ = norm(lexeme.orth_)


def _set_contractions(tokenizer: Any) -> None:
    """Gives contractions the norms of their words, in capitals too ("I'M"), and keeps the tense of "didn't"."""
    rules: dict[str, list[dict[int, str]]] = dict(tokenizer.rules)
    for written, pieces in _contractions(rules).items():
        if rules.get(written) != pieces:
            tokenizer.add_special_case(written, pieces)


def _contractions(rules: Mapping[str, Sequence[Mapping[int, str]]]) -> dict[str, list[dict[int, str]]]:
    """Returns what of a tokenizer's special cases has to be otherwise, or is missing."""
    found: dict[str, list[dict[int, str]]] = {}
    for written, pieces in rules.items():
        if len(pieces) < 2:
            if written.isspace():  # a space that does not break lines has a norm of its own
                found[written] = [{ORTH: written, NORM: norm_of(written, {})}]
            continue
        norms = [_piece_norm(piece, pieces) for piece in pieces]
        for variant in {written, written.upper()}:
            if variant == written and norms == [piece.get(NORM) for piece in pieces]:
                continue
            orths = [piece[ORTH] if variant == written else piece[ORTH].upper() for piece in pieces]
            if "".join(orths) == variant:
                found[variant] = [{ORTH: orth, NORM: norm} for orth, norm in zip(orths, norms, strict=True)]
    return found


def _piece_norm(piece: Mapping[int, str], pieces: Sequence[Mapping[int, str]]) -> str:
    orth = piece[ORTH].lower().replace("’", "'")
    if orth == "did":
        return "did"
    if orth == "m" and pieces[0][ORTH].lower() == "i":
        return "am"
    if orth == "s" and piece is not pieces[0]:
        return "'s"
    if orth == "d" and piece is not pieces[0]:
        return "'d"
    if orth in {"'ve", "ve"}:
        return "have"
    if orth.isdigit():  # "4pm"
        return NUMBER
    return piece.get(NORM, orth).replace("’", "'")
