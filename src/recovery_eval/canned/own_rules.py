"""What the check finds by itself, beside the rules of the rulebook: in texts, suppressions and scores."""

from __future__ import annotations

from typing import NamedTuple

from recovery_eval.canned.models import Severity
from recovery_eval.rulebook.models import Rulebook


class RuleText(NamedTuple):
    """A rule as reports name it.

    Attributes:
        id: Its id.
        title: What it asks, in one line.
        why: Why it matters.
        advice: What to do about a finding.
        severity: How grave a finding is.
    """

    id: str
    title: str
    why: str
    advice: str
    severity: Severity


OWN_RULES = {
    rule.id: rule
    for rule in (
        RuleText(
            "unknown-placeholder",
            "Every placeholder is one that the help desk fills in",
            "The customer is sent what the help desk does not know: nothing, or the placeholder itself.",
            "Check the field's spelling, or take it out.",
            "minor",
        ),
        RuleText(
            "malformed-placeholder",
            "Every placeholder is well formed",
            "The customer is sent a broken placeholder as it stands.",
            "Mend its brackets.",
            "minor",
        ),
        RuleText(
            "malformed-condition",
            "Every condition is well formed",
            "A condition that is broken, or too branched to follow, can't be judged, and may fail when it is sent.",
            "Close every condition that was opened, or split the reply.",
            "minor",
        ),
        RuleText(
            "hidden-direction",
            "No hidden sign turns the reading direction",
            "The customer reads other words than those that were checked.",
            "Take the sign out.",
            "minor",
        ),
        RuleText(
            "below-pass-mark",
            "Every reply reaches the pass mark",
            "Several small faults add up to a reply that does not recover anything.",
            "Mend the findings of this reply, the heaviest first.",
            "major",
        ),
        RuleText(
            "malformed-suppression",
            "Every suppression can be read",
            "It hides nothing, and whoever wrote it believes that it does.",
            "Write recovery: ignore[rule] and the reason, or the keys rule, reason and expires.",
            "minor",
        ),
        RuleText(
            "unused-suppression",
            "Every suppression is needed",
            "What no longer hides anything will hide the next fault.",
            "Take the suppression out, or mend the rule's name in it.",
            "minor",
        ),
        RuleText(
            "expired-suppression",
            "No suppression has expired",
            "It was meant to hold for a while, and the while is over.",
            "Mend the fault, or set a new date with a new reason.",
            "minor",
        ),
        RuleText(
            "unexplained-suppression",
            "Every suppression gives its reason",
            "Without a reason nobody can tell whether it still holds.",
            "Write the reason behind the rule.",
            "minor",
        ),
        RuleText(
            "blanket-suppression",
            "Every suppression names its rule",
            "What hides everything hides faults that nobody has looked at.",
            "Name the rules that it is meant for.",
            "info",
        ),
    )
}


def rule_texts(*rulebooks: Rulebook) -> dict[str, RuleText]:
    """Returns every rule that a finding can name, by id: the rulebooks' in order, then the check's own."""
    texts = {
        rule.id: RuleText(rule.id, rule.title, rule.why, rule.advice, rule.severity)
        for book in rulebooks
        for rule in book.rules
    }
    return {**texts, **{name: rule for name, rule in OWN_RULES.items() if name not in texts}}
