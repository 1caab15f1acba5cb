"""The words in which a command fails."""

from __future__ import annotations

from recovery_eval.errors import RuleFileError


def failure_words(error: Exception) -> str:
    """Returns an error as it is told: faults in rule files begin with their place, and show the lines around it."""
    if isinstance(error, RuleFileError):
        from recovery_eval.display.fault import faults_text

        return faults_text(error.faults)
    return f"recovery-eval: {error}"
