"""`recovery-eval agreement`: predicted labels beside gold ones."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from recovery_eval.cli.inputs import DASH, standard_input


class AgreementFormat(StrEnum):
    """How figures are written."""

    TEXT = "text"
    JSON = "json"


def agreement(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Labels to compare with, as JSON Lines or CSV.")],
    predicted: Annotated[
        Path, typer.Argument(metavar="PREDICTED", help="Labels to judge: what signals or evaluate wrote, or the like.")
    ],
    *,
    output_format: Annotated[AgreementFormat, typer.Option("--format", help="How to write.")] = AgreementFormat.TEXT,
    disagreements: Annotated[bool, typer.Option("--disagreements", help="List every place that differs.")] = False,
    rulebook: Annotated[
        str, typer.Option(metavar="NAME|PATH", help="Whose rules judge acts where a record has no items.")
    ] = "core",
) -> None:
    """Compare predicted labels with gold ones.

    For each act precision, recall, F1 and kappa over turns; for each checklist item agreement and kappa over
    conversations; with 95 % intervals. A record holds "id" and "acts", [[turn, act], …], or "items", {item: outcome}.
    A CSV table has the columns "id" and one for each item. One of the two files may be -, standard input. Needs the
    extra "agreement".

    Exit code: 0 where the labels were compared, 2 where something could not be read.
    """
    if gold == predicted == DASH:
        raise typer.BadParameter("only one of the two can be standard input", param_hint="PREDICTED")
    from recovery_eval.agreement import agreement as compare
    from recovery_eval.display.agreement import agreement_text

    found = compare(_source(gold), _source(predicted), rulebook=rulebook)
    if output_format is AgreementFormat.JSON:
        typer.echo(json.dumps(found.to_dict(disagreements=disagreements), ensure_ascii=False, indent=2))
    else:
        typer.echo(agreement_text(found, disagreements=disagreements))


def _source(path: Path) -> Path | IO[Any]:
    return standard_input() if path == DASH else path
