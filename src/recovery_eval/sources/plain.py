"""Plain data from a YAML file in which nothing is wrong, without places.

Most files are sound, and their places are never asked for. Whatever is unusual here is left to
`recovery_eval.sources.events`, which reads the same files twice as slowly and tells what is wrong with them, and where.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from recovery_eval.sources.events import LOADER, MAX_DEPTH, MAX_EVENTS, SCALARS


class UnusualError(Exception):
    """The file holds what plain data does not, or is broken."""


def plain_data(text: str) -> Any:
    """Returns what `recovery_eval.sources.events.Builder` would, for a file without faults.

    Raises:
        UnusualError, yaml.YAMLError: For any other file.
    """
    parser = LOADER(text)
    try:
        return _Reader(parser.get_event).document()
    finally:
        parser.dispose()


class _Reader:
    def __init__(self, next_event: Callable[[], Any]) -> None:
        self._next = next_event
        self._left = MAX_EVENTS
        # By the first character, the patterns of what is no text, such as `no` and `1.0`.
        self._patterns: dict[str | None, Any] = Resolver.yaml_implicit_resolvers
        self._constructor = SafeConstructor()

    def document(self) -> Any:
        """Returns the data of the only document; None for an empty file."""
        next_event = self._next
        next_event()  # the stream begins
        if isinstance(next_event(), yaml.StreamEndEvent):
            return None
        data = self._value(next_event(), 0)
        next_event()  # the document ends
        if not isinstance(next_event(), yaml.StreamEndEvent):
            raise UnusualError
        return data

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        self._left -= 1
        if depth == MAX_DEPTH or self._left < 0 or kind is yaml.AliasEvent or event.anchor or not event.implicit:
            raise UnusualError
        return self._mapping(depth + 1) if kind is yaml.MappingStartEvent else self._sequence(depth + 1)

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        next_event = self._next
        event = next_event()
        while type(event) is not yaml.MappingEndEvent:
            key = self._scalar(event) if type(event) is yaml.ScalarEvent else None
            if not isinstance(key, str) or key in mapping or key == "<<":
                raise UnusualError
            mapping[key] = self._value(next_event(), depth)
            event = next_event()
        return mapping

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        next_event = self._next
        event = next_event()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self._value(event, depth))
            event = next_event()
        return items

    def _scalar(self, event: Any) -> Any:
        self._left -= 1
        if event.anchor or event.tag or self._left < 0:
            raise UnusualError
        text: str = event.value
        if event.implicit[0]:  # unquoted
            for tag, pattern in self._patterns.get(text[:1], ()):
                if pattern.match(text):
                    return self._other(tag, text)
        return text

    def _other(self, tag: str, text: str) -> Any:
        if tag not in SCALARS:
            return text
        try:
            return self._constructor.construct_object(ScalarNode(tag, text))
        except (ValueError, KeyError, AttributeError, OverflowError) as error:
            raise UnusualError from error
