"""Every error that this package raises on purpose.

All of them derive from `RecoveryEvalError`, say what is wrong, where, and how to mend it, and never quote a
transcript's words: error messages end up in logs, and conversations are personal data.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_SHOWN = 12
LONGEST_NAME = 200  # characters shown of an id or name, which may be somebody's whole text by mistake


class RecoveryEvalError(Exception):
    """Base of every error raised on purpose by this package."""


class TranscriptError(RecoveryEvalError, ValueError):
    """A transcript can't be read.

    Args:
        problem: What is wrong and how to mend it.
        source: File name, or another name for where the text came from.
        line: 1-based line in that source.
        record: Id of the conversation, where it is known.
        hint: What helps with every error of this kind alike, so that it need be told but once.
    """

    def __init__(
        self,
        problem: str,
        *,
        source: str | None = None,
        line: int | None = None,
        record: str | None = None,
        hint: str = "",
    ) -> None:
        self.problem = problem
        self.hint = hint
        self.source = source
        self.line = line
        self.record = record
        place = ":".join(str(part) for part in (source, line) if part is not None)
        who = f"conversation {_cut(record)!r}: " if record is not None else ""
        super().__init__(": ".join(filter(None, [place, f"{who}{problem}"])) + (f". {hint}" if hint else ""))


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a rule file: where it is and what to do about it.

    `line` and `column` count from 1; `path` addresses the value inside the file, as in `$.require.any_of[1].signal`.
    `around` holds the lines around the fault with their numbers, for displays; it is empty where they aren't known.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    around: tuple[tuple[int, str], ...] = field(default=(), repr=False, compare=False)

    @property
    def where(self) -> str:
        """The place as editors and terminals read it: `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.where} {self.path} {self.message}"


class RuleFileError(RecoveryEvalError, ValueError):
    """Signal, rule, rulebook or word files are wrong. `faults` holds every fault, not the first alone."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[RuleFileError], tuple[tuple[Fault, ...]]]:
        """Crosses processes with its faults."""
        return type(self), (self.faults,)


class UnknownNameError(RecoveryEvalError, LookupError):
    """Something was asked for by a name that nothing has; the message gives the nearest known one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self._known = tuple(known)
        super().__init__(f"unknown {kind} {_cut(name)!r}{nearest(name, self._known)}")

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, tuple[str, ...]]]:
        """Crosses processes: an error that can't would break the caller's pool of them."""
        return type(self), (self.kind, self.name, self._known)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def nearest(name: str, known: Iterable[str]) -> str:
    """Returns a hint such as `; did you mean 'apology'?`, or the known names where none is near."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    shown = ", ".join(names[:MOST_SHOWN]) + (f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else "")
    return f"; known: {shown}" if names else ""
