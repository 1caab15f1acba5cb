"""ConvoKit corpora: a folder with utterances, speakers and conversations. Its pickles are never opened."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from io import BytesIO

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.grouping import grouped
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.folder import Folder
from recovery_eval.transcript.readers.json_text import load_json
from recovery_eval.transcript.readers.lines import read_lines
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes


def _is_corpus(names: frozenset[str]) -> bool:
    return bool({"utterances.jsonl", "utterances.json"} & names) and bool({"speakers.json", "users.json"} & names)


def _read(folder: Folder, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads a corpus. The role is in the meta of the utterance or of its speaker, under `role` or the caller's key."""
    if unknown := options.columns.keys() - {"speaker"}:
        raise place.error(f"columns: unknown name {min(unknown)!r}; a corpus takes 'speaker', the key of the role")
    key = options.columns.get("speaker", "role")
    speakers = _document(folder, "speakers.json", "users.json")
    conversations = _document(folder, "conversations.json")
    utterances = list(_utterances(folder))

    def conversation(node: Node) -> str:
        return node.first("conversation_id", "root").ident() or ""

    for record, group in grouped(lambda: utterances, conversation):
        first = group[0][1]
        inside = Place(first.place.source, first.place.line, first.path, f"{place.default_id}:{group[0][0]}")
        draft = Draft(inside, options.who, record)
        try:
            for utterance in _in_order([node for _, node in group]):
                _say(draft, utterance, speakers, key)
            yield draft.transcript(
                "convokit",
                in_order=True,
                metadata=conversations[record]["meta"].rest() if conversations[record]["meta"] else {},
            )
        except TranscriptError as error:
            yield error


def _say(draft: Draft, utterance: Node, speakers: Node, key: str) -> None:
    speaker = utterance.first("speaker", "user").ident() or ""
    text = utterance["text"].text()
    if text is None:
        draft.drop("utterance without text")
        return
    role = next((meta[key].text() for meta in (utterance["meta"], speakers[speaker]["meta"]) if meta[key]), None)
    time = utterance["timestamp"]
    draft.say(
        text,
        None,
        speaker,
        role,
        message=utterance["id"].ident(),
        name=speaker,
        line=utterance.place.line,
        time=time.epoch() if time.value != "" else None,
    )


def _in_order(utterances: list[Node]) -> Iterator[Node]:
    """Yields utterances, each after the one it answers; of those that may come next, the earliest first."""
    ids = {utterance["id"].ident() for utterance in utterances}
    answers: dict[str | None, list[int]] = {}
    waiting: list[tuple[float, int]] = []
    for number, utterance in enumerate(utterances):
        above = utterance.first("reply-to", "reply_to").ident()
        if above in ids and above != utterance["id"].ident():
            answers.setdefault(above, []).append(number)
        else:
            waiting.append((_when(utterance), number))
    heapq.heapify(waiting)
    given = 0
    while waiting:
        _, number = heapq.heappop(waiting)
        yield utterances[number]
        given += 1
        for answer in answers.pop(utterances[number]["id"].ident(), []):
            heapq.heappush(waiting, (_when(utterances[answer]), answer))
    if given < len(utterances):
        utterances[0].fail("is part of a conversation whose answers go round in a circle; mend 'reply-to'")


def _when(utterance: Node) -> float:
    time = utterance["timestamp"].epoch() if utterance["timestamp"].value != "" else None
    return time.timestamp() if time is not None else float("inf")


def _utterances(folder: Folder) -> Iterator[Node]:
    if "utterances.jsonl" in folder.names:
        file = f"{folder.name}/utterances.jsonl"
        for number, line in read_lines(BytesIO(folder.read("utterances.jsonl")), file):
            if isinstance(line, TranscriptError):
                raise line
            if not line.isspace():
                place = Place(file, number)
                yield Node(load_json(line, place), place)
        return
    yield from _document(folder, "utterances.json").objects()


def _document(folder: Folder, *names: str) -> Node:
    """Returns what the first of these files that is there holds."""
    name = next((name for name in names if name in folder.names), None)
    return Node({}, Place(folder.name)) if name is None else folder.document(name)


READER = Reader(
    name="convokit",
    title="ConvoKit corpora",
    takes=Takes.FOLDER,
    looks_for="utterances.jsonl and speakers.json in a folder or a ZIP archive",
    matches=_is_corpus,
    read=_read,
    rank=340,
)
