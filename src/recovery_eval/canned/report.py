"""What a check of a library comes to: what counts, what is known already, and what may be done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from recovery_eval.canned.fingerprints import from_root
from recovery_eval.canned.models import Finding, JudgedReply, Place, ReadFault, Severity, Suppression
from recovery_eval.canned.own_rules import RuleText
from recovery_eval.canned.paths import repository_above
from recovery_eval.canned.source import SourceFile
from recovery_eval.outcome import SEVERITIES


class Edit(NamedTuple):
    """Words of a file to replace; `end` is exclusive, and a start without length inserts."""

    path: str
    start: Place
    end: Place
    text: str


class Suggestion(NamedTuple):
    """A change after which its finding is gone and no other has come: it was tried.

    Attributes:
        description: What it does, in one line.
        edit: The change.
        is_safe: Whether `--fix` makes it; else a person has to choose it.
    """

    description: str
    edit: Edit
    is_safe: bool


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    Attributes:
        findings: What counts, in the order of its places.
        failing: Those of them that fail the check.
        faults: What could not be read.
        replies: Every reply that was judged.
        rules: Every rule that a finding can name, by id.
        suppressed: Findings that a suppression hides, with it.
        known: Findings that the baseline holds.
        unneeded: How many entries of the baseline are found no more.
        unchanged: How many findings are left out because their replies did not change.
        files: How many files were read.
        whole: Paths of those of which nothing was broken.
        left_out: How many replies were not judged: switched off, notes to colleagues, pictures, macros without words.
        suggestions: What to do about a finding, for those where something was found.
    """

    findings: tuple[Finding, ...]
    failing: tuple[Finding, ...]
    faults: tuple[ReadFault, ...]
    replies: tuple[JudgedReply, ...]
    rules: Mapping[str, RuleText]
    suppressed: tuple[tuple[Finding, Suppression], ...] = ()
    known: tuple[Finding, ...] = ()
    unneeded: int = 0
    unchanged: int = 0
    files: int = 0
    whole: frozenset[str] = frozenset()
    left_out: int = 0
    suggestions: Mapping[Finding, Suggestion] = field(default_factory=dict)

    @cached_property
    def sources(self) -> Mapping[str, SourceFile]:
        """The files of the replies, by path."""
        return {one.reply.path: message.written.file for one in self.replies for message in one.reply.messages}

    def line(self, path: str, number: int) -> str | None:
        """Returns a line of a file, from 1; None where no reply of it was read."""
        file = self.sources.get(path)
        return file.line_at(number) if file is not None else None

    @cached_property
    def _repository(self) -> Path:
        return repository_above(Path.cwd()) or Path.cwd()

    def in_repository(self, path: str) -> str:
        """Returns a path as it counts from the top of the repository; from the working folder where there is none.

        Links within the repository are followed, for platforms show the files that they lead to.
        """
        if path not in self._in_repository:
            real = from_root(Path(path).resolve(), self._repository.resolve())
            self._in_repository[path] = from_root(path, self._repository) if real.startswith("..") else real
        return self._in_repository[path]

    @cached_property
    def _in_repository(self) -> dict[str, str]:
        return {}

    @cached_property
    def by_severity(self) -> Mapping[Severity, int]:
        """How many findings count, by severity, the gravest first; severities without any are left out."""
        counts = Counter(finding.severity for finding in self.findings)
        return {name: counts[name] for name in reversed(SEVERITIES) if counts[name]}

    def summary(self) -> str:
        """Returns one line that says what was checked and found."""
        parts = [f"{_count(len(self.replies), 'reply', 'replies')} in {_count(self.files, 'file', 'files')}"]
        found = ", ".join(f"{count} {name}" for name, count in self.by_severity.items())
        parts.append(f"{_count(len(self.findings), 'finding', 'findings')} ({found})" if found else "nothing found")
        if self.faults:
            parts.append(f"{len(self.faults)} could not be read")
        if self.left_out:
            parts.append(f"{self.left_out} left out (inactive, internal or without words)")
        if foreign := sum(not one.reply.is_english for one in self.replies):
            parts.append(f"{foreign} in other languages")
        if unknown := sum(one.is_partly_elsewhere for one in self.replies):
            parts.append(f"{unknown} with dynamic content that is not known")
        if self.known:
            parts.append(f"{len(self.known)} in the baseline")
        if self.suppressed:
            parts.append(f"{len(self.suppressed)} suppressed")
        if self.unchanged:
            parts.append(f"{self.unchanged} in replies that did not change")
        return "; ".join(parts)


def at_least(severity: Severity, level: Severity) -> bool:
    """Whether a severity is as grave as a level."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(level)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
