"""Where in a conversation a turn has to stand, made ready to run.

All that has to do with order comes down to a stretch of turns: each operator allows one, and a turn has to lie in all
of them. Only the clock has to be asked turn by turn, and may not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from recovery_eval.judging.view import View
from recovery_eval.judging.wording import counted, listed, noun
from recovery_eval.rulebook import Operators, Reference, Within
from recovery_eval.transcript.models import Speaker

_NOWHERE = range(0)


@dataclass(frozen=True, slots=True)
class Origin:
    """The turn that something is counted from: the first, or the last, that performs one of several signals."""

    names: tuple[str, ...]
    by: Speaker | None
    last: bool

    def turn(self, view: View) -> int | None:
        """Returns its index; None where there is no such turn."""
        found = [signal.turn for name in self.names for signal in view.signals.get(name, ())]
        turns = [turn for turn in found if self.by is None or view.speakers[turn] is self.by]
        return max(turns, default=None) if self.last else min(turns, default=None)


class Bound(NamedTuple):
    """One operator about order.

    Attributes:
        key: What a near miss is said to be cancelled by, as in `within: 2 agent turns`.
        span: Returns the turns that it allows in a view.
    """

    key: str
    span: Callable[[View], range]


class Clock(NamedTuple):
    """How many seconds may lie between a turn and the one it is counted from."""

    origin: Origin
    seconds: float
    back: bool
    key: str

    def allows(self, turn: int, start: int | None, view: View) -> bool | None:
        """Whether a turn is near enough to the origin's, if there is one; None where the times do not tell."""
        if start is None:
            return False
        between = view.seconds_between(*((turn, start) if self.back else (start, turn)))
        return None if between is None else between <= self.seconds


class Sifted(NamedTuple):
    """The turns that stand in their place, and those of which the clock doesn't tell."""

    sure: list[int]
    unclear: list[int]


@dataclass(frozen=True, slots=True)
class Place:
    """All that a condition asks about where a turn stands.

    Attributes:
        bounds: The operators about order.
        clock: The one about time, if there is one.
        words: That, as the end of a phrase: ` after a complaint, within 2 agent turns`. Empty where nothing is asked.
    """

    bounds: tuple[Bound, ...]
    clock: Clock | None
    words: str

    def sift(self, turns: Iterable[int], view: View) -> Sifted:
        """Sorts turns by whether they stand where they have to; the others are left out."""
        allowed = self.span(view)
        if self.clock is None:
            return Sifted([turn for turn in turns if turn in allowed], [])
        start = self.clock.origin.turn(view)
        sure, unclear = [], []
        for turn in turns:
            if turn in allowed:
                near = self.clock.allows(turn, start, view)
                if near:
                    sure.append(turn)
                elif near is None:
                    unclear.append(turn)
        return Sifted(sure, unclear)

    def span(self, view: View) -> range:
        """Returns the turns that every operator about order allows."""
        start, stop = 0, len(view.speakers)
        for bound in self.bounds:
            span = bound.span(view)
            start, stop = max(start, span.start), min(stop, span.stop)
        return range(start, stop)

    def refusals(self, turns: Iterable[int], view: View) -> dict[int, str]:
        """Returns, of the turns that can't count, the key of the first operator that each is kept out by."""
        spans = [(bound.key, bound.span(view)) for bound in self.bounds]
        start = self.clock.origin.turn(view) if self.clock is not None else None
        refused = {}
        for turn in turns:
            key = next((key for key, span in spans if turn not in span), None)
            if key is None and self.clock is not None and self.clock.allows(turn, start, view) is False:
                key = self.clock.key
            if key is not None:
                refused[turn] = key
        return refused

    def lacking_times(self, unclear: Iterable[int], view: View) -> str:
        """Returns why the clock doesn't tell, as in `turns 0 and 3 have no times`."""
        start = self.clock.origin.turn(view) if self.clock is not None else None
        asked = sorted({*unclear, *(() if start is None else (start,))})
        without = [turn for turn in asked if not view.has_time(turn)]
        if not without:
            return f"the times of turns {listed([str(turn) for turn in asked], 'and')} can't be compared"
        if len(without) == 1:
            return f"turn {without[0]} has no time"
        return f"turns {listed([str(turn) for turn in without], 'and')} have no times"


