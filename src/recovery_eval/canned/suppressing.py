"""Suppressions in use: what they hide, and those that hide nothing, have expired, or do not say why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from recovery_eval.canned.models import Finding, Place, Reply, Suppression
from recovery_eval.canned.own_rules import OWN_RULES
from recovery_eval.errors import nearest

ALL = "all"


class Suppressed(NamedTuple):
    """Findings parted by the suppressions in the library.

    Attributes:
        kept: Findings that no suppression hides, and those about the suppressions themselves.
        hidden: Findings that one hides, with the one.
    """

    kept: tuple[Finding, ...]
    hidden: tuple[tuple[Finding, Suppression], ...]


def suppress(findings: Iterable[Finding], replies: Iterable[Reply], known: Iterable[str], *, today: date) -> Suppressed:
    """Parts findings by the suppressions of their replies, and adds what is wrong with those.

    Args:
        findings: The findings of these replies.
        replies: The replies.
        known: Ids of the rules that a suppression can name.
        today: A suppression holds up to and including the day on which it expires.
    """
    holding: dict[tuple[str, str], list[Suppression]] = {}
    about: list[Finding] = []
    rules = set(known)
    with_any = [reply for reply in replies if reply.suppressions]
    for reply in with_any:
        for one in reply.suppressions:
            if one.problem:
                about.append(
                    _finding("malformed-suppression", reply, one, f"a suppression hides nothing: {one.problem}")
                )
            elif one.expires is not None and one.expires < today:
                message = f"the suppression of {one.rule!r} expired on {one.expires}"
                about.append(_finding("expired-suppression", reply, one, message))
            else:
                holding.setdefault((reply.path, reply.id), []).append(one)
    kept: list[Finding] = []
    hidden: list[tuple[Finding, Suppression]] = []
    for finding in findings:
        fitting = [
            one for one in holding.get((finding.path, finding.reply_id), ()) if one.rule in (finding.rule_id, ALL)
        ]
        if fitting:
            hidden.append((finding, fitting[0]))
        else:
            kept.append(finding)
    used = {id(one) for _, one in hidden}
    for reply in with_any:
        for one in holding.get((reply.path, reply.id), ()):
            about += _faults(reply, one, rules, used=id(one) in used)
    return Suppressed(tuple(sorted([*kept, *about])), tuple(hidden))


def _faults(reply: Reply, one: Suppression, rules: set[str], *, used: bool) -> Iterator[Finding]:
    if not used:
        unknown = one.rule not in rules and one.rule != ALL
        unneeded = "is not needed: nothing is found that it hides"
        why = f"hides nothing: no rule has this name{nearest(one.rule, rules)}" if unknown else unneeded
        yield _finding("unused-suppression", reply, one, f"the suppression of {one.rule!r} {why}")
        return
    if not one.reason.strip():
        yield _finding("unexplained-suppression", reply, one, f"the suppression of {one.rule!r} gives no reason")
    if one.rule == ALL:
        yield _finding("blanket-suppression", reply, one, "the suppression names no rule, and hides every finding")


def _finding(rule_id: str, reply: Reply, one: Suppression, message: str) -> Finding:
    rule = OWN_RULES[rule_id]
    return Finding(
        path=reply.path,
        start=one.place,
        rule_id=rule_id,
        end=Place(one.place.line, one.place.column + 1),
        severity=rule.severity,
        message=message,
        advice=rule.advice,
        reply_id=reply.id,
        reply_title=reply.title,
        reply_key=reply.key,
        # What the suppression names tells two of them in one reply apart, also for a baseline.
        quote=one.rule,
    )
