"""What the golden files hold. To write them anew: `.venv/bin/python -m tests.golden.render`; then read the diff."""

from __future__ import annotations

from pathlib import Path

from recovery_eval.display.explanation import explanation_text
from recovery_eval.display.html import checklist_html, checklists_page
from recovery_eval.display.text import checklist_text
from tests.golden.sample import CHECKLIST, RESULTS, TRANSCRIPT, WITHOUT_TRANSCRIPT

HERE = Path(__file__).parent


def rendered() -> dict[str, str]:
    """Returns the content of every golden file by its name."""
    signals = [signal for result in RESULTS for signal in result.evidence]
    near_misses = [near for result in RESULTS for near in result.near_misses]
    return {
        "checklist.txt": checklist_text(CHECKLIST) + "\n",
        "checklist-colour.txt": checklist_text(CHECKLIST, color=True) + "\n",
        "explanation.txt": explanation_text(TRANSCRIPT, signals, near_misses) + "\n",
        "checklist.html": checklist_html(CHECKLIST),
        "page.html": "".join(checklists_page([CHECKLIST, WITHOUT_TRANSCRIPT])),
    }


if __name__ == "__main__":
    for name, content in rendered().items():
        (HERE / name).write_text(content, encoding="utf-8", newline="\n")
