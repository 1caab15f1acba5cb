"""Files that would be passed over in silence: for a slip in the name, or for the folder that they stand in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.signals.models import WordFile
from recovery_eval.sources import YamlFolder
from recovery_eval.sources.folder import ENDINGS, WORDS

KINDS = ("rule", "rule.cases", "signal", "signal.cases")
NEARLY = 0.8  # how like a kind of file the middle of a file's name is, from 0 to 1, to be taken for it


def passed_over(folder: YamlFolder) -> Iterator[Fault]:
    """Yields a fault for each file that is not read, and was meant to be.

    Raises:
        RuleFileError: As `YamlFolder.files` does.
    """
    for path in folder.candidates:
        meant = _name_meant(path, folder)
        if meant is None:
            yield from _words_elsewhere(path, folder)
        elif meant != path.name:
            yield Fault(folder.shown(path), 1, 1, "$", f"is not read under this name; name it {meant}")


def _name_meant(path: Path, folder: YamlFolder) -> str | None:
    """Returns the name under which a file is read, whatever slip is in it; None where it tells no kind of file."""
    bare = next(path.name.removesuffix(ending) for ending in ENDINGS if path.name.endswith(ending))
    if folder.holds_words(path):
        return f"{bare}.yml"
    name, _, kind = bare.partition(".")
    near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=NEARLY)
    return f"{name}.{near[0]}.yml" if near else None


def _words_elsewhere(path: Path, folder: YamlFolder) -> Iterator[Fault]:
    """Yields a fault where a file holds word lists, and nothing that a file of words does not have."""
    with suppress(RuleFileError):  # where it is a rulebook, this is told when it is read as one
        source = folder.read(path)
        keys = source.data.keys() if isinstance(source.data, dict) else set()
        lists = [key for key in keys if key in ("lists", "norms")]
        if lists and keys <= WordFile.model_fields.keys():
            there = folder.shown(path.parent / WORDS / f"{path.name.partition('.')[0]}.yml")
            yield source.fault((lists[0],), f"word lists are not read here; move the file to {there}", at_key=True)
