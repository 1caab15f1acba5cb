"""`recovery-eval demo`: the packaged conversation and its checklist."""

from __future__ import annotations

import sys

import typer

from recovery_eval.cli.output import columns, wants_color

CONVERSATION = "late-cake.txt"


def demo() -> None:
    """Judge a conversation from the package.

    Shows what a checklist looks like.
    """
    from importlib.resources import as_file, files

    from recovery_eval.display.text import checklist_text, transcript_text
    from recovery_eval.evaluator import evaluate
    from recovery_eval.transcript import read_transcripts

    with as_file(files("recovery_eval") / "_demo" / CONVERSATION) as path:
        transcript = next(read_transcripts(path))
    width = columns(sys.stdout)
    typer.echo(transcript_text(transcript, width=width))
    typer.echo()
    typer.echo(checklist_text(evaluate(transcript), color=wants_color(sys.stdout), width=width))
    typer.echo("\nJudge a conversation of your own:  recovery-eval evaluate FILE")
