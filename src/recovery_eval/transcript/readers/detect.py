"""Which format a file is in, told by how it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from .json_text import is_json_value

FORMATS = ("text", "json", "jsonl", "chat")
# "[10:02] Jane: …" begins a text; a list begins a chat.
_JSON_BEGINS = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\"\]]|$))")
_CONVERSATION_KEY = re.compile(r'"(?:turns|messages)"\s*:')


def detect_format(lines: Sequence[str], name: str) -> str:
    """Returns "text", "json" or "jsonl".

    Args:
        lines: The first lines, of which at most two hold something.
        name: Name of the file; its suffix decides where the lines leave it open.
    """
    suffix = PurePath(_without_gz(name)).suffix.lower()
    filled = [line for line in lines if not line.isspace()]
    json_like = [bool(_JSON_BEGINS.match(line)) for line in filled]
    if suffix in (".jsonl", ".ndjson"):
        return "jsonl"
    if len(filled) == 2 and any(json_like):
        first, second = filled
        # The first line may be broken and the second not, but a line of a record written over many lines is no record.
        if (json_like[0] and is_json_value(first)) or (
            json_like[1] and _CONVERSATION_KEY.search(second) and is_json_value(second)
        ):
            return "jsonl"
    if suffix == ".json" or (json_like and json_like[0]):
        return "json"
    return "text"


def stem(name: str) -> str:
    """Returns a file's name without folder and suffixes: `chats` for `/data/chats.jsonl.gz`."""
    return PurePath(_without_gz(name)).stem


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name