def ready_place(operators: Operators, by: Speaker | None) -> Place | None:
    """Makes the operators about place ready to run; None where there are none.

    Args:
        operators: The condition.
        by: Whose turns its `in` counts; None: everybody's.
    """
    bounds, words = [], []
    after = _origin(operators.after)
    before = _origin(operators.before)
    for preposition, origin, side in (("after", after, _later), ("before", before, _earlier)):
        if origin is not None:
            bounds.append(Bound(f"{preposition}: {_named(origin)}", side(origin)))
            words.append(f"{preposition} {_described(origin)}")
    clock = None
    if operators.within is not None:
        counted_from = after if after is not None else before
        back = after is None and before is not None
        limits = list(_limits(operators.within, counted_from, back=back))
        clock = _clock(operators.within, counted_from, back=back)
        bounds += limits
        keys = [limit.key for limit in limits] + ([clock.key] if clock is not None else [])
        words.append(f"within {listed([key.removeprefix('within: ') for key in keys], 'and')}")
    if operators.among is not None:
        first, last = operators.among.first, operators.among.last
        end, count = ("first", first) if first is not None else ("last", last or 0)
        turns = f"{end} {counted(count, 'turn', by) if count > 1 else f'{by} turn' if by else 'turn'}"
        bounds.append(Bound(f"in: {turns}", _ends(by, count, last=first is None)))
        words.append(f"in the {turns}")
    return Place(tuple(bounds), clock, " " + ", ".join(words)) if words else None


def _origin(reference: Reference | None) -> Origin | None:
    if reference is None:
        return None
    return Origin(reference.signal, Speaker(reference.by) if reference.by else None, reference.which == "last")


def _named(origin: Origin) -> str:
    names = " or ".join(origin.names)
    return f"last {names}" if origin.last else names


def _described(origin: Origin) -> str:
    nouns = listed([noun(name) for name in origin.names], "or")
    return f"the last turn with {nouns}" if origin.last else nouns


def _later(origin: Origin) -> Callable[[View], range]:
    def span(view: View) -> range:
        start = origin.turn(view)
        return _NOWHERE if start is None else range(start + 1, len(view.speakers))

    return span


def _earlier(origin: Origin) -> Callable[[View], range]:
    def span(view: View) -> range:
        start = origin.turn(view)
        return _NOWHERE if start is None else range(start)

    return span


def _limits(within: Within, origin: Origin | None, *, back: bool) -> Iterator[Bound]:
    for count, by in ((within.turns, None), (within.agent_turns, Speaker.AGENT)):
        if count is not None:
            yield Bound(f"within: {counted(count, 'turn', by)}", _near(origin, count, by, back=back))
    if within.answers is not None:
        yield Bound(f"within: {counted(within.answers, 'answer')}", _answers(origin, within.answers, back=back))


def _near(origin: Origin | None, count: int, by: Speaker | None, *, back: bool) -> Callable[[View], range]:
    """Up to and with the turn of that number, counted from the origin or else from the start."""

    def span(view: View) -> range:
        start = -1 if origin is None else origin.turn(view)
        if start is None:
            return _NOWHERE
        turns = view.turns_by(by)
        if back:
            earlier = [turn for turn in turns if turn < start]
            return range(earlier[-count] if len(earlier) >= count else 0, start)
        later = [turn for turn in turns if turn > start]
        return range(start + 1, later[count - 1] + 1 if len(later) >= count else len(view.speakers))

    return span


def _answers(origin: Origin | None, count: int, *, back: bool) -> Callable[[View], range]:
    """Up to and with the agent's answer of that number; turns without a word of the customer between are one."""

    def span(view: View) -> range:
        start = -1 if origin is None else origin.turn(view)
        if start is None:
            return _NOWHERE
        begun, answering = 0, False
        edge = 0 if back else len(view.speakers) - 1
        for turn in range(start - 1, -1, -1) if back else range(start + 1, len(view.speakers)):
            by = view.speakers[turn]
            if by is Speaker.CUSTOMER:
                answering = False
            elif by is Speaker.AGENT:
                begun += not answering
                if begun > count:
                    break
                answering = True
                if begun == count:
                    edge = turn
        return range(edge, start) if back else range(start + 1, edge + 1)

    return span


def _ends(by: Speaker | None, count: int, *, last: bool) -> Callable[[View], range]:
    def span(view: View) -> range:
        turns = view.turns_by(by)
        wanted = turns[-count:] if last else turns[:count]
        return range(wanted[0], wanted[-1] + 1) if wanted else _NOWHERE

    return span


def _clock(within: Within, origin: Origin | None, *, back: bool) -> Clock | None:
    if within.minutes is None or origin is None:
        return None
    return Clock(origin, within.minutes * 60, back, f"within: {_span(within.minutes)}")


def _span(minutes: float) -> str:
    """Returns `20 minutes`, `an hour` or `2 days`."""
    for size, unit, one in ((24 * 60, "day", "a day"), (60, "hour", "an hour")):
        if minutes % size == 0:
            return one if minutes == size else f"{minutes / size:g} {unit}s"
    return f"{minutes:g} minute{'' if minutes == 1 else 's'}"
