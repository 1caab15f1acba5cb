"""Faults in rule files, with the lines around each."""

from __future__ import annotations

from collections.abc import Iterable

from recovery_eval.display.wording import visible
from recovery_eval.errors import Fault

WIDEST = 160  # characters of a line that are shown


def faults_text(faults: Iterable[Fault]) -> str:
    """Returns each fault as `file:line:column path message`, the lines around it, and a caret at its column."""
    return "\n".join(fault_text(fault) for fault in faults)


def fault_text(fault: Fault) -> str:
    """Returns one fault as `faults_text` does."""
    lines = [visible(str(fault))]
    margin = max((len(str(number)) for number, _ in fault.around), default=0)
    for number, text in fault.around:
        start = max(0, fault.column - WIDEST // 2) if number == fault.line else 0
        shown = text[start : start + WIDEST]
        lines.append(f"  {number:>{margin}} | {visible(shown)}".rstrip())
        if number == fault.line:
            before = len(visible(shown[: fault.column - 1 - start]))
            lines.append(f"  {'':>{margin}} | {'':>{before}}^")
    return "\n".join(lines)
