"""The labelled conversations of `corpora/`, and what is known to come out wrong on them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from recovery_eval.checklist import Checklist
from recovery_eval.evaluator import evaluate
from recovery_eval.sources import read_yaml
from recovery_eval.transcript import Transcript

CORPORA = Path(__file__).parents[2] / "corpora"
KINDS = ("exemplary", "failing", "mixed")


def read(folder: str) -> list[dict[str, Any]]:
    """Returns the records of a folder of `corpora/`."""
    files = sorted((CORPORA / folder).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


RECORDS = {record["id"]: record for kind in KINDS for record in read(kind)}


def transcript(record: dict[str, Any]) -> Transcript:
    """Returns a record's conversation, without its labels."""
    labels = {"kind", "acts", "breaks"}
    return Transcript.model_validate({key: value for key, value in record.items() if key not in labels})


@cache
def checklist(key: str) -> Checklist:
    """Returns how a conversation is judged by the core rules."""
    return evaluate(transcript(RECORDS[key]))


def known(name: str) -> list[dict[str, str]]:
    """Returns the entries of `corpora/known-<name>.yml`."""
    entries: list[dict[str, str]] = read_yaml(CORPORA / f"known-{name}.yml").data["entries"]
    return entries
