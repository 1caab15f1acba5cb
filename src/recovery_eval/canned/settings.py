"""What a team settles once for its library: which replies, by which rulebook, and what may fail the check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from recovery_eval.canned.dialects import dialect_named
from recovery_eval.canned.dynamic_content import read_dynamic_content
from recovery_eval.canned.fingerprints import from_root
from recovery_eval.canned.models import Severity
from recovery_eval.canned.options import COMPLAINT_WORDS, ComplaintPatterns, Options
from recovery_eval.canned.paths import repository_above
from recovery_eval.canned.patterns import fits
from recovery_eval.errors import UnknownNameError
from recovery_eval.sources import STRICT, YamlSource

T = TypeVar("T")

RULEBOOK = "canned-responses"
FAIL_LEVEL: Severity = "minor"


def _known_dialect(name: str) -> str:
    try:
        return dialect_named(name).name
    except UnknownNameError as error:
        raise ValueError(str(error)) from error


def in_percent(score: float) -> float:
    """Returns a score. Raises ValueError for a share, which is no score."""
    if 0 < score <= 1:  # a share is what was meant, and as it stands nothing would ever fall below it
        raise ValueError(f"scores run from 0 to 100; write {score * 100:g}")
    return score


def _bare(field: str) -> str:
    """Returns a field or pattern. Raises ValueError where it stands in braces, as in a reply: it would fit nothing."""
    if {"{", "}"} & set(field):
        raise ValueError(f"write the field without its braces: {field.strip('{}%#! ')}")
    return field


def _relative(pattern: str) -> str:
    r"""Returns a pattern of paths. Raises ValueError for one that fits none: paths count from the settings' folder."""
    if "\\" in pattern:
        raise ValueError("write folders with slashes: " + pattern.replace("\\", "/"))
    if pattern.startswith(("/", "~/")) or re.match("[A-Za-z]:/", pattern):
        raise ValueError("patterns count from the folder of the settings; leave out what leads there")
    return pattern


Dialect = Annotated[str, AfterValidator(_known_dialect)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
PathPattern = Annotated[Words, AfterValidator(_relative)]
FieldName = Annotated[Words, AfterValidator(_bare)]
Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), AfterValidator(in_percent)]

_SHAPE = ConfigDict(**STRICT, alias_generator=lambda name: name.replace("_", "-"))


class Disabled(BaseModel):
    """A rule that is not reported, and why."""

    model_config = _SHAPE

    rule: Words
    reason: Words


class Complaints(BaseModel):
    """Which replies answer complaints: those of which a tag, the folder or the title fits a pattern."""

    model_config = _SHAPE

    tags: tuple[Words, ...] = COMPLAINT_WORDS
    folders: tuple[Words, ...] = COMPLAINT_WORDS
    titles: tuple[Words, ...] = COMPLAINT_WORDS


class Placeholders(BaseModel):
    """Fields of one's own help desk, beside those that every one of its kind has.

    Attributes:
        customer_names: Fields that hold the customer's name.
        agent_names: Fields that hold the agent's name.
        known: Other fields; `*` stands for anything.
        dynamic_content: Exports of Zendesk's dynamic content, from the settings' folder.
    """

    model_config = _SHAPE

    customer_names: tuple[FieldName, ...] = ()
    agent_names: tuple[FieldName, ...] = ()
    known: tuple[FieldName, ...] = ()
    dynamic_content: tuple[Words, ...] = ()


