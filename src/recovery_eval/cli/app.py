"""The command-line application: which commands there are, and how every one of them fails."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from recovery_eval import __version__
from recovery_eval.cli.agreement import agreement
from recovery_eval.cli.check import check, library
from recovery_eval.cli.convert import convert
from recovery_eval.cli.demo import demo
from recovery_eval.cli.evaluate import evaluate
from recovery_eval.cli.exit_codes import BAD_INPUT, READER_GONE
from recovery_eval.cli.messages import complain_of
from recovery_eval.cli.rules import rules
from recovery_eval.cli.signals import signals
from recovery_eval.errors import RecoveryEvalError

# Loading spaCy and rules makes objects by the hundred thousand and hardly any garbage: look for it less often.
ALLOCATIONS = 100_000


class PlainFailures(TyperGroup):
    """Commands that fail with one message on standard error, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; turns foreseen errors into exit code 2, and a reader that left into silence."""
        try:
            try:
                return super().invoke(ctx)
            except typer.BadParameter as error:
                error.message = error.message.removeprefix("Value error, ")  # typer's own words for a wrong choice
                raise
            finally:
                sys.stdout.flush()  # here, where a failure to write can still be told
        except BrokenPipeError as error:
            # What is still buffered would fail once more when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(READER_GONE) from error
        except (RecoveryEvalError, OSError) as error:
            complain_of(error)
            raise typer.Exit(BAD_INPUT) from error


app = typer.Typer(
    cls=PlainFailures,
    help="Tells how well a customer-service recovery was handled: a scored checklist with evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(evaluate)
app.command()(signals)
app.command()(convert)
app.command()(agreement)
app.command()(check)
app.command()(library)
app.command()(demo)
app.add_typer(rules, name="rules")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"recovery-eval {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Tells how well a customer-service recovery was handled: a scored checklist with evidence."""


def main() -> NoReturn:
    """Runs the command line, and ends the process.

    Output is UTF-8 with line feeds on every system, so that it is the same everywhere. The process ends without taking
    apart what it has loaded object by object: that would cost a fifth of a short command's time, and nothing here waits
    for it, as files are closed where they are written.
    """
    gc.set_threshold(ALLOCATIONS)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    code: object = 0
    try:
        app(prog_name="recovery-eval")
    except SystemExit as ended:
        code = ended.code
    _end(code)


def _end(code: object) -> NoReturn:
    """Ends the process at once, when what is still to be written is written; where that failed, it was told before."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # there is none, or it is closed
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
