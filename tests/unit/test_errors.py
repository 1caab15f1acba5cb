"""Errors travel: a pool of processes that can't unpickle one breaks, and takes its other work with it."""

from __future__ import annotations

import pickle

import pytest

from recovery_eval.errors import Fault, RecoveryEvalError, RuleFileError, TranscriptError, UnknownNameError


@pytest.mark.parametrize(
    "error",
    [
        RecoveryEvalError("wrong"),
        TranscriptError("wrong", source="a.txt", line=3, record="7"),
        RuleFileError([Fault("f.yml", 1, 2, "$.by", "wrong")]),
        UnknownNameError("rulebook", "cor", (name for name in ("core", "ours"))),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_crosses_processes_with_its_message_and_attributes(error: RecoveryEvalError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_a_long_id_or_name_is_shown_cut() -> None:
    error = TranscriptError("wrong", record="n" * 5000)
    assert (len(str(error)) < 300, error.record) == (True, "n" * 5000)
    assert len(str(UnknownNameError("rule", "n" * 5000, ("a", "b")))) < 300
