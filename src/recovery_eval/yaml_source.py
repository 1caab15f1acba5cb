"""YAML files from anyone, read safely, with line and column for whatever is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.yaml_events import Builder, Loc, Place, RefusedError, path_text
from recovery_eval.yaml_plain import UnusualError, plain_data
from recovery_eval.yaml_syntax import syntax_slip

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
"""How the models of these files are set: no key is passed over, and no value is taken for one of another kind."""

MAX_BYTES = 1_000_000
LINES_AROUND = 1  # lines shown before and after the one at fault

M = TypeVar("M", bound=BaseModel)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlSource:
    """One YAML file as plain data, with the place of every value.

    Attributes:
        file: The file's name as error messages show it.
        data: Lists, dicts with text keys, and scalars.
        known_places: The place of every value by its path; None to look for them when they are first asked for.
        text: The file as it is written.
    """

    file: str
    data: Any
    known_places: Mapping[Loc, Place] | None = field(default=None, repr=False, compare=False)
    text: str = field(default="", repr=False, compare=False)

    @cached_property
    def places(self) -> Mapping[Loc, Place]:
        """The place of every value by its path."""
        if self.known_places is not None:
            return self.known_places
        builder = Builder(self.file)
        if self.text:
            builder.document(yaml.parse(self.text, Loader=_LOADER))
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
        return Fault(self.file, line, column, path_text(loc), message, _lines_around(self.text.splitlines(), line))


class FaultCollector:
    """Gathers the faults of many files, so that all of them are reported at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Keeps one fault."""
        self.faults.append(fault)

    def catching(self) -> _Catching:
        """Keeps the faults of a RuleFileError that the `with` block raises, and goes on after the block."""
        return _Catching(self.faults)

    def raise_if_any(self) -> None:
        """Raises RuleFileError with every fault kept, each once, ordered by file and line."""
        if self.faults:
            raise RuleFileError(
                sorted(dict.fromkeys(self.faults), key=lambda fault: (fault.file, fault.line, fault.column))
            )


class _Catching:
    """A class and not a generator, so that type checkers see that the block may end early."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, RuleFileError):
            self._faults.extend(error.faults)
            return True
        return False


def read_yaml(path: Path, *, shown_as: str | None = None) -> YamlSource:
    """Reads a YAML file of at most 1 MB in UTF-8.

    Args:
        path: The file.
        shown_as: Its name in error messages; the path itself by default.

    Raises:
        RuleFileError: The file can't be read, or isn't the plain YAML that `parse_yaml` takes.
    """
    name = shown_as if shown_as is not None else str(path)
    if not path.is_file():  # also keeps us from waiting on a pipe or a device
        raise _unreadable(name, "no such file" if not path.exists() else "not a regular file")
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(name, f"can't be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise _unreadable(name, f"larger than {MAX_BYTES:,} bytes; split it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RuleFileError([Fault(name, line, 1, "$", "not UTF-8; save the file in UTF-8")]) from error
    return parse_yaml(text, name)


def parse_yaml(text: str, file: str, *, max_bytes: int = MAX_BYTES, with_places: bool = False) -> YamlSource:
    """Reads YAML text that holds one document of plain data.

    Args:
        text: The YAML.
        file: Its name in error messages.
        max_bytes: How long it may be.
        with_places: Whether the places of its values will be asked for even where nothing is wrong with them.

    Raises:
        RuleFileError: Broken YAML, duplicate keys, keys that are not text, anchors, aliases, merge keys or tags, or
            more than `max_bytes`, 50 levels or 200,000 parser events.
    """
    if len(text) > max_bytes or len(text.encode(errors="replace")) > max_bytes:
        raise _unreadable(file, f"larger than {max_bytes:,} bytes; split it")
    if not with_places:
        with suppress(UnusualError, yaml.YAMLError, UnicodeError):
            return YamlSource(file, plain_data(text, _LOADER), None, text)
    builder = Builder(file)
    try:
        data = builder.document(yaml.parse(text, Loader=_LOADER))
    except RefusedError as error:
        builder.faults.append(Fault(file, error.line, error.column, "$", error.problem))
    except yaml.MarkedYAMLError as error:
        slip = syntax_slip(text, error)
        builder.faults.append(Fault(file, slip.line, slip.column, "$", f"not valid YAML: {slip.message}"))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
        builder.faults.append(Fault(file, line, 1, "$", f"holds a character that YAML forbids: {error.reason}"))
    except (yaml.YAMLError, UnicodeError) as error:
        raise _unreadable(file, "not valid YAML") from error
    if builder.faults:
        lines = text.splitlines()
        raise RuleFileError(replace(fault, around=_lines_around(lines, fault.line)) for fault in builder.faults)
    return YamlSource(file, data, builder.places, text)


def validate(source: YamlSource, model: type[M]) -> M:
    """Returns the file's data as a model.

    Where the model offers alternatives (a union), only the faults of the alternative that the author most likely meant
    are told. Lists reach the model as tuples, so that a strict and frozen model can hold them.

    Raises:
        RuleFileError: With every fault of the file, at its place and in plain words.
    """
    if source.data is None:
        raise _unreadable(source.file, "the file is empty")
    try:
        return model.model_validate(_tupled(source.data))
    except ValidationError as error:
        from recovery_eval.yaml_messages import model_problems

        problems = model_problems(error, model, source.data, source.places)
    raise RuleFileError(source.fault(loc, message, at_key=at_key) for loc, message, at_key in problems)


def as_list(value: object) -> object:
    """Takes a single text for a list of one; to be called before validation."""
    return (value,) if isinstance(value, str) else value


def _unreadable(file: str, message: str) -> RuleFileError:
    return RuleFileError([Fault(file, 1, 1, "$", message)])


def _lines_around(lines: Sequence[str], line: int) -> tuple[tuple[int, str], ...]:
    """Returns a line and its neighbours, each with its number."""
    first = max(line - 1 - LINES_AROUND, 0)
    return tuple(enumerate(lines[first : line + LINES_AROUND], start=first + 1))


def _tupled(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tupled(item) for item in value)
    return {key: _tupled(inner) for key, inner in value.items()} if isinstance(value, dict) else value
