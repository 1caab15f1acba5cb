"""A file as plain data with the place of every value, and its check against a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources.events import Builder
from recovery_eval.sources.faults import lines_around, unreadable
from recovery_eval.sources.place import Loc, Place, path_text

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class YamlSource:
    """One file as plain data, with the place of every value.

    Attributes:
        file: The file's name as error messages show it.
        data: Lists, dicts with text keys, and scalars.
        known_places: The place of every value by its path; None to look for them when they are first asked for.
        text: The file as it is written.
        faults: What is wrong with its keys, whatever they mean.
    """

    file: str
    data: Any
    known_places: Mapping[Loc, Place] | None = field(default=None, repr=False, compare=False)
    text: str = field(default="", repr=False, compare=False)
    faults: tuple[Fault, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def places(self) -> Mapping[Loc, Place]:
        """The place of every value by its path."""
        if self.known_places is not None:
            return self.known_places
        builder = Builder(self.file)
        if self.text:
            builder.document(self.text)
        return builder.places

    def fault(self, loc: Sequence[str | int], message: str, *, at_key: bool = False) -> Fault:
        """Returns a fault at the value that `loc` addresses, or at the nearest value around it that is known.

        Args:
            loc: Keys and list indices from the top of the file.
            message: What is wrong and how to mend it.
            at_key: Point at the value's key instead of the value.
        """
        place = None
        for end in range(len(loc), -1, -1):
            place = self.places.get(tuple(loc[:end]))
            if place is not None:
                break
        if place is None:
            place = Place(1, 1, 1, 1)
        line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
        return Fault(self.file, line, column, path_text(loc), message, lines_around(self.text.splitlines(), line))


def validate(source: YamlSource, model: type[M]) -> M:
    """Returns the file's data as a model.

    Where the model offers alternatives (a union), only the faults of the alternative that the author most likely meant
    are told. Lists reach the model as tuples, so that a strict and frozen model can hold them.

    Raises:
        RuleFileError: With every fault of the file, at its place and in plain words.
    """
    if source.data is None:
        raise unreadable(source.file, "the file is empty")
    try:
        valid = model.model_validate(_tupled(source.data))
    except ValidationError as error:
        from recovery_eval.sources.messages import model_problems

        problems = model_problems(error, model, source.data, source.places)
    else:
        if not source.faults:
            return valid
        problems = []
    told = [source.fault(loc, message, at_key=at_key) for loc, message, at_key in problems]
    raise RuleFileError([*source.faults, *told])


def _tupled(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tupled(item) for item in value)
    return {key: _tupled(inner) for key, inner in value.items()} if isinstance(value, dict) else value
