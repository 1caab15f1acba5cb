"""Many checklists of one rulebook as a table for spreadsheets, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from recovery_eval.checklist import Checklist


def checklists_table(checklists: Iterable[Checklist]) -> Iterator[str]:
    """Yields the lines of a CSV table: `id`, `score` (empty where no rule applied), `passed`, then a column a rule."""
    header = ["id", "score", "passed"]
    lacks_header = True
    for checklist in checklists:
        if lacks_header:
            yield _line([*header, *(result.rule_id for result in checklist)])
            lacks_header = False
        score = "" if checklist.score is None else str(checklist.score)
        yield _line([checklist.id, score, str(checklist.passed).lower(), *(str(one.outcome) for one in checklist)])
    if lacks_header:
        yield _line(header)


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
