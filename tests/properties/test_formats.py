"""Damaged exports of every format give transcripts or our errors, and nothing else.

`make fuzz` runs many more examples: `RECOVERY_EVAL_FUZZ=20000`.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import read_transcripts
from recovery_eval.transcript.writers import to_json_line
from tests.formats.damage import damaged, format_of
from tests.formats.samples import SAMPLES, told

EXAMPLES = int(os.environ.get("RECOVERY_EVAL_FUZZ", "25"))
# Of samples of one format the first is damaged; the others differ in what is said, not in their shape.
ONE_A_FORMAT = {sample["format"]: name for name, sample in reversed(SAMPLES.items())}


@pytest.mark.parametrize("name", ONE_A_FORMAT.values(), ids=ONE_A_FORMAT.keys())
def test_damaged_exports_give_transcripts_or_our_errors(name: str) -> None:
    # Not made smaller: that takes minutes for damaged files, and the damage can be read as it is.
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged(name), st.booleans())
    def check(content: bytes, named: bool) -> None:
        errors: list[TranscriptError] = []
        options = told(name) | ({"format": format_of(name)} if named else {})
        for transcript in read_transcripts(content, on_error=errors.append, **options):
            line = to_json_line(transcript)
            (again,) = read_transcripts(line.encode(), format="jsonl")
            assert again.turns == transcript.turns
            for turn in transcript.turns:
                assert all(0 <= start < end <= len(turn.text) for start, end in turn.redactions)
        for error in errors:
            str(error).encode()

    check()
