"""Conversations and the calling of commands, for the tests of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from recovery_eval.cli import app

GOOD = """Customer: Hi, this is Omar. The desk you delivered has a broken leg.
Agent: I'm so sorry about the broken leg, Omar. I've ordered a new one for you today. Does that work for you?
Customer: Yes, that works.
Agent: I'll call you tomorrow once it has been delivered.
"""
POOR = """Customer: The desk you delivered has a broken leg.
Agent: I'm sorry if you feel that way.
"""


def record(identifier: str, text: str) -> str:
    """Returns a conversation as one line of JSON Lines."""
    turns = [dict(zip(("speaker", "text"), line.split(": ", 1), strict=True)) for line in text.splitlines()]
    return json.dumps({"id": identifier, "turns": turns}) + "\n"


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """Runs a command in this process; an exception that is not an exit is raised."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_for_real(
    *arguments: str | Path, stdin: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "recovery_eval", *map(str, arguments)],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **(environment or {})},
    )
