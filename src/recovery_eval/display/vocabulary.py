"""What rules and phrases are written with, as plain text: signals and word lists."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from recovery_eval.display.text import field
from recovery_eval.display.wording import visible
from recovery_eval.errors import UnknownNameError
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import FurtherGroup, SignalSpec

if TYPE_CHECKING:
    from recovery_eval.workshop.examples import Example, Examples

MARKS = {  # what phrases are written with, beside words
    "{name}": "a word list, or one of the names below",
    "(a|b)": "either",
    "?": "what stands before it may be missing",
    "*": "any number of it, up to three, or none",
    "..4": "up to four words between; any figure from ..1 to ..12",
}
KNOWN = {  # what the matcher itself knows
    "start": "the beginning of a sentence",
    "end": "the end of a sentence",
    "question": "the sentence ends in a question mark",
    "number": "any figure",
    "link": "any web address",
}

Named = TypeVar("Named")


def signals_text(
    library: SignalLibrary,
    names: Collection[str] = (),
    *,
    examples: Mapping[str, Examples] | None = None,
    width: int = 80,
) -> str:
    """Returns all signals with their meanings, those of a speaker together; or all about those named.

    Args:
        library: The signals.
        names: Signals to give whole instead, with their phrases.
        examples: By signal, what its phrases find.
        width: Columns of a line.

    Raises:
        UnknownNameError: No signal has one of the names.
    """
    if names:
        chosen = [_known("signal", name, library.signals) for name in names]
        return "\n\n".join(_signal(spec, (examples or {}).get(spec.name), width) for spec in chosen)
    blocks = []
    for speaker in sorted({spec.by for spec in library.signals.values()}):
        rows = [(name, spec.meaning) for name, spec in sorted(library.signals.items()) if spec.by == speaker]
        blocks.append(f"By the {speaker}:\n{_rows(rows, width)}")
    return "\n\n".join(blocks)


def words_text(
    library: SignalLibrary, names: Collection[str] = (), *, everything: bool = False, width: int = 80
) -> str:
    """Returns what phrases are written with: their marks, and what they can name in `{ }`, lists in a line each.

    Args:
        library: The word lists. The built-in ones that serve a few signals alone are only counted.
        names: Lists to give whole instead, an entry a line.
        everything: Give all lists.
        width: Columns of a line.

    Raises:
        UnknownNameError: No list has one of the names.
    """
    if names:
        lists = {**_lists(library), **{name: (meaning,) for name, meaning in KNOWN.items()}}
        chosen = {name: _known("word list", name.strip("{}"), lists) for name in names}
        return "\n\n".join("\n".join([f"{{{name.strip('{}')}}}", *_indented(held)]) for name, held in chosen.items())
    known = [(f"{{{name}}}", meaning) for name, meaning in KNOWN.items()]
    blocks = [f"Marks:\n{_rows(list(MARKS.items()), width)}", f"Places and kinds:\n{_rows(known, width)}"]
    left_out = 0
    for file in _word_files(library):
        if not everything and not file["shared"] and builtin_library().lists.keys() >= file["lists"].keys():
            left_out += len(file["lists"])
        elif file["lists"]:
            heading = textwrap.fill(visible(file["about"].strip()), width, break_on_hyphens=False)
            blocks.append(f"{heading}\n{_list_lines(file['lists'], width)}")
    if left_out:
        blocks.append(f"--all adds {left_out} lists that serve a few signals each; NAME shows a list whole.")
    return "\n\n".join(blocks)


def _word_files(library: SignalLibrary) -> Sequence[Mapping[str, Any]]:
    """Returns the files of words as they are written."""
    return cast("Mapping[str, Sequence[Mapping[str, Any]]]", library.canonical())["words"]


def _lists(library: SignalLibrary) -> dict[str, list[str]]:
    return {name: list(entries) for file in _word_files(library) for name, entries in file["lists"].items()}


def _list_lines(lists: Mapping[str, Sequence[str]], width: int) -> str:
    """Returns a line for each list, with as many of its entries as it can hold."""
    longest = max(map(len, lists)) + 2
    room = max(width - longest - 6, 20)
    lines = []
    for name, entries in sorted(lists.items()):
        braced, words = f"{{{name}}}", ", ".join(map(visible, entries))
        shown = words if len(words) <= room else f"{words[: room - 2].rstrip(' ,')} …"
        lines.append(f"    {visible(braced):<{longest}}  {shown}")
    return "\n".join(lines)


def _known(kind: str, name: str, known: Mapping[str, Named]) -> Named:
    if name not in known:
        raise UnknownNameError(kind, name, known)
    return known[name]


def _signal(spec: SignalSpec, examples: Examples | None, width: int) -> str:
    lines = [f"{visible(spec.name)}, by the {spec.by}", *field("meaning", visible(spec.meaning), width)]
    if spec.adds_to is not None:
        lines += field("adds to", spec.adds_to, width)
    for group in spec.groups:
        if group.after is not None:
            what = " or ".join(group.after.signal) or f"a turn by the {group.after.by}"
            within = f", at most {group.after.within} turns back" if group.after.within else ""
            lines += field("after", f"{what}{within}", width)
        if isinstance(group, FurtherGroup) and group.hints:
            when = "hints" if group.hints == "always" else "hints, late"
            lines += field(when, f"borne out by {' or '.join(spec.borne_out_by)}", width)
        for phrase in group.phrases:
            lines.append(f"    {'phrase':<11}{visible(phrase)}")
            lines += _example(examples.found.get(phrase) if examples else None, width)
        for pattern in spec.tokens if group is spec else ():
            lines += field("tokens", visible(json.dumps(pattern, ensure_ascii=False, default=str)), width)
        for name, unless in spec.unless_of(group).items():
            cues = [
                f"{way} {', '.join(getattr(unless, way))}"
                for way in ("before", "inside", "then")
                if getattr(unless, way)
            ]
            lines += field("unless", visible(f"{name}: {'; '.join(cues)}"), width)
            lines += _example(examples.cancelled(name, spec.cancelled_by_unless_of(group)) if examples else None, width)
    return "\n".join(lines)


def _example(example: Example | None, width: int) -> list[str]:
    """Returns a turn as an example, the words that a phrase fits in brackets; nothing where there is none."""
    if example is None:
        return []
    text, start, end = example
    return field("", visible(f"{text[:start]}[{text[start:end]}]{text[end:]}"), width)


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
