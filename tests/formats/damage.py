"""Hypothesis strategies that build sources of each format out of its samples, and damage them.

Hypothesis draws the damage, not the source: a few edits as bytes, and one text. Values built piece by piece cost ten
times what it costs to read them, and 20,000 of each format should take minutes.
"""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.formats.samples import FOLDER, SAMPLES, SEALED
from tests.formats.table_files import frame_of, parquet_of, table_of, workbook_of

MOST_EDITS = 4
_BYTES_AN_EDIT = 8


class Edit(NamedTuple):
    """One edit: what is done, where, and with what."""

    kind: int
    at: int
    other: int
    value: int


class Damage(NamedTuple):
    """What is done to a sample: edits, and a text of any characters for some of them to put in."""

    edits: list[Edit]
    text: str


def _deep(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


_VALUES: list[Any] = [
    *(None, True, False, 0, 1, 2, -1, 0.5, -0.0, 1e308, float("nan"), float("inf"), 10**400, -(10**18), 2**63),
    *(1762164000, 1762164000000, 253402300800000, "", " ", "-1", "0", "1e999", "nan", "NaN", "12.5s", "-3s", "1:2:3"),
    *(
        "2026-11-03T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "Tue Oct 31 22:11:45 +0000 2017",
    ),
    *(
        "[PII]",
        "<b>a<br>b",
        "&amp;&#0;&nbsp;",
        "\ud800",
        "\x00",
        "a\r\nb\u2028c",
        "Jane: no",
        "agent",
        "customer",
        "bot",
    ),
    *("user", "CUSTOMER", "internal", "text", "utf-7", "eyJhIjoxfQ==", "{}", "[]", '{"a": [1]}', "x" * 3000),
    *(
        [],
        {},
        [None],
        [[]],
        [0],
        ["a", 2],
        {"x": 1},
        {"": {}},
        [{}],
        {"type": "text", "text": "a"},
        _deep(60),
        _deep(150),
    ),
]
_PIECES = [
    *(b"", b"\n", b"\r\n", b"\r", b"-->", b"<v Jane>", b"</v>", b"WEBVTT\n\n", b"Agent: ", b'"', b",", b"\t", b"> "),
    *(
        b"From sam@x Tue Nov  3 10:00:00 2026\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"=?utf-8?q?=",
        b"\x00",
        b"\xff",
        b"--b\n",
    ),
    *(b"Content-Type: text/html; charset=x\n", b"Content-Transfer-Encoding: base64\n", b"( 1m 2s ) Jane: ", b"\n-- \n"),
    *(
        b"\n\n00:00:01.000 --> 00:00:02.000\n",
        b"\n\n7\n00:00:01,000 --> 00:00:02,000\n",
        b"[10:02] ",
        b"{",
        b"[",
        b"</c>",
    ),
    *(b"99999999999999999999", b"<br>", b"&#x110000;", b"Date: x\n", b"\n\n", b"}", b"]", b":", b"\\u0000", b"\\ud800"),
]


def _damage(drawn: bytes, text: str) -> Damage:
    edits = []
    for number in range(drawn[-1] % (MOST_EDITS + 1)):
        piece = drawn[number * _BYTES_AN_EDIT : (number + 1) * _BYTES_AN_EDIT]
        edits.append(Edit(*(int.from_bytes(piece[at : at + 2]) for at in range(0, _BYTES_AN_EDIT, 2))))
    return Damage(edits, text)


_SIZE = MOST_EDITS * _BYTES_AN_EDIT + 1
damages = st.builds(_damage, st.binary(min_size=_SIZE, max_size=_SIZE), st.text(st.characters(), max_size=8))


def names_by_format() -> dict[str, list[str]]:
    """Returns what is damaged to build sources of each format: its samples, or the kind of a value of Python."""
    names = defaultdict(list, {"vcon-sealed": list(SEALED), "dataframe": ["pandas", "polars", "arrow"]})
    for name, sample in SAMPLES.items():
        names[sample["format"]].append(name)
    for table in ("parquet", "excel"):
        names[table].append(f"table as {table}")
    return dict(names)


def damaged(name: str, damage: Damage, raw: bool) -> Any:
    """Returns a damaged source: bytes, or a data frame; a folder comes as a ZIP archive of it.

    Args:
        name: A name from `names_by_format`.
        damage: What is done to it.
        raw: Whether the bytes of a file are damaged even where it could be damaged value by value.
    """
    if name in ("pandas", "polars", "arrow"):
        return frame_of(name, _edited(_table(), damage))
    if name == "table as parquet":
        return parquet_of(_edited(_table(), damage))
    if name == "table as excel":
        return workbook_of(_edited(_table(), damage))
    if name.endswith(".xlsx") or (FOLDER / name).is_dir():
        return _zipped(_inside(name), damage, raw)
    if name.endswith((".json", ".jsonl")) and not raw:
        return _json(_content(name), damage)
    return _cut(_content(name), damage)


@cache
def _content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def _table() -> list[list[Any]]:
    return table_of(FOLDER / "tall.parquet")


@cache
def _inside(name: str) -> dict[str, bytes]:
    """Returns the files of a folder or an archive."""
    path = FOLDER / name
    if path.is_dir():
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(path.rglob("*.json*"))}
    with zipfile.ZipFile(path) as archive:
        return {file: archive.read(file) for file in sorted(archive.namelist())}


