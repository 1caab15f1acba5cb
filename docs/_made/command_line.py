"""The page of the command line, from the application itself."""

from __future__ import annotations

from collections.abc import Iterator

from typer import Context
from typer.cli import get_docs_for_click
from typer.main import get_command

from docs._made.markdown import page
from recovery_eval.cli import app

NAME = "recovery-eval"


def pages() -> Iterator[tuple[str, str]]:
    """Yields the page: every command with its arguments, options and exit codes."""
    command = get_command(app)
    text = get_docs_for_click(obj=command, ctx=Context(command, info_name=NAME), name=NAME, title="The command line")
    yield "command-line", page(text.strip())
