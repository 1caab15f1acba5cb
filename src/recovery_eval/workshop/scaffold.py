"""Begins a rule, a signal, a rulebook or a word list: files that load at once, and tell what is still to be written."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from recovery_eval.errors import RecoveryEvalError
from recovery_eval.resources import rules_root
from recovery_eval.rulebook.loader import builtin_library
from recovery_eval.rulebook.shelf import built_in_shelf
from recovery_eval.signals.files import BUILT_IN
from recovery_eval.signals.models import Identifier
from recovery_eval.sources.folder import WORDS
from recovery_eval.workshop.schema import header, schema_file, schemas

Kind = Literal["rule", "signal", "rulebook", "words"]

SCHEMA_FOLDER = "schema"
_FILES: dict[Kind, tuple[str, ...]] = {
    "rule": ("rule", "rule.cases"),
    "signal": ("signal", "signal.cases"),
    "rulebook": ("rulebook",),
    "words": ("words",),
}
_NAMED = {"rulebook": "{}.yml", "words": f"{WORDS}/{{}}.yml"}  # the others have their kind in the name


def scaffold(kind: Kind, name: str, folder: Path) -> list[Path]:
    """Writes the files that begin a rule, a signal, a rulebook or a word list.

    The schemas that their first lines name are those of the nearest folder around that has a folder `schema`; where
    none has, one is written into `folder`.

    Args:
        kind: What to begin.
        name: Its id or name: words in small letters joined by `-`.
        folder: Where the files are to stand, word lists in its folder `words`; made where it does not exist.

    Returns:
        The files to fill in; schemas are not among them.

    Raises:
        RecoveryEvalError: The name is no id or is taken, one of the files exists, or can't be written. In all these
            cases nothing is left behind.
    """
    _check_name(kind, name)
    kinds = _FILES[kind]
    schema_folder = _schema_folder(folder)
    texts: dict[Path, str] = {}
    if schema_folder is None:
        schema_folder = folder / SCHEMA_FOLDER
        texts |= {schema_folder / file: text for file, text in schemas().items()}
    for one in kinds:
        path = folder / _NAMED.get(one, f"{{}}.{one}.yml").format(name)
        template = (files(__package__) / "templates" / f"{one}.yml").read_text(encoding="utf-8")
        texts[path] = (
            template.replace("@NAME@", name)
            .replace("@FOLDER@", shlex.quote(str(folder)))
            .replace("@SCHEMA@", header(path, one, schema_folder))
        )
    _write_new(texts)
    return [path for path in texts if path.parent != schema_folder]


def _check_name(kind: Kind, name: str) -> None:
    try:
        TypeAdapter(Identifier).validate_python(name)
    except ValidationError as error:
        raise RecoveryEvalError(f"{name!r} can't be a name: words in small letters joined by '-'") from error
    library = builtin_library()
    rules = built_in_shelf(rules_root()).rules
    taken = {"rule": rules, "signal": library.signals, "words": library.lists.keys() | BUILT_IN}
    if name in taken.get(kind, ()):
        what = "word list" if kind == "words" else kind
        raise RecoveryEvalError(f"a built-in {what} has the name {name!r}; choose another")


def _schema_folder(folder: Path) -> Path | None:
    """Returns the nearest folder of schemas around a folder."""
    for place in (folder, *folder.resolve().parents):
        if (place / SCHEMA_FOLDER / schema_file("rule")).is_file():
            return (place / SCHEMA_FOLDER).resolve()
    return None


def _write_new(texts: dict[Path, str]) -> None:
    """Writes files that don't exist yet: all of them, or none."""
    there = [str(path) for path in texts if path.exists()]
    if there:
        raise RecoveryEvalError(f"{', '.join(there)}: there already; choose another name, or delete it first")
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, text in texts.items():
            made += _make_folder(path.parent)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(path)
                stream.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        for folder in reversed(made):
            folder.rmdir()
        raise RecoveryEvalError(f"{error.filename}: can't be written: {error.strerror}") from error


def _make_folder(folder: Path) -> list[Path]:
    """Makes a folder and those around it; returns the ones that were missing, outermost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
