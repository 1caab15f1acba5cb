"""A checklist as HTML: the conversation with its evidence marked, and the results beside it. No script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recovery_eval.checklist import Checklist
from recovery_eval.display.highlight import Mark, escaped, highlighted
from recovery_eval.display.style import FRAGMENT_STYLE, PAGE_STYLE
from recovery_eval.display.wording import (
    APOLOGY,
    MARKS,
    MEND_FIRST,
    PROMISES,
    TURNS_FROM_ZERO,
    WORDS,
    promise_terms,
    score_words,
    verdict_words,
)
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.wording import first_words, why_not_counted
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.transcript.models import Transcript, Turn
from recovery_eval.transcript.redaction import masked

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def checklist_html(checklist: Checklist) -> str:
    """Returns the checklist as an HTML fragment with its own style, for a notebook or another page.

    A checklist without its transcript is shown as the results alone.
    """
    return f'<div class="recovery-eval"><style>\n{FRAGMENT_STYLE}</style>\n{_body(checklist)}</div>\n'


def checklists_page(checklists: Iterable[Checklist]) -> Iterator[str]:
    """Yields the pieces of a stand-alone HTML document: a summary table, then every checklist.

    All checklists are taken, and kept as HTML, before the first piece comes, for the table stands on top.
    """
    rows: list[str] = []
    articles: list[str] = []
    for number, checklist in enumerate(checklists, start=1):
        rows.append(_summary_row(checklist, number))
        articles.append(f'<article id="c{number}" class="recovery-eval">\n{_body(checklist)}</article>\n')
    title = f"recovery_eval: {len(rows)} conversation{'' if len(rows) == 1 else 's'}"
    yield (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{PAGE_STYLE}{FRAGMENT_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        '<table>\n<thead><tr><th scope="col">Conversation</th><th scope="col">Score</th><th scope="col">Result</th>'
        '<th scope="col">Failed rules</th></tr></thead>\n<tbody>\n'
    )
    yield from rows
    yield "</tbody>\n</table>\n"
    yield from articles
    yield "</body>\n</html>\n"


def _summary_row(checklist: Checklist, number: int) -> str:
    failed = "<br>".join(escaped(r.title) for r in checklist.results if r.outcome is Outcome.FAIL) or "none"
    return (
        f'<tr><th scope="row"><a href="#c{number}">{_isolated(checklist.id or f"conversation {number}")}</a></th>'
        f"<td>{score_words(checklist.score)}</td><td>{verdict_words(checklist)}</td><td>{failed}</td></tr>\n"
    )


def _body(checklist: Checklist) -> str:
    provenance = checklist.provenance
    conversation = _conversation(checklist.transcript, checklist.results) if checklist.transcript else ""
    results = "".join(_result(result) for result in checklist.results)
    return (
        f"<h2>{_isolated(checklist.id or 'Checklist')}</h2>\n"
        f"<p>Score <strong>{score_words(checklist.score)}</strong>, {verdict_words(checklist)}.</p>\n"
        f"{_fixes(checklist)}"
        f'<p class="re-small">Rulebook {escaped(provenance.rulebook)} {escaped(provenance.rulebook_version)}. '
        f'{TURNS_FROM_ZERO}</p>\n<div class="re-columns">\n{conversation}'
        f"<section>\n<h3>Checklist</h3>\n<ul>\n{results}</ul>\n"
        f"{_promises(checklist)}{_apology(checklist)}</section>\n</div>\n"
    )


def _fixes(checklist: Checklist) -> str:
    """What to mend first, where the checklist failed."""
    fixes = checklist.fixes
    rows = "".join(
        f"<li>{number}. {escaped(fix.title)}: then {score_words(fix.score)}. {_isolated(fix.advice)}</li>\n"
        for number, fix in enumerate(fixes, start=1)
    )
    return f"<p>{MEND_FIRST}</p>\n<ol>\n{rows}</ol>\n" if rows else ""


def _promises(checklist: Checklist) -> str:
    """What was promised and what became of it, where anything was."""
    rows = "".join(
        f"<li><p><strong>{promise.status}</strong> turn {promise.turn}: {_quoted(promise.quote)} "
        f'<span class="re-small">({_isolated(promise_terms(promise))})</span></p>'
        f"<p>{_isolated(promise.reason)}</p></li>\n"
        for promise in checklist.promises
    )
    return f"<h3>{PROMISES}</h3>\n<ul>\n{rows}</ul>\n" if rows else ""


def _apology(checklist: Checklist) -> str:
    """The parts of the apology that are there, with their first words, and those that are not."""
    profile = checklist.apology
    if not profile.present:
        return ""
    held = ", ".join(f"{part} {_quoted(first_words(getattr(profile, part)[0].quote))}" for part in profile.present)
    return f"<h3>{APOLOGY}</h3>\n<p>Has: {held}. Lacks: {', '.join(profile.missing) or 'none'}.</p>\n"


def _conversation(transcript: Transcript, results: Iterable[RuleResult]) -> str:
    marks: dict[int, list[Mark]] = {}
    for result in results:
        for signal in result.evidence:
            kind = "other" if result.outcome not in (Outcome.PASS, Outcome.FAIL) else str(result.outcome)
            label = f"{WORDS[result.outcome]}: {result.title} ({signal.name})"
            marks.setdefault(signal.turn, []).append(Mark(signal.start, signal.end, kind, label))
        for near in result.near_misses:
            label = f"near miss: {near.name} not counted, {why_not_counted(near)}"
            marks.setdefault(near.turn, []).append(Mark(near.start, near.end, "near", label))
    turns = "".join(_turn(index, turn, marks.get(index, [])) for index, turn in enumerate(masked(transcript).turns))
    return f'<section>\n<h3>Conversation</h3>\n<ol start="0">\n{turns}</ol>\n</section>\n'


def _turn(index: int, turn: Turn, marks: list[Mark]) -> str:
    who = f"turn {index}, {turn.speaker}" + (f", {_isolated(turn.name)}" if turn.name else "")
    labels = dict.fromkeys(mark.label for mark in sorted(marks))
    notes = "".join(f'<p class="re-small re-note">{escaped(label)}</p>' for label in labels)
    return (
        f'<li class="re-turn re-{turn.speaker}"><p class="re-who">{who}</p>'
        f'<p class="re-said" dir="auto">{highlighted(turn.text, marks)}</p>{notes}</li>\n'
    )


def _result(result: RuleResult) -> str:
    lines = [f"<p>{_isolated(result.reason)}</p>"]
    lines += [f"<p>Applies by turn {signal.turn}: {_found(signal)}</p>" for signal in result.occasion]
    lines += [f"<p>Turn {signal.turn}: {_found(signal)}</p>" for signal in result.evidence]
    lines += [f"<p>Near miss in turn {near.turn}: {_cancelled(near)}</p>" for near in result.near_misses]
    if result.advice:
        lines.append(f"<p><em>Advice:</em> {_isolated(result.advice)}</p>")
    outcome = f"{MARKS[result.outcome]} {WORDS[result.outcome]}"
    terms = escaped(f"{result.rule_id}, weight {result.weight:g}, {result.severity}")
    return (
        f'<li class="re-result re-{result.outcome}"><p><strong>{outcome}</strong> {escaped(result.title)} '
        f'<span class="re-small">({terms})</span></p>{"".join(lines)}</li>\n'
    )


def _found(signal: Signal) -> str:
    return f"{escaped(signal.name)} {_quoted(signal.quote)}"


def _cancelled(near: NearMiss) -> str:
    return f"{escaped(near.name)} {_quoted(near.quote)} not counted: {_isolated(why_not_counted(near))}"


def _quoted(words: str) -> str:
    return f"“{_isolated(words)}”"


def _isolated(text: str) -> str:
    # <bdi> keeps letters and controls of another reading direction from reordering what stands around them.
    return f"<bdi>{escaped(text)}</bdi>"
