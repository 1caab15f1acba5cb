"""Reads signal and word files from folders into a `SignalLibrary`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic_core import to_json

from recovery_eval.errors import nearest
from recovery_eval.signals.models import PhraseGroup, SignalSpec, WordFile
from recovery_eval.signals.phrase import KINDS, PLACES, Choice, ListRef, PhraseError, Repeat, parse_phrase
from recovery_eval.signals.phrase import Sequence as PhraseSequence
from recovery_eval.sources import FaultCollector, YamlFolder, YamlSource, validate
from recovery_eval.sources.folder import name_fault

BUILT_IN = PLACES | KINDS
SIGNAL_SUFFIX = ".signal.yml"


@dataclass(frozen=True)
class SignalLibrary:
    """The signals, word lists and norms that a rulebook stands on.

    Attributes:
        signals: Every signal by name.
        lists: Every word list by name, its entries parsed.
        norms: Variant spelling to usual spelling.
        sources: The file of every signal, for what is found wrong later.
        is_loaded_once: No other of its content is loaded in a process, so that none need be looked for.
    """

    signals: Mapping[str, SignalSpec]
    lists: Mapping[str, tuple[PhraseSequence, ...]]
    norms: Mapping[str, str]
    _words: tuple[object, ...] = ()
    sources: Mapping[str, YamlSource] = field(default_factory=dict, repr=False, compare=False)
    is_loaded_once: bool = field(default=False, repr=False, compare=False)

    def canonical(self) -> object:
        """Returns the content as plain JSON values: what a digest is taken of."""
        return {
            "signals": [self.signals[name].model_dump(mode="json") for name in sorted(self.signals)],
            "words": list(self._words),
        }

    @property
    def key(self) -> object:
        """What is alike in libraries that can do with one compiler: those of the same content in the same files."""
        return id(self) if self.is_loaded_once else self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        files = [(source.file, source.text) for source in self.sources.values()]  # faults name their lines
        return hashlib.sha256(to_json([self.canonical(), files])).hexdigest()


def load_signal_files(folders: Sequence[YamlFolder]) -> SignalLibrary:
    """Loads every `*.signal.yml` and every file of words in the folders and below them.

    Args:
        folders: Where to look; later folders may add to earlier ones, never replace.

    Raises:
        RuleFileError: With all faults of all files.
    """
    faults = FaultCollector()
    loader = _Loader(faults)
    for folder in folders:
        for path in folder.files():
            if folder.holds_words(path):
                with faults.catching():
                    loader.add_words(folder.read(path))
        paths = folder.files(SIGNAL_SUFFIX)
        loader.homes = {**folder.homes(paths, SIGNAL_SUFFIX), **loader.homes}
        for path in paths:
            with faults.catching():
                loader.add_signal(folder.read(path))
    if not faults.faults:  # a word file that can't be read would make every mention of its lists a fault
        loader.check_references()
    faults.raise_if_any()
    return SignalLibrary(loader.signals, loader.lists, loader.norms, tuple(loader.words), loader.sources)


class _Loader:
    """Collects files; keeps where each phrase stood, so that a fault found later can be placed."""

    def __init__(self, faults: FaultCollector) -> None:
        self.signals: dict[str, SignalSpec] = {}
        self.lists: dict[str, tuple[PhraseSequence, ...]] = {}
        self.norms: dict[str, str] = {}
        self.words: list[object] = []
        self.sources: dict[str, YamlSource] = {}
        self.homes: dict[str, str] = {}
        self._list_files: dict[str, str] = {}
        self._faults = faults
        self._references: list[tuple[YamlSource, tuple[str | int, ...], PhraseSequence]] = []
        self._afters: list[tuple[YamlSource, tuple[str | int, ...], str]] = []
        # Where signals of the other speaker are named, and where those of the same one, and who is meant by "the same".
        self._answers: list[tuple[YamlSource, tuple[str | int, ...], str, tuple[str, ...]]] = []
        self._held: list[tuple[YamlSource, tuple[str | int, ...], str, tuple[str, ...]]] = []

    def add_words(self, source: YamlSource) -> None:
        file = validate(source, WordFile)
        self.words.append(file.model_dump(mode="json"))
        for name, entries in file.lists.items():
            if name in self.lists or name in BUILT_IN:
                where = f", in {self._list_files[name]}" if name in self.lists else ""
                message = f"a word list {name!r} exists already{where}; choose another name"
                self._faults.add(source.fault(("lists", name), message, at_key=True))
                continue
            self._list_files[name] = source.file
            parsed = (self._parse(source, ("lists", name, i), entry) for i, entry in enumerate(entries))
            self.lists[name] = tuple(sequence for sequence in parsed if sequence)
        for usual, variants in file.norms.items():
            self._add_spelling(source, ("norms", usual), usual, usual)
            for i, variant in enumerate(variants):
                self._add_spelling(source, ("norms", usual, i), variant, usual)

    def _add_spelling(self, source: YamlSource, at: tuple[str | int, ...], spelling: str, usual: str) -> None:
        """Adds a spelling of a word, the usual one too. None leads to another: each word is looked up, and but once."""
        written, word = spelling.lower(), usual.lower()
        stands_for = self.norms.setdefault(written, word)
        message = ""
        if any(letter.isspace() for letter in spelling):
            message = f"{spelling!r} is several words; a spelling is of one"
        elif stands_for == written != word:
            message = f"{spelling!r} has spellings of its own; name them with those of {usual!r}"
        elif stands_for != word:
            mend = f"; name its spellings with those of {stands_for!r}" if written == word else ""
            message = f"{spelling!r} already stands for {stands_for!r}{mend}"
        if message:
            self._faults.add(source.fault(at, message, at_key=at[-1] == usual))

    def add_signal(self, source: YamlSource) -> None:
        spec = validate(source, SignalSpec)
        fault = name_fault(source, "signal", spec.name, SIGNAL_SUFFIX, self.homes)
        if fault is not None:
            self._faults.add(fault)
        if self.homes[spec.name] != source.file:
            return
        self.signals[spec.name] = spec
        self.sources[spec.name] = source
        self._check_group(source, (), spec)
        for i, group in enumerate(spec.also):
            self._check_group(source, ("also", i), group)
        if spec.found_with is not None:
            at = ("found_with", "signal")
            self._afters.append((source, at, spec.found_with.signal))
            self._afters.extend(
                (source, ("found_with", "after", "signal"), name) for name in spec.found_with.after.signal
            )
            self._held.append((source, at, spec.by, (spec.found_with.signal,)))
            if spec.found_with.signal == spec.name:
                self._faults.add(source.fault(at, "a signal can't be found with itself"))
        if spec.answered_by is not None:
            answered = spec.answered_by
            for key, names in (("signal", answered.signal), ("without", answered.without)):
                self._afters.extend((source, ("answered_by", key), name) for name in names)
                self._answers.append((source, ("answered_by", key), spec.by, names))
            self._afters.extend((source, ("answered_by", "holds"), name) for name in answered.holds)
            self._held.append((source, ("answered_by", "holds"), spec.by, answered.holds))
        if spec.borne_out_by:
            self._afters.extend((source, ("borne_out_by",), name) for name in spec.borne_out_by)
            self._answers.append((source, ("borne_out_by",), spec.by, spec.borne_out_by))
        if spec.unless_answered_by is not None:
            for key, names in (
                ("signal", spec.unless_answered_by.signal),
                ("without", spec.unless_answered_by.without),
            ):
                at = ("unless_answered_by", key)
                self._afters.extend((source, at, name) for name in names)
                self._answers.append((source, at, spec.by, names))

    def _check_group(self, source: YamlSource, at: tuple[str | int, ...], group: PhraseGroup) -> None:
        for i, phrase in enumerate(group.phrases):
            self._parse(source, (*at, "phrases", i), phrase)
        for name, unless in group.unless.items():
            for way in ("then", "before", "inside"):
                for i, cue in enumerate(getattr(unless, way)):
                    self._parse(source, (*at, "unless", name, way, i), cue)
        if group.after is not None:
            self._afters.extend((source, (*at, "after", "signal"), name) for name in group.after.signal)

    def _parse(self, source: YamlSource, at: tuple[str | int, ...], phrase: str) -> PhraseSequence:
        try:
            sequence = parse_phrase(phrase)
        except PhraseError as error:
            self._faults.add(source.fault(at, str(error)))
            return ()
        if "{" in phrase:
            self._references.append((source, at, sequence))
        return sequence

    def check_references(self) -> None:
        """Reports lists and signals that nothing defines, and lists that contain themselves."""
        known = self.lists.keys() | BUILT_IN
        for source, at, sequence in self._references:
            for name in names_in(sequence):
                if name not in known:
                    self._faults.add(source.fault(at, f"unknown word list {name!r}{nearest(name, known)}"))
                elif at[0] == "lists" and self._reaches(name, str(at[1])):
                    self._faults.add(source.fault(at, f"word list {at[1]!r} contains itself, by {name!r}"))
        for source, at, name in self._afters:
            if name not in self.signals:
                self._faults.add(source.fault(at, f"unknown signal {name!r}{nearest(name, self.signals)}"))
        self._check_speakers()

    def _check_speakers(self) -> None:
        """Reports signals of the wrong speaker, where one answers the other."""
        for source, at, by, names in self._answers:
            for name in names:
                if name in self.signals and self.signals[name].by == by:
                    message = f"{name!r} is said by the {by} too; only the other speaker can answer"
                    self._faults.add(source.fault(at, message))
        for source, at, by, names in self._held:
            for name in names:
                if name in self.signals and self.signals[name].by != by:
                    message = f"{name!r} is never in a turn of the {by}; name a signal of theirs"
                    self._faults.add(source.fault(at, message))

    def _reaches(self, name: str, target: str) -> bool:
        seen, queue = set(), [name]
        while queue:
            current = queue.pop()
            if current == target:
                return True
            if current not in seen:
                seen.add(current)
                queue.extend(inner for sequence in self.lists.get(current, ()) for inner in names_in(sequence))
        return False


def names_in(sequence: PhraseSequence) -> list[str]:
    """Returns the names of all word lists that a phrase mentions, at any depth."""
    names = []
    for node in sequence:
        item = node.item if isinstance(node, Repeat) else node
        if isinstance(item, ListRef):
            names.append(item.name)
        elif isinstance(item, Choice):
            names.extend(name for option in item.options for name in names_in(option))
    return names
