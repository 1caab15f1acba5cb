"""What came of mutation, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from recovery_eval.display.wording import several, visible
from recovery_eval.workshop.mutate import Tried
from recovery_eval.workshop.survivors import MutationReport


def mutation_text(report: MutationReport) -> str:
    """Returns the survivors that no entry explains, the entries that nothing needs, and the shares killed."""
    lines = [f"{one.drop.fault.where} survives without it: {visible(one.drop.name)}" for one in report.survivors]
    lines += [visible(str(fault)) for fault in report.unused]
    if lines:
        lines.append("")
    for key in ("signal", "rule"):
        some = [one for one in report.tried if one.key == key]
        if some:
            lines.append(f"{key + 's':<8} {_killed(some)}")
    lines.append(f"{'in all':<8} {_killed(report.tried)}")
    if report.known:
        lines.append(f"{several(len(report.known), 'survivor')} known, each with its reason")
    return "\n".join(lines)


def _killed(tried: Sequence[Tried]) -> str:
    killed = sum(one.killed for one in tried)
    share = f" ({killed / len(tried):.1%})" if tried else ""
    return f"{killed} of {len(tried)} mutants killed{share}"
