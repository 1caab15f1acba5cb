"""Faults of files: those of many at once, and what each of them shows."""

from __future__ import annotations

from collections.abc import Sequence

from recovery_eval.errors import Fault, RuleFileError

LINES_AROUND = 1  # lines shown before and after the one at fault


class FaultCollector:
    """Gathers the faults of many files, so that all of them are reported at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Keeps faults."""
        self.faults.extend(faults)

    def catching(self) -> _Catching:
        """Keeps the faults of a RuleFileError that the `with` block raises, and goes on after the block."""
        return _Catching(self.faults)

    def raise_if_any(self) -> None:
        """Raises RuleFileError with every fault kept, each once, ordered by file and line."""
        if self.faults:
            raise RuleFileError(
                sorted(dict.fromkeys(self.faults), key=lambda fault: (fault.file, fault.line, fault.column))
            )


class _Catching:
    """A class and not a generator, so that type checkers see that the block may end early."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, RuleFileError):
            self._faults.extend(error.faults)
            return True
        return False


def unreadable(file: str, message: str) -> RuleFileError:
    """Returns the error for a file of which nothing can be read."""
    return RuleFileError([Fault(file, 1, 1, "$", message)])


def lines_around(lines: Sequence[str], line: int) -> tuple[tuple[int, str], ...]:
    """Returns a line and its neighbours, each with its number."""
    first = max(line - 1 - LINES_AROUND, 0)
    return tuple(enumerate(lines[first : line + LINES_AROUND], start=first + 1))
