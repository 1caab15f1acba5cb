"""The samples of `corpora/formats/`.

To write their golden turns and the table of `docs/reference/formats.md` anew: `python -m tests.formats.samples`; then
read the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts
from recovery_eval.transcript.readers.reader import readers
from recovery_eval.transcript.writers import to_json_line

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "corpora" / "formats"
PAGE = ROOT / "docs" / "reference" / "formats.md"
GOLDEN = Path(__file__).parent / "golden"
SAMPLES: dict[str, dict[str, Any]] = {
    sample["file"]: sample for sample in yaml.safe_load((FOLDER / "samples.yml").read_text(encoding="utf-8"))
}

# Samples of what is refused.
SEALED = ("vcon-signed.json", "vcon-encrypted.json")


def told(name: str) -> dict[str, Any]:
    """Returns what somebody has to tell who reads a sample."""
    sample = SAMPLES.get(name, {})
    return {key: sample[key] for key in ("speakers", "agent", "customer") if key in sample}


def read(name: str, source: Any = None, **options: Any) -> list[Transcript]:
    """Returns the conversations of a sample."""
    return list(read_transcripts(FOLDER / name if source is None else source, **(told(name) | options)))


def golden_lines(name: str) -> str:
    """Returns what a sample's golden file should hold."""
    lines = "".join(to_json_line(transcript) for transcript in read(name))
    return lines.replace(f"{FOLDER.as_posix()}/", "")


def readable(content: bytes, **options: Any) -> tuple[list[Transcript], list[TranscriptError]]:
    """Returns the conversations and the errors of some bytes."""
    errors: list[TranscriptError] = []
    return list(read_transcripts(content, on_error=errors.append, **options)), errors


def page() -> str:
    """Returns what the page on formats should hold: its text as it is, and its table made from the readers."""
    text = PAGE.read_text(encoding="utf-8")
    before, start, rest = text.partition("<!-- made by `python -m tests.formats.samples` -->\n")
    _, end, after = rest.partition("<!-- end -->")
    rows = [f"| `{reader.name}` | {reader.title} | {reader.looks_for} |\n" for reader in readers().values()]
    return f"{before}{start}\n| name | what | recognised by |\n|---|---|---|\n{''.join(rows)}\n{end}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    for sample in SAMPLES:
        (GOLDEN / f"{sample}.jsonl").write_text(golden_lines(sample), encoding="utf-8", newline="\n")
