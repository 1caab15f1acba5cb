"""`recovery-eval signals`: what was said, before any rule judges it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.exit_codes import BAD_INPUT
from recovery_eval.cli.inputs import Agent, Columns, Customer, Encoding, Files, Format, Inputs, Speakers, inputs_from
from recovery_eval.cli.output import Output, columns, writing
from recovery_eval.cli.progress import with_progress

if TYPE_CHECKING:
    from recovery_eval.rulebook import Rulebook


def signals(
    *,
    files: Files = None,
    rulebook: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|PATH",
            help="List the signals that its rules look at, your own among them.",
            show_default="the built-in acts, or with --explain all built-in signals",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show phrase and quote of each, and what nearly counted.")
    ] = False,
    output: Output = None,
    input_format: Format = None,
    agent: Agent = None,
    customer: Customer = None,
    speaker: Speakers = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """List what was said in each turn.

    Writes one JSON line a conversation: {"id": …, "acts": [[turn, signal], …]}, turns counted from 0.

    Exit code: 0, or 2 where something could not be read.
    """
    inputs = inputs_from(files, input_format, speaker, agent, customer, column, encoding)
    from recovery_eval.rulebook import load_rulebook

    chosen = load_rulebook(rulebook) if rulebook is not None else None
    with writing(output) as stream:
        pieces = _explained(inputs, chosen, stream) if explain else _lines(inputs, chosen)
        for piece in pieces if stream.isatty() else with_progress(pieces):
            stream.write(piece)
    if inputs.failed:
        raise typer.Exit(BAD_INPUT)


def _lines(inputs: Inputs, rulebook: Rulebook | None) -> Iterator[str]:
    from recovery_eval.evaluator import annotate

    for transcript in inputs.transcripts():
        acts = sorted({(signal.turn, signal.name) for signal in annotate(transcript, rulebook)})
        yield json.dumps({"id": transcript.id, "acts": acts}, ensure_ascii=False) + "\n"


def _explained(inputs: Inputs, rulebook: Rulebook | None, stream: IO[str]) -> Iterator[str]:
    from recovery_eval.display.explanation import explanation_text
    from recovery_eval.evaluator import explain

    separator = ""
    for transcript in inputs.transcripts():
        found, near_misses = explain(transcript, rulebook)
        yield f"{separator}{explanation_text(transcript, found, near_misses, width=columns(stream))}\n"
        separator = "\n\n"
