"""A library at a glance, as text and as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from recovery_eval.canned.models import JudgedReply, Reply
from recovery_eval.canned.overview import Overview
from recovery_eval.canned.similar import Likeness
from recovery_eval.display.highlight import escaped
from recovery_eval.display.html import POLICY
from recovery_eval.display.style import PAGE_STYLE
from recovery_eval.display.wording import score_words, visible

MOST_SHOWN = 20  # lowest replies, and groups of copies, in the terminal
BAR = 40  # characters of the longest bar


def library_text(shown: Overview) -> str:
    """Returns the overview as lines of text; the longer lists are cut, and say so."""
    return "\n".join(visible(line) for part in _parts(shown) for line in part) + "\n"


def _parts(shown: Overview) -> Iterator[list[str]]:
    yield [shown.summary]
    if shown.faults:
        yield ["", "Could not be read", *(f"  {fault}" for fault in shown.faults)]
    most = max((count for _, _, count in shown.bands), default=0) or 1
    bands = [
        f"  {_band(low, high):>9}  {count:>5}  {'█' * round(BAR * count / most)}" for low, high, count in shown.bands
    ]
    yield ["", "Replies by score", *(line.rstrip() for line in bands), f"  {'no score':>9}  {shown.unscored:>5}"]
    if shown.rules:
        rows = [f"  {count:>5} in {replies:>5}  {rule.severity:<8}  {rule.id}" for rule, count, replies in shown.rules]
        yield ["", "Findings by rule (findings, replies)", *rows]
    low = [one for one in shown.replies if one.score is not None and one.score < 100]
    if low:
        lowest = [f"  {one.score:>5g}  {_where(one.reply)}" for one in low[:MOST_SHOWN]]
        yield ["", "Lowest scores", *lowest, *_more(len(low))]
    yield from _groups("The same words", shown.copies)
    yield from _groups("Alike", shown.near)
    if shown.missing:
        yield ["", "Alike", f"  {shown.missing}"]


def _groups(title: str, groups: Iterable[Likeness]) -> Iterator[list[str]]:
    those = list(groups)
    if those:
        lines = [line for group in those[:MOST_SHOWN] for line in _group(group)]
        yield ["", title, *lines, *_more(len(those))]


def _group(group: Likeness) -> Iterator[str]:
    for number, reply in enumerate(group.replies):
        yield f"  {f'{group.likeness:g} %' if number == 0 else '':>7}  {_where(reply)}"


def _more(count: int) -> list[str]:
    return [f"  … and {count - MOST_SHOWN} more"] if count > MOST_SHOWN else []


def _band(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _where(reply: Reply) -> str:
    return f"{reply.path}:{reply.place.line}  {reply.title or reply.id}"


def library_json(shown: Overview) -> str:
    """Returns the overview as JSON."""
    document = {
        "summary": shown.summary,
        "replies": [{**_record(one.reply), "score": one.score} for one in shown.replies],
        "rules": [
            {"rule": rule.id, "severity": rule.severity, "findings": count, "replies": replies}
            for rule, count, replies in shown.rules
        ],
        "copies": [[_record(reply) for reply in group.replies] for group in shown.copies],
        "alike": [
            {"likeness": group.likeness, "replies": [_record(reply) for reply in group.replies]} for group in shown.near
        ],
        "missing": shown.missing or None,
        "faults": list(shown.faults),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(reply: Reply) -> dict[str, object]:
    return {"path": reply.path, "line": reply.place.line, "id": reply.id, "title": reply.title}


def library_html(shown: Overview) -> str:
    """Returns the overview as a page of its own, without script; every list is whole."""
    bands = _table(("Score", "Replies"), [(_band(low, high), count) for low, high, count in shown.bands])
    rules = _table(
        ("Rule", "Severity", "Findings", "Replies"),
        [(f"{rule.title} ({rule.id})", rule.severity, count, replies) for rule, count, replies in shown.rules],
    )
    replies = _table(("Score", "Reply", "Place"), [_reply_row(one) for one in shown.replies])
    alike = _table(
        ("Likeness", "Replies"),
        [(f"{group.likeness:g} %", _names(group)) for group in (*shown.copies, *shown.near)],
    )
    faults = "".join(f"<li>{escaped(fault)}</li>\n" for fault in shown.faults)
    parts = [
        ("Could not be read", f"<ul>\n{faults}</ul>\n" if faults else ""),
        ("Replies by score", bands),
        ("Findings by rule", rules),
        ("The same words, or alike", alike + (f"<p>{escaped(shown.missing)}.</p>\n" if shown.missing else "")),
        ("Replies", replies),
    ]
    body = "".join(f"<h2>{title}</h2>\n{part}" for title, part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Canned responses</title>\n<style>\n{PAGE_STYLE}</style>\n</head>\n<body>\n<h1>Canned responses</h1>\n"
        f"<p>{escaped(shown.summary)}.</p>\n{body}</body>\n</html>\n"
    )


def _reply_row(one: JudgedReply) -> tuple[object, ...]:
    return score_words(one.score), one.reply.title or one.reply.id, f"{one.reply.path}:{one.reply.place.line}"


def _names(group: Likeness) -> str:
    return "\n".join(_where(reply) for reply in group.replies)


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Returns a table, or nothing where it would have no rows. Cells are escaped; their line ends are kept."""
    lines = ["".join(f"<td>{_cell(str(cell))}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    columns = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _cell(text: str) -> str:
    # <bdi> keeps letters of another reading direction from reordering what stands around them.
    return f"<bdi>{escaped(text)}</bdi>".replace("\n", "<br>")
