"""The command `recovery-eval`. Nothing heavy is imported before a command needs it, so that `--help` stays quick."""

from __future__ import annotations

from recovery_eval.cli.app import app, main

__all__ = ["app", "main"]
