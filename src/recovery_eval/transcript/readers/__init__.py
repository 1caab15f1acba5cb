"""Readers: from a file, a stream or a Python value to transcripts; one module a format."""

from __future__ import annotations

from .files import read_transcripts
from .values import to_transcript

__all__ = ["read_transcripts", "to_transcript"]
