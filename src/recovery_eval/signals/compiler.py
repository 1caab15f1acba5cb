"""Turns the signals of a `SignalLibrary` into anchors and patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass

from spacy.matcher import Matcher

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.signals.alphabet import Alphabet
from recovery_eval.signals.anchor_index import AnchorIndex
from recovery_eval.signals.anchors import Anchor, AnchorChooser
from recovery_eval.signals.commonness import share_by
from recovery_eval.signals.conditions import CompiledGroup
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import After, PhraseGroup, SignalSpec
from recovery_eval.signals.needs import Needs
from recovery_eval.signals.patterns import PatternWriter, UnheardError
from recovery_eval.signals.phrase import Sequence, Word, parse_phrase
from recovery_eval.signals.pipeline import HANDLE, MARK, TextPipeline
from recovery_eval.signals.token_patterns import add_patterns, match_id
from recovery_eval.sources import YamlSource


class CompiledPhrase:
    """A phrase, cut at its anchor; of what stands before and after it nothing is found out before the anchor is met.

    Attributes:
        signal: The signal's name.
        text: The phrase as it stands in the signal's file.
        group: Its conditions.
        needs: The bits of what has to be in the sentence; set by `find_needs`.
    """

    __slots__ = ("_anchor", "_left", "_needs", "_ready", "_right", "_writer", "group", "needs", "signal", "text")

    def __init__(
        self, signal: str, text: str, group: CompiledGroup, anchor: Anchor, writer: PatternWriter, needs: Needs
    ) -> None:
        self.signal = signal
        self.text = text
        self.group = group
        self.needs = 0
        self._writer = writer
        self._anchor = anchor
        self._needs = needs
        self._ready = False

    def find_needs(self) -> None:
        """Finds out what has to be in a sentence for the phrase to be; to be called before any sentence is asked."""
        letters = self._writer.needed_letters
        self.needs = self._needs.bits([*letters(self._anchor.before), *letters(self._anchor.after)])

    def span(self, letters: str, backwards: str, start: int, end: int) -> tuple[int, int] | None:
        """Returns the phrase's token span around an anchor found at `start` to `end`, or None if the rest is missing.

        `backwards` is `letters` reversed.
        """
        if not self._ready:
            self._left = self._writer.matcher(self._anchor.before, backwards=True)
            self._right = self._writer.matcher(self._anchor.after, backwards=False)
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


@dataclass(frozen=True, slots=True)
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

    alphabet: Alphabet
    anchors: Mapping[str, AnchorIndex[CompiledPhrase]]
    needs: Needs
    tokens: Matcher | None
    of_pattern: Mapping[int, tuple[str, str, CompiledGroup]]
    dependent: Mapping[str, list[tuple[After, CompiledGroup]]]


class _CompiledSignal:
    """What compiling one signal gives.

    Attributes:
        phrases: Each run of letters to look for, and the phrase to check where it stands.
        dependent: What its groups of phrases need in an earlier turn, with the group.
        of_tokens: The group of its raw token patterns, where it has some.
        faults: Why it can't be compiled.
    """

    __slots__ = ("dependent", "faults", "of_tokens", "phrases")

    def __init__(self) -> None:
        self.phrases: list[tuple[str, CompiledPhrase]] = []
        self.dependent: list[tuple[After, CompiledGroup]] = []
        self.of_tokens: CompiledGroup | None = None
        self.faults: list[Fault] = []


class SignalCompiler:
    """Compiles signals of a library, each once, however many rulebooks ask for it.

    Args:
        library: The signals and words.
        pipeline: Its tokenizer decides what a word is. To be held while anything is compiled.
        thorough: Finds all that the phrases of a `one_a_turn` signal find.
    """

    def __init__(self, library: SignalLibrary, pipeline: TextPipeline, *, thorough: bool = False) -> None:
        self.library = library
        self.pipeline = pipeline
        self._thorough = thorough
        self._alphabet = Alphabet()
        fillers = self._plain("fillers")
        self._alphabet.count_as_marks(fillers)
        self._alphabet.pass_over(self._plain("passed over"))
        starters = "".join([self._alphabet.letter(norm) for norm in self._plain("clause starters")])
        share_of = share_by(frozenset(self._plain("very common")), frozenset(self._plain("common")))
        self._writer = PatternWriter(self._alphabet, library.lists, pipeline.norms_of, share_of, starters)
        self._chooser = AnchorChooser(
            library.lists,
            pipeline.norms_of,
            share_of,
            frozenset([*fillers, MARK, HANDLE]),
        )
        self._needs = Needs()
        self._compiled: dict[str, _CompiledSignal] = {}

    def compile(self, names: Iterable[str]) -> CompiledSignals:
        """Returns what is needed to find the named signals.

        Raises:
            RuleFileError: A phrase can't be anchored, or a token pattern needs a component that the pipeline lacks.
        """
        specs = [self.library.signals[name] for name in sorted(names)]
        faults: list[Fault] = []
        anchors: dict[str, AnchorIndex[CompiledPhrase]] = {
            speaker: AnchorIndex(self._alphabet.passed_over, CompiledPhrase.find_needs)
            for speaker in ("agent", "customer")
        }
        dependent: dict[str, list[tuple[After, CompiledGroup]]] = {"agent": [], "customer": []}
        matcher = Matcher(self.pipeline.nlp.vocab) if any(spec.tokens for spec in specs) else None
        of_pattern: dict[int, tuple[str, str, CompiledGroup]] = {}
        for spec in specs:
            compiled = self._compiled.get(spec.name) or self._compile(spec)
            faults += compiled.faults
            dependent[spec.by] += compiled.dependent
            for run, phrase in compiled.phrases:
                anchors[spec.by].add(run, phrase)
            if compiled.of_tokens is not None and matcher is not None:
                problem = add_patterns(spec, matcher, self.pipeline.nlp)
                if problem is not None:
                    faults.append(self._fault(spec, ("tokens",), problem))
                of_pattern[match_id(spec, self.pipeline.nlp)] = (spec.name, spec.by, compiled.of_tokens)
        if faults:
            raise RuleFileError(faults)
        return CompiledSignals(self._alphabet, anchors, self._needs, matcher, of_pattern, dependent)

    def beside(self, library: SignalLibrary) -> SignalCompiler:
        """Returns a compiler of a library with the same words, which compiles only what has changed."""
        other = copy(self)
        other.library = library
        kept = self.library.signals
        other._compiled = {
            name: compiled for name, compiled in self._compiled.items() if library.signals.get(name) is kept[name]
        }
        return other

    def _plain(self, name: str) -> list[str]:
        """Returns the norms of the words of a list."""
        return [
            norm
            for entry in self.library.lists.get(name, ())
            for node in entry
            if isinstance(node, Word)
            for norm in self.pipeline.norms_of(node.text)
        ]

    def _compile(self, spec: SignalSpec) -> _CompiledSignal:
        compiled = self._compiled[spec.name] = _CompiledSignal()
        for at, group in spec.placed_groups:
            has_tokens = group is spec and bool(spec.tokens)
            if not group.phrases and not has_tokens:
                continue
            try:
                conditions = self._conditions(spec, group)
            except UnheardError:
                compiled.faults += self._unheard_cues(spec, group, at)
                continue
            if has_tokens:
                compiled.of_tokens = conditions
            if group.after is not None:
                compiled.dependent.append((group.after, conditions))
            for number, text in enumerate(group.phrases):
                problem = self._add_phrase(compiled, spec, text, conditions)
                if problem is not None:
                    compiled.faults.append(self._fault(spec, (*at, "phrases", number), problem))
        return compiled

    def _conditions(self, spec: SignalSpec, group: PhraseGroup) -> CompiledGroup:
        once = spec.one_a_turn and not self._thorough
        return CompiledGroup(spec.unless_of(group), self._writer, self._needs, once=once)

    def _unheard_cues(self, spec: SignalSpec, group: PhraseGroup, at: tuple[str | int, ...]) -> Iterator[Fault]:
        """Yields a fault for each cue of the group itself that can't be heard; shared ones are told at their place."""
        for below, cue in group.written():
            try:
                self._writer.needed_by_any((parse_phrase(cue),))
            except UnheardError as error:
                if below[0] == "unless":
                    yield self._fault(spec, (*at, *below), f"the cue {cue!r}: {error}")

    def _add_phrase(
        self, compiled: _CompiledSignal, spec: SignalSpec, text: str, conditions: CompiledGroup
    ) -> str | None:
        """Adds a phrase at each of its anchors, or returns why it can't be looked for."""
        sequence: Sequence = parse_phrase(text)
        try:
            self._writer.needed_letters(sequence)
        except UnheardError as error:
            return f"the phrase {text!r}: {error}"
        anchors = self._chooser.choose(sequence)
        common = self._chooser.is_too_common(sequence, anchors)
        if not anchors or (common and not spec.common_anchors):
            what = "stands on very common words alone" if common else "has no run of words that can be looked for"
            mend = "add a rarer word that must be there" + (", or say 'common_anchors: true'" if common else "")
            return f"the phrase {text!r} {what}; {mend}"
        for anchor in anchors:
            phrase = CompiledPhrase(spec.name, text, conditions, anchor, self._writer, self._needs)
            for run in anchor.runs:
                compiled.phrases.append(("".join([self._alphabet.letter(norm) for norm in run]), phrase))
        return None

    def _fault(self, spec: SignalSpec, at: tuple[str | int, ...], message: str) -> Fault:
        source = self.library.sources.get(spec.name) or YamlSource(f"{spec.name}.signal.yml", None)
        return source.fault(at, message)
