"""A page for every built-in rule: what it asks, why, where it errs, and its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docs._made.markdown import contents, fenced, page, plain, table
from docs._made.shelf import built_in, own_yaml, rulebooks, subjects, topic
from recovery_eval import Rule
from recovery_eval.workshop.cases import Case, PassCase, RuleKnownMiss
from recovery_eval.workshop.folder import Subject

LISTS = {
    "fail": "Fails",
    "pass": "Passes",
    "not_applicable": "Not applicable",
    "undetermined": "Can't be judged",
    "known_miss": "Known to come out wrong",
}


def pages() -> Iterator[tuple[str, str]]:
    """Yields the list of rules, and a page a rule."""
    rows = [
        [f"[{subject.name}]({subject.name}.md)", plain(built_in().rules[subject.name].title), topic(subject)]
        for subject in subjects("rule")
    ]
    yield (
        "rules/index",
        page(
            "# Rules",
            "What should have been said. Each page has the rule's reason, its condition and every case that proves it.",
            table(["rule", "title", "topic"], rows),
            contents(subject.name for subject in subjects("rule")),
        ),
    )
    for subject in subjects("rule"):
        yield f"rules/{subject.name}", _page(subject, built_in().rules[subject.name])


def _page(subject: Subject, rule: Rule) -> str:
    signals = ", ".join(f"[{name}](../signals/{name}.md)" for name in sorted(rule.signals))
    return page(
        f"# {plain(rule.title)}",
        f"`{rule.id}`, in `{subject.source.file}`. Weight {rule.weight:g}, {rule.severity}.",
        plain(rule.why),
        f"**Advice.** {plain(rule.advice)}",
        "## What it asks",
        fenced(own_yaml(subject, "applies_when", "require"), "yaml"),
        f"It looks at {signals}." if signals else "",
        "What the keys mean stands under [conditions](../conditions.md).",
        "## Where it comes from",
        table(["framework", "item"], ([plain(one.framework), plain(one.item)] for one in rule.source)),
        _rulebooks(rule),
        "## Where it may err",
        "\n".join(f"- {plain(text)}" for text in rule.may_misfire),
        *_cases(subject.cases),
    )


def _rulebooks(rule: Rule) -> str:
    rows = [
        [f"[{book.name}](../rulebooks/{book.name}.md)", f"{own.weight:g}", own.severity]
        for book in rulebooks()
        for own in book.rules
        if own.id == rule.id
    ]
    return page("## Rulebooks that choose it", table(["rulebook", "weight", "severity"], rows)).strip() if rows else ""


def _cases(cases: Sequence[Case]) -> Iterator[str]:
    for name, title in LISTS.items():
        listed = [case for case in cases if case.wanted == name]
        if listed:
            yield f"## {title}"
        for case in listed:
            yield page(f"**{case.index + 1}.** {_note(case)}".rstrip(), fenced(case.data.text)).strip()


def _note(case: Case) -> str:
    words = ", ".join(f"“{plain(quote.quote)}”" for quote in case.data.evidence)
    notes = [f"Decided by {words}."] if words else []
    if isinstance(case.data, PassCase) and case.data.near is not None:
        notes.append(f"Number {case.data.near + 1} of those that fail, with little changed.")
    if isinstance(case.data, RuleKnownMiss):
        notes.append(f"Should be “{case.data.wanted.replace('_', ' ')}”. {plain(case.data.because)}")
    return " ".join(notes)
