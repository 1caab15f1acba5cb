"""A library at a glance: its scores, its findings by rule, and what stands in it more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from recovery_eval.canned.models import JudgedReply
from recovery_eval.canned.own_rules import RuleText
from recovery_eval.canned.report import Report
from recovery_eval.canned.similar import NEAR, Likeness, copies, near_copies
from recovery_eval.errors import RecoveryEvalError

BANDS = ((100, 100), (90, 99.9), (70, 89.9), (50, 69.9), (0, 49.9))


class Overview(NamedTuple):
    """A library at a glance.

    Attributes:
        summary: What was checked and found, in one line.
        replies: Every reply with a score, the lowest first, and those to which no rule applied at the end.
        bands: How many replies have a score from the first to the second number.
        unscored: To how many no rule applied.
        rules: Each rule that found something, with how many findings and in how many replies, the most first.
        copies: Replies with the same words.
        near: Replies that are alike.
        missing: Why replies that are alike could not be looked for; empty where they were.
        faults: What could not be read.
    """

    summary: str
    replies: tuple[JudgedReply, ...]
    bands: tuple[tuple[float, float, int], ...]
    unscored: int
    rules: tuple[tuple[RuleText, int, int], ...]
    copies: tuple[Likeness, ...]
    near: tuple[Likeness, ...]
    missing: str
    faults: tuple[str, ...]


def overview(report: Report, *, least: float = NEAR) -> Overview:
    """Returns a report's library at a glance; `least` is the likeness, in percent, from which replies are told."""
    scores = [one.score for one in report.replies if one.score is not None]
    findings = Counter(finding.rule_id for finding in report.findings)
    replies = Counter(rule for _, _, rule in {(one.path, one.reply_id, one.rule_id) for one in report.findings})
    known = [one.reply for one in report.replies]
    near, missing = tuple[Likeness, ...](), ""
    try:
        near = tuple(near_copies(known, least=least))
    except RecoveryEvalError as error:  # RapidFuzz is not installed
        missing = str(error)
    return Overview(
        summary=report.summary(),
        replies=_ordered(report.replies),
        bands=tuple((low, high, sum(low <= score < high + 0.1 for score in scores)) for low, high in BANDS),
        unscored=len(report.replies) - len(scores),
        rules=tuple((report.rules[rule], count, replies[rule]) for rule, count in findings.most_common()),
        copies=tuple(copies(known)),
        near=near,
        missing=missing,
        faults=tuple(map(str, report.faults)),
    )


def _ordered(replies: Sequence[JudgedReply]) -> tuple[JudgedReply, ...]:
    return tuple(sorted(replies, key=lambda one: (one.score is None, one.score or 0.0)))
