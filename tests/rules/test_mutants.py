"""Mutants of built-in signals fare the same when they are tried together as when each is compiled by itself."""

from __future__ import annotations

import pytest

from recovery_eval.workshop.folder import read_folder
from recovery_eval.workshop.mutants import signal_mutants
from recovery_eval.workshop.mutate import compiled_whole, kills, mutate, recompiled


@pytest.mark.parametrize("name", ["asks-forgiveness", "favour", "non-apology"])
def test_mutants_tried_together_fare_as_those_compiled_one_by_one(name: str) -> None:
    folder = read_folder()
    (subject,) = folder.chosen([name])
    compiler = compiled_whole(folder.library)
    one_by_one = [
        (drop, kills(subject, recompiled(compiler, [mutant])))
        for drop, mutant in signal_mutants(subject, folder.library.signals[name])
    ]
    assert [(one.drop, one.killed) for one in mutate(folder, [subject])] == one_by_one
    assert len(one_by_one) > 5
