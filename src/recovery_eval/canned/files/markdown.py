"""Markdown with YAML front matter: one reply a file. The text of an email template is read alike."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from recovery_eval.canned.files.values import BrokenFileError, Record, Text
from recovery_eval.canned.files.yaml_values import read_yaml
from recovery_eval.canned.source import SourceFile, cut

_OPENS = re.compile(r"---[ \t]*\r?\n")
_NO_FOLDER = frozenset(
    {"..", "recovery-eval", "recovery_eval"}
)  # named after the tool, a folder says nothing of replies
_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)


def read_markdown(file: SourceFile) -> Record:
    """Returns the front matter with the body as `text`; title and folder come from the path where it names none.

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
    # Of a path from the working folder all folders count, of any other the last: the rest is not the library's.
    folder = (
        path.parent.name
        if path.is_absolute()
        else "/".join(part for part in path.parent.parts if part not in _NO_FOLDER)
    )
    if folder:
        values.setdefault("folder", folder)
    values["text"] = Text.of(cut(file, start, start + len(body.strip())))
    return Record.at(0, len(file.text), values)