class PerPath(BaseModel):
    """Choices for the files that match; what is not given here stays as it is for all."""

    model_config = _SHAPE

    paths: tuple[PathPattern, ...] = Field(min_length=1)
    dialect: Dialect | None = None
    locale: Words | None = None
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
        locale: The language of replies that do not tell theirs, as in "de"; English where it is not told.
        rulebook: The name of a built-in rulebook, or a path from the settings' folder.
        pass_mark: The score, 0 to 100, below which a reply is a finding of its own; without it the rules alone speak.
        fail_level: The least severity of a finding that fails the check.
        baseline: The file of known findings, from the settings' folder.
        disable: Rules that are not reported, each with its reason.
        complaints: Which replies answer complaints.
        placeholders: Fields of one's own help desk.
        include_inactive: Check replies that are switched off.
        include_internal: Check notes that customers never see.
        per_path: Choices for some of the files; later entries win.
    """

    model_config = _SHAPE

    paths: tuple[Words, ...] = ()
    exclude: tuple[PathPattern, ...] = ()
    dialect: Dialect | None = None
    locale: Words | None = None
    rulebook: Words | None = None
    pass_mark: Score | None = None
    fail_level: Severity | None = None
    baseline: Words | None = None
    disable: tuple[Disabled, ...] = ()
    complaints: Complaints | None = None
    placeholders: Placeholders = Placeholders()
    include_inactive: bool = False
    include_internal: bool = False
    per_path: tuple[PerPath, ...] = ()


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

    @property
    def baseline(self) -> Path | None:
        """The file of known findings, where there is to be one."""
        return self.root / self.file.baseline if self.file.baseline is not None else None

    def for_path(self, path: str) -> Options:
        """Returns how a file is checked, named from the working folder."""
        return self._choices(self._fitting(path))[0]

    def fail_level_at(self, path: str) -> Severity:
        """Returns the least severity that fails the check in a file, named from the working folder."""
        return self._choices(self._fitting(path))[1]

    def excludes(self, path: str | Path) -> bool:
        """Whether a file, named from the working folder, is left out."""
        return bool(self.file.exclude) and matches(from_root(path, self.root), self.file.exclude)

    def _fitting(self, path: str) -> tuple[int, ...]:
        """Indices of the entries of `per-path` that fit a file, those that win first."""
        if not self.file.per_path:
            return ()
        inside = from_root(path, self.root)
        return tuple(
            n for n in reversed(range(len(self.file.per_path))) if matches(inside, self.file.per_path[n].paths)
        )

    def _choices(self, fitting: tuple[int, ...]) -> tuple[Options, Severity]:
        if fitting not in self._made:
            self._made[fitting] = self._make([self.file.per_path[number] for number in fitting])
        return self._made[fitting]

    @cached_property
    def _made(self) -> dict[tuple[int, ...], tuple[Options, Severity]]:
        return {}

    @cached_property
    def _dynamic_content(self) -> Mapping[str, str]:
        paths = [self.root / path for path in self.file.placeholders.dynamic_content]
        return MappingProxyType({name: text for path in paths for name, text in read_dynamic_content(path).items()})

    def _make(self, layers: list[PerPath]) -> tuple[Options, Severity]:
        file = self.file
        disabled = (*file.disable, *(one for layer in reversed(layers) for one in layer.disable))
        rulebook = _first(*(one.rulebook for one in layers), file.rulebook)
        complaints = _first(*(one.complaints for one in layers), file.complaints) or Complaints()
        fields = file.placeholders
        options = Options(
            dialect=_first(self.dialect, *(one.dialect for one in layers), file.dialect),
            locale=_first(*(one.locale for one in layers), file.locale),
            rulebook=self.rulebook or (self.placed(rulebook) if rulebook else RULEBOOK),
            pass_mark=_first(self.pass_mark, *(one.pass_mark for one in layers), file.pass_mark),
            complaints=ComplaintPatterns(complaints.tags, complaints.folders, complaints.titles),
            disabled=MappingProxyType({one.rule: one.reason for one in disabled}),
            customer_names=frozenset(name.lower() for name in fields.customer_names),
            agent_names=frozenset(name.lower() for name in fields.agent_names),
            known_placeholders=fields.known,
            dynamic_content=self._dynamic_content,
            include_inactive=file.include_inactive,
            include_internal=file.include_internal,
            top=self.root if self.source is not None else repository_above(Path.cwd()),
        )
        level: Severity | None = _first(self.fail_level, *(one.fail_level for one in layers), file.fail_level)
        return options, level or FAIL_LEVEL

    def placed(self, rulebook: str) -> str:
        """The path of a rulebook counts from the settings' folder, its name from nowhere."""
        return str(self.root / rulebook) if rulebook.endswith((".yml", ".yaml")) else rulebook


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path fits a pattern: `*` stands for anything, folders too, and a folder for all that is in it.

    The root of the paths is the folder ".".
    """
    folders = tuple(one.removeprefix("./").rstrip("/") for one in patterns)
    if fits(path, folders) or fits(path, tuple(f"{folder}/*" for folder in folders)):
        return True
    return not path.startswith("../") and any(one in {".", "./"} for one in patterns)


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)
