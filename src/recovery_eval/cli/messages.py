"""What a command says on standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import typer

from recovery_eval.errors import RecoveryEvalError, RuleFileError


def complain(message: str) -> None:
    """Writes a message to standard error; what could drive a terminal, in a file's name or a label, as escapes."""
    from recovery_eval.display.wording import visible

    for line in message.split("\n"):
        typer.echo(visible(line), err=True)


def listed(counts: Mapping[str, int]) -> str:
    """Returns how many there are of each kind, the most first: `3 activity, 1 attachment`; or `none`."""
    return ", ".join(f"{count} {kind}" for kind, count in Counter(counts).most_common()) or "none"


def complain_of(error: Exception) -> None:
    """Tells what a command fails by: faults in rule files begin with their place, and show the lines around it."""
    if isinstance(error, RuleFileError):
        from recovery_eval.display.fault import faults_text

        complain(faults_text(error.faults))
    else:
        complain(f"recovery-eval: {_in_words(error)}")


def _in_words(error: Exception) -> str:
    """Returns what an error says; of the system's own, which file and why, without its number."""
    if isinstance(error, RecoveryEvalError) or not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    return ": ".join(str(part) for part in (error.filename, error.strerror) if part is not None)
