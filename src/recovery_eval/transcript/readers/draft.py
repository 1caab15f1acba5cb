"""A conversation being put together by a reader: turns as they come, and a count of what is no turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import SourceRef, Speaker, Transcript, Turn
from recovery_eval.transcript.readers.labels import OTHER_SIDE, unclear
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.records import explain, without_surrogates
from recovery_eval.transcript.readers.roles import Roles, with_names
from recovery_eval.transcript.words import fold

_Row = dict[str, Any]
# What errors call a speaker without name, id or role, and what the caller may call it, too.
NO_NAME = "(no name)"


class Draft:
    """Collects the turns of one conversation.

    Args:
        place: Where the conversation stands.
        who: What the caller told about the speakers.
        record: The conversation's id in the source; by default it is called after the file.
        in_text: The labels stand among the words, so that one may be no speaker's.
    """

    def __init__(self, place: Place, who: Roles, record: str | None = None, *, in_text: bool = False) -> None:
        self.place = place
        self.who = who
        self.record = record or place.default_id
        self._in_text = in_text
        self.dropped: Counter[str] = Counter()
        self._rows: list[_Row] = []
        self._unknown: dict[str, list[_Row]] = {}
        self._named: dict[str, Speaker | None] = {}

    def say(
        self,
        text: str,
        speaker: Speaker | None,
        *labels: str | None,
        message: str | None = None,
        file: str | None = None,
        redactions: Iterable[tuple[int, int]] = (),
        keep_wordless: bool = False,
        **fields: Any,
    ) -> None:
        """Adds a turn, or counts what has no words as none.

        Args:
            text: Its words.
            speaker: Who made it by the rules of the format; None where only the labels can tell.
            labels: The speaker's name, id or address in the source. What the caller told about one of them goes before
                `speaker`. The first that holds something is what an error calls the speaker.
            message: The id of the message in the source.
            file: Name of the file, where it is not that of the conversation.
            redactions: Half-open spans of the text that hide words.
            keep_wordless: Adds it also where it has no words.
            fields: Other fields of the `Turn`: `time`, `offset`, `end_offset`, `name`, `line`.
        """
        if not text.strip() and not keep_wordless:
            self.drop("message without words")
            return
        known = [label for label in labels if label] or ([NO_NAME] if speaker is None else [])
        told = next((role for label in known if (role := self.who.told.get(fold(label)))), None)
        row = {
            "speaker": told or speaker,
            "text": without_surrogates(text),
            "redactions": tuple(redactions),
            "source_ref": SourceRef(file=file or self.place.source, record=self.record or None, message=message),
            **fields,
        }
        self._rows.append(row)
        if row["speaker"] is None and not self._resolve(row, known):
            self._unknown.setdefault(known[0], []).append(row)

    def drop(self, kind: str, count: int = 1) -> None:
        """Counts something that is no turn."""
        if count:
            self.dropped[without_surrogates(kind)] += count

    def transcript(
        self,
        source_format: str,
        *,
        in_order: bool = False,
        metadata: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Transcript:
        """Returns the conversation.

        Args:
            source_format: The name of the format.
            in_order: The source's own order holds; else turns are put in the order of their times, where they have any.
            metadata: What else the source told.
            fields: Other fields of the `Transcript`: `channel`, `customer_name`, `agent_name`.

        Raises:
            TranscriptError: A speaker's role can't be told, or a limit is exceeded.
        """
        self._settle_unknown()
        rows = self._rows if in_order else _by_time(self._rows)
        told = {"agent_name": self.who.agent, "customer_name": self.who.customer}
        fields |= {key: name for key, name in told.items() if name is not None}
        try:
            transcript = Transcript(
                id=self.record,
                turns=tuple([Turn(**row) for row in rows]),
                source_format=source_format,
                left_out=dict(sorted(self.dropped.items())),
                metadata=dict(metadata or {}),
                **fields,
            )
        except ValidationError as error:
            raise self.place.error(explain(error, self.place.path), record=self.record or None) from None
        return with_names(transcript)

    def _resolve(self, row: _Row, labels: list[str]) -> bool:
        for label in labels:
            found = self.who.resolve(label)
            if found is not None:
                row["speaker"], name = found
                if name is not None:  # "Jane (Agent)" tells who "Jane" is, too
                    key, speaker = fold(name), row["speaker"]
                    self._named[key] = speaker if self._named.get(key, speaker) is speaker else None
                    row["name"] = name
                return True
        return False

    def _settle_unknown(self) -> None:
        """Gives the names of unknown role the side that another label or what is left tells; else raises: no guess."""
        for label in [label for label in self._unknown if self._named.get(fold(label))]:
            for row in self._unknown.pop(label):
                row["speaker"] = self._named[fold(label)]
        if not self._unknown:
            return
        sides = {row["speaker"] for row in self._rows} & OTHER_SIDE.keys()
        if len(sides) != 1 or len(self._unknown) != 1 or NO_NAME in self._unknown:
            missing = [side for side in OTHER_SIDE if side not in sides]
            raise unclear(list(self._unknown), missing, self.place, in_text=self._in_text)
        for row in next(iter(self._unknown.values())):
            row["speaker"] = OTHER_SIDE[next(iter(sides))]


class Drafts(dict[str | None, Draft]):
    """The conversations that stand mixed in one source, by their ids; each begins when it is first asked for."""

    def __init__(self, place: Place, who: Roles) -> None:
        super().__init__()
        self._place = place
        self._who = who

    def __missing__(self, record: str | None) -> Draft:
        draft = self[record] = Draft(self._place, self._who, record)
        return draft

    def transcripts(self, source_format: str, **fields: Any) -> Iterator[Transcript | TranscriptError]:
        """Yields what `Draft.transcript` gives of each, and in place of one that can't be read its error."""
        for draft in self.values():
            try:
                yield draft.transcript(source_format, **fields)
            except TranscriptError as error:
                yield error


def _by_time(rows: list[_Row]) -> list[_Row]:
    """Returns the rows in the order of their times; one without a time stays with the row it follows."""
    keys = [_when(row) for row in rows]
    known = [key for key in keys if key is not None]
    if len({type(key) for key in known}) != 1:
        return rows  # no times, or times here and offsets there: nothing to compare
    filled: list[Any] = []
    for key in keys:
        filled.append(key if key is not None else filled[-1] if filled else known[0])
    newest_first = filled[0] > filled[-1] and all(a >= b for a, b in pairwise(filled))
    numbers = range(len(rows))
    order = sorted(reversed(numbers) if newest_first else numbers, key=filled.__getitem__)
    return [rows[number] for number in order]


def _when(row: _Row) -> datetime | float | None:
    time = row.get("time")
    if isinstance(time, datetime):
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    offset = row.get("offset")
    return None if offset is None else float(offset)
