"""Many checklists at a glance: how many passed, and which rules failed most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from recovery_eval.checklist import Checklist
from recovery_eval.display.wording import several, visible
from recovery_eval.outcome import Outcome

_HEAD = ("failed", "passed", "not judged")


class Summary:
    """Counts checklists as they pass by, in memory that doesn't grow with their number.

    Attributes:
        count: How many there were.
        failed: How many of them failed.
    """

    def __init__(self) -> None:
        self.count = self.failed = 0
        self._scored = 0
        self._scores = 0.0
        self._outcomes: dict[tuple[str, str], Counter[Outcome]] = {}

    def counting(self, checklists: Iterable[Checklist]) -> Iterator[Checklist]:
        """Yields the checklists, each counted before."""
        for checklist in checklists:
            self.count += 1
            self.failed += not checklist.passed
            if checklist.score is not None:
                self._scored += 1
                self._scores += checklist.score
            for result in checklist:
                self._outcomes.setdefault((result.rule_id, result.title), Counter())[result.outcome] += 1
            yield checklist

    def text(self) -> str:
        """Returns the counts, and a line for each rule, those first that failed most often."""
        score = f"; mean score {self._scores / self._scored:.1f}" if self._scored else ""
        lines = [
            f"{several(self.count, 'conversation')}: {self.count - self.failed} passed, {self.failed} failed{score}"
        ]
        if self._outcomes:
            lines += ["", f"{'  '.join(_HEAD)}  rule"]
        for (rule_id, title), outcomes in sorted(self._outcomes.items(), key=lambda rule: -rule[1][Outcome.FAIL]):
            failed, passed = outcomes[Outcome.FAIL], outcomes[Outcome.PASS]
            cells = zip((failed, passed, outcomes.total() - failed - passed), map(len, _HEAD), strict=True)
            lines.append(
                "  ".join([*(f"{number:>{width}}" for number, width in cells), visible(f"{title} ({rule_id})")])
            )
        return "\n".join(lines)
