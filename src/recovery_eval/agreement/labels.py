"""Reads labels: who said what in a conversation, and how its checklist came out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from recovery_eval.agreement.tables import OUTCOMES, WRITTEN, outcomes_in
from recovery_eval.errors import TranscriptError
from recovery_eval.evidence import Signal
from recovery_eval.judging import View, compile_rulebook
from recovery_eval.outcome import Outcome
from recovery_eval.rulebook import Rulebook
from recovery_eval.transcript import Speaker
from recovery_eval.transcript.models import MAX_TURNS
from recovery_eval.transcript.readers.json_text import load_json
from recovery_eval.transcript.readers.lines import read_lines
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.sources import opened

Act = tuple[int, str]
Source = str | os.PathLike[str] | IO[Any] | Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one conversation; None for what its record does not hold.

    Attributes:
        speakers: The speaker of each turn.
        acts: Turn and act.
        items: Outcome by item.
    """

    speakers: tuple[Speaker, ...] | None
    acts: frozenset[Act] | None
    items: Mapping[str, Outcome] | None


def read_labels(source: Source, name: str) -> dict[str, Labels]:
    """Returns labels by conversation id, in the order of the source.

    Args:
        source: Path or stream of JSON Lines or of a table of outcomes, or the records themselves.
        name: What to call records that come from no file.

    Raises:
        TranscriptError: A record can't be read, or has neither acts nor items, or two have the same id.
    """
    found: dict[str, Labels] = {}
    first: dict[str, int] = {}
    for number, record, place in _records(source, name):
        if not isinstance(record, Mapping):
            raise place.error("a record is an object with 'id', and 'acts' or 'items'")
        key = record.get("id")
        if not isinstance(key, str | int) or isinstance(key, bool) or key == "":
            raise place.error("a record needs an 'id', as text")
        if str(key) in found:
            raise place.error(f"this id stands in record {first[str(key)]} already; give each conversation one record")
        first[str(key)] = number
        labels = _labels(record, place)
        if labels.acts is None and not labels.items:
            raise place.error(
                "a record needs 'acts' or 'items'; `recovery-eval signals` writes acts, `evaluate --format jsonl` items"
            )
        found[str(key)] = labels
    return found


def _records(source: Source, name: str) -> Iterator[tuple[int, Any, Place]]:
    if not isinstance(source, str | os.PathLike) and not hasattr(source, "readline"):
        for number, record in enumerate(source, start=1):
            yield number, record, Place(name, number)
        return
    with opened(cast("str | os.PathLike[str] | IO[Any]", source)) as given:
        begins = given.sample().removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if begins == b"[":
            raise Place(given.name).error("one list; write a record a line, as `evaluate --format jsonl` does")
        if begins not in (b"{", b""):
            yield from outcomes_in(given)
            return
        for number, line in read_lines(given.stream(), given.name):
            if isinstance(line, TranscriptError):
                raise line
            if not line.isspace():
                place = Place(given.name, number)
                yield number, load_json(line, place), place


def _labels(record: Mapping[str, Any], place: Place) -> Labels:
    speakers = _speakers(record.get("turns"), place)
    return Labels(speakers, _acts(record.get("acts"), speakers, place), _items(record.get("items"), place))


def _speakers(turns: object, place: Place) -> tuple[Speaker, ...] | None:
    if turns is None:
        return None
    if not isinstance(turns, Sequence) or isinstance(turns, str):
        raise place.error("$.turns: write a list of turns, each with 'speaker' and 'text'")
    speakers = []
    for index, turn in enumerate(turns):
        said = turn.get("speaker") if isinstance(turn, Mapping) else None
        try:
            speakers.append(Speaker(said.strip().lower() if isinstance(said, str) else ""))
        except ValueError:
            raise place.error(f"$.turns[{index}].speaker: use one of {', '.join(Speaker)}") from None
    return tuple(speakers)


def _acts(acts: object, speakers: Sequence[Speaker] | None, place: Place) -> frozenset[Act] | None:
    if acts is None:
        return None
    if not isinstance(acts, Sequence) or isinstance(acts, str):
        raise place.error("$.acts: write a list of [turn, act]")
    found = set()
    for index, act in enumerate(acts):
        match act:
            case [int(turn), str(name)] if 0 <= turn < MAX_TURNS and name and not isinstance(turn, bool):
                pass
            case _:
                raise place.error(f"$.acts[{index}]: write [turn, act], turns counted from 0, as in [1, 'apology']")
        if speakers is not None and turn >= len(speakers):
            raise place.error(f"$.acts[{index}]: there is no turn {turn}; the conversation has {len(speakers)}, from 0")
        found.add((turn, name.replace("_", "-")))
    return frozenset(found)


def _items(items: object, place: Place) -> dict[str, Outcome] | None:
    if items is None:
        return None
    if not isinstance(items, Mapping):
        raise place.error("$.items: write an object of item and outcome")
    for name, outcome in items.items():
        if not isinstance(name, str) or not isinstance(outcome, str) or outcome not in WRITTEN:
            problem = f"an outcome is one of {OUTCOMES}; leave out an item that nobody judged"
            raise place.error(f"$.items.{name}: {problem}")
    return {name: WRITTEN[outcome] for name, outcome in items.items()}


class ItemsOfActs:
    """Judges labelled acts by a rulebook, as the evaluator judges the signals that it finds."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._judges = compile_rulebook(rulebook)
        self._said_by = {name: Speaker(spec.by) for name, spec in rulebook.library.signals.items()}

    def __call__(self, acts: Iterable[Act], speakers: Sequence[Speaker] | None) -> dict[str, Outcome]:
        """Returns the outcome of each item. Without `speakers`, an act's speaker is who performs such acts."""
        ordered = sorted(acts)
        if speakers is None:
            # One more turn than there are acts, by the agent: that there was one is taken for granted.
            told = {turn: self._said_by.get(name, Speaker.AGENT) for turn, name in ordered}
            speakers = [told.get(turn, Speaker.AGENT) for turn in range(max(told, default=-1) + 2)]
        view = View.of((Signal(name, turn, 0, 0, "", "") for turn, name in ordered), (), speakers)
        return {result.rule_id: result.outcome for result in (judge(view) for judge in self._judges)}
