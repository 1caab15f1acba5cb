"""This package's own JSON: a record with `turns`, each with `speaker` and `text`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from recovery_eval.transcript.models import MAX_TURN_CHARACTERS, MAX_TURNS, SourceRef, Speaker, Transcript, known_time
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.roles import ROLE_NAMES, WHERE_TOLD, Roles
from recovery_eval.transcript.times import parse_time

MAX_DEPTH = 100
_ROLES = frozenset(Speaker)
_TIMES = ("time", "timestamp", "created_at")
_NO_TIME = "is no time that can be read; write it as 2026-11-03T10:00:00Z, here or under 'timestamp' or 'created_at'"

_PROBLEMS = {
    "missing": "is missing; add it",
    "enum": f"is no known speaker; use one of {ROLE_NAMES}, or tell it with speakers={{'label': 'agent'}} {WHERE_TOLD}",
    "string_type": "should be text; write it in quotes",
    "string_too_long": f"has more than {MAX_TURN_CHARACTERS} characters; split it",
    "too_long": f"holds more than {MAX_TURNS} turns; split the conversation",
    "tuple_type": "should be a list of turns, each with 'speaker' and 'text'",
    "model_type": "should be an object with 'speaker' and 'text'",
    "dict_type": "should be an object",
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing"), _NO_TIME),
}


def read_record(record: Mapping[str, Any], who: Roles, place: Place, *, turns_at: str | None = None) -> Transcript:
    """Returns the conversation of one record; keys that a transcript lacks are kept in `metadata`.

    Args:
        record: The record. A turn's speaker is a role, a role word such as "client", or a label that the caller told.
        who: What the caller told about the speakers.
        place: Where the record stands.
        turns_at: Address of the turns in the source, if they do not stand under `turns`.

    Raises:
        TranscriptError: A value is missing, of a wrong type, too long or nested too deeply.
    """
    name = None
    try:
        # Turns are cleaned only where the first try fails: they are nearly all of a record, and nearly always clean.
        fields = plain({key: value for key, value in record.items() if key != "turns"})
        turns = record.get("turns")
        if fields.get("id") in (None, ""):
            fields["id"] = place.default_id
        name = str(fields["id"]) or None if isinstance(fields["id"], str | int) else None
        for key, told in (("agent_name", who.agent), ("customer_name", who.customer)):
            if fields.get(key) is None:
                fields[key] = told
        source = None if place.source is None else SourceRef(file=place.source, record=name)
        try:
            return Transcript.model_validate({**fields, "turns": _prepared(turns, who, source)})
        except ValidationError:
            cleaned = plain(turns, 1)
            cleaned = [_with_read_time(turn) for turn in cleaned] if isinstance(cleaned, list) else cleaned
            return Transcript.model_validate({**fields, "turns": _prepared(cleaned, who, source)})
    except ValidationError as error:
        raise place.error(explain(error, place.path, turns_at), record=name) from None
    except RecursionError:
        raise place.error(f"{place.path} is nested more than {MAX_DEPTH} deep; flatten it", record=name) from None
    except ValueError:
        # Python refuses to write out an integer of thousands of digits, which an id would have to be.
        raise place.error(f"{place.path} holds a number of too many digits; write it as text", record=name) from None


def explain(error: ValidationError, path: str, turns_at: str | None = None) -> str:
    """Returns where a record is wrong, how, and how to mend it, without a word of the record itself."""
    faults = error.errors(include_input=False, include_context=False, include_url=False)
    first = faults[0]
    where = list(first["loc"])
    if turns_at is not None and where[:1] == ["turns"]:
        path, where = turns_at, where[1:]
    for part in where:
        path += f"[{part}]" if isinstance(part, int) else "" if part == "[key]" else f".{part}"
    problem = _PROBLEMS.get(first["type"]) or f"is wrong: {first['msg'][:1].lower()}{first['msg'][1:]}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{path} {problem}{more}"


def time_of(fields: Mapping[str, Any]) -> Any:
    """Returns when a turn was made, under whichever of the usual keys; None where it is not told."""
    return next((fields[key] for key in _TIMES if fields.get(key) not in (None, "")), None)


def without_surrogates(text: str) -> str:
    """Returns the text with each lone surrogate, which no encoding can write, as U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def plain(value: Any, depth: int = 0) -> Any:
    """Returns a copy without lone surrogates, and without the numbers and missing times that JSON can't write.

    Raises:
        RecursionError: It is nested more than `MAX_DEPTH` deep.
    """
    if isinstance(value, str):
        return without_surrogates(value)
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, Mapping):
        return {plain(key, depth + 1): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else known_time(value)


def _prepared(turns: Any, who: Roles, source: SourceRef | None) -> Any:
    """Returns the turns with roles in place of the labels that the caller told, and with where they stand."""
    if not isinstance(turns, list | tuple):
        return turns
    prepared = [_with_time(_with_role(turn, who)) for turn in turns]
    if source is None:
        return prepared
    return [
        {**turn, "source_ref": source} if isinstance(turn, dict) and turn.get("source_ref") is None else turn
        for turn in prepared
    ]


def _with_time(turn: Any) -> Any:
    if not isinstance(turn, dict) or (time := time_of(turn)) is turn.get("time"):
        return turn
    return {**turn, "time": time}


def _with_read_time(turn: Any) -> Any:
    """Returns a turn with its time as a moment, where it is written in a way that pydantic doesn't know."""
    time = time_of(turn) if isinstance(turn, dict) else None
    moment = parse_time(time) if isinstance(time, str) and not time.isdigit() else None  # digits are seconds
    return turn if moment is None else {**turn, "time": moment}


def _with_role(turn: Any, who: Roles) -> Any:
    if not isinstance(turn, dict) or not isinstance(turn.get("speaker"), str):
        return turn
    label = turn["speaker"]
    if label in _ROLES and label not in who.told:
        return turn
    found = who.resolve(label)
    if found is None:
        return turn
    role, name = found
    return {**turn, "speaker": role, "name": name if turn.get("name") is None else turn["name"]}
