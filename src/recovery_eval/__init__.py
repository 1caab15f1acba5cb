"""How well was a customer-service recovery handled? A transcript in, a scored checklist with evidence out.

The names below are loaded on first use: `import recovery_eval` itself loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_eval.checklist import Checklist
    from recovery_eval.errors import RecoveryEvalError, RuleFileError, TranscriptError, UnknownNameError
    from recovery_eval.evaluator import annotate, evaluate, evaluate_many
    from recovery_eval.evidence import NearMiss, Signal
    from recovery_eval.outcome import Outcome, RuleResult
    from recovery_eval.rulebook import Rule, Rulebook, load_rulebook
    from recovery_eval.transcript import Speaker, Transcript, Turn, read_transcripts, to_transcript

__version__ = "0.1.0"

__all__ = [
    "Checklist",
    "NearMiss",
    "Outcome",
    "RecoveryEvalError",
    "Rule",
    "RuleFileError",
    "RuleResult",
    "Rulebook",
    "Signal",
    "Speaker",
    "Transcript",
    "TranscriptError",
    "Turn",
    "UnknownNameError",
    "annotate",
    "evaluate",
    "evaluate_many",
    "load_rulebook",
    "read_transcripts",
    "to_transcript",
]

_HOME = {
    "Checklist": "checklist",
    "NearMiss": "evidence",
    "Outcome": "outcome",
    "RecoveryEvalError": "errors",
    "Rule": "rulebook",
    "RuleFileError": "errors",
    "RuleResult": "outcome",
    "Rulebook": "rulebook",
    "Signal": "evidence",
    "Speaker": "transcript",
    "Transcript": "transcript",
    "TranscriptError": "errors",
    "Turn": "transcript",
    "UnknownNameError": "errors",
    "annotate": "evaluator",
    "evaluate": "evaluator",
    "evaluate_many": "evaluator",
    "load_rulebook": "rulebook",
    "read_transcripts": "transcript",
    "to_transcript": "transcript",
}


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelt name

    def __getattr__(name: str) -> object:
        home = _HOME.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{__name__}.{home}"), name)
        globals()[name] = value  # found once: the next look-up doesn't come here
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
