"""Operators: where in a conversation something has to stand, and how often, as keys of a condition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from recovery_eval.sources import STRICT, as_list

MOST_TURNS = 100_000
MOST_MINUTES = 60.0 * 24 * 366

Party = Literal["agent", "customer"]
SignalName = Annotated[str, Field(min_length=1, max_length=80)]
Turns = Annotated[int, Field(ge=1, le=MOST_TURNS)]


# One signal, or a list of which any will do.
SignalNames = Annotated[
    tuple[SignalName, ...],
    BeforeValidator(as_list, json_schema_input_type=SignalName | tuple[SignalName, ...]),
    Field(min_length=1, max_length=50),
]


class Reference(BaseModel):
    """The turn from which `after` and `before` are counted: one that performs one of the signals.

    Attributes:
        signal: The signals, any of them.
        by: Who has to make the turn; anyone by default.
        which: The `first` such turn of the conversation, or the `last`.
    """

    model_config = STRICT

    signal: SignalNames
    by: Party | None = None
    which: Literal["first", "last"] = "first"


class Within(BaseModel):
    """How far from the reference, at most: all that is given has to hold.

    Measured from the turn of `after`; without one, back from the turn of `before`; without either, from the start of
    the conversation.

    Attributes:
        turns: So many turns of anyone; 1 is the very next turn, or the first of the conversation.
        agent_turns: Not beyond the agent's turn of this number, counted from the reference.
        answers: The same for answers of the agent; turns between which the customer says nothing are one answer.
        minutes: So many minutes by the clock, the last included.
    """

    model_config = STRICT

    turns: Turns | None = None
    agent_turns: Turns | None = None
    answers: Turns | None = None
    minutes: Annotated[float, Field(gt=0, le=MOST_MINUTES, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _some_limit(self) -> Within:
        if all(limit is None for limit in (self.turns, self.agent_turns, self.answers, self.minutes)):
            raise ValueError("needs at least one of 'turns', 'agent_turns', 'answers' and 'minutes'")
        return self


class Among(BaseModel):
    """The first or the last turns, so many, of the condition's speaker; of anyone where it names none."""

    model_config = STRICT

    first: Turns | None = None
    last: Turns | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Among:
        if (self.first is None) == (self.last is None):
            raise ValueError("needs either 'first' or 'last', not both; join two conditions by 'all_of' or 'any_of'")
        return self


class Operators(BaseModel):
    """The operators that conditions on a signal and on a turn share. Where several are given, all have to hold.

    Attributes:
        after: Strictly later than this turn; where that turn never comes, nothing counts.
        before: Strictly earlier than this turn; where that turn never comes, nothing counts.
        within: Not further than this from `after` or `before`, or from the start of the conversation.
        among: The key `in`: one of the first or last turns of its speaker.
        at_least: How many turns have to count; 1 by default, or none where `at_most` is given.
        at_most: How many turns may count; none at all will do.
    """

    model_config = STRICT

    after: Reference | None = None
    before: Reference | None = None
    within: Within | None = None
    among: Among | None = Field(default=None, alias="in")
    at_least: Turns | None = None
    at_most: Turns | None = None

    @field_validator("before")
    @classmethod
    def _room_between(cls, before: Reference | None, info: ValidationInfo) -> Reference | None:
        if before is not None and before == info.data.get("after"):
            raise ValueError("is the same turn as 'after', and nothing stands both before and after it")
        return before

    @field_validator("within")
    @classmethod
    def _from_somewhere(cls, within: Within | None, info: ValidationInfo) -> Within | None:
        # A faulty reference is not in `data`; it is a fault of its own.
        references = [info.data[key] for key in ("after", "before") if key in info.data]
        if within is not None and within.minutes is not None and references == [None, None]:
            raise ValueError("'minutes' need 'after' or 'before': the turn that they are counted from")
        return within

    @field_validator("at_most")
    @classmethod
    def _not_below_at_least(cls, at_most: int | None, info: ValidationInfo) -> int | None:
        at_least = info.data.get("at_least")
        if at_most is not None and at_least is not None and at_least > at_most:
            raise ValueError(f"must not be below 'at_least', which is {at_least}")
        return at_most
