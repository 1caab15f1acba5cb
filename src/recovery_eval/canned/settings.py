"""What a team settles once for its library: which replies, by which rulebook, and what may fail the check."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from recovery_eval.canned.models import Severity
from recovery_eval.yaml_source import YamlSource

T = TypeVar("T")

RULEBOOK = "canned-responses"
FAIL_LEVEL: Severity = "minor"

Dialect = Literal[
    "generic", "zendesk", "intercom", "freshdesk", "gorgias", "helpscout", "freescout", "front", "hubspot", "zammad",
    "osticket", "chatwoot", "salesforce",
]  # fmt: skip
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]

_SHAPE = ConfigDict(
    extra="forbid",
    frozen=True,
    strict=True,
    hide_input_in_errors=True,
    alias_generator=lambda name: name.replace("_", "-"),
)


class Disabled(BaseModel):
    """A rule that is not reported, and why."""

    model_config = _SHAPE

    rule: Words
    reason: Words


class Complaints(BaseModel):
    """Which replies answer complaints: those of which a tag, the folder or the title matches a pattern.

    Case does not count; `*` stands for anything. An empty list matches nothing.
    """

    model_config = _SHAPE

    tags: tuple[Words, ...] = ("complaint*", "apolog*")
    folders: tuple[Words, ...] = ("*complaint*", "*apolog*")
    titles: tuple[Words, ...] = ("*complaint*", "*apolog*")

    def match(self, tags: tuple[str, ...], folder: str, title: str) -> bool:
        """Whether a reply with these tags, folder and title answers a complaint."""
        said = [(self.tags, tag) for tag in tags] + [(self.folders, folder), (self.titles, title)]
        return any(fnmatchcase(text.casefold(), one.casefold()) for patterns, text in said for one in patterns)


class PerPath(BaseModel):
    """Choices for the files that match; what is not given here stays as it is for all."""

    model_config = _SHAPE

    paths: tuple[Words, ...] = Field(min_length=1)
    dialect: Dialect | None = None
    rulebook: Words | None = None
    pass_mark: Score | None = None
    fail_level: Severity | None = None
    disable: tuple[Disabled, ...] = ()
    complaints: Complaints | None = None


class SettingsFile(BaseModel):
    """The settings as they are written.

    Attributes:
        paths: What to check where the command names nothing; files or folders, from the settings' folder.
        exclude: Patterns of files to leave out.
        dialect: The help desk, where it should not be found out by looking.
        rulebook: The name of a built-in rulebook, or a path from the settings' folder.
        pass_mark: The score, 0 to 100, below which a reply is a finding of its own; without it the rules alone speak.
        fail_level: The least severity of a finding that fails the check.
        baseline: The file of known findings, from the settings' folder.
        disable: Rules that are not reported, each with its reason.
        complaints: Which replies answer complaints.
        per_path: Choices for some of the files; later entries win.
    """

    model_config = _SHAPE

    paths: tuple[Words, ...] = ()
    exclude: tuple[Words, ...] = ()
    dialect: Dialect | None = None
    rulebook: Words | None = None
    pass_mark: Score | None = None
    fail_level: Severity | None = None
    baseline: Words | None = None
    disable: tuple[Disabled, ...] = ()
    complaints: Complaints | None = None
    per_path: tuple[PerPath, ...] = ()


class Choices(NamedTuple):
    """What holds for one file.

    Attributes:
        dialect: The help desk, or None to find out.
        rulebook: The name or path of the rulebook.
        pass_mark: The score below which a reply is a finding; None: no such finding.
        fail_level: The least severity that fails the check.
        disabled: Reason by rule that is not reported.
        complaints: Which replies answer complaints.
    """

    dialect: str | None
    rulebook: str
    pass_mark: float | None
    fail_level: Severity
    disabled: Mapping[str, str]
    complaints: Complaints


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    Attributes:
        root: The folder from which patterns and paths count: that of the settings' file.
        file: What the file says; the defaults where there is none.
        source: The file itself, for messages that point into it.
        dialect, rulebook, pass_mark, fail_level: What the command line says; it wins over the file.
    """

    root: Path = field(default_factory=Path.cwd)
    file: SettingsFile = field(default_factory=SettingsFile)
    source: YamlSource | None = field(default=None, repr=False)
    dialect: str | None = None
    rulebook: str | None = None
    pass_mark: float | None = None
    fail_level: Severity | None = None

    def at(self, path: str | Path) -> Choices:
        """Returns what holds for a file, named from the working folder."""
        inside = self._from_root(path)
        fitting = tuple(number for number, one in enumerate(self.file.per_path) if matches(inside, one.paths))
        return self._choices(fitting)

    def excludes(self, path: str | Path) -> bool:
        """Whether a file, named from the working folder, is left out."""
        return bool(self.file.exclude) and matches(self._from_root(path), self.file.exclude)

    def _from_root(self, path: str | Path) -> str:
        return Path(os.path.relpath(path, self.root)).as_posix()

    def _choices(self, fitting: tuple[int, ...]) -> Choices:
        if fitting not in self._made:
            file = self.file
            layers = [file.per_path[number] for number in reversed(fitting)]
            disable = (*file.disable, *(one for layer in reversed(layers) for one in layer.disable))
            disabled = {one.rule: one.reason for one in disable}
            rulebook = self.rulebook or _first(*(one.rulebook for one in layers), file.rulebook)
            self._made[fitting] = Choices(
                dialect=self.dialect or _first(*(one.dialect for one in layers), file.dialect),
                rulebook=self._placed(rulebook, from_file=self.rulebook is None) if rulebook else RULEBOOK,
                pass_mark=_first(self.pass_mark, *(one.pass_mark for one in layers), file.pass_mark),
                fail_level=_first(self.fail_level, *(one.fail_level for one in layers), file.fail_level) or FAIL_LEVEL,
                disabled=MappingProxyType(disabled),
                complaints=_first(*(one.complaints for one in layers), file.complaints) or Complaints(),
            )
        return self._made[fitting]

    @cached_property
    def _made(self) -> dict[tuple[int, ...], Choices]:
        return {}

    def _placed(self, rulebook: str, *, from_file: bool) -> str:
        """A rulebook's path counts from the settings' folder, its name from nowhere."""
        is_path = rulebook.endswith((".yml", ".yaml")) or "/" in rulebook
        return str(self.root / rulebook) if is_path and from_file else rulebook


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path fits a pattern: `*` stands for anything, folders too, and a folder for all that is in it."""
    return any(
        fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*")
        for pattern in (one.removeprefix("./").rstrip("/") for one in patterns)
    )


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)
