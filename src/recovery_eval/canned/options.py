"""What a check is told about a library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from recovery_eval.canned.models import Reply
from recovery_eval.canned.patterns import fits

_WORD = re.compile(r"[^\W_]+")

# Words that mark a reply as the answer to a complaint, each matched against the whole name and against its words.
COMPLAINT_WORDS = (
    "apolog*", "broken", "complain*", "damage*", "delay*", "escalat*", "faulty", "late", "missing", "outage*",
    "overcharge*", "recovery", "sorry", "wrong",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComplaintPatterns:
    """Which replies answer complaints. `*` stands for any characters; capitals don't count.

    Attributes:
        tags: Patterns of tags.
        folders: Patterns of folders.
        titles: Patterns of titles.
    """

    tags: tuple[str, ...] = COMPLAINT_WORDS
    folders: tuple[str, ...] = COMPLAINT_WORDS
    titles: tuple[str, ...] = COMPLAINT_WORDS

    def hold_for(self, reply: Reply) -> bool:
        """Tells whether a reply answers a complaint; what the reply itself says on it comes first."""
        if reply.answers_complaint is not None:
            return reply.answers_complaint
        return (
            any(_fits(tag, self.tags) for tag in reply.tags)
            or _fits(reply.folder, self.folders)
            or _fits(reply.title, self.titles)
        )


@lru_cache(maxsize=4_096)  # tags and folders come again and again
def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    lower, in_small = name.lower(), tuple(pattern.lower() for pattern in patterns)
    return any(fits(text, in_small) for text in (lower, *_WORD.findall(lower)))


@dataclass(frozen=True, slots=True)
class Options:
    """How one file is checked.

    Attributes:
        dialect: The help desk of its placeholders; None to find out from the file.
        locale: The language of replies that do not tell theirs; None for English.
        rulebook: Name or path of the rulebook.
        pass_mark: The score, in percent, below which a reply is a finding of its own; None for none.
        complaints: Which replies answer complaints.
        disabled: Rules that are not judged, with the reason.
        customer_names: Further fields that hold the customer's name, in small letters.
        agent_names: Further fields that hold the agent's name, in small letters.
        known_placeholders: Further fields; `*` stands for any characters.
        dynamic_content: Sentences that replies place by a field, by that field in small letters.
        include_inactive: Check replies that are switched off.
        include_internal: Check notes that customers never see.
        top: The folder from which the folders of a Markdown file count; None for the working folder.
    """

    dialect: str | None = None
    locale: str | None = None
    rulebook: str | Path = "canned-responses"
    pass_mark: float | None = None
    complaints: ComplaintPatterns = ComplaintPatterns()
    disabled: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    customer_names: frozenset[str] = frozenset()
    agent_names: frozenset[str] = frozenset()
    known_placeholders: tuple[str, ...] = ()
    dynamic_content: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    include_inactive: bool = False
    include_internal: bool = False
    top: Path | None = None

    def for_path(self, path: str) -> Options:  # noqa: ARG002 - the same for every path
        """Returns the options themselves: one choice for every file."""
        return self


class Config(Protocol):
    """Chooses the options of each file."""

    def for_path(self, path: str) -> Options:
        """Returns the options of a file, by its path as shown to users."""
