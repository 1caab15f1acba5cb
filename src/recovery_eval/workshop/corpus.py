"""The conversations that coverage is taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.resources import rules_root
from recovery_eval.transcript import Transcript, read_transcripts

KINDS = frozenset({".jsonl", ".json", ".txt"})


OTHERS = frozenset({"canned", "formats"})  # folders of `corpora` for replies, and for what readers are tried on


def corpora_beside_rules() -> list[Path]:
    """Returns the folders of conversations in `corpora` beside the built-in rules, as in a checkout; none elsewhere."""
    folders = sorted((rules_root().parent / "corpora").glob("*/"))
    return [folder for folder in folders if folder.name not in OTHERS]


def read_corpus(path: Path, on_error: Callable[[TranscriptError], None]) -> Iterator[Transcript]:
    """Yields the conversations of a file, or of all `.jsonl`, `.json` and `.txt` files of a folder and those below it.

    Args:
        path: The file or folder.
        on_error: Takes what can't be read as a conversation; the rest is read all the same.

    Raises:
        RecoveryEvalError: There is no such file or folder.
    """
    if not path.exists():
        raise RecoveryEvalError(f"{path}: no such file or folder")
    files = sorted(one for one in path.rglob("*") if one.suffix in KINDS) if path.is_dir() else [path]
    for file in files:
        try:
            yield from read_transcripts(file, on_error=on_error)
        except TranscriptError as error:
            on_error(error)
