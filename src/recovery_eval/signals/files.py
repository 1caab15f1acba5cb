"""Reads signal and word files from folders into a `SignalLibrary`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic_core import to_json

from recovery_eval.errors import nearest
from recovery_eval.signals.models import Mention, PhraseGroup, SignalSpec, WordFile
from recovery_eval.signals.phrase import KINDS, PLACES, Choice, ListRef, PhraseError, Repeat, parse_phrase
from recovery_eval.signals.phrase import Sequence as PhraseSequence
from recovery_eval.sources import FaultCollector, Loc, YamlFolder, YamlSource, validate
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
        word_files: Every file of words as plain JSON values.
        sources: The file of every signal, for what is found wrong later.
        list_files: The name of the file of every word list.
    """

    signals: Mapping[str, SignalSpec]
    lists: Mapping[str, tuple[PhraseSequence, ...]]
    norms: Mapping[str, str]
    word_files: tuple[object, ...] = ()
    sources: Mapping[str, YamlSource] = field(default_factory=dict, repr=False, compare=False)
    list_files: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def canonical(self) -> object:
        """Returns the content as plain JSON values: what a digest is taken of."""
        return {
            "signals": [self.signals[name].model_dump(mode="json") for name in sorted(self.signals)],
            "words": list(self.word_files),
        }

    @cached_property
    def additions(self) -> Mapping[str, Sequence[str]]:
        """The names of the signals that add to another one, by the name of that."""
        found: dict[str, list[str]] = {}
        for name, spec in sorted(self.signals.items()):
            if spec.adds_to is not None:
                found.setdefault(spec.adds_to, []).append(name)
        return found

    @cached_property
    def key(self) -> str:
        """What is alike in libraries that can do with one compiler: those of the same content in the same files."""
        files = [(source.file, source.text) for source in self.sources.values()]  # faults name their lines
        return hashlib.sha256(to_json([self.canonical(), files])).hexdigest()


def load_signal_files(folders: Sequence[YamlFolder], beside: SignalLibrary | None = None) -> SignalLibrary:
    """Loads every `*.signal.yml` and every file of words in the folders and below them.

    Args:
        folders: Where to look; later folders may add to earlier ones, never replace.
        beside: What is loaded already, to which they may add as well; it is not read again.

    Raises:
        RuleFileError: With all faults of all files.
    """
    faults = FaultCollector()
    loader = _Loader(beside or SignalLibrary({}, {}, {}), faults)
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
    return loader.library()


class _Loader:
    """Collects files; keeps where each phrase stood, so that a fault found later can be placed."""

    def __init__(self, beside: SignalLibrary, faults: FaultCollector) -> None:
        self._signals = dict(beside.signals)
        self._lists = dict(beside.lists)
        self._norms = dict(beside.norms)
        self._word_files = list(beside.word_files)
        self._sources = dict(beside.sources)
        self._list_files = dict(beside.list_files)
        self.homes = {name: source.file for name, source in beside.sources.items()}
        self._faults = faults
        self._references: list[tuple[YamlSource, Loc, PhraseSequence]] = []
        self._mentions: list[tuple[YamlSource, SignalSpec, Mention]] = []

    def library(self) -> SignalLibrary:
        """Returns all that was collected."""
        words = tuple(self._word_files)
        return SignalLibrary(self._signals, self._lists, self._norms, words, self._sources, self._list_files)

    def add_words(self, source: YamlSource) -> None:
        file = validate(source, WordFile)
        self._word_files.append(file.model_dump(mode="json"))
        for name, entries in file.lists.items():
            if name in self._lists or name in BUILT_IN:
                where = f", in {self._list_files[name]}" if name in self._lists else ""
                message = f"a word list {name!r} exists already{where}; choose another name"
                self._faults.add(source.fault(("lists", name), message, at_key=True))
                continue
            self._list_files[name] = source.file
            parsed = (self._parse(source, ("lists", name, i), entry) for i, entry in enumerate(entries))
            self._lists[name] = tuple(sequence for sequence in parsed if sequence)
        for usual, variants in file.norms.items():
            self._add_spelling(source, ("norms", usual), usual, usual)
            for i, variant in enumerate(variants):
                self._add_spelling(source, ("norms", usual, i), variant, usual)

    def _add_spelling(self, source: YamlSource, at: Loc, spelling: str, usual: str) -> None:
        """Adds a spelling of a word, the usual one too. None leads to another: each word is looked up, and but once."""
        written, word = spelling.lower(), usual.lower()
        stands_for = self._norms.setdefault(written, word)
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
        self._signals[spec.name] = spec
        self._sources[spec.name] = source
        for at, group in spec.placed_groups:
            self._check_group(source, at, group)
        self._mentions += [(source, spec, mention) for mention in spec.mentions]
        if spec.found_with is not None and spec.found_with.signal == spec.name:
            self._faults.add(source.fault(("found_with", "signal"), "a signal can't be found with itself"))
        if spec.adds_to == spec.name:
            self._faults.add(source.fault(("adds_to",), "a signal can't add to itself"))

    def _check_group(self, source: YamlSource, at: Loc, group: PhraseGroup) -> None:
        for below, phrase in group.written():
            self._parse(source, (*at, *below), phrase)

    def _parse(self, source: YamlSource, at: Loc, phrase: str) -> PhraseSequence:
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
        known = self._lists.keys() | BUILT_IN
        mentioned = [(source, at, names_in(sequence)) for source, at, sequence in self._references]
        inside: dict[str, set[str]] = {}  # lists that were loaded before hold none of these
        for _, at, names in mentioned:
            if at[0] == "lists":
                inside.setdefault(str(at[1]), set()).update(names)
        for source, at, names in mentioned:
            for name in names:
                if name not in known:
                    self._faults.add(source.fault(at, f"unknown word list {name!r}{nearest(name, known)}"))
                elif at[0] == "lists" and _reaches(inside, name, str(at[1])):
                    self._faults.add(source.fault(at, f"word list {at[1]!r} contains itself, by {name!r}"))
        for source, spec, mention in self._mentions:
            wrong = self._wrong(spec, mention)
            if wrong is not None:
                self._faults.add(source.fault(mention.at, wrong))

    def _wrong(self, spec: SignalSpec, mention: Mention) -> str | None:
        """Returns why a signal can't mention another one there, or None."""
        name = mention.name
        if name not in self._signals:
            return f"unknown signal {name!r}{nearest(name, self._signals)}"
        if mention.at == ("adds_to",) and name != spec.name and self._signals[name].adds_to is not None:
            return f"{name!r} adds to {self._signals[name].adds_to!r}; name that"
        is_of_same = self._signals[name].by == spec.by
        if mention.of_same is None or mention.of_same == is_of_same:
            return None
        if is_of_same:
            return f"{name!r} is said by the {spec.by} too; only the other speaker can answer"
        return f"{name!r} is never in a turn of the {spec.by}; name a signal of theirs"


def _reaches(inside: Mapping[str, Collection[str]], name: str, target: str) -> bool:
    """Tells whether a list is another one or holds it, given the lists inside each."""
    seen, queue = set(), [name]
    while queue:
        current = queue.pop()
        if current == target:
            return True
        if current not in seen:
            seen.add(current)
            queue.extend(inside.get(current, ()))
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
