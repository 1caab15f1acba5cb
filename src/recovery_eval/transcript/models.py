"""A conversation as data: who said what, in which order, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

MAX_TURNS = 100_000
MAX_TURN_CHARACTERS = 20_000_000


class Speaker(StrEnum):
    """Who made a turn. `INTERNAL` is a note between colleagues that the customer never saw."""

    AGENT = "agent"
    CUSTOMER = "customer"
    BOT = "bot"
    SYSTEM = "system"
    INTERNAL = "internal"


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def known_time(value: object) -> object:
    """Makes None of what pandas has for a missing time, which passes for a datetime and has neither day nor zone."""
    return None if isinstance(value, datetime) and value != value else value  # noqa: PLR0124 - it differs from itself


def _in_whole_minutes(time: datetime | None) -> datetime | None:
    """Tells a time in UTC where its zone is no whole minutes from that, as zones of old were not: JSON has no such."""
    if time is None or not (time.utcoffset() or timedelta()) % timedelta(minutes=1):
        return time
    try:
        return time.astimezone(UTC)
    except OverflowError:  # at the very beginning or end of what Python counts
        return time


# A limit makes pydantic look at the characters, and refuse lone surrogates, which no encoding can write.
_Name = Annotated[str, Field(max_length=MAX_TURN_CHARACTERS)]
_NOT_NULL = ("id", "left_out", "metadata")  # what an export writes as null is not there, and has its default


class SourceRef(BaseModel):
    """Where a turn stands in the system it came from, so that evidence leads back there.

    Attributes:
        file: Name of the file, as it was given; None for a Python value.
        record: The conversation's id in the source, or its address in the file where it has none.
        message: The id of the message, cue or row in the source.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    file: _Name | None = None
    record: _Name | None = None
    message: _Name | None = None


class Turn(BaseModel):
    """One uninterrupted contribution. Unknown keys of a record are left out.

    Attributes:
        speaker: Who made it.
        text: Its words, untouched; all offsets in results are Unicode code points into this string.
        time: When it was made, if the source knows the date; in UTC where its zone is no whole minutes from that.
        offset: Seconds since the conversation began, if the source knows that.
        end_offset: Seconds since the conversation began at which the turn ended, as recordings know it.
        name: The speaker's name as the source gives it.
        line: 1-based line of the source on which the turn begins, for annotations.
        source_ref: Where the turn stands in the source.
        redactions: Half-open spans of `text` that hide words. No signal is found in a conversation's hidden words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    speaker: Annotated[Speaker, BeforeValidator(_lower)]
    text: str = Field(max_length=MAX_TURN_CHARACTERS)
    time: Annotated[datetime | None, BeforeValidator(known_time), AfterValidator(_in_whole_minutes)] = None
    offset: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    end_offset: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    name: _Name | None = None
    line: int | None = None
    source_ref: SourceRef | None = None
    redactions: Annotated[tuple[tuple[int, int], ...], BeforeValidator(lambda spans: spans or ())] = ()

    @field_validator("redactions")
    @classmethod
    def _inside_the_text(cls, spans: tuple[tuple[int, int], ...], info: ValidationInfo) -> tuple[tuple[int, int], ...]:
        length = len(info.data.get("text", ""))
        if any(not 0 <= start < end <= length for start, end in spans):
            raise PydanticCustomError("span", "each redaction is a pair of offsets, start before end, inside the text")
        return tuple(sorted(spans))


class Transcript(BaseModel):
    """One conversation. Unknown keys of a record are kept in `metadata`.

    Attributes:
        id: The conversation's identifier, as text.
        channel: Where it took place ("chat", "phone", "email", "tweet" …).
        customer_name: The customer's name, if the source knows it.
        agent_name: The agent's name, if the source knows it.
        turns: The turns, in order.
        source_format: The name of the format that the conversation was read from.
        left_out: What the source held that is no turn, such as events without words: how many of each kind.
        metadata: Whatever else the record held.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        json_schema_extra={"additionalProperties": True},  # for they are kept
    )

    id: _Name = Field(default="", coerce_numbers_to_str=True)
    channel: _Name | None = None
    customer_name: _Name | None = None
    agent_name: _Name | None = None
    turns: tuple[Turn, ...] = Field(max_length=MAX_TURNS)
    source_format: _Name | None = None
    left_out: dict[str, int] = Field(default_factory=dict)
    metadata: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _keep_unknown_keys(cls, record: object) -> object:
        if not isinstance(record, Mapping):
            return record
        if any(record.get(key, 0) is None for key in _NOT_NULL):
            record = {key: value for key, value in record.items() if value is not None or key not in _NOT_NULL}
        keys = cls.model_fields
        unknown = {key: value for key, value in record.items() if key not in keys}
        if not unknown:
            return record
        known = {key: value for key, value in record.items() if key in keys}
        given = known.get("metadata", {})
        if not isinstance(given, Mapping):
            return known  # which is an error of its own
        if twice := [key for key in unknown if key in given and given[key] != unknown[key]]:
            raise PydanticCustomError(
                "twice", "the key {key} stands beside 'metadata' and in it; rename one", {"key": repr(twice[0])}
            )
        known["metadata"] = {**given, **unknown}
        return known
