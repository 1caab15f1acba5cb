"""`recovery-eval convert`: conversations in any format in, our JSON Lines or a tall table out."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.exit_codes import BAD_INPUT
from recovery_eval.cli.inputs import DASH, Agent, Columns, Customer, Encoding, Format, Speakers, inputs_from
from recovery_eval.cli.messages import complain, listed
from recovery_eval.cli.output import writing
from recovery_eval.cli.progress import with_progress

if TYPE_CHECKING:
    from recovery_eval.transcript import Transcript

_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".parquet")


def convert(
    *,
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file, folder or archive; - is standard input.")],
    output: Annotated[Path, typer.Argument(metavar="OUT", help="A .jsonl or .parquet file; - is standard output.")],
    input_format: Format = None,
    agent: Agent = None,
    customer: Customer = None,
    speaker: Speakers = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Convert conversations to JSON Lines or to a table.

    Says on standard error what was read, who spoke, and what was dropped because it is no turn.

    Exit code: 0, or 2 where something could not be read.
    """
    if output != DASH and not output.name.lower().endswith(_SUFFIXES):
        raise typer.BadParameter(f"name a file that ends in one of {', '.join(_SUFFIXES)}", param_hint="OUT")
    if source.exists() and output.exists() and output.samefile(source):
        raise typer.BadParameter("is the input; name another file", param_hint="OUT")
    inputs = inputs_from([source], input_format, speaker, agent, customer, column, encoding)
    summary = Summary(inputs.transcripts())
    with writing(output) as stream:
        _write(with_progress(summary), stream, output.name.lower())
        inputs.keep_earlier_result()
    for line in summary.lines(inputs.failed):
        complain(line)
    if inputs.failed:
        raise typer.Exit(BAD_INPUT)


class Summary:
    """Passes conversations on and counts what they hold."""

    def __init__(self, transcripts: Iterable[Transcript]) -> None:
        self._transcripts = transcripts
        self._conversations = 0
        self._formats: Counter[str] = Counter()
        self._speakers: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Transcript]:
        for transcript in self._transcripts:
            self._conversations += 1
            self._formats[transcript.source_format or "record"] += 1
            self._speakers.update(turn.speaker.value for turn in transcript.turns)
            self._dropped.update(transcript.left_out)
            yield transcript

    def lines(self, failed: int) -> Iterator[str]:
        """Yields the lines of the summary."""
        from recovery_eval.display.wording import several

        read = several(self._conversations, "conversation")
        yield f"read      {read} ({listed(self._formats)}), {failed} could not be read"
        yield f"turns     {self._speakers.total()} ({listed(self._speakers)})"
        yield f"dropped   {self._dropped.total()} ({listed(self._dropped)})"


def _write(transcripts: Iterable[Transcript], stream: IO[str], name: str) -> None:
    from recovery_eval.transcript.writers import to_json_line, write_parquet

    if name.endswith(".parquet"):
        write_parquet(transcripts, stream.buffer, name)  # type: ignore[attr-defined] # a text layer over bytes
    elif name.endswith(".gz"):
        with gzip.GzipFile(fileobj=stream.buffer, mode="wb", mtime=0) as packed:  # type: ignore[attr-defined]
            packed.writelines(to_json_line(transcript).encode() for transcript in transcripts)
    else:
        stream.writelines(to_json_line(transcript) for transcript in transcripts)
