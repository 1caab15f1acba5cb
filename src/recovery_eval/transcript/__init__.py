"""Conversations, and the readers that make them from files and Python values."""

from __future__ import annotations

from .models import SourceRef, Speaker, Transcript, Turn
from .readers import read_transcripts, to_transcript

__all__ = ["SourceRef", "Speaker", "Transcript", "Turn", "read_transcripts", "to_transcript"]
