"""Conversations, and the readers that make them from files and Python values.

The readers are loaded on first use: who has conversations already needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_eval.transcript.models import SourceRef, Speaker, Transcript, Turn

if TYPE_CHECKING:
    from recovery_eval.transcript.readers import read_transcripts, to_transcript

__all__ = ["SourceRef", "Speaker", "Transcript", "Turn", "read_transcripts", "to_transcript"]


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelt name

    def __getattr__(name: str) -> object:
        if name not in {"read_transcripts", "to_transcript"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from recovery_eval.transcript import readers

        return getattr(readers, name)
