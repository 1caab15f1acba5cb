"""Conditions: what a rule asks of a transcript, as keys of a YAML mapping.

Each kind of condition is known by its head key (`all_of`, `signal`, …), so that a mistake inside one is told in terms
of that kind. A further operator on a signal is a further field of `SignalCondition`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from recovery_eval.errors import nearest

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

Party = Literal["agent", "customer"]
Name = Annotated[str, Field(min_length=1, max_length=80)]

_HEADS = ("all_of", "any_of", "none_of", "signal", "turn_by")


class AfterSignal(BaseModel):
    """An earlier signal that a signal has to follow in a strictly later turn."""

    model_config = STRICT

    signal: Name
    by: Party | None = None


class SignalCondition(BaseModel):
    """Some turn performs the signal.

    Attributes:
        signal: The signal's name.
        by: Who has to make the turn; anyone by default.
        without: Signals that undo it when they stand in the same turn.
        after: A signal that an earlier turn has to perform.
    """

    model_config = STRICT

    signal: Name
    by: Party | None = None
    without: tuple[Name, ...] = Field(default=(), max_length=50)
    after: AfterSignal | None = None


class TurnByCondition(BaseModel):
    """The transcript holds a turn of this speaker."""

    model_config = STRICT

    turn_by: Party


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
    | Annotated[TurnByCondition, Tag("<turn_by>")],
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


def signal_names(condition: Condition, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yields each signal that a condition names, with its path below `at`."""
    match condition:
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            (head,) = type(condition).model_fields
            for number, part in enumerate(parts):
                yield from signal_names(part, (*at, head, number))
        case SignalCondition():
            yield (*at, "signal"), condition.signal
            for number, name in enumerate(condition.without):
                yield (*at, "without", number), name
            if condition.after is not None:
                yield (*at, "after", "signal"), condition.after.signal
        case _:
            return
