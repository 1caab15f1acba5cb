"""Markdown with YAML front matter: one reply a file. The text of an email template is read alike."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from recovery_eval.canned.files.values import BrokenFileError, Record, Text
from recovery_eval.canned.files.yaml_values import read_yaml
from recovery_eval.canned.fingerprints import from_root
from recovery_eval.canned.source import SourceFile, cut

_OPENS = re.compile(r"---[ \t]*\r?\n")
_NO_FOLDER = ("..", "recovery-eval", "recovery_eval")  # one named after the tool says nothing of its replies
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)


def read_markdown(file: SourceFile, top: Path | None = None) -> Record:
    """Returns the front matter with the body as `text`; title and folder come from the path where it names none.

    Folders count from `top`, or from the working folder where the file doesn't lie in it.

    Raises:
        BrokenFileError: The front matter is broken or never closed.
    """
    path = PurePosixPath(file.path)
    opening = _OPENS.match(file.text)
    values: dict[str, object] = {}
    start = 0
    if opening is not None:
        closing = _CLOSES.search(file.text, opening.end())
        if closing is None:
            raise BrokenFileError("the front matter that opens here is never closed by a line “---”")
        front = read_yaml(file, opening.end(), closing.start())
        if front is not None and not isinstance(front, Record):
            raise BrokenFileError("the front matter must hold keys and values", file.place(opening.end()))
        values.update(front or {})
        start = closing.end()
    body = file.text[start:]
    start += len(body) - len(body.lstrip())
    values.setdefault("id", path.stem)
    values.setdefault("title", path.stem.replace("-", " ").replace("_", " "))
    if folder := _folders(path.parent, top):
        values.setdefault("folder", folder)
    values["text"] = Text.of(cut(file, start, start + len(body.strip())))
    return Record.at(0, len(file.text), values)


def _folders(folder: PurePosixPath, top: Path | None) -> str:
    """Returns the folders of a path below the top; elsewhere below the working folder, or else the last.

    The rest is not the library's.
    """
    inside = PurePosixPath(from_root(folder, top)) if top is not None else None
    if inside is not None and ".." not in inside.parts and not inside.is_absolute():
        folder = inside
    elif folder.is_absolute():
        here = Path.cwd().as_posix()
        folder = folder.relative_to(here) if folder.is_relative_to(here) else PurePosixPath(folder.name)
    return "/".join(part for part in folder.parts if part not in _NO_FOLDER)
