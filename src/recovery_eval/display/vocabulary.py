"""What rules and phrases are written with, as plain text: signals and word lists."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar, cast

from recovery_eval.display.text import field
from recovery_eval.display.wording import visible
from recovery_eval.errors import UnknownNameError
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import SignalSpec

MOST_SHOWN = 6  # entries of a word list, where all lists are shown
KNOWN = {  # what the matcher itself knows
    "start": "the beginning of a sentence",
    "end": "the end of a sentence",
    "question": "the sentence ends in a question mark",
    "number": "any figure",
    "link": "any web address",
}

Named = TypeVar("Named")


def signals_text(library: SignalLibrary, names: Collection[str] = (), *, width: int = 80) -> str:
    """Returns all signals with their meanings, those of a speaker together; or all about those named.

    Raises:
        UnknownNameError: No signal has one of the names.
    """
    if names:
        return "\n\n".join(_signal(_known("signal", name, library.signals), width) for name in names)
    blocks = []
    for speaker in sorted({spec.by for spec in library.signals.values()}):
        rows = [(name, spec.meaning) for name, spec in sorted(library.signals.items()) if spec.by == speaker]
        blocks.append(f"By the {speaker}:\n{_rows(rows, width)}")
    return "\n\n".join(blocks)


def words_text(library: SignalLibrary, names: Collection[str] = (), *, width: int = 80) -> str:
    """Returns what phrases can name in `{ }`, lists with their first entries; or all entries of those named.

    Raises:
        UnknownNameError: No list has one of the names.
    """
    lists = _lists(library)
    if names:
        chosen = {name: _known("word list", name, lists) for name in names}
        return "\n\n".join("\n".join([f"{{{name}}}", *_indented(entries)]) for name, entries in chosen.items())
    rows = [(f"{{{name}}}", meaning) for name, meaning in KNOWN.items()]
    for name, entries in sorted(lists.items()):
        more = f" and {len(entries) - MOST_SHOWN} more" if len(entries) > MOST_SHOWN else ""
        rows.append((f"{{{name}}}", ", ".join(entries[:MOST_SHOWN]) + more))
    return _rows(rows, width)


def _lists(library: SignalLibrary) -> dict[str, list[str]]:
    """Returns the word lists as they are written."""
    written = cast("Mapping[str, Any]", library.canonical())["words"]
    return {name: list(entries) for file in written for name, entries in file["lists"].items()}


def _known(kind: str, name: str, known: Mapping[str, Named]) -> Named:
    if name not in known:
        raise UnknownNameError(kind, name, known)
    return known[name]


def _signal(spec: SignalSpec, width: int) -> str:
    lines = [f"{visible(spec.name)}, by the {spec.by}", *field("meaning", visible(spec.meaning), width)]
    for group in spec.groups:
        if group.after is not None:
            what = " or ".join(group.after.signal) or f"a turn by the {group.after.by}"
            within = f", at most {group.after.within} turns back" if group.after.within else ""
            lines += field("after", f"{what}{within}", width)
        lines += [f"    {'phrase':<11}{visible(phrase)}" for phrase in group.phrases]
        for name, unless in group.unless.items():
            cues = [
                f"{way} {', '.join(getattr(unless, way))}"
                for way in ("before", "inside", "then")
                if getattr(unless, way)
            ]
            lines += field("unless", visible(f"{name}: {'; '.join(cues)}"), width)
    return "\n".join(lines)


def _indented(entries: Sequence[str]) -> list[str]:
    return [f"    {visible(entry)}" for entry in entries]


def _rows(rows: Sequence[tuple[str, str]], width: int) -> str:
    """Returns names and what belongs to them in two columns."""
    longest = max((len(name) for name, _ in rows), default=0)
    wrapped = (
        textwrap.fill(
            visible(text),
            max(width, longest + 40),
            initial_indent=f"    {visible(name):<{longest}}  ",
            subsequent_indent=" " * (longest + 6),
            break_on_hyphens=False,
        )
        for name, text in rows
    )
    return "\n".join(wrapped)
