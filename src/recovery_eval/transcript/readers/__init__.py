"""Readers: from a file, a stream or a Python value to transcripts; and what somebody needs who writes one more."""

from __future__ import annotations

from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.files import read_transcripts
from recovery_eval.transcript.readers.folder import Folder
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source
from recovery_eval.transcript.readers.values import to_transcript

__all__ = [
    "Draft",
    "Folder",
    "Node",
    "Options",
    "Place",
    "Reader",
    "Source",
    "Takes",
    "read_transcripts",
    "to_transcript",
]
