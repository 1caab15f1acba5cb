"""What came of mutation, held against the survivors that are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from recovery_eval.errors import Fault
from recovery_eval.sources import YamlFolder, validate
from recovery_eval.workshop.known import SURVIVORS_FILE, SurvivorsFile
from recovery_eval.workshop.mutate import Tried


class MutationReport(NamedTuple):
    """What came of mutation.

    Attributes:
        tried: Every mutant.
        survivors: Those that no case killed and the file does not name.
        known: Those that no case killed and the file names, with the reason.
        unused: Entries of the file whose mutant is killed, or does not exist.
    """

    tried: Sequence[Tried]
    survivors: Sequence[Tried]
    known: Sequence[tuple[Tried, str]]
    unused: Sequence[Fault]


def report(folder: YamlFolder, tried: Sequence[Tried], subjects: Collection[tuple[str, str]]) -> MutationReport:
    """Compares mutants with the folder's `known-survivors.yml`, if there is one.

    Args:
        folder: The folder of rules.
        tried: Its mutants.
        subjects: Kind and name of whatever was mutated; entries about others are passed over.

    Raises:
        RuleFileError: The file is faulty.
    """
    path = folder.path / SURVIVORS_FILE
    reasons: dict[tuple[str, str, str], str] = {}
    unused: list[Fault] = []
    survived = {(one.key, one.subject, one.drop.name) for one in tried if not one.killed}
    if path.is_file():
        source = folder.read(path)
        for number, entry in enumerate(validate(source, SurvivorsFile).survivors):
            key = ("rule", entry.rule) if entry.rule is not None else ("signal", entry.signal or "")
            if key in subjects and (*key, entry.dropped) not in survived:
                message = "no such mutant survives any more; delete the entry"
                unused.append(source.fault(("survivors", number), message))
            reasons[*key, entry.dropped] = entry.because
    named = [(one, reasons.get((one.key, one.subject, one.drop.name))) for one in tried if not one.killed]
    return MutationReport(
        tried,
        [one for one, because in named if because is None],
        [(one, because) for one, because in named if because is not None],
        unused,
    )
