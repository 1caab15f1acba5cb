"""How tasks are measured against one another: in turn, so that a busy machine slows all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time

Times = dict[str, list[float]]


def measured(
    tasks: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = process_time
) -> Times:
    """Returns how long each task takes in each round, in seconds; a round before them warms all."""
    times: Times = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            begin = clock()
            task()
            if number:
                times[name].append(clock() - begin)
    return times


def ratio(times: Times, name: str, beside: str) -> str:
    """Returns the median of the ratios of two tasks, round by round, with the least and the greatest."""
    ratios = [a / b for a, b in zip(times[name], times[beside], strict=True)]
    return spread(ratios, ".2f")


def spread(values: Sequence[float], form: str) -> str:
    """Returns the median of some values with the least and the greatest, each written in a form."""
    return f"{median(values):{form}}  ({min(values):{form}} to {max(values):{form}})"
