"""Python values: what a caller may hand over in place of a transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from recovery_eval.transcript.models import Transcript, Turn

from .chat import read_chat
from .labelled_text import parse_labelled_text
from .place import Place
from .records import explain, read_record
from .roles import Roles, with_names

_TAKEN = (
    "a Transcript, text with speaker labels, a list of chat messages ({'role', 'content'}), a list of turns "
    "({'speaker', 'text'}, Turn or (speaker, text)), or a record with 'turns' or 'messages'"
)


def to_transcript(
    value: object,
    *,
    speakers: Mapping[str, str] | None = None,
    agent: str | None = None,
    customer: str | None = None,
) -> Transcript:
    """Returns the conversation that a Python value tells.

    Args:
        value: A `Transcript`, which is returned as it is; text with speaker labels; a list of chat messages
            (`{"role", "content"}`), of turns (`{"speaker", "text"}`, `Turn` or `(speaker, text)`); or a record with
            `turns` or `messages`.
        speakers: Role of each label that does not tell it itself, as in `{"Jane Doe": "agent"}`; `"text"` for a label
            that is no speaker.
        agent: The agent's name, which may also be the label of the agent's turns.
        customer: The customer's name, likewise.

    Raises:
        TranscriptError: The value can't be read; the message says where it is wrong and how to mend it.
    """
    if isinstance(value, Transcript):
        return value
    who, place = Roles.of(speakers, agent, customer), Place()
    if isinstance(value, str):
        return parse_labelled_text(value, who, place)
    return read_value(value, who, place)


def read_value(value: object, who: Roles, place: Place) -> Transcript:
    """Returns the conversation that a record or a list tells.

    Raises:
        TranscriptError: The value is neither, or is wrong somewhere.
    """
    if isinstance(value, Mapping):
        if "turns" in value:
            return read_record(value, who, place)
        if "messages" in value:
            return _read_wrapped_chat(value, who, place)
        hint = "; put the turns of one conversation into one list" if "speaker" in value or "role" in value else ""
        raise place.error(f"{place.address}a record needs 'turns' (with 'speaker' and 'text') or 'messages'{hint}")
    if isinstance(value, list | tuple):
        if not value:
            raise place.error(f"{place.address}no turns: the list is empty")
        return _read_list(value, who, place)
    hint = "; to read a file use read_transcripts" if hasattr(value, "__fspath__") or hasattr(value, "read") else ""
    hint = "; decode it first" if isinstance(value, bytes | bytearray) else hint
    raise place.error(f"{place.address}can't read {type(value).__name__} as a conversation{hint}; give {_TAKEN}")


def _read_wrapped_chat(record: Mapping[str, Any], who: Roles, place: Place) -> Transcript:
    messages, at = record["messages"], f"{place.path}.messages"
    if not isinstance(messages, list | tuple):
        raise place.error(f"{at}: write a list of messages, each with 'role' and 'content'")
    around = {key: value for key, value in record.items() if key != "messages"}
    return read_chat(messages, who, place, around=around, at=at)


def _read_list(items: Sequence[Any], who: Roles, place: Place) -> Transcript:
    first = items[0]
    if isinstance(first, Mapping) and "role" in first and "speaker" not in first:
        return read_chat(items, who, place, at=place.path)
    if isinstance(first, Transcript) or (isinstance(first, Mapping) and ("turns" in first or "messages" in first)):
        raise place.error(f"{place.address}a list of conversations, where one is wanted; give them one at a time")
    if all(isinstance(item, Turn) for item in items):
        return _of_turns(items, who, place)
    turns = [_turn(item, place, f"{place.path}[{index}]") for index, item in enumerate(items)]
    return with_names(read_record({"turns": turns}, who, place, turns_at=place.path))


def _of_turns(turns: Sequence[Turn], who: Roles, place: Place) -> Transcript:
    try:
        transcript = Transcript(
            id=place.default_id, agent_name=who.agent, customer_name=who.customer, turns=tuple(turns)
        )
    except ValidationError as error:
        raise place.error(explain(error, place.path, place.path)) from None
    return with_names(transcript)


def _turn(item: object, place: Place, path: str) -> object:
    if isinstance(item, Mapping | Turn):
        return item
    if isinstance(item, list | tuple) and len(item) == 2:
        return {"speaker": item[0], "text": item[1]}
    raise place.error(f"{path}: can't read {type(item).__name__} as a turn; give {{'speaker': …, 'text': …}}")
