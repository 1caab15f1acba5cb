"""Findings that a library had when it adopted the check: known, written down, and not counted.

The file holds no words of any reply, no time and no line number, and is sorted: it changes only where findings do.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, Field, ValidationError

from recovery_eval.canned.fingerprints import LENGTH, fingerprint, from_root, old_fingerprint
from recovery_eval.canned.models import Finding
from recovery_eval.errors import RecoveryEvalError
from recovery_eval.sources import STRICT

VERSION = 2
_READ = (1, VERSION)

_Key = tuple[str, str]
Known = Mapping[str, Counter[_Key]]
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
    if file.version not in _READ:
        read = " and ".join(map(str, _READ))
        raise RecoveryEvalError(f"{path}: a baseline of version {file.version}; this package reads versions {read}")
    return {name: _counted(entries) for name, entries in file.findings.items()}


def compare(findings: Iterable[Finding], known: Known, whole: Iterable[str], root: Path) -> Compared:
    """Parts findings by a baseline; an entry with a count of two holds two findings.

    An entry that is found no more in its own file holds a finding of another one: the reply, or its file, was moved.

    Args:
        findings: Findings, in order.
        known: The baseline.
        whole: Paths of the files that were read whole.
        root: The folder from which the paths of the baseline count.
    """
    left = {path: Counter(entries) for path, entries in known.items()}
    found = list(findings)
    are_known = [_takes(left.get(from_root(one.path, root)), one, root) for one in found]
    seen = {from_root(path, root) for path in whole}
    if not all(are_known):
        places = _places({path: left[path] for path in left if path in seen or not (root / path).exists()})
        for number, finding in enumerate(found):
            if not are_known[number] and (paths := places.get(_key(finding))):
                left[paths.pop()][_key(finding)] -= 1
                are_known[number] = True
    gone = sum(left[path].total() for path in seen if path in left)
    new = tuple(one for one, is_known in zip(found, are_known, strict=True) if not is_known)
    return Compared(new, tuple(compress(found, are_known)), gone)


def _places(left: Known) -> dict[_Key, list[str]]:
    """Returns the paths of each entry, one as often as it counts."""
    places: dict[_Key, list[str]] = {}
    for path, entries in left.items():
        for key in entries.elements():
            places.setdefault(key, []).append(path)
    return places


def updated(known: Known, findings: Iterable[Finding], whole: Iterable[str], root: Path) -> dict[str, Counter[_Key]]:
    """Returns a baseline that holds these findings, and what it held for files that exist and were not read whole."""
    seen = {from_root(path, root) for path in whole}
    unread = {path: Counter(old) for path, old in known.items() if path not in seen and (root / path).exists()}
    entries: dict[str, Counter[_Key]] = {}
    for finding in findings:
        path = from_root(finding.path, root)
        entries.setdefault(path, Counter())[_key(finding)] += 1
        _takes(unread.get(path), finding, root)
    for path, left in unread.items():
        entries[path] = entries.get(path, Counter()) + left
    return {path: those for path, those in entries.items() if those}


def baseline_text(known: Known) -> str:
    """Returns a baseline as it is written: JSON with one entry a line, sorted."""
    lines = [f'{{\n  "version": {VERSION},\n  "tool": "recovery_eval",\n  "findings": {{']
    files = []
    for path in sorted(known):
        entries = ",\n".join(
            f"      {json.dumps({'rule': rule, 'fingerprint': name, 'count': count})}"
            for (rule, name), count in sorted(known[path].items())
        )
        files.append(f"    {json.dumps(path)}: [\n{entries}\n    ]")
    lines.append(",\n".join(files))
    return "\n".join(line for line in lines if line) + "\n  }\n}\n"


def _takes(entries: Counter[_Key] | None, finding: Finding, root: Path) -> bool:
    """Takes one from the entry that holds a finding, be it one of version 1; tells whether there was any."""
    if entries is None:
        return False
    for key in (_key(finding), (finding.rule_id, old_fingerprint(finding, root))):
        if entries[key] > 0:
            entries[key] -= 1
            return True
    return False


def _key(finding: Finding) -> _Key:
    return finding.rule_id, fingerprint(finding)


def _counted(entries: Iterable[_Entry]) -> Counter[_Key]:
    counts: Counter[_Key] = Counter()
    for entry in entries:
        counts[entry.rule, entry.fingerprint] += entry.count
    return counts
