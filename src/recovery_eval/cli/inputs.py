"""Options that say what to read, and the reading: what can't be read is reported, and the rest goes on."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from recovery_eval.cli.exit_codes import BAD_INPUT
from recovery_eval.cli.messages import complain, listed
from recovery_eval.errors import TranscriptError

if TYPE_CHECKING:
    from recovery_eval.transcript import Transcript

DASH = Path("-")  # stands for standard input, or output
_IDS_SHOWN = 8

Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Conversations to read; - is standard input.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        metavar="NAME",
        help="The format, such as text, jsonl or contact-lens.",
        show_default="found out",
    ),
]
Agent = Annotated[str | None, typer.Option(metavar="NAME", help="The agent's label in the input.")]
Customer = Annotated[str | None, typer.Option(metavar="NAME", help="The customer's label in the input.")]
Speakers = Annotated[
    list[str] | None,
    typer.Option(
        "--speaker",
        metavar="LABEL=ROLE",
        help="Whose label it is: agent, customer, bot, system, internal, or text for none. May be given several times.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME=COLUMN", help="What a table calls a column, as in text=body."),
]
Encoding = Annotated[str | None, typer.Option(help="The text's encoding.", show_default="found out")]


@dataclass
class Inputs:
    """The conversations that a command was asked to read.

    Attributes:
        files: Where to read, in order; `-` is standard input.
        format: What they hold, or None to find out.
        speakers: Role by label.
        agent: The agent's label.
        customer: The customer's label.
        read: How many conversations were read so far.
        failed: How many records or files could not be read so far.
        columns: What a table calls its columns.
        encoding: The encoding of the text, where it is not found out.
        hints: What was told once and need not be told again.
    """

    files: list[Path]
    format: str | None
    speakers: dict[str, str]
    agent: str | None
    customer: str | None
    read: int = 0
    failed: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    hints: set[str] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)
    _repeated: Counter[str] = field(default_factory=Counter)

    def transcripts(self) -> Iterator[Transcript]:
        """Yields every conversation that can be read, and reports on standard error what can't."""
        from recovery_eval.transcript import read_transcripts
        from recovery_eval.transcript.readers.pages import lacking

        for file in self.files:
            source = standard_input() if file == DASH else file
            try:
                for transcript in read_transcripts(
                    source,
                    format=self.format or "auto",
                    columns=self.columns,
                    encoding=self.encoding,
                    speakers=self.speakers or None,
                    agent=self.agent,
                    customer=self.customer,
                    on_error=self._report,
                ):
                    self.read += 1
                    if not transcript.turns and transcript.left_out:
                        complain(f"{file}: {transcript.id} has no turns; left out: {listed(transcript.left_out)}")
                    elif parts := lacking(transcript):
                        complain(f"{file}: {transcript.id} is not whole; left out: {listed(parts)}")
                    if transcript.id in self._ids:
                        self._repeated[transcript.id] += 1
                    self._ids.add(transcript.id)
                    yield transcript
            except TranscriptError as error:
                self._report(error)
        self._tell_repeated()
        if not self.read and not self.failed:
            self._report(TranscriptError("the input holds no conversation"))

    def keep_earlier_result(self) -> None:
        """Ends the command where nothing could be read; within `writing`, what was written before stays."""
        if self.failed and not self.read:
            raise typer.Exit(BAD_INPUT)

    def _tell_repeated(self) -> None:
        if not self._repeated:
            return
        from recovery_eval.display.wording import several

        shown = ", ".join(map(repr, list(self._repeated)[:_IDS_SHOWN]))
        more = f" and {len(self._repeated) - _IDS_SHOWN} more" if len(self._repeated) > _IDS_SHOWN else ""
        count = several(self._repeated.total(), "conversation")
        complain(f"{count} with the id of an earlier one, and kept beside it: {shown}{more}")

    def _report(self, error: TranscriptError) -> None:
        self.failed += 1
        message = str(error)
        if error.hint in self.hints:
            message = message.removesuffix(f". {error.hint}")
        elif error.hint:
            self.hints.add(error.hint)
        complain(message)


def standard_input() -> BinaryIO:
    """Returns standard input. Raises a usage error where it was closed before the command began."""
    if sys.stdin is None:
        raise typer.BadParameter("standard input is closed; name a file, or pipe one in", param_hint="-")
    return sys.stdin.buffer


def inputs_from(
    files: list[Path] | None,
    input_format: str | None,
    speakers: list[str] | None,
    agent: str | None,
    customer: str | None,
    columns: list[str] | None = None,
    encoding: str | None = None,
) -> Inputs:
    """Returns what to read. Raises a usage error where nothing is named or piped in, or a pair is ill-formed."""
    if not files:
        if sys.stdin is None or sys.stdin.isatty():
            raise typer.BadParameter("name a file, or pipe a conversation in", param_hint="FILE")
        files = [DASH]
    known, named = _roles(speakers or []), _columns(columns or [])
    return Inputs(files, input_format, known, agent, customer, columns=named, encoding=encoding)


def _roles(speakers: list[str]) -> dict[str, str]:
    from recovery_eval.transcript import Speaker
    from recovery_eval.transcript.readers.roles import NO_SPEAKER

    roles = {}
    for speaker in speakers:
        label, _, role = speaker.rpartition("=")
        role = role.strip().lower()
        if not label.strip() or role not in {*Speaker, NO_SPEAKER}:
            known = ", ".join((*Speaker, NO_SPEAKER))
            raise typer.BadParameter(f"write LABEL=ROLE, where ROLE is one of {known}", param_hint="--speaker")
        roles[label.strip()] = role
    return roles


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for text in given:
        name, equals, column = text.partition("=")
        if not name.strip() or not equals:
            raise typer.BadParameter("write NAME=COLUMN, as in text=body", param_hint="--column")
        columns[name.strip()] = column.strip()
    return columns
