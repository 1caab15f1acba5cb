"""Which format a source is in, told by how it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.readers.json_text import is_json_value
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Reader, Takes, reader_named, readers

# "[10:02] Jane: …" begins a text; a list begins a chat.
_JSON_BEGINS = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\"\]]|$))")
# A first line of brackets alone begins one document, written over many lines; no conversation is a line of these.
_OPENED = re.compile(r"\s*[{\[][{\[ \t]*[\r\n]")
_CONVERSATION_KEY = re.compile(r'"(?:turns|messages)"\s*:')
_KEYS = re.compile(r"`(\w+)")
_SHOWN = 8
_NEAREST = 3
_LONGEST_KEY = 40


def json_layout(sample: str, name: str) -> str | None:
    """Returns "json" or "jsonl" for a source that looks like one document of JSON or like lines of it, else None.

    Args:
        sample: How the source begins.
        name: Name of the file; its suffix decides where the words leave it open.
    """
    suffix = PurePath(_without_gz(name)).suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return "json" if _OPENED.match(sample.removeprefix("\ufeff")) else "jsonl"
    return "json" if suffix == ".json" or _JSON_BEGINS.match(sample.removeprefix("\ufeff")) else None


def is_json_lines(filled: Sequence[str]) -> bool:
    """Tells whether the first two lines that hold something are values of their own, and not parts of one document."""
    if len(filled) < 2:
        return False
    first, second = filled
    if first.strip() == "[":  # of one list, whose items stand on lines of their own
        return False
    # The first line may be broken and the second not, but a line of a record written over many lines is no record.
    return is_json_value(first) or bool(
        _JSON_BEGINS.match(second) and _CONVERSATION_KEY.search(second) and is_json_value(second)
    )


def find_by_beginning(sample: bytes, text: str) -> Reader:
    """Returns the first reader of texts or bytes that recognises how a source begins; any text may be labelled text."""
    for reader in readers().values():
        if (reader.takes is Takes.TEXT and reader.matches(text)) or (
            reader.takes is Takes.BYTES and reader.matches(sample)
        ):
            return reader
    return reader_named("text")


def unknown_format(value: Any, place: Place) -> TranscriptError:
    """Returns the error about a value of no known format: what it holds, and which formats it comes near to."""
    near = [reader for reader in readers().values() if reader.takes is Takes.VALUE and _shares_a_key(reader, value)]
    if near:
        hint = "Near to it: " + "; ".join(f"{one.name}, with {one.looks_for}" for one in near[:_NEAREST])
    else:
        hint = f"Known: {', '.join(name for name, one in readers().items() if one.takes is Takes.VALUE)}"
    hint += ". One of your own is {'turns': [{'speaker': …, 'text': …}]}"
    return place.error(f"{place.address}no known format: it holds {shape_of(value)}", hint=hint)


def _shares_a_key(reader: Reader, value: Any) -> bool:
    """Tells whether a value, or the first item of a list, has a key that a reader looks for."""
    fields = value[0] if isinstance(value, list | tuple) and value else value
    return isinstance(fields, Mapping) and any(word in fields for word in _KEYS.findall(reader.looks_for))


def shape_of(value: Any) -> str:
    """Returns what a value is, in a few words: its keys, never its words."""
    if isinstance(value, list | tuple) and value:
        inner = value[0]
        return f"a list whose first item is {'a list' if isinstance(inner, list | tuple) else shape_of(inner)}"
    if isinstance(value, Mapping):
        keys = [repr(str(key)[:_LONGEST_KEY]) for key in list(value)[:_SHOWN]]
        more = f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
        return f"an object with the keys {', '.join(keys)}{more}" if keys else "an object without keys"
    if isinstance(value, list | tuple):
        return "an empty list"
    return {str: "text", bool: "true or false", type(None): "null"}.get(type(value), f"a {type(value).__name__}")


def is_named_table(name: str) -> bool:
    """Tells whether a file is called a table, whatever its columns are."""
    return PurePath(_without_gz(name)).suffix.lower() in (".csv", ".tsv")


def stem(name: str) -> str:
    """Returns a file's name without folder and suffixes: `chats` for `/data/chats.jsonl.gz`."""
    return PurePath(_without_gz(name)).stem


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name
