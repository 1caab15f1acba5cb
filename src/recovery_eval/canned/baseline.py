"""Findings that a library had when it adopted the check: known, written down, and not counted.

The file holds no words of any reply, no time and no line number, and is sorted: it changes only where findings do.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, Field, ValidationError

from recovery_eval.canned.fingerprints import LENGTH, fingerprint, from_root
from recovery_eval.canned.models import Finding
from recovery_eval.errors import RecoveryEvalError
from recovery_eval.sources import STRICT

VERSION = 1

Known = Mapping[str, Counter[tuple[str, str]]]
"""How often each rule and fingerprint was found, by path from the root."""


class _Entry(BaseModel):
    model_config = STRICT

    rule: str
    fingerprint: str = Field(pattern=f"^[0-9a-f]{{{LENGTH}}}$")
    count: int = Field(default=1, ge=1)


class _File(BaseModel):
    model_config = STRICT

    version: int
    tool: str
    findings: dict[str, list[_Entry]]


class Compared(NamedTuple):
    """Findings parted by a baseline.

    Attributes:
        new: Findings that it does not hold.
        known: Findings that it holds.
        gone: How many of its entries, in the files that were read whole, are found no more.
    """

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: int


def read_baseline(path: Path) -> Known:
    """Reads a baseline.

    Raises:
        RecoveryEvalError: The file can't be read, or is no baseline.
    """
    try:
        # By the standard library: a name of a file that is not UTF-8 holds what pydantic's own reader refuses.
        file = _File.model_validate(json.loads(path.read_bytes()))
    except OSError as error:
        raise RecoveryEvalError(
            f"{path}: the baseline can't be read: {error.strerror}; write one with --update-baseline"
        ) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecoveryEvalError(f"{path}: not a baseline of this tool: {where or 'top'}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise RecoveryEvalError(f"{path}: not a baseline of this tool: not valid JSON") from error
    if file.version != VERSION:
        raise RecoveryEvalError(f"{path}: a baseline of version {file.version}; this package reads version {VERSION}")
    return {name: _counted(entries) for name, entries in file.findings.items()}


def compare(findings: Iterable[Finding], known: Known, whole: Iterable[str], root: Path) -> Compared:
    """Parts findings by a baseline; an entry with a count of two holds two findings.

    Args:
        findings: Findings, in order.
        known: The baseline.
        whole: Paths of the files that were read whole.
        root: The folder from which the paths of the baseline count.
    """
    left = {path: Counter(entries) for path, entries in known.items()}
    new, old = [], []
    for finding in findings:
        entries = left.get(from_root(finding.path, root), Counter())
        key = (finding.rule_id, fingerprint(finding, root))
        if entries[key] > 0:
            entries[key] -= 1
            old.append(finding)
        else:
            new.append(finding)
    seen = {from_root(path, root) for path in whole}
    return Compared(tuple(new), tuple(old), sum(left[path].total() for path in seen if path in left))


def updated(
    known: Known, findings: Iterable[Finding], whole: Iterable[str], root: Path
) -> dict[str, Counter[tuple[str, str]]]:
    """Returns a baseline that holds these findings, and what it held for files that exist and were not read whole."""
    seen = {from_root(path, root) for path in whole}
    entries: dict[str, Counter[tuple[str, str]]] = {}
    for finding in findings:
        path = from_root(finding.path, root)
        entries.setdefault(path, Counter())[finding.rule_id, fingerprint(finding, root)] += 1
    for path, old in known.items():
        if path not in seen and (root / path).exists():
            entries[path] = entries.get(path, Counter()) | Counter(old)
    return entries


def baseline_text(known: Known) -> str:
    """Returns a baseline as it is written: JSON with one entry a line, sorted."""
    lines = ['{\n  "version": 1,\n  "tool": "recovery_eval",\n  "findings": {']
    files = []
    for path in sorted(known):
        entries = ",\n".join(
            f"      {json.dumps({'rule': rule, 'fingerprint': name, 'count': count})}"
            for (rule, name), count in sorted(known[path].items())
        )
        files.append(f"    {json.dumps(path)}: [\n{entries}\n    ]")
    lines.append(",\n".join(files))
    return "\n".join(line for line in lines if line) + "\n  }\n}\n"


def _counted(entries: Iterable[_Entry]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        counts[entry.rule, entry.fingerprint] += entry.count
    return counts
