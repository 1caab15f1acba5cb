"""Canned responses as read, and what is found in them. All of it is plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from recovery_eval.canned.source import Place, Written
from recovery_eval.outcome import Severity

PlaceholderKind = Literal["customer-name", "agent", "other"]

REPORT_HEADING = "## Canned responses: "
"""What a report in Markdown begins with, so that one that lies among the replies is known."""

__all__ = [
    "REPORT_HEADING",
    "CheckResult",
    "Finding",
    "JudgedReply",
    "Message",
    "Place",
    "Placeholder",
    "PlaceholderKind",
    "ReadFault",
    "Reply",
    "Severity",
    "Suppression",
]


def is_english(locale: str) -> bool:
    """Whether a locale, or the name of a language, stands for English or for none in particular."""
    name = locale.lower()
    return name.startswith("en") or name in {"all", "any", "default", "und", "mul"} or not name[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a reply.

    Attributes:
        text: The plain text, with placeholders as they are written.
        written: The same text, which knows where each of its characters stands in the file.
    """

    text: str
    written: Written = field(repr=False, compare=False)

    def place(self, offset: int) -> Place:
        """Returns line and column in the file of a character of `text`, through HTML, entities and escapes."""
        start, _ = self.written.span(offset, offset)
        return self.written.file.place(start)

    def places(self, start: int, end: int) -> tuple[Place, Place]:
        """Returns where a span of `text` begins and ends (exclusive) in the file."""
        first, last = self.written.span(start, end)
        return self.written.file.place(first), self.written.file.place(last)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder in a message; `start` and `end` count characters of `Message.text`.

    Attributes:
        start: Where it begins.
        end: Where it ends (exclusive).
        name: The field, as in `ticket.requester.first_name`.
        kind: Whose name it stands for, or `other`.
    """

    start: int
    end: int
    name: str
    kind: PlaceholderKind


@dataclass(frozen=True, slots=True)
class Suppression:
    """A note in the file that a rule is not to be reported for this reply.

    `rule` may be `all`; `expires` is the last day on which it holds. Where the note can't be read, `problem` says why,
    and it hides nothing.
    """

    rule: str
    reason: str
    expires: date | None
    place: Place
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One canned response as read.

    Attributes:
        path: The file as shown to users: POSIX, relative to the working folder where it lies in it.
        id: Its id in the library, or one made from its title; unique in the file.
        title: Its title.
        folder: Its folder, parts joined with "/"; empty where there is none.
        tags: Its tags.
        locale: Its locale as written, for example "en-GB".
        messages: What is sent; a macro of several messages is one conversation.
        suppressions: Notes that switch rules off for it.
        place: Where it begins in its file.
        dialect: The help desk whose placeholders it uses.
        names_dialect: Whether the reply, the shape of its file or the options tell the dialect.
        pass_mark: The least score that it asks of itself, 0 to 100; None where it asks for none.
        answers_complaint: What the library itself says on this; None where it says nothing.
        end: Where it ends in its file, where that is known.
        key: A hash of its text, where it has neither id nor title, so that its id is only its line.
        has_twin: Whether the file has it a second time, as plain text beside HTML.
    """

    path: str
    id: str
    title: str
    folder: str
    tags: tuple[str, ...]
    locale: str | None
    messages: tuple[Message, ...]
    suppressions: tuple[Suppression, ...]
    place: Place
    dialect: str = "generic"
    answers_complaint: bool | None = None
    end: Place | None = None
    key: str = ""
    has_twin: bool = False
    names_dialect: bool = True
    pass_mark: float | None = None

    @property
    def is_english(self) -> bool:
        """Whether its locale lets its words be judged; without a locale it is taken for English."""
        return is_english(self.locale or "en")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault in one reply. Sorts by path, line, column and rule.

    Attributes:
        path: The file.
        start: Where the words begin; where the reply begins if something is missing.
        rule_id: The rule, of the rulebook or of `recovery_eval.canned.own_rules.OWN_RULES`.
        end: Where the words end (exclusive).
        severity: The rule's.
        message: What is wrong.
        advice: What to do about it.
        reply_id: The reply.
        reply_title: Its title.
        quote: The words, as they are in the plain text; empty where something is missing.
        branch: The branch of a condition in which it shows, or None for all.
        score: The reply's score.
        reply_key: What tells the reply from others where its id only counts lines.
    """

    path: str
    start: Place
    rule_id: str
    end: Place = field(compare=False)
    severity: Severity = field(compare=False)
    message: str = field(compare=False)
    advice: str = field(compare=False)
    reply_id: str = field(compare=False)
    reply_title: str = field(compare=False)
    quote: str = field(default="", compare=False)
    branch: str | None = field(default=None, compare=False)
    score: float | None = field(default=None, compare=False)
    reply_key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ReadFault:
    """A file, or a reply in it, that could not be read; the rest was checked."""

    path: str
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.place.line}:{self.place.column}: {self.message}"


class JudgedReply(NamedTuple):
    """A reply and how it came out; a reply with conditions has the score of its weakest branch.

    `score` runs from 0 to 100, None where no rule applied. `is_partly_elsewhere` says that some of its sentences are
    not known, so that nothing was said to be missing.
    """

    reply: Reply
    score: float | None
    is_partly_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        findings: In the order of their places.
        faults: What could not be read.
        replies: Every reply that was judged, those of one rulebook together, in the order read.
        files: Paths of the files that were read.
        skipped: How many replies were left out: switched off, notes to colleagues, pictures, macros that send nothing.
    """

    findings: tuple[Finding, ...]
    faults: tuple[ReadFault, ...]
    replies: tuple[JudgedReply, ...]
    files: tuple[str, ...] = ()
    skipped: int = 0

    @property
    def whole(self) -> frozenset[str]:
        """Paths of the files of which nothing was broken."""
        return frozenset(self.files) - {fault.path for fault in self.faults}
