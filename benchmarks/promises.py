"""How far the promise ledger agrees with labels: `docs/reference/promises.md`.

python -m benchmarks.promises       writes the tables of docs/reference/promises.md anew, and leaves its words
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from benchmarks.pages import CHECKOUT, records, table, write
from recovery_eval import Transcript
from recovery_eval.beyond import read_beyond
from recovery_eval.promises import Promise, Status, Strength

PAGE = "reference/promises.md"
FILES = {"tuning": CHECKOUT / "corpora/promises/tuning.jsonl", "held-out": CHECKOUT / "corpora/promises/held-out.jsonl"}
BEGIN, END = "<!-- Figures: made by `make docs-tables`. -->", "<!-- End of figures. -->"


class Pair(NamedTuple):
    """A labelled promise and the one that was found at its words, if any."""

    label: dict[str, Any]
    found: Promise | None

    @property
    def is_right(self) -> bool:
        """Whether it was found with the labelled strength, status and due time."""
        if self.found is None:
            return False
        due = self.found.due.isoformat() if self.found.due is not None else None
        label = self.label
        return (self.found.strength, self.found.status, due) == (label["strength"], label["status"], label["due"])


class Compared(NamedTuple):
    """The labelled promises of a file, each with what was found; and what was found where nothing is labelled."""

    pairs: list[Pair]
    extra: list[Promise]


def compared(name: str) -> Compared:
    """Returns the promises of a file of labels beside those found. Two are the same where their words overlap."""
    pairs: list[Pair] = []
    extra: list[Promise] = []
    for record in records([FILES[name]]):
        transcript = Transcript.model_validate({key: record[key] for key in ("id", "channel", "turns")})
        left = list(read_beyond(transcript).promises)
        for label in record["promises"]:
            start = transcript.turns[label["turn"]].text.index(label["quote"])
            end = start + len(label["quote"])
            same = [one for one in left if one.turn == label["turn"] and one.start < end and start < one.end]
            same.sort(key=lambda one, kind=label["kind"]: one.kind != kind)  # type: ignore[misc]
            pairs.append(Pair(label, same[0] if same else None))
            left = [one for one in left if not same or one is not same[0]]
        extra += left
    return Compared(pairs, extra)


def figures() -> str:
    """Returns the tables; the same signals and labels give the same bytes."""
    parts = {name: compared(name) for name in FILES}
    every = Compared(
        [pair for part in parts.values() for pair in part.pairs], [one for part in parts.values() for one in part.extra]
    )
    rows = [_row(name, part) for name, part in (*parts.items(), ("both", every))]
    head = ("labels", "promises", "found", "kind", "strength", "due", "status", "all right", "found in excess")
    return f"""{BEGIN}

{table(head, rows)}

"All right" means found, with the labelled strength, due time and status.

Status, strong promises, labels down and findings across:

{_confusion(pair for pair in every.pairs if pair.label["strength"] == "strong")}

Status, weak promises:

{_confusion(pair for pair in every.pairs if pair.label["strength"] == "weak")}

Strength:

{_strengths(every.pairs)}

{END}"""


def _row(name: str, part: Compared) -> Sequence[str]:
    pairs, number = part.pairs, len(part.pairs)
    found = [pair for pair in pairs if pair.found is not None]

    def share(count: int) -> str:
        return f"{count} ({100 * count / number:.0f} %)"

    due = sum(
        (one.due.isoformat() if one.due else None) == pair.label["due"]
        for pair in found
        if (one := pair.found) is not None
    )
    by = {
        key: sum(getattr(pair.found, key) == pair.label[key] for pair in found)
        for key in ("kind", "strength", "status")
    }
    return (
        name,
        str(number),
        share(len(found)),
        share(by["kind"]),
        share(by["strength"]),
        share(due),
        share(by["status"]),
        share(sum(pair.is_right for pair in pairs)),
        str(len(part.extra)),
    )


def _confusion(pairs: Iterable[Pair]) -> str:
    cells = Counter((pair.label["status"], str(pair.found.status) if pair.found else "missed") for pair in pairs)
    columns = [*map(str, Status), "missed"]
    rows = [(str(label), *(str(cells[str(label), column]) for column in columns)) for label in Status]
    return table(("label", *columns), rows)


def _strengths(pairs: Iterable[Pair]) -> str:
    cells = Counter((pair.label["strength"], str(pair.found.strength) if pair.found else "missed") for pair in pairs)
    columns = [*map(str, Strength), "missed"]
    rows = [(str(label), *(str(cells[str(label), column]) for column in columns)) for label in Strength]
    return table(("label", *columns), rows)


def page() -> str:
    """Returns the page with its figures made anew."""
    text = (CHECKOUT / "docs" / PAGE).read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    return f"{before}{figures()}{after}"


if __name__ == "__main__":
    write(PAGE, page())
