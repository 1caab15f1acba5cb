"""Chat messages as language-model services write them: a list of `{"role": …, "content": …}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.detect import shape_of
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.records import read_record, time_of
from recovery_eval.transcript.readers.roles import WHERE_TOLD, Roles, with_names
from recovery_eval.transcript.readers.shapes import first_item, has
from recovery_eval.transcript.words import fold

_ROLES = {
    "user": Speaker.CUSTOMER,
    "assistant": Speaker.AGENT,
    "system": Speaker.SYSTEM,
    "developer": Speaker.SYSTEM,
    "tool": Speaker.SYSTEM,
    "function": Speaker.SYSTEM,
}
_TEXT_PARTS = ("text", "input_text", "output_text")
# An assistant's message may hold one of these in place of words.
_WORDLESS = ("tool_calls", "function_call", "audio")
# As `_wordless` calls them, and the calls of OpenTelemetry's messages: what the customer never reads.
_SILENT = frozenset({"call of a tool", "part audio", "part tool_call"})


def read_chat(
    messages: Sequence[Any], who: Roles, place: Place, *, around: Mapping[str, Any] | None = None, at: str = "$"
) -> Transcript:
    """Returns the conversation of a list of chat messages; turn n is message n.

    `user` is the customer, `assistant` the agent; everything else is `system`, and so is an assistant's message without
    words, such as a call of a tool. Text parts are joined with line ends; pictures, sound, files and calls of tools are
    left out, and counted.

    Args:
        messages: The messages.
        who: What the caller told; a role or a message's `name` that it names goes before the roles above.
        place: Where the conversation stands.
        around: Other fields of the record that held the messages.
        at: Address of the list.

    Raises:
        TranscriptError: A message has no known role, no content, or content of another shape.
    """
    turns = [_turn(message, who, place, f"{at}[{index}]") for index, message in enumerate(messages)]
    record = {
        "source_format": READER.name if place.source is not None else None,
        "left_out": Counter(kind for message in messages for kind in _wordless(message)),
        **(around or {}),
        "turns": turns,
    }
    return with_names(read_record(record, who, place, turns_at=at))


def _turn(message: Any, who: Roles, place: Place, path: str) -> dict[str, Any]:
    if not isinstance(message, Mapping):
        raise place.error(f"{path}: a message is an object with 'role' and 'content'")
    if _is_step(message):
        output = message.get("output")
        return {"speaker": Speaker.SYSTEM, "text": output if isinstance(output, str) else ""}
    if "role" not in message:
        raise place.error(
            f"{path} has no 'role'; it holds {shape_of(message)}. If these are no chat messages, name their format "
            "in read_transcripts, as in format='gorgias' (in a shell: --input-format gorgias)"
        )
    name = message.get("name") if isinstance(message.get("name"), str) else None
    speaker = _speaker(message.get("role"), name, who)
    if speaker is None:
        roles = ", ".join(dict.fromkeys([*_ROLES, *Speaker]))
        raise place.error(
            f"{path}.role is no known role; use one of {roles}, or tell it with speakers={{…}} {WHERE_TOLD}"
        )
    text = _text(message, place, path)
    if speaker is Speaker.AGENT and not text and not _SILENT.isdisjoint(_wordless(message)):
        speaker = Speaker.SYSTEM
    source = None
    if place.source is not None and isinstance(message.get("id"), str):
        source = {"file": place.source, "record": place.default_id, "message": message["id"]}
    times = {"time": time_of(message), "offset": message.get("offset")}
    return {"speaker": speaker, "text": text, "name": name, "source_ref": source, **times}


def _is_step(message: Mapping[str, Any]) -> bool:
    """Tells whether this is no message but another item of the Responses API: a call of a tool, or reasoning."""
    kind = message.get("type")
    return (
        "role" not in message
        and isinstance(kind, str)
        and (kind == "reasoning" or kind.endswith(("_call", "_call_output")))
    )


def _speaker(role: object, name: str | None, who: Roles) -> Speaker | None:
    if not isinstance(role, str):
        return None
    told = (who.told.get(fold(name)) if name else None) or who.told.get(fold(role))
    if told is not None:
        return told
    found = who.resolve(role)
    return _ROLES.get(role.strip().lower()) or (found[0] if found else None)


def _text(message: Mapping[str, Any], place: Place, path: str) -> str:
    key = "content" if message.get("content") is not None else "parts"
    content = message.get(key)
    refusal = message.get("refusal")
    if isinstance(content, str):
        return content
    if content is None:
        if not any(field in message for field in ("content", "parts", "refusal", *_WORDLESS)):
            raise place.error(
                f"{path} has no 'content'; add it, as text or a list of parts (null where nothing was said)"
            )
        return refusal if isinstance(refusal, str) else ""
    if not isinstance(content, list | tuple):
        raise place.error(f"{path}.{key}: write text, or a list of parts such as {{'type': 'text', 'text': …}}")
    words: list[str] = []
    refusals = [refusal] if isinstance(refusal, str) and refusal else []
    for index, part in enumerate(content):
        if isinstance(part, str):
            words.append(part)
        elif not isinstance(part, Mapping):
            raise place.error(f"{path}.{key}[{index}]: a part is an object with a 'type'")
        elif part.get("type") in _TEXT_PARTS:
            words.append(_part_text(part, place, f"{path}.{key}[{index}]"))
        elif part.get("type") == "refusal" and isinstance(part.get("refusal"), str):
            refusals.append(part["refusal"])
    return "\n".join(words or refusals)


def _wordless(message: Mapping[str, Any]) -> Iterator[str]:
    """Yields what a message holds beside words: its pictures and other parts, and calls of tools."""
    if _is_step(message):
        if not isinstance(message.get("output"), str):
            yield f"item {message['type']}"
        return
    parts = message.get("content") if message.get("content") is not None else message.get("parts")
    for part in parts if isinstance(parts, list | tuple) else ():
        kind = part.get("type") if isinstance(part, Mapping) else "text"
        if kind not in (*_TEXT_PARTS, "refusal"):
            yield f"part {kind}" if isinstance(kind, str) else "part of no type"
    calls = message.get("tool_calls")
    count = len(calls) if isinstance(calls, list | tuple) else bool(calls)
    yield from ["call of a tool"] * (count + bool(message.get("function_call")))
    if message.get("audio"):
        yield "part audio"


def _part_text(part: Mapping[str, Any], place: Place, path: str) -> str:
    text = part.get("text", part.get("content"))
    if not isinstance(text, str):
        raise place.error(f"{path}.text: write the part's words as text in quotes")
    return text


def is_chat(value: Any) -> bool:
    """Tells whether a value is a list of chat messages, or an object that holds one under `messages`."""
    return has(value, "messages") or "role" in first_item(value)


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    if isinstance(value, list | tuple):
        yield read_chat(value, options.who, place, at=place.path)
        return
    messages = value.get("messages") if isinstance(value, Mapping) else None
    if not isinstance(messages, list | tuple):
        raise place.error(f"{place.path}: a chat is a list of messages, or an object with a list 'messages'")
    around = {key: item for key, item in value.items() if key != "messages"}
    yield read_chat(messages, options.who, place, around=around, at=f"{place.path}.messages")


READER = Reader(
    name="chat",
    title="OpenAI chat messages",
    takes=Takes.VALUE,
    looks_for="a list (or `messages`) whose items hold `role` and `content`",
    matches=is_chat,
    read=_read,
    rank=270,
)
