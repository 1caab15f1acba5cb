"""The built-in rules, signals and rulebooks, as the made pages need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recovery_eval import Rulebook, load_rulebook
from recovery_eval.rulebook import rulebook_names
from recovery_eval.workshop.folder import RuleFolder, Subject, read_folder


@cache
def built_in() -> RuleFolder:
    """Returns all built-in rules and signals with their cases."""
    return read_folder()


@cache
def rulebooks() -> tuple[Rulebook, ...]:
    """Returns the built-in rulebooks."""
    return tuple(load_rulebook(name) for name in rulebook_names())


def subjects(key: str) -> Iterator[Subject]:
    """Yields the rules or the signals, by name."""
    return iter(sorted((one for one in built_in().subjects if one.key == key), key=lambda one: one.name))


def topic(subject: Subject) -> str:
    """Returns the folder in which a rule or a signal stands."""
    return subject.source.file.split("/")[-2]


def own_yaml(subject: Subject, *keys: str) -> str:
    """Returns some keys of a file as they are written, comments and all."""
    blocks = re.split(r"^(?=[a-z_]+:)", subject.source.text, flags=re.MULTILINE)
    return "".join(block for block in blocks if block.partition(":")[0] in keys)
