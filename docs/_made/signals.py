"""A page for every built-in signal: its words, what cancels them, and its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from docs._made.markdown import contents, fenced, page, plain, table
from docs._made.shelf import built_in, own_yaml, subjects, topic
from docs._made.words import lists_named_by
from recovery_eval.signals.models import SignalSpec
from recovery_eval.workshop.cases import Case, NotFoundCase, SignalKnownMiss
from recovery_eval.workshop.examples import Example, Examples, examples
from recovery_eval.workshop.folder import Subject

WORDS = (
    *("phrases", "tokens", "unless", "after", "also", "found_with", "found_by"),
    *("answered_by", "unless_answered_by", "borne_out_by"),
)
PHRASES = "../../how-to/write-a-rule.md#2-say-what-the-words-are"
BEGIN, END = "\ue000", "\ue001"  # stand for what is no text of its own until all else is escaped
LISTS = {"found": "Found in", "not_found": "Not found in", "known_miss": "Known to come out wrong"}


def pages() -> Iterator[tuple[str, str]]:
    """Yields the list of signals, and a page a signal."""
    signals = built_in().library.signals
    rows = [
        [f"[{one.name}]({one.name}.md)", plain(signals[one.name].meaning), signals[one.name].by, topic(one)]
        for one in subjects("signal")
    ]
    yield (
        "signals/index",
        page(
            "# Signals",
            "What was said: one act in one turn. Rules ask for these by name.",
            table(["signal", "meaning", "said by", "topic"], rows),
            contents(subject.name for subject in subjects("signal")),
        ),
    )
    for subject in subjects("signal"):
        yield f"signals/{subject.name}", _page(subject)


def _page(subject: Subject) -> str:
    signals = built_in().library.signals
    signal = signals[subject.name]
    rules = sorted(rule.id for rule in built_in().rules.values() if signal.name in rule.signals)
    others = sorted(name for name, one in signals.items() if signal.name in one.depends_on and name != signal.name)
    return page(
        f"# {signal.name}",
        plain(signal.meaning),
        f"Looked for in turns of the {signal.by}. In `{subject.source.file}`.",
        f"Rules that ask for it: {', '.join(f'[{name}](../rules/{name}.md)' for name in rules)}." if rules else "",
        f"Signals that ask for it: {', '.join(f'[{name}]({name}.md)' for name in others)}." if others else "",
        "A detail, finer than the acts that people label; without a rulebook `annotate` leaves it out."
        if signal.detail
        else "",
        "## Its words",
        fenced(own_yaml(subject, *WORDS), "yaml"),
        f"How a phrase is read stands under [Say what the words are]({PHRASES}).",
        f"The word lists in it: {named}." if (named := lists_named_by(signal)) else "",
        *_phrase_by_phrase(signal),
        *_cases(subject),
    )


@cache
def _examples() -> Mapping[str, Examples]:
    return examples(built_in(), list(subjects("signal")))


def _phrase_by_phrase(signal: SignalSpec) -> Iterator[str]:
    """Yields an example of each phrase, then of what each `unless` cancels."""
    own = _examples()[signal.name]
    groups = [group for _, group in signal.placed_groups]
    found = [_example(phrase, own.found.get(phrase)) for group in groups for phrase in group.phrases]
    cancelled = [
        _example(name, own.cancelled(name, signal.cancelled_by_unless_of(group)))
        for group in groups
        for name in group.unless
    ]
    for title, items in ("## What each phrase finds", found), ("## What each `unless` cancels", cancelled):
        if any(items):
            yield page(title, "\n".join(filter(None, items))).strip()


def _example(name: str, example: Example | None) -> str:
    """Returns an item of a list; nothing where there is no example."""
    if example is None:
        return ""
    text, start, end = example
    marked = plain(f"{text[:start]}{BEGIN}{text[start:end]}{END}{text[end:]}")
    return f"- `{name}`\\\n  {marked.replace(BEGIN, '<strong>').replace(END, '</strong>')}"


def _cases(subject: Subject) -> Iterator[str]:
    for name, title in LISTS.items():
        listed = [case for case in subject.cases if case.wanted == name]
        if listed:
            yield page(f"## {title}", "\n".join(_item(case) for case in listed)).strip()


def _item(case: Case) -> str:
    """Returns a case as an item of a list: its turns, then what is to be known of it."""
    turns = " ⏎ ".join(plain(line) for line in case.data.text.strip().splitlines())
    notes = [f"words: “{plain(quote.quote)}”" for quote in case.data.evidence]
    if isinstance(case.data, NotFoundCase) and case.data.near_miss:
        notes.append(f"cancelled by `{case.data.near_miss}`")
    if isinstance(case.data, SignalKnownMiss):
        notes.append(f"should be {case.data.wanted.replace('_', ' ')}: {plain(case.data.because)}")
    return f"- {turns}" + "".join(f"\\\n  *{note}*" for note in notes)
