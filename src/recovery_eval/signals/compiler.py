"""Turns a `SignalLibrary` into anchors and patterns, once a process and rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.anchors import TOO_COMMON, Anchor, AnchorChooser
from recovery_eval.signals.conditions import CompiledGroup
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import SignalSpec
from recovery_eval.signals.patterns import PatternWriter
from recovery_eval.signals.phrase import Sequence, Word, parse_phrase
from recovery_eval.signals.pipeline import TextPipeline

_NEEDS_COMPONENT = {"POS": "tagger", "TAG": "tagger", "DEP": "parser", "LEMMA": "lemmatizer", "ENT_TYPE": "ner"}


class CompiledPhrase:
    """A phrase, cut at its anchor.

    Its two patterns are written at once, so that every word has its letter before a turn is spelled, and compiled when
    the anchor is first met.
    """

    __slots__ = ("_left", "_right", "_writer", "group", "signal", "text")

    def __init__(self, signal: str, text: str, group: CompiledGroup, anchor: Anchor, writer: PatternWriter) -> None:
        self.signal = signal
        self.text = text
        self.group = group
        self._writer = writer
        self._left: str | re.Pattern[str] = writer.write(anchor.before, backwards=True)
        self._right: str | re.Pattern[str] = writer.write(anchor.after, backwards=False)

    def span(self, letters: str, backwards: str, start: int, end: int) -> tuple[int, int] | None:
        """Returns the phrase's token span around an anchor found at `start` to `end`, or None if the rest is missing.

        `backwards` is `letters` reversed.
        """
        if self._right:
            if isinstance(self._right, str):
                self._right = self._writer.compiled(self._right)
            after = self._right.match(letters, end)
            if after is None:
                return None
            end = after.end()
        if self._left:
            if isinstance(self._left, str):
                self._left = self._writer.compiled(self._left)
            before = self._left.match(backwards, len(letters) - start)
            if before is None:
                return None
            start = len(letters) - before.end()
        return start, end


class CompiledSignals:
    """Everything the finder needs: the matchers, and which phrases to check at which anchor.

    Attributes:
        anchors: The one `PhraseMatcher`, on NORM.
        at_anchor: For each speaker and each of its match ids, the phrases to check.
        tokens: A `Matcher` for raw token patterns, or None.
        of_pattern: For each of its match ids, the signal and its group, with the speaker.
    """

    def __init__(self, library: SignalLibrary, pipeline: TextPipeline, names: Iterable[str]) -> None:
        self.alphabet = Alphabet(pipeline.nlp.vocab.strings)
        self.alphabet.pass_over(self._plain(library, pipeline, "passed over"))
        starters = "".join([self.alphabet.letter(norm) for norm in self._plain(library, pipeline, "clause starters")])
        self._writer = PatternWriter(self.alphabet, library.lists, pipeline.norms_of, starters)
        self._chooser = AnchorChooser(
            library.lists,
            pipeline.norms_of,
            frozenset(self._plain(library, pipeline, "very common")),
            frozenset(self._plain(library, pipeline, "common")),
        )
        self._pipeline = pipeline
        self._faults: list[Fault] = []
        self._at_run: dict[str, dict[tuple[str, ...], list[CompiledPhrase]]] = {"agent": {}, "customer": {}}
        self.tokens: Matcher | None = None
        self.of_pattern: dict[int, tuple[str, str, CompiledGroup]] = {}
        for name in sorted(names):
            self._add(library.signals[name])
        if self._faults:
            raise RuleFileError(self._faults)
        self._fill_matcher()

    @staticmethod
    def _plain(library: SignalLibrary, pipeline: TextPipeline, name: str) -> list[str]:
        entries = library.lists.get(name, ())
        return [norm for entry in entries for node in entry if isinstance(node, Word) for norm in pipeline.norms_of(node.text)]

    def _add(self, spec: SignalSpec) -> None:
        for group in spec.groups:
            compiled = CompiledGroup(group, self._writer, once=spec.one_a_turn)
            for text in group.phrases:
                self._add_phrase(spec, text, compiled)
        if spec.tokens:
            self._add_token_patterns(spec)

    def _add_phrase(self, spec: SignalSpec, text: str, group: CompiledGroup) -> None:
        sequence: Sequence = parse_phrase(text)
        anchors = self._chooser.choose(sequence)
        common = sum(anchor.share for anchor in anchors) > TOO_COMMON
        if not anchors or (common and not spec.common_anchors):
            what = "stands on very common words alone" if common else "has no run of words that can be looked for"
            mend = "add a rarer word that must be there, or say 'common_anchors: true'"
            self._faults.append(Fault(f"{spec.name}.signal.yml", 1, 1, "$.phrases", f"the phrase {text!r} {what}; {mend}"))
            return
        for anchor in anchors:
            phrase = CompiledPhrase(spec.name, text, group, anchor, self._writer)
            for run in anchor.runs:
                self._at_run[spec.by].setdefault(run, []).append(phrase)

    def _add_token_patterns(self, spec: SignalSpec) -> None:
        nlp = self._pipeline.nlp
        for pattern in spec.tokens:
            for key in {key for token in pattern for key in token}:
                component = _NEEDS_COMPONENT.get(key)
                if component and component not in nlp.pipe_names:
                    message = f"a pattern uses {key}, which needs a pipeline with {component!r}; this one has {nlp.pipe_names}"
                    self._faults.append(Fault(f"{spec.name}.signal.yml", 1, 1, "$.tokens", message))
                    return
        if self.tokens is None:
            self.tokens = Matcher(nlp.vocab)
        self.tokens.add(f"tokens:{spec.name}", [list(pattern) for pattern in spec.tokens], greedy="LONGEST")
        group = CompiledGroup(spec, self._writer, once=spec.one_a_turn)
        self.of_pattern[nlp.vocab.strings[f"tokens:{spec.name}"]] = (spec.name, spec.by, group)

    def _fill_matcher(self) -> None:
        vocab = self._pipeline.nlp.vocab
        self.anchors = PhraseMatcher(vocab, attr="NORM")
        self.at_anchor: dict[str, dict[int, list[CompiledPhrase]]] = {}
        for voice, at_run in self._at_run.items():
            self.at_anchor[voice] = {vocab.strings.add(_key(run)): phrases for run, phrases in at_run.items()}
        for run in sorted(self._at_run["agent"].keys() | self._at_run["customer"].keys()):
            self.anchors.add(_key(run), [Doc(vocab, words=list(run))])


def _key(run: tuple[str, ...]) -> str:
    return "anchor:" + " ".join(run)
