"""Python values: what a caller may hand over in place of a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from pydantic import ValidationError

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Transcript, Turn
from recovery_eval.transcript.readers.chat import is_chat, read_chat
from recovery_eval.transcript.readers.detect import unknown_format
from recovery_eval.transcript.readers.labelled_text import parse_labelled_text
from recovery_eval.transcript.readers.pages import telling_what_lacks
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes, find_reader, readers
from recovery_eval.transcript.readers.records import explain, read_record
from recovery_eval.transcript.readers.roles import Roles, with_names
from recovery_eval.transcript.readers.shapes import has

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
    """Returns the conversation that a Python value tells, with what only the caller knows about its speakers.

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
    read = list(read_any(value, place, Options(who)))
    if len(read) != 1:
        raise place.error(f"{len(read)} conversations, where one is wanted; use read_transcripts")
    if isinstance(read[0], TranscriptError):
        raise read[0]
    return read[0]


def read_any(value: object, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Yields the conversations that a value tells, in whatever format it is.

    Raises:
        TranscriptError: The value is of no known format, or is wrong somewhere.
    """
    # What applications hand over most is told without asking every reader: only those that go before all built-in ones.
    earlier = takewhile(lambda reader: reader.rank < READER.rank, readers().values())
    reader = next((one for one in earlier if one.takes is Takes.VALUE and one.matches(value)), None)
    if reader is None and (_is_own(value) or (isinstance(value, list | tuple) and is_chat(value))):
        yield _read_own(value, options.who, place)
        return
    if not isinstance(value, Mapping | list | tuple) and not hasattr(type(value), "columns"):
        hint = "; to read a file use read_transcripts" if hasattr(value, "__fspath__") or hasattr(value, "read") else ""
        hint = "; decode it first" if isinstance(value, bytes | bytearray) else hint
        raise place.error(f"{place.address}can't read {type(value).__name__} as a conversation{hint}; give {_TAKEN}")
    if isinstance(value, list | tuple) and not value:
        raise place.error(f"{place.address}no turns: the list is empty")
    reader = reader or find_reader(Takes.VALUE, value)
    if reader is not None:
        yield from telling_what_lacks(reader.read(value, place, options), value)
    elif isinstance(value, list | tuple):
        yield _read_list(value, options.who, place)
    elif has(value, "speaker") or has(value, "role"):
        raise place.error(f"{place.address}this is one turn; put the turns of one conversation into one list, 'turns'")
    else:
        raise unknown_format(value, place)


def _is_own(value: object) -> bool:
    """Tells whether a value is a record of our own, or a list of its turns."""
    if isinstance(value, Mapping):
        return "turns" in value
    if not isinstance(value, list | tuple) or not value:
        return False
    first = value[0]
    if isinstance(first, Mapping):
        return (
            "speaker" in first and "turns" not in first and "messages" not in first and "conversation_id" not in first
        )
    return isinstance(first, Turn) or (
        isinstance(first, list | tuple) and len(first) == 2 and all(isinstance(part, str) for part in first)
    )


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    yield _read_own(value, options.who, place)


def _read_own(value: object, who: Roles, place: Place) -> Transcript:
    if isinstance(value, Mapping):
        return read_record(value, who, place)
    if isinstance(value, list | tuple) and value:
        return _read_list(value, who, place)
    raise place.error(f"{place.address}a record is an object with 'turns', each with 'speaker' and 'text'")


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


READER = Reader(
    name="record",
    title="Records of our own, as `recovery-eval convert` writes them",
    takes=Takes.VALUE,
    looks_for="`turns`, or a list of turns with `speaker` and `text`",
    matches=_is_own,
    read=_read,
    rank=100,
)
