"""Hypothesis strategies that build exports of each format out of its samples, and damage them."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.formats.samples import FOLDER, SAMPLES

_texts = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        "",
        " ",
        "-1",
        "1e999",
        "nan",
        "[PII]",
        "<b>",
        "2026-11-03T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "\ud800",
        "\x00",
    ]
)
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**18), 2**63, 253402300800000, 1e308, -0.0])
    | st.floats()
    | _texts
)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3), max_leaves=6
)
_places = st.integers(0, 10_000)
_edits = st.lists(
    st.tuples(st.sampled_from(["set", "set", "delete", "double", "swap", "nest"]), _places, _places, _values),
    max_size=4,
)
_cuts = st.lists(
    st.tuples(
        st.sampled_from(["delete", "insert", "double", "flip", "end"]),
        _places,
        st.integers(0, 60),
        st.binary(max_size=8),
    ),
    max_size=4,
)
_lines = st.sampled_from(
    [
        *(b"\n", b"\r\n", b"-->", b"<v Jane>", b"WEBVTT", b"Agent: ", b'"', b",", b"\t", b"> ", b"\x00"),
        *(b"From sam@x Tue Nov  3 10:00:00 2026\n", b"\xff\xfe", b"\xef\xbb\xbf", b"=?utf-8?q?="),
        *(b"Content-Type: text/html; charset=x\n", b"( 1m 2s ) Jane: "),
    ]
)


def damaged(name: str) -> st.SearchStrategy[bytes]:
    """Returns a strategy for damaged contents of a sample; a folder comes as a ZIP archive of it."""
    if (FOLDER / name).is_dir():
        files = sorted(path.relative_to(FOLDER / name).as_posix() for path in (FOLDER / name).rglob("*.json*"))
        return st.builds(_zip, st.just(name), st.sampled_from(files), _edits, _cuts | st.just([]))
    content = (FOLDER / name).read_bytes()
    cut = st.builds(_cut, st.just(content), _cuts, _lines)
    if not name.endswith((".json", ".jsonl")):
        return cut
    return st.builds(_edited, st.just(name), _edits) | st.builds(_edited, st.just(name), _edits) | cut


def _zip(name: str, file: str, edits: list[Any], cuts: list[Any]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted((FOLDER / name).rglob("*.json*")):
            inside = path.relative_to(FOLDER / name).as_posix()
            content = _edited(f"{name}/{inside}", edits) if inside == file else path.read_bytes()
            archive.writestr(inside, _cut(content, cuts, b"{") if inside == file else content)
    return stream.getvalue()


@cache
def _parsed(name: str) -> tuple[Any, ...]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines()) if name.endswith(".jsonl") else (json.loads(text),)


def _edited(name: str, edits: list[tuple[str, int, int, Any]]) -> bytes:
    values = list(copy.deepcopy(_parsed(name)))
    for kind, at, other, value in edits:
        slots = list(_slots(values))
        if not slots:
            break
        holder, key = slots[at % len(slots)]
        _edit(kind, holder, key, slots[other % len(slots)], value)
    return "\n".join(json.dumps(value) for value in values).encode("utf-8", "surrogatepass")


def _edit(kind: str, holder: Any, key: Any, other: tuple[Any, Any], value: Any) -> None:
    if kind == "delete":
        del holder[key]
    elif kind == "double" and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif kind == "swap":
        holder[key] = copy.deepcopy(other[0][other[1]])
    elif kind == "nest":
        holder[key] = [holder[key]] if isinstance(value, str) else {"x": holder[key]}
    else:
        holder[key] = value


def _slots(value: Any) -> Any:
    """Yields every place in a value that holds something, as its holder and key."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(items):
        yield value, key
        yield from _slots(item)


def _cut(content: bytes, cuts: list[tuple[str, int, int, bytes]], line: bytes) -> bytes:
    for kind, place, length, piece in cuts:
        at = place % (len(content) + 1)
        if kind == "delete":
            content = content[:at] + content[at + length :]
        elif kind == "insert":
            content = content[:at] + piece + line + content[at:]
        elif kind == "double":
            content = content[:at] + content[at : at + length] * 2 + content[at + length :]
        elif kind == "end":
            content = content[:at]
        elif at < len(content):
            content = content[:at] + bytes([content[at] ^ (length + 1)]) + content[at + 1 :]
    return content


def format_of(name: str) -> str:
    """Returns the format of a sample, to be named to the reader."""
    return "jsonl" if name.endswith(".jsonl") else str(SAMPLES[name]["format"])
