"""TOML files with the place of their keys, for error messages as good as those on YAML files.

`tomllib` reads the file and keeps no places. A scan of the text beside it finds where tables and keys begin; where it
does not look (inside inline tables and lists), a fault points at the key around them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from recovery_eval.errors import RuleFileError
from recovery_eval.sources.faults import unreadable
from recovery_eval.sources.place import Loc, Place
from recovery_eval.sources.source import YamlSource
from recovery_eval.sources.text_files import read_bounded

_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_TABLE = re.compile(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<key>{_KEY})[ \t]*\]\]?")
_PAIR = re.compile(rf"[ \t]*(?P<key>{_KEY})[ \t]*=[ \t]*")
_PARTS = re.compile(_KEY_PART)
# What a value is made of: strings first, so that brackets and line ends within them don't count.
_PIECE = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|"(?:[^"\\\n]|\\.)*"|'''
    r"""'''.*?'{3,5}|'[^'\n]*'|"""
    r"""#[^\n]*|[\[{]|[\]}]|\n|[^"'#\[\]{}\n]+""",
    re.DOTALL,
)


def read_toml(path: Path, table: Sequence[str] = (), *, shown_as: str | None = None) -> YamlSource | None:
    """Reads a TOML file of at most 1 MB, or one table of it.

    Args:
        path: The file.
        table: Keys of the table that is wanted, from the top; the whole file by default.
        shown_as: Its name in error messages; the path itself by default.

    Returns:
        The data with the places of its keys; None where the file has no such table.

    Raises:
        RuleFileError: The file can't be read, or is not valid TOML.
    """
    name = shown_as if shown_as is not None else str(path)
    return parse_toml(read_bounded(path, name), name, table)


def parse_toml(text: str, file: str, table: Sequence[str] = ()) -> YamlSource | None:
    """Reads TOML text as `read_toml` does."""
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = re.search(r"\(at line (\d+), column (\d+)\)$", said)
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        said = said[: at.start()].strip() if at else said
        fault = YamlSource(file, None, {(): Place(line, column, line, column)}, text).fault(
            (), f"not valid TOML: {said}"
        )
        raise RuleFileError([fault]) from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise unreadable(file, "holds a number of too many digits") from error
    except RecursionError as error:
        raise unreadable(file, "nested too deep") from error
    for key in table:
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, dict):
        return None
    depth = len(table)
    places = {loc[depth:]: place for loc, place in _places(text).items() if loc[:depth] == tuple(table)}
    return YamlSource(file, data, places, text)


def _places(text: str) -> dict[Loc, Place]:
    """Returns the place of every table and every key outside inline tables and lists.

    A list of tables, and a table that only the names of others imply, stand where they are first named.
    """
    places: dict[Loc, Place] = {}
    prefix: Loc = ()
    numbers: dict[Loc, int] = {}
    for line, start, column in _statements(text):
        named = Place(line, column, line, column)
        if header := _TABLE.match(text, start):
            prefix = _numbered(_parts(header["key"]), numbers)
            if len(header["open"]) == 2:
                numbers[prefix] = numbers.get(prefix, -1) + 1
                prefix = (*prefix, numbers[prefix])
            loc, place = prefix, named
        elif pair := _PAIR.match(text, start):
            loc, place = (*prefix, *_parts(pair["key"])), named._replace(column=pair.end() - start + 1)
        else:
            continue
        for end in range(1, len(loc)):
            places.setdefault(loc[:end], named)
        places[loc] = place
    return places


def _statements(text: str) -> Iterator[tuple[int, int, int]]:
    """Yields line, offset of the line, and column of the first character of every statement."""
    text += "\n"
    offset, line, depth = 0, 1, 0
    for piece in _PIECE.finditer(text):
        depth += piece[0] in ("[", "{")
        depth -= piece[0] in ("]", "}")
        if piece[0] == "\n" and not depth:
            statement = text[offset : piece.end()]
            yield line, offset, len(statement) - len(statement.lstrip(" \t")) + 1
            line += statement.count("\n")
            offset = piece.end()


def _numbered(parts: Loc, numbers: dict[Loc, int]) -> Loc:
    """Returns a table's path with the index of the last entry of each list of tables on the way."""
    path: Loc = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in numbers:
            path = (*path, numbers[path])
    return (*path, *parts[-1:])


def _parts(key: str) -> Loc:
    return tuple(tomllib.loads(f"k = {part}")["k"] if part[0] in "\"'" else part for part in _PARTS.findall(key))
