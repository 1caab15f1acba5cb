"""Reads the exports of Acme Desk: `{"acme": 1, "case": "7", "log": [{"from": "c", "said": "…", "sec": 3}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.transcript import Speaker, Transcript
from recovery_eval.transcript.readers import Draft, Node, Options, Place, Reader, Takes

_ROLES = {"c": Speaker.CUSTOMER, "a": Speaker.AGENT}


def _matches(value: Any) -> bool:
    return isinstance(value, dict) and "acme" in value


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who, node["case"].ident())
    for number, entry in enumerate(node["log"].objects()):
        if entry["said"]:
            draft.say(
                entry["said"].text() or "",
                _ROLES.get(entry["from"].text() or ""),
                entry["from"].text(),
                message=str(number),
                offset=entry["sec"].seconds(),
            )
        else:
            draft.drop("entry without words")
    yield draft.transcript("acme-desk", channel="chat", metadata=node.rest("log"))


READER = Reader(
    name="acme-desk",
    title="Acme Desk",
    takes=Takes.VALUE,
    looks_for="`acme`",
    matches=_matches,
    read=_read,
)
