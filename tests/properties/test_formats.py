"""Damaged exports of every format give transcripts or our errors, and nothing else.

`make fuzz` runs many more examples: `RECOVERY_EVAL_FUZZ=20000`.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import read_transcripts
from recovery_eval.transcript.readers.reader import readers
from recovery_eval.transcript.writers import to_json_line
from tests.formats.damage import Damage, damaged, damages, names_by_format
from tests.formats.samples import told

EXAMPLES = int(os.environ.get("RECOVERY_EVAL_FUZZ", "25"))
NAMES = names_by_format()


# Not made smaller: that takes minutes for damaged files, and the damage can be read as it is.
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 255), damages)
@pytest.mark.parametrize("format_", NAMES)
def test_damaged_exports_give_transcripts_or_our_errors(format_: str, choice: int, damage: Damage) -> None:
    raw, named, helped = (bool(choice & bit) for bit in (1, 2, 4))
    names = NAMES[format_]
    name = names[choice // 8 % len(names)]
    errors: list[TranscriptError] = []
    options: dict[str, Any] = told(name) if helped else {}
    if named:
        options["format"] = "jsonl" if name.endswith(".jsonl") else format_
    for transcript in read_transcripts(damaged(name, damage, raw), on_error=errors.append, **options):
        line = to_json_line(transcript)
        (again,) = read_transcripts(line.encode(), format="jsonl")
        assert again == transcript
        for turn in transcript.turns:
            assert all(0 <= start < end <= len(turn.text) for start, end in turn.redactions)
    for error in errors:
        str(error).encode()


def test_every_format_is_damaged() -> None:
    assert NAMES.keys() == readers().keys()
