"""The built-in rules and signals pass their own lint."""

from __future__ import annotations

from recovery_eval.signals.finder import SignalFinder
from recovery_eval.workshop.folder import read_folder
from recovery_eval.workshop.lint import lint


def test_every_phrase_and_condition_is_reached_by_a_case_and_nothing_lacks_proof() -> None:
    folder = read_folder()
    finder = SignalFinder(folder.library, thorough=True)
    with finder.pipeline.reading():
        findings = lint(folder, finder.read)
    assert not findings, "\n".join(map(str, findings))
