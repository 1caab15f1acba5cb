"""What a command says on standard error."""

from __future__ import annotations

import typer


def complain(message: str) -> None:
    """Writes a message to standard error; what could drive a terminal, in a file's name or a label, as escapes."""
    from recovery_eval.display.wording import visible

    for line in message.split("\n"):
        typer.echo(visible(line), err=True)
