"""Names for findings that stay the same while a library moves around them."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from recovery_eval.canned.models import Finding

LENGTH = 32  # hexadecimal digits
_COUNTED = re.compile(r"(?: \(\d+\))+$")  # what tells replies of one id or title in one file apart


def from_root(path: str | PurePath, root: Path) -> str:
    """Returns a path, named from the working folder, as named from a root: with slashes, and links above it followed.

    It is the same wherever a check is called, so it is what patterns, baselines and fingerprints go by.
    """
    try:
        inside = os.path.relpath(path, root)
    except ValueError:  # on Windows, from another drive no way leads there
        return PurePath(path).as_posix()
    if inside.startswith(os.pardir):
        inside = os.path.relpath(os.path.realpath(path), root)
    return Path(inside).as_posix()


def fingerprint(finding: Finding) -> str:
    """Returns 32 hexadecimal digits over rule, reply and quote; neither files nor lines nor scores nor wording count.

    Findings by one rule on the same words share it, in one reply and in those of the same id or title, for their order
    may change. It can't be turned back into the words.
    """
    return _digits(finding.rule_id, finding.reply_key or _COUNTED.sub("", finding.reply_id), _words(finding))


def old_fingerprint(finding: Finding, root: Path) -> str:
    """Returns the fingerprint of baselines of version 1: over the file, from `root`, and the reply's number, too."""
    path = from_root(finding.path, root)
    return _digits(finding.rule_id, path, finding.reply_key or finding.reply_id, _words(finding))


def _words(finding: Finding) -> str:
    return " ".join(finding.quote.casefold().split())


def _digits(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def numbered_fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Returns the fingerprint of each finding with its number among those that share it, as in `3c1a…:2`."""
    seen: Counter[str] = Counter()
    numbered = []
    for finding in findings:
        name = fingerprint(finding)
        seen[name] += 1
        numbered.append(f"{name}:{seen[name]}")
    return numbered
