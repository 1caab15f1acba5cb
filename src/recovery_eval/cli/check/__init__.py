"""`recovery-eval check` and `recovery-eval library`: libraries of canned responses, for people and for pipelines."""

from __future__ import annotations

from recovery_eval.cli.check.command import check
from recovery_eval.cli.check.library import library

__all__ = ["check", "library"]
