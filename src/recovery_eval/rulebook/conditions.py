"""Conditions: what a rule asks of a transcript, as keys of a YAML mapping.

Each kind of condition is known by its head key (`all_of`, `signal`, …), so that a mistake inside one is told in terms
of that kind. What conditions on a signal and on a turn share stands in `operators`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from recovery_eval.errors import nearest
from recovery_eval.promises import LEDGER_SIGNALS
from recovery_eval.rulebook.operators import Operators, Party, SignalName, SignalNames
from recovery_eval.sources import STRICT, Loc, as_list

_HEADS = ("all_of", "any_of", "none_of", "signal", "turn_by", "interrupts", "promise")


class SignalCondition(Operators):
    """Turns perform a signal.

    Attributes:
        signal: The signal's name, or a list of names of which any will do.
        by: Who has to make the turn; anyone by default.
        companions: The key `with`: the same turn has to perform one of these signals too.
        without: Signals that undo it when they stand in the same turn.
    """

    signal: SignalNames
    by: Party | None = None
    companions: tuple[SignalName, ...] = Field(default=(), max_length=50, alias="with")
    without: tuple[SignalName, ...] = Field(default=(), max_length=50)

    @field_validator("without")
    @classmethod
    def _can_count(cls, without: tuple[SignalName, ...], info: ValidationInfo) -> tuple[SignalName, ...]:
        for key in ("signal", "companions"):
            both = sorted(set(without) & set(info.data.get(key, ())))
            if both:
                raise ValueError(f"{both[0]!r} is asked for by {'with' if key == 'companions' else key!r}")
        return without


class TurnByCondition(Operators):
    """The transcript holds turns of this speaker."""

    turn_by: Literal["agent", "customer", "internal"]


class InterruptionCondition(BaseModel):
    """Somebody begins to speak inside a turn of the other side.

    In every talk there is an “mm-hm” between, and one turn begins as another ends; `seconds` leaves these out. Where
    turns don't tell when they were spoken, the condition is undetermined.

    Attributes:
        interrupts: Who begins to speak.
        seconds: Both speak at once for longer than this.
    """

    model_config = STRICT

    interrupts: Party
    seconds: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 0.0


PromiseStatus = Literal["kept", "broken", "open", "unverifiable"]


class PromiseCondition(BaseModel):
    """The promise ledger holds a promise of this status.

    Where no promise has it and all that could are unverifiable, the condition is undetermined; with `shown_by` it does
    not hold, for the signal would have to be there.

    Attributes:
        promise: The status, or a list of which any will do.
        strength: Only `strong` promises, or only `weak` ones; both by default.
        shown_by: Only promises whose status rests on one of these signals.
    """

    model_config = STRICT

    promise: Annotated[
        tuple[PromiseStatus, ...],
        Field(min_length=1, max_length=4),
        BeforeValidator(as_list, json_schema_input_type=PromiseStatus | tuple[PromiseStatus, ...]),
    ]
    strength: Literal["strong", "weak"] | None = None
    shown_by: SignalNames | None = None


class AllOf(BaseModel):
    """Every condition of the list holds."""

    model_config = STRICT

    all_of: Conditions


class AnyOf(BaseModel):
    """At least one condition of the list holds."""

    model_config = STRICT

    any_of: Conditions


class NoneOf(BaseModel):
    """No condition of the list holds."""

    model_config = STRICT

    none_of: Conditions


def _known_head(value: object) -> object:
    """Refuses a mapping that is no condition before the alternatives are tried one by one."""
    if not isinstance(value, dict):
        return value
    heads = [key for key in value if key in _HEADS]
    if len(heads) == 1:
        return value
    if heads:
        raise ValueError(f"a condition has one of {', '.join(heads)}; put the others into a list under 'all_of'")
    hints = [nearest(str(key), _HEADS) for key in value]
    near = next((hint for hint in hints if "did you mean" in hint), "")
    raise ValueError(f"a condition needs one of {', '.join(_HEADS)}{near}")


def _head(value: object) -> str | None:
    """The tag of the alternative that a value means. The brackets keep tags apart from keys in error paths."""
    if isinstance(value, dict):
        return next((f"<{head}>" for head in _HEADS if head in value), None)
    return f"<{next((head for head in _HEADS if hasattr(value, head)), '')}>"


Condition = Annotated[
    Annotated[AllOf, Tag("<all_of>")]
    | Annotated[AnyOf, Tag("<any_of>")]
    | Annotated[NoneOf, Tag("<none_of>")]
    | Annotated[SignalCondition, Tag("<signal>")]
    | Annotated[TurnByCondition, Tag("<turn_by>")]
    | Annotated[InterruptionCondition, Tag("<interrupts>")]
    | Annotated[PromiseCondition, Tag("<promise>")],
    Discriminator(
        _head,
        custom_error_type="not_a_condition",
        custom_error_message=f"expected a condition: keys with values, one of {', '.join(_HEADS)}",
    ),
    BeforeValidator(_known_head),
]
Conditions = Annotated[tuple[Condition, ...], Field(min_length=1, max_length=100)]

for _model in (AllOf, AnyOf, NoneOf):
    _model.model_rebuild()


def signal_names(condition: Condition, at: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yields each signal that a condition names, with its path below `at`."""
    match condition:
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            (head,) = type(condition).model_fields
            for number, part in enumerate(parts):
                yield from signal_names(part, (*at, head, number))
            return
        case SignalCondition():
            yield from _each(condition.signal, (*at, "signal"))
            for key, names in (("with", condition.companions), ("without", condition.without)):
                for number, name in enumerate(names):
                    yield (*at, key, number), name
        case PromiseCondition():
            yield from (((*at, "promise"), name) for name in sorted(LEDGER_SIGNALS))
            yield from _each(condition.shown_by or (), (*at, "shown_by"))
            return
        case InterruptionCondition():
            return
        case TurnByCondition():
            pass
    for key, reference in (("after", condition.after), ("before", condition.before)):
        if reference is not None:
            yield from _each(reference.signal, (*at, key, "signal"))


def needs_times(condition: Condition) -> bool:
    """Whether a condition asks for the times of turns, and can be undetermined without them."""
    match condition:
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            return any(map(needs_times, parts))
        case PromiseCondition():
            return condition.shown_by is None
        case InterruptionCondition():
            return True
        case SignalCondition() | TurnByCondition():
            return condition.within is not None and condition.within.minutes is not None


def _each(names: tuple[str, ...], at: Loc) -> Iterator[tuple[Loc, str]]:
    """A single name stands in the file without a list around it, mostly."""
    if len(names) == 1:
        yield at, names[0]
    else:
        yield from (((*at, number), name) for number, name in enumerate(names))
