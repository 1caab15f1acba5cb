"""The conversations that coverage is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.resources import rules_root
from recovery_eval.transcript import Transcript, read_transcripts

OTHERS = frozenset({"canned", "formats"})  # folders of `corpora` for replies, and for what readers are tried on


def corpora_beside_rules() -> list[Path]:
    """Returns the folders of conversations in `corpora` beside the built-in rules, as in a checkout; none elsewhere."""
    folders = sorted((rules_root().parent / "corpora").glob("*/"))
    return [folder for folder in folders if folder.name not in OTHERS]


def read_corpus(path: Path, on_error: Callable[[TranscriptError], None]) -> Iterator[Transcript]:
    """Yields the conversations of a file, or of all files of a folder and those below it, save hidden ones.

    Args:
        path: The file or folder.
        on_error: Takes what can't be read as a conversation; the rest is read all the same.

    Raises:
        RecoveryEvalError: There is no such file or folder, or no conversation in it.
    """
    if not path.exists():
        raise RecoveryEvalError(f"{path}: no such file or folder")
    is_empty = True
    for file in sorted(_files_below(path)) if path.is_dir() else [path]:
        for transcript in read_transcripts(file, on_error=on_error):
            is_empty = False
            yield transcript
    if is_empty:
        raise RecoveryEvalError(f"{path}: no conversation in it; `recovery-eval convert` tells why of each file")


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