def _zipped(files: dict[str, bytes], damage: Damage, raw: bool) -> bytes:
    """Returns an archive one of whose files is damaged; its checksums are right, so that the damage is reached."""
    names = list(files)
    bad = names[damage.edits[0].at // 7 % len(names)] if damage.edits else None
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            change = _json if ".json" in name and not raw else _cut
            archive.writestr(name, change(content, damage) if name == bad else content)
    return stream.getvalue()


def _json(content: bytes, damage: Damage) -> bytes:
    values = _edited(_parsed(content), damage)
    return "\n".join(json.dumps(value) for value in values).encode("utf-8", "surrogatepass")


@cache
def _parsed(content: bytes) -> list[Any]:
    try:
        return [json.loads(content)]
    except ValueError:
        return [json.loads(line) for line in content.splitlines()]


def _edited(sample: list[Any], damage: Damage) -> list[Any]:
    values = copy.deepcopy(sample)
    for edit in damage.edits:
        slots = list(_slots(values))
        if not slots:
            break
        holder, key = slots[edit.at % len(slots)]
        _edit(edit, holder, key, slots[edit.other % len(slots)], damage.text)
    return values


def _edit(edit: Edit, holder: Any, key: Any, other: tuple[Any, Any], text: str) -> None:
    value = text if edit.value % 5 == 0 else _VALUES[edit.value % len(_VALUES)]
    match edit.kind % 8:
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        case 1:
            holder[str(value)[:40]] = holder.pop(key)
        case 2:
            holder[key] = copy.deepcopy(other[0][other[1]])
        case 3:
            holder[key] = [holder[key]] if edit.value % 2 else {"x": holder[key]}
        case 4 if isinstance(holder[key], str):
            at = edit.other % (len(holder[key]) + 1)
            holder[key] = f"{holder[key][:at]}{value if isinstance(value, str) else text}{holder[key][at:]}"
        case _:
            holder[key] = copy.deepcopy(value)


def _slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yields every place in a value that holds something, as its holder and key."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        if isinstance(item, dict | list):
            yield from _slots(item)


def _cut(content: bytes, damage: Damage) -> bytes:
    for edit in damage.edits:
        at, to, length = edit.at % (len(content) + 1), edit.other % (len(content) + 1), edit.value % 61
        piece = _PIECES[edit.value % len(_PIECES)]
        match edit.kind % 8:
            case 0:
                content = content[:at] + content[at + length :]
            case 1:
                content = content[:at] + content[at : at + length] * 2 + content[at + length :]
            case 2:
                content = content[:at] + content[to : to + length] + content[at:]
            case 3:
                content = content[:at]
            case 4:
                content = content[:at] + damage.text.encode("utf-8", "surrogatepass") + content[at:]
            case 5 if at < len(content):
                content = content[:at] + bytes([content[at] ^ (length + 1)]) + content[at + 1 :]
            case _:
                content = content[:at] + piece + content[at:]
    return content
