"""Turns a `SignalLibrary` into anchors and patterns, once a process and rulebook."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.matcher import Matcher

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.anchor_index import AnchorIndex
from recovery_eval.signals.anchors import Anchor, AnchorChooser
from recovery_eval.signals.conditions import CompiledGroup
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import After, SignalSpec
from recovery_eval.signals.needs import Needs
from recovery_eval.signals.patterns import PatternWriter
from recovery_eval.signals.phrase import Sequence, Word, parse_phrase
from recovery_eval.signals.pipeline import HANDLE, MARK, TextPipeline
from recovery_eval.sources import YamlSource

_NEEDS_COMPONENT = {"POS": "tagger", "TAG": "tagger", "DEP": "parser", "LEMMA": "lemmatizer", "ENT_TYPE": "ner"}


class CompiledPhrase:
    """A phrase, cut at its anchor.

    What stands before and after the anchor is written as patterns at once, so that every word has its letter before a
    turn is spelled; they are compiled when the anchor is first met.
    """

    __slots__ = ("_left", "_ready", "_right", "_writer", "_written", "group", "needs", "signal", "text")

    def __init__(
        self, signal: str, text: str, group: CompiledGroup, anchor: Anchor, writer: PatternWriter, needs: Needs
    ) -> None:
        self.signal = signal
        self.text = text
        self.group = group
        self._writer = writer
        self._written = writer.write(anchor.before, backwards=True), writer.write(anchor.after, backwards=False)
        self._ready = False
        before, after = writer.needed_letters(anchor.before), writer.needed_letters(anchor.after)
        self.needs = needs.bit(before) | needs.bit(after)

    def span(self, letters: str, backwards: str, start: int, end: int) -> tuple[int, int] | None:
        """Returns the phrase's token span around an anchor found at `start` to `end`, or None if the rest is missing.

        `backwards` is `letters` reversed.
        """
        if not self._ready:
            self._left, self._right = map(self._writer.matcher, self._written)
            self._ready = True
        if self._right is not None:
            after = self._right(letters, end)
            if after is None:
                return None
            end = after.end()
        if self._left is not None:
            before = self._left(backwards, len(letters) - start)
            if before is None:
                return None
            start = len(letters) - before.end()
        return start, end


class CompiledSignals:
    """Everything that reading a turn needs.

    Attributes:
        alphabet: The letters that phrases are written in.
        anchors: For each speaker, the anchors and the phrases to check at them.
        needs: What phrases and their conditions need to be in a turn.
        tokens: A `Matcher` for raw token patterns, or None.
        of_pattern: For each of its match ids, the signal, its speaker and its group.
        dependent: For each speaker, what groups of phrases need in an earlier turn, with the group.
    """

    def __init__(
        self, library: SignalLibrary, pipeline: TextPipeline, names: Iterable[str], *, thorough: bool = False
    ) -> None:
        self.alphabet = Alphabet()
        fillers = self._plain(library, pipeline, "fillers")
        self.alphabet.count_as_marks(fillers)
        self.alphabet.pass_over(self._plain(library, pipeline, "passed over"))
        starters = "".join([self.alphabet.letter(norm) for norm in self._plain(library, pipeline, "clause starters")])
        self._writer = PatternWriter(self.alphabet, library.lists, pipeline.norms_of, starters)
        self._chooser = AnchorChooser(
            library.lists,
            pipeline.norms_of,
            frozenset(self._plain(library, pipeline, "very common")),
            frozenset(self._plain(library, pipeline, "common")),
            frozenset([*fillers, MARK, HANDLE]),
        )
        self.needs = Needs()
        self._pipeline = pipeline
        self._thorough = thorough
        self._sources = library.sources
        self._faults: list[Fault] = []
        self.anchors: dict[str, AnchorIndex[CompiledPhrase]] = {
            speaker: AnchorIndex(self.alphabet.passed_over) for speaker in ("agent", "customer")
        }
        self.dependent: dict[str, list[tuple[After, CompiledGroup]]] = {"agent": [], "customer": []}
        self.tokens: Matcher | None = None
        self.of_pattern: dict[int, tuple[str, str, CompiledGroup]] = {}
        for name in sorted(names):
            self._add(library.signals[name])
        if self._faults:
            raise RuleFileError(self._faults)

    @staticmethod
    def _plain(library: SignalLibrary, pipeline: TextPipeline, name: str) -> list[str]:
        entries = library.lists.get(name, ())
        return [
            norm
            for entry in entries
            for node in entry
            if isinstance(node, Word)
            for norm in pipeline.norms_of(node.text)
        ]

    def _add(self, spec: SignalSpec) -> None:
        for at, group in spec.placed_groups:
            if not group.phrases:
                continue
            compiled = CompiledGroup(group, self._writer, self.needs, once=spec.one_a_turn and not self._thorough)
            if group.after is not None:
                self.dependent[spec.by].append((group.after, compiled))
            for number, text in enumerate(group.phrases):
                self._add_phrase(spec, (*at, "phrases", number), text, compiled)
        if spec.tokens:
            self._add_token_patterns(spec)

    def _add_phrase(self, spec: SignalSpec, at: tuple[str | int, ...], text: str, group: CompiledGroup) -> None:
        sequence: Sequence = parse_phrase(text)
        anchors = self._chooser.choose(sequence)
        common = self._chooser.is_too_common(sequence, anchors)
        if not anchors or (common and not spec.common_anchors):
            what = "stands on very common words alone" if common else "has no run of words that can be looked for"
            mend = "add a rarer word that must be there" + (", or say 'common_anchors: true'" if common else "")
            self._add_fault(spec, at, f"the phrase {text!r} {what}; {mend}")
            return
        for anchor in anchors:
            phrase = CompiledPhrase(spec.name, text, group, anchor, self._writer, self.needs)
            for run in anchor.runs:
                self.anchors[spec.by].add("".join([self.alphabet.letter(norm) for norm in run]), phrase)

    def _add_token_patterns(self, spec: SignalSpec) -> None:
        nlp = self._pipeline.nlp
        if self.tokens is None:
            self.tokens = Matcher(nlp.vocab)
        patterns = [list(pattern) for pattern in spec.tokens]
        problem = _problem_of(patterns, nlp)
        if problem is None:
            try:
                self.tokens.add(f"tokens:{spec.name}", patterns, greedy="LONGEST")
            except ValueError as error:  # spaCy's own words, but for its heading
                problem = "spaCy refuses a pattern: " + " ".join(str(error).rpartition("\n\n")[2].split())
        if problem is not None:
            self._add_fault(spec, ("tokens",), problem)
            return
        group = CompiledGroup(spec, self._writer, self.needs, once=spec.one_a_turn and not self._thorough)
        self.of_pattern[nlp.vocab.strings[f"tokens:{spec.name}"]] = (spec.name, spec.by, group)

    def _add_fault(self, spec: SignalSpec, at: tuple[str | int, ...], message: str) -> None:
        source = self._sources.get(spec.name) or YamlSource(f"{spec.name}.signal.yml", None)
        self._faults.append(source.fault(at, message))


def _problem_of(patterns: list[list[dict[str, object]]], nlp: Language) -> str | None:
    """Returns why a pipeline can't serve token patterns, or None."""
    for key, value in (pair for pattern in patterns for token in pattern for pair in token.items()):
        component = _NEEDS_COMPONENT.get(key)
        if component and component not in nlp.pipe_names:
            has = ", ".join(nlp.pipe_names) or "nothing but a tokenizer"
            return f"a pattern uses {key}, which needs a pipeline with {component!r}; this one has {has}"
        if isinstance(value, dict) and "REGEX" in value:
            return f"a pattern uses REGEX, whose time nothing bounds; list the words: {key}: {{IN: [...]}}"
    return None
