"""Where in the input a conversation stands, so that an error can say so."""

from __future__ import annotations

from dataclasses import dataclass

from recovery_eval.errors import TranscriptError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation was found.

    Attributes:
        source: Name of the file or stream; None for a Python value.
        line: 1-based line on which the conversation begins.
        path: Address of the conversation inside a JSON document.
        default_id: Id of a conversation that brings none.
    """

    source: str | None = None
    line: int | None = None
    path: str = "$"
    default_id: str = ""

    @property
    def address(self) -> str:
        """The path and a colon, to begin a message with; nothing where the conversation is the whole input."""
        return "" if self.path == "$" else f"{self.path}: "

    def error(self, problem: str, *, record: str | None = None, hint: str = "") -> TranscriptError:
        """Returns (does not raise) the error that tells this problem and this place."""
        return TranscriptError(problem, source=self.source, line=self.line, record=record, hint=hint)
