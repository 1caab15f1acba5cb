"""`recovery-eval rules new` and `schema`: files to begin with, and help for editors."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from recovery_eval.cli.output import writing


class NewKind(StrEnum):
    """What can be begun."""

    RULE = "rule"
    SIGNAL = "signal"
    RULEBOOK = "rulebook"
    WORDS = "words"


def new(
    kind: Annotated[NewKind, typer.Argument(metavar="rule|signal|rulebook|words", help="What to begin.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name: words in small letters joined by '-'.")],
    *,
    folder: Annotated[Path, typer.Option(metavar="DIR", help="Where its files are to stand.")] = Path(),
) -> None:
    """Begin a rule, a signal, a rulebook or a word list.

    Writes files that load as they are, with comments that say what to fill in; never over a file that is there.
    """
    from recovery_eval.workshop.scaffold import scaffold

    for path in scaffold(kind.value, name, folder):
        typer.echo(str(path))
    typer.echo(f"Fill in what is marked TODO, then run: recovery-eval rules lint {folder}")


def rule_schemas(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write the schemas to.")] = Path("schema"),
    mark: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of rules whose files are to name their schema.")
    ] = None,
) -> None:
    """Write JSON Schemas for all kinds of rule files, for editors to complete and check by.

    With --mark, the first line of every file of a folder names its schema.
    """
    from recovery_eval.workshop.schema import schemas, unmarked

    out.mkdir(parents=True, exist_ok=True)
    for file, text in schemas().items():
        with writing(out / file) as stream:
            stream.write(text)
    typer.echo(f"{len(schemas())} schemas in {out}")
    if mark is not None:
        marked = list(unmarked(mark, out))
        for path, text in marked:
            with writing(path) as stream:
                stream.write(text)
        typer.echo(f"{len(marked)} files in {mark} marked")
