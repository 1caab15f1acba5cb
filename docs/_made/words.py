"""A page for every built-in file of words: its lists, and the spellings that count as one word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

from docs._made.markdown import contents, page, plain, table
from docs._made.shelf import built_in
from recovery_eval.signals.files import names_in
from recovery_eval.signals.models import SignalSpec
from recovery_eval.signals.phrase import Sequence as Phrase
from recovery_eval.signals.phrase import parse_phrase
from recovery_eval.sources import YamlSource

_NOTE = re.compile(r"(?P<lines>(?:^  #.*\n)+)^  (?P<name>[^\s#:][^:\n]*):", re.MULTILINE)


def pages() -> Iterator[tuple[str, str]]:
    """Yields the list of the files, and a page a file."""
    files = sorted(built_in().words, key=lambda source: source.file)
    rows = [
        [f"[{_name(one.file)}]({_name(one.file)}.md)", plain(one.data["about"]), str(len(one.data.get("lists", ())))]
        for one in files
    ]
    yield (
        "words/index",
        page(
            "# Words",
            "The word lists that phrases name in `{ }`, and spellings that count as one word.",
            table(["file", "what for", "lists"], rows),
            contents(_name(one.file) for one in files),
        ),
    )
    for one in files:
        yield f"words/{_name(one.file)}", _page(one)


def lists_named_by(signal: SignalSpec) -> str:
    """Returns links to the lists that the phrases and conditions of a signal name."""
    groups = [group for _, group in signal.placed_groups]
    conditions = [unless for group in groups for unless in group.unless.values()]
    cues = [cue for unless in conditions for cue in (*unless.before, *unless.inside, *unless.then)]
    return links(map(parse_phrase, chain(*(group.phrases for group in groups), cues)))


def links(phrases: Iterable[Phrase]) -> str:
    """Returns links to the lists that some phrases name, each once, in alphabetical order."""
    names = sorted({name for phrase in phrases for name in names_in(phrase)} & built_in().library.lists.keys())
    return ", ".join(f"[`{{{name}}}`](#{_targets()[name]})" for name in names)


def _page(source: YamlSource) -> str:
    lists, data, notes = built_in().library.lists, source.data, _notes(source.text)
    parts = [
        page(
            f"({_targets()[name]})=",
            f"## {plain(name)}",
            plain(notes.get(name, "")),
            " · ".join(f"`{entry}`" for entry in entries),
            f"Names {named}." if (named := links(lists[name])) else "",
        ).strip()
        for name, entries in data.get("lists", {}).items()
    ]
    spellings = [[plain(usual), plain(", ".join(variants))] for usual, variants in data.get("norms", {}).items()]
    return page(
        f"# {_name(source.file)}",
        plain(data["about"]),
        f"In `{source.file}`.",
        *parts,
        table(["usual spelling", "counts as the same"], spellings) if spellings else "",
    )


@cache
def _targets() -> dict[str, str]:
    """Returns what a link to each list leads to; numbered where lists differ in signs alone."""
    targets: dict[str, str] = {}
    for name in built_in().library.lists:
        target = f"words-{re.sub(r'[^a-z0-9]+', '-', name.lower())}"
        targets[name] = f"{target}-{len(targets)}" if target in targets.values() else target
    return targets


def _notes(text: str) -> dict[str, str]:
    """Returns the comments that stand above lists, by the list's name."""
    return {
        note["name"].strip("\"'"): " ".join(line.strip(" #") for line in note["lines"].splitlines())
        for note in _NOTE.finditer(text)
    }


def _name(file: str) -> str:
    return PurePosixPath(file).stem
