"""YAML files from anyone, read safely, with line and column for whatever is wrong in them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources.events import Builder, RefusedError
from recovery_eval.sources.faults import lines_around, unreadable
from recovery_eval.sources.plain import UnusualError, plain_data
from recovery_eval.sources.source import YamlSource
from recovery_eval.sources.syntax import forbidden_slip, syntax_slip
from recovery_eval.sources.text_files import MAX_BYTES, read_bounded

_NOTHING = object()


def read_yaml(path: Path, *, shown_as: str | None = None) -> YamlSource:
    """Reads a YAML file of at most 1 MB in UTF-8.

    Args:
        path: The file.
        shown_as: Its name in error messages; the path itself by default.

    Duplicate keys, and keys that are not text, are kept, so that `validate` tells them with what else is wrong.

    Raises:
        RuleFileError: The file can't be read, or isn't the plain YAML that `parse_yaml` takes.
    """
    name = shown_as if shown_as is not None else str(path)
    return _parsed(read_bounded(path, name), name)


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
        raise unreadable(file, f"larger than {max_bytes:,} bytes; split it")
    source = _parsed(text, file, with_places=with_places)
    if source.faults:
        raise RuleFileError(source.faults)
    return source


def _parsed(text: str, file: str, *, with_places: bool = False) -> YamlSource:
    """Reads YAML text. Raises RuleFileError only where no data can be had of it."""
    if not with_places:
        with suppress(UnusualError, yaml.YAMLError, UnicodeError):
            return YamlSource(file, plain_data(text), None, text)
    builder = Builder(file)
    data: Any = _NOTHING
    try:
        data = builder.document(text)
    except RefusedError as error:
        builder.faults.append(Fault(file, error.line, error.column, "$", error.problem))
    except yaml.MarkedYAMLError as error:
        slip = syntax_slip(text, error)
        builder.faults.append(Fault(file, slip.line, slip.column, "$", f"not valid YAML: {slip.message}"))
    except yaml.reader.ReaderError as error:
        slip = forbidden_slip(text, error)
        builder.faults.append(Fault(file, slip.line, slip.column, "$", slip.message))
    except (yaml.YAMLError, UnicodeError) as error:
        raise unreadable(file, "not valid YAML") from error
    lines = text.splitlines() if builder.faults else []
    faults = tuple(replace(fault, around=lines_around(lines, fault.line)) for fault in builder.faults)
    if data is _NOTHING:
        raise RuleFileError(faults)
    return YamlSource(file, data, builder.places, text, faults)
