"""Readers: from a file, a stream or a Python value to transcripts; and what somebody needs who writes one more."""

from __future__ import annotations

from .draft import Draft
from .files import read_transcripts
from .folder import Folder
from .node import Node
from .place import Place
from .reader import Options, Reader, Takes
from .sources import Source
from .values import to_transcript

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
