"""Options that the commands on folders of rules share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recovery_eval.errors import RecoveryEvalError, UnknownNameError

if TYPE_CHECKING:
    from recovery_eval.workshop.folder import RuleFolder, Subject

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", help="Rules and signals, by id or name.", show_default="all of the folder"),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR|PATH",
        help="Folder of rules and signals, or a rulebook in it.",
        show_default="the built-in ones",
    ),
]


def named_folder(path: Path | None) -> Path | None:
    """Returns the folder that was asked for, which may be named by a rulebook in it; None for the built-in rules."""
    return path.parent if path is not None and path.is_file() else path


def read_named_folder(path: Path | None) -> RuleFolder:
    """Reads that folder."""
    from recovery_eval.workshop.folder import read_folder

    return read_folder(named_folder(path))


def chosen(names: list[str] | None, folder: RuleFolder, path: Path | None) -> list[Subject]:
    """Returns the rules and signals of these names.

    Raises:
        RecoveryEvalError: There is none of a name; where no folder was named, it says where they were looked for.
    """
    try:
        return folder.chosen(names or ())
    except UnknownNameError as error:
        if path is not None:
            raise
        hint = "it was looked for among the built-in ones; --folder names a folder of your own"
        raise RecoveryEvalError(f"{error}\n{hint}") from error
