"""Plain data from the events of a YAML parser, with the place of every value.

One pass over the events checks size, depth and aliases before anything is built, sees duplicate keys, and works the
same with the C parser, which ignores most hooks of the Python one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from recovery_eval.errors import Fault
from recovery_eval.sources.place import Loc, Place, path_text

MAX_DEPTH = 50
MAX_EVENTS = 200_000
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG = "tag:yaml.org,2002:"
SCALARS = frozenset(_TAG + kind for kind in ("int", "float", "bool", "null", "timestamp"))
"""Tags of what is no text."""


class RefusedError(Exception):
    """A construct that these files may not hold; ends the pass like a syntax error."""

    def __init__(self, problem: str, event: yaml.Event) -> None:
        self.problem = problem
        self.line, self.column = _start(event)
        super().__init__(problem)


def _start(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event, from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


class Builder:
    """Builds data and places from parser events; faults that don't end the pass gather in `faults`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Loc, Place] = {}
        self.faults: list[Fault] = []
        self._resolve: Callable[..., Any] = Resolver().resolve
        self._constructor = SafeConstructor()

    def document(self, text: str) -> Any:
        """Returns the data of the only document; None for an empty file."""
        stream = self._checked(yaml.parse(text, Loader=LOADER))
        data: Any = None
        documents = 0
        for event in stream:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise RefusedError("holds a second document ('---'); keep one in a file", event)
                data = self._value(next(stream), stream, (), None)
        return data

    def _checked(self, events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
        depth = 0
        for number, event in enumerate(events, start=1):
            if number > MAX_EVENTS:
                raise RefusedError(f"more than {MAX_EVENTS:,} values; split the file", event)
            anchor = getattr(event, "anchor", None)
            if isinstance(event, yaml.AliasEvent):
                raise RefusedError(f"aliases are not allowed; write the value of '*{anchor}' out", event)
            if anchor is not None:
                raise RefusedError(f"anchors are not allowed; remove '&{anchor}'", event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise RefusedError(f"nested deeper than {MAX_DEPTH} levels", event)
                if not event.implicit:
                    raise RefusedError(f"tags are not allowed; remove {event.tag!r}", event)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            yield event

    def _value(self, event: yaml.Event, stream: Iterator[yaml.Event], loc: Loc, key: yaml.Event | None) -> Any:
        place = Place(*_start(event), *_start(key or event))
        self.places[loc] = place
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(stream, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(stream, loc)
        if not isinstance(event, yaml.ScalarEvent):
            raise RefusedError("expected a value", event)
        value = self._scalar(event)
        if not isinstance(value, str) and value is not None:
            self.places[loc] = place._replace(raw=event.value)
        return value

    def _mapping(self, stream: Iterator[yaml.Event], loc: Loc) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_event in stream:
            if isinstance(key_event, yaml.MappingEndEvent):
                break
            if not isinstance(key_event, yaml.ScalarEvent):
                raise RefusedError("a key must be text", key_event)
            name = self._key(key_event, loc)
            if name in mapping:
                first = self.places[(*loc, name)]
                self._fault(key_event, (*loc, name), f"duplicate key {name!r}; the first is in line {first.key_line}")
                self._value(next(stream), stream, (*loc, name, "(again)"), key_event)
                continue
            mapping[name] = self._value(next(stream), stream, (*loc, name), key_event)
        return mapping

    def _key(self, event: yaml.ScalarEvent, loc: Loc) -> str:
        name = self._scalar(event)
        if isinstance(name, str):
            if event.implicit[0] and name == "<<":
                raise RefusedError("merge keys ('<<') are not allowed; write the keys out", event)
            return name
        self._fault(event, (*loc, event.value), f'key {event.value} is not read as text; quote it: "{event.value}"')
        return str(event.value)

    def _sequence(self, stream: Iterator[yaml.Event], loc: Loc) -> list[Any]:
        items: list[Any] = []
        for event in stream:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, stream, (*loc, len(items)), None))
        return items

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text: str = event.value
        tag = event.tag
        if tag is None:
            tag = str(self._resolve(ScalarNode, text, event.implicit))
        elif tag not in {*SCALARS, _TAG + "str", "!"}:
            raise RefusedError(f"tags are not allowed; remove {tag!r}", event)
        if tag not in SCALARS:  # text, and `=` and `<<`, which are words here
            return text
        try:
            return self._constructor.construct_object(ScalarNode(tag, text))
        except (ValueError, KeyError, AttributeError, OverflowError) as error:
            raise RefusedError(f"a value can't be read as {tag.removeprefix(_TAG)}; quote it", event) from error

    def _fault(self, event: yaml.Event, loc: Loc, message: str) -> None:
        self.faults.append(Fault(self.file, *_start(event), path_text(loc), message))
