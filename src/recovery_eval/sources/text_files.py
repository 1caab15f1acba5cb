"""Files from anyone, read as text: no more than is wanted of them, and no waiting on a pipe."""

from __future__ import annotations

from pathlib import Path

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources.faults import unreadable

MAX_BYTES = 1_000_000


def read_bounded(path: Path, name: str) -> str:
    """Returns the text of a regular file of at most 1 MB in UTF-8.

    Args:
        path: The file.
        name: Its name in error messages.

    Raises:
        RuleFileError: There is no such file, or it can't be read, is too large, or in another encoding.
    """
    content, problem = b"", ""
    try:
        if path.is_file():  # also keeps us from waiting on a pipe or a device
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        else:
            problem = "not a regular file" if path.exists() else "no such file"
    except OSError as error:
        problem = f"can't be read: {error.strerror}"
    if len(content) > MAX_BYTES:
        problem = f"larger than {MAX_BYTES:,} bytes; shorten or split it"
    if problem:
        raise unreadable(name, problem)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleFileError([Fault(name, line, 1, "$", "not UTF-8; save the file in UTF-8")]) from error


def is_file(path: Path) -> bool:
    """Whether there is a regular file; not so where the system takes no such path."""
    try:
        return path.is_file()
    except OSError:
        return False
