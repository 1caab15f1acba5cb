"""Many checklists of one rulebook as a table for spreadsheets, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from recovery_eval.checklist import Checklist
from recovery_eval.transcript.models import Speaker, Transcript

_HEADER = ("id", "channel", "agent", "began", "score", "passed")


def checklists_table(checklists: Iterable[Checklist]) -> Iterator[str]:
    """Yields the lines of a CSV table, its header first: about the conversation, then the outcome of each rule.

    What is not known is empty: the channel, the agents' names, when the first turn was, and the score where no rule
    applied.
    """
    lacks_header = True
    for checklist in checklists:
        if lacks_header:
            yield _line([*_HEADER, *(result.rule_id for result in checklist)])
            lacks_header = False
        about = _about(checklist.transcript) if checklist.transcript is not None else [""] * 3
        score = "" if checklist.score is None else str(checklist.score)
        outcomes = [str(result.outcome) for result in checklist]
        yield _line([checklist.id, *about, score, str(checklist.passed).lower(), *outcomes])
    if lacks_header:
        yield _line(_HEADER)


def _about(transcript: Transcript) -> list[str]:
    """Returns the channel, the agents' names, and when the conversation began."""
    names = [turn.name for turn in transcript.turns if turn.speaker is Speaker.AGENT and turn.name is not None]
    began = transcript.turns[0].time if transcript.turns else None
    return [
        transcript.channel or "",
        transcript.agent_name or ", ".join(dict.fromkeys(names)),
        began.isoformat() if began is not None else "",
    ]


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)  # a cell is quoted where it holds one of these
    return line.getvalue().removesuffix("\r\n") + "\n"
