"""`recovery-eval evaluate`: conversations in, checklists out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.exit_codes import BAD_INPUT, FAILED
from recovery_eval.cli.inputs import Agent, Columns, Customer, Encoding, Files, Format, Speakers, inputs_from
from recovery_eval.cli.output import Output, columns, wants_color, writing
from recovery_eval.cli.progress import with_progress

if TYPE_CHECKING:
    from recovery_eval.checklist import Checklist


class OutputFormat(StrEnum):
    """How checklists are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    SUMMARY = "summary"


def evaluate(
    *,
    files: Files = None,
    rulebook: Annotated[str, typer.Option(metavar="NAME|PATH", help="The rulebook to judge by.")] = "core",
    output_format: Annotated[OutputFormat, typer.Option("--format", help="How to write.")] = OutputFormat.TEXT,
    output: Output = None,
    input_format: Format = None,
    agent: Agent = None,
    customer: Customer = None,
    speaker: Speakers = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Judge conversations by a rulebook.

    Each gets a scored checklist, with the words that decided every item, or with --format csv a row with the outcome
    of every rule; with --format summary all of them together are told in a line a rule, those first that failed most
    often.

    Exit code: 0 all passed, 1 some checklist failed, 2 something could not be read or used.
    """
    inputs = inputs_from(files, input_format, speaker, agent, customer, column, encoding)
    from recovery_eval.display.summary import Summary
    from recovery_eval.evaluator import evaluate_many
    from recovery_eval.rulebook import load_rulebook

    summary = Summary()
    checklists = summary.counting(evaluate_many(inputs.transcripts(), load_rulebook(rulebook)))
    with writing(output) as stream:
        if not stream.isatty() or output_format is OutputFormat.SUMMARY:  # else checklists show how far it is
            checklists = with_progress(checklists)
        for piece in _WRITERS[output_format](checklists, stream):
            stream.write(piece)
        if output_format is OutputFormat.SUMMARY:
            stream.write(f"{summary.text()}\n")
        elif output_format is OutputFormat.TEXT and summary.count > 1:
            stream.write(f"\n\n{summary.text()}\n")
        inputs.keep_earlier_result()
    if inputs.failed:
        raise typer.Exit(BAD_INPUT)
    if summary.failed:
        raise typer.Exit(FAILED)


def _text(checklists: Iterable[Checklist], stream: IO[str]) -> Iterator[str]:
    from recovery_eval.display.text import checklist_text

    color, width = wants_color(stream), columns(stream)
    separator = ""
    for checklist in checklists:
        yield f"{separator}{checklist_text(checklist, color=color, width=width)}\n"
        separator = "\n\n"


def _nothing(checklists: Iterable[Checklist], _: IO[str]) -> Iterator[str]:
    deque(checklists, maxlen=0)
    return iter(())


def _json(checklists: Iterable[Checklist], _: IO[str]) -> Iterator[str]:
    opening = "[\n  "
    for checklist in checklists:
        # Within JSON text every raw line feed is layout: those of strings are escapes.
        yield opening + checklist.to_json(indent=2).replace("\n", "\n  ")
        opening = ",\n  "
    yield "[]\n" if opening.startswith("[") else "\n]\n"


def _jsonl(checklists: Iterable[Checklist], _: IO[str]) -> Iterator[str]:
    for checklist in checklists:
        yield checklist.to_json() + "\n"


def _csv(checklists: Iterable[Checklist], _: IO[str]) -> Iterator[str]:
    from recovery_eval.display.table import checklists_table

    return checklists_table(checklists)


def _html(checklists: Iterable[Checklist], _: IO[str]) -> Iterator[str]:
    from recovery_eval.display.html import checklists_page

    return checklists_page(checklists)


_WRITERS = {
    OutputFormat.TEXT: _text,
    OutputFormat.JSON: _json,
    OutputFormat.JSONL: _jsonl,
    OutputFormat.CSV: _csv,
    OutputFormat.HTML: _html,
    OutputFormat.SUMMARY: _nothing,
}
