"""Names for findings that stay the same while a library moves around them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from recovery_eval.canned.models import Finding

LENGTH = 32  # hexadecimal digits


def fingerprint(finding: Finding) -> str:
    """Returns 32 hexadecimal digits over rule, file, reply and quote; neither lines nor scores nor wording count.

    Findings of one reply by one rule on the same words share it. It can't be turned back into the words.
    """
    words = " ".join(finding.quote.casefold().split())
    parts = (finding.rule_id, finding.path, finding.reply_id, words)
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
