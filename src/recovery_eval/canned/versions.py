"""The texts that can come of a reply, with stand-ins for its placeholders, ready to be judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from recovery_eval.canned.dialects import Dialect, dialect_named
from recovery_eval.canned.liquid import Branch, Decision, LiquidError, branches_of
from recovery_eval.canned.local_names import LITERAL, LOCAL, with_names_resolved
from recovery_eval.canned.models import Message, Placeholder, PlaceholderKind, Reply, is_english
from recovery_eval.canned.options import Options
from recovery_eval.canned.placeholders import ELSEWHERE, Problem, kind_of, reading_of
from recovery_eval.canned.syntax import Written, broken_in, placeholders_in

# Names that no reply holds, so that whatever is found by them stands for a placeholder.
CUSTOMER, AGENT = "Zeyneq", "Quorwin"
_STAND_INS = (
    (("date", "time", "day", "deadline", "due"), "Tuesday"),
    (("url", "link"), "https://example.org"),
    (("number", "id", "amount", "price", "total", "order", "count"), "1234"),
)
_OTHER = "item"
# A line that ends within a sentence, where an editor wrapped it: the next goes on in small letters.
_WRAPPED = re.compile(r"(?<=[^\s.!?:;])[ \t]*\r?\n[ \t]*(?=[a-z])")
# So does a capital or a figure, after a word that ends no sentence: "and I'll ring", "on Tuesday", "by 5 pm".
_HANGING = re.compile(
    r"(?i:\b(?P<word>an?|and|are|as|at|because|but|by|can|for|from|if|in|into|is|my|next|of|on|or|our|so|that|the|their"
    r"|this|to|until|was|we|when|while|will|with|your))[ \t]*\r?\n[ \t]*(?=[^\W_])"
)
# And so does whatever did not fit into a full line: "at the Queen Street shop".
_FULL = re.compile(r"(?<=[^\s.!?:;])[ \t]*\r?\n[ \t]*(?=(?P<next>[^\W_]\S*))")
_BROKEN = re.compile(r"\S[ \t]*\r?\n[ \t]*[^\W_]")  # a line that another goes on from, as few replies have
_LEAST_WIDTH, _MOST_WIDTH, _FULL_LINES = 60, 120, 2  # of lines that an editor wrapped
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # explicit controls of the reading direction
_WORD = re.compile(r"[^\W\d_]+")
# Words that English is full of and its neighbours lack; a sentence of it has far more of them than the share below.
_ENGLISH = frozenset(("the", "and", "you", "your", "our", "this", "that", "with", "have", "are", "it", "to", "sorry"))
_ENGLISH_SHARE = 0.1
MOST_COMBINATIONS = 4_096  # of the branches of several messages, those that contradict themselves included


class Content(NamedTuple):
    """Sentences kept elsewhere, with stand-ins for their own placeholders, and those: name and kind of each."""

    words: str
    placeholders: tuple[tuple[str, PlaceholderKind], ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One message with its placeholders read.

    Attributes:
        message: The message.
        placeholders: In order.
        problems: Placeholders that won't be filled in as they stand.
        branches: The texts that can come of it.
        contents: What is known to stand in the place of a placeholder, by its name.
    """

    message: Message
    placeholders: tuple[Placeholder, ...]
    problems: tuple[Problem, ...]
    branches: tuple[Branch, ...]
    contents: Mapping[str, Content]


class Piece(NamedTuple):
    """A piece of a judged text, and where it stands in the message; one without width is written as it stands there."""

    text: str
    start: int
    width: int = 0


class Judged(NamedTuple):
    """The text of one message in one version: plain words with stand-ins, and what they were made from."""

    text: str
    message: str
    pieces: tuple[Piece, ...]
    placeholders: tuple[Placeholder, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns where a span of the text, of one character or more, stands in the message."""
        first, _ = self._character(start)
        ends = (self._character(offset)[1] for offset in range(end - 1, start - 1, -1))
        return first, next(last for last in ends if last > first)  # what was captured further up may be the end of it

    def _character(self, offset: int) -> tuple[int, int]:
        """Returns where a character stands in the message; one of a stand-in is the whole placeholder."""
        at = 0
        for text, start, width in self.pieces:
            if offset < at + len(text):
                return (start, start + width) if width else (start + offset - at, start + offset - at + 1)
            at += len(text)
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Version:
    """What one customer may be sent.

    Attributes:
        texts: One for each message.
        branch: The decisions that lead here, in words; None where there are none.
        missing: Fields that are empty here, in small letters.
        is_english: Whether no condition on the customer's language says that it is another.
    """

    texts: tuple[Judged, ...]
    branch: str | None
    missing: frozenset[str] = field(default_factory=frozenset)
    is_english: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """What is judged: the text of each message."""
        return tuple([text.text for text in self.texts])

    @property
    def names_customer(self) -> bool:
        """Whether a placeholder for the customer's name stands in it."""
        return any(each.kind == "customer-name" for text in self.texts for each in text.placeholders)

    @property
    def is_partly_elsewhere(self) -> bool:
        """Whether some of its sentences are kept elsewhere, so that nothing can be said to be missing."""
        return any(each.name.startswith(ELSEWHERE) for text in self.texts for each in text.placeholders)


def parse(reply: Reply, options: Options) -> list[Parsed]:
    """Reads the placeholders and conditions of a reply."""
    return [_parse(message, reply, options) for message in reply.messages]


def _parse(message: Message, reply: Reply, options: Options) -> Parsed:
    text, dialect = message.text, dialect_named(reply.dialect)
    written = placeholders_in(text)
    reading = reading_of(written, text, dialect)
    found = with_names_resolved(written, lambda one: kind_of(one, reading, options)[0] == "customer-name")
    if found != written:
        reading = reading_of(found, text, dialect)
    verbatim, comments = _verbatim_spans(text, found, dialect), _between(found, "comment")
    problems: list[Problem] = []
    placeholders: list[Placeholder] = []
    contents: dict[str, Content] = {}
    tags: list[Written] = []
    for one in found:
        if _is_within(one, verbatim):
            problems.append(_verbatim(text, one))
        elif one.shape == "liquid":
            tags.append(one)
        elif not _is_within(one, comments):
            kind, problem = ("other", None) if one.shape in {LOCAL, LITERAL} else kind_of(one, reading, options)
            placeholders.append(Placeholder(one.start, one.end, one.field, kind))
            problems += [problem] if problem else []
            if kept := options.dynamic_content.get(one.field.lower()):
                content, faulty = _content(kept, dialect, options)
                contents |= {one.field: content} if content else {}
                problems += [problem._replace(start=one.start, end=one.end) for problem in faulty]
    problems += [_broken(text, *span) for span in broken_in(text, found)]
    if reply.is_english:  # some languages need such signs
        problems += [_turning(*sign.span()) for sign in _TURNS.finditer(text)]
    fields = (one for one in written if not _is_within(one, verbatim))
    branches, fault = _branches(text, tags, fields)
    problems += [fault] if fault else []
    return Parsed(message, tuple(placeholders), tuple(problems), branches, contents)


def _content(text: str, dialect: Dialect, options: Options) -> tuple[Content | None, list[Problem]]:
    """Returns sentences kept elsewhere, and what is wrong with their placeholders; none where they have conditions."""
    written = placeholders_in(text)
    if any(one.shape == "liquid" for one in written):
        return None, []
    reading = reading_of(written, text, dialect)
    kinds = [kind_of(one, reading, options) for one in written]
    words, last = "", 0
    for one, (kind, _) in zip(written, kinds, strict=True):
        words += text[last : one.start] + _stand_in(kind, one.field)
        last = one.end
    named = tuple((one.field, kind) for one, (kind, _) in zip(written, kinds, strict=True))
    return Content(_unwrapped(words + text[last:]), named), [problem for _, problem in kinds if problem]


def _unwrapped(text: str) -> str:
    """Returns a text, of the same length, with a space for each end of a line that an editor put within a sentence."""
    if _BROKEN.search(text) is None:
        return text
    whole = text
    text = _WRAPPED.sub(lambda end: " " * len(end[0]), text)
    text = _HANGING.sub(lambda end: end["word"].ljust(len(end[0])), text)
    if (width := _width(whole)) is None:
        return text

    def joined(end: re.Match[str]) -> str:
        line = end.start() - (whole.rfind("\n", 0, end.start()) + 1)
        return " " * len(end[0]) if line + 1 + len(end["next"]) > width else end[0]

    return _FULL.sub(joined, text)


def _width(text: str) -> int | None:
    """Returns how wide the lines are to which an editor wrapped a text; None where it seems not to have done so."""
    widths = [len(line.rstrip()) for line in text.split("\n")]
    width = max(widths)
    is_wrapped = _LEAST_WIDTH <= width <= _MOST_WIDTH and sum(4 * each >= 3 * width for each in widths) >= _FULL_LINES
    return width if is_wrapped else None


def _verbatim_spans(text: str, found: list[Written], dialect: Dialect) -> list[tuple[int, int]]:
    """Returns the spans in which placeholders and tags are left as they stand."""
    spans = [code.span() for code in dialect.verbatim.finditer(text)] if dialect.verbatim else []
    return [*spans, *_between(found, "raw")]


def _between(found: list[Written], word: str) -> list[tuple[int, int]]:
    """Returns the spans between a tag and the one that closes it."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for one in found:
        if start is None:
            start = one.end if one.shape == "liquid" and one.field == word else None
        elif one.field == f"end{word}":
            spans.append((start, one.start))
            start = None
    return spans


def _is_within(one: Written, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def _verbatim(text: str, one: Written) -> Problem:
    said = f"“{text[one.start : one.end]}” stands where nothing is filled in"
    return Problem("unknown-placeholder", one.start, one.end, said, "Take it out of the backticks, or of “raw”.")


def _turning(start: int, end: int) -> Problem:
    said = "a sign that nobody sees turns the direction in which the text is read"
    return Problem("hidden-direction", start, end, said, "Take it out, or write the words anew.")


def _broken(text: str, start: int, end: int) -> Problem:
    return Problem(
        "malformed-placeholder",
        start,
        end,
        f"“{text[start:end]}” is not a whole placeholder",
        "Close it as it was opened; customers would see it as it stands.",
    )


def _branches(text: str, tags: list[Written], fields: Iterable[Written]) -> tuple[tuple[Branch, ...], Problem | None]:
    try:
        return branches_of(text, tags, fields), None
    except LiquidError as error:
        whole = (Branch(((0, len(text)),), ()),)
        advice = "Until then the reply is judged as if all of it were sent."
        return whole, Problem("malformed-condition", error.start, error.end, error.message, advice)


def versions_of(parsed: list[Parsed]) -> Iterator[Version]:
    """Yields every version of a reply; of several messages, every combination that doesn't contradict itself."""
    if all(not branch.decisions for one in parsed for branch in one.branches):
        yield Version(tuple([_judged(one, one.branches[0]) for one in parsed]), None)
        return
    for branches in islice(product(*(one.branches for one in parsed)), MOST_COMBINATIONS):
        decisions = {decision for branch in branches for decision in branch.decisions}
        facts = {decision.fact for decision in decisions}
        if any((statement, not truth) in facts for statement, truth in facts):
            continue
        labels = dict.fromkeys(branch.label for branch in branches if branch.label)
        texts = tuple(_judged(one, branch) for one, branch in zip(parsed, branches, strict=True))
        yield Version(
            texts,
            ", ".join(labels) or None,
            frozenset(field for decision in decisions if (field := decision.missing)),
            _may_be_english(decisions, texts),
        )


def _may_be_english(decisions: Iterable[Decision], texts: Iterable[Judged]) -> bool:
    """Tells whether a version may be in English, by what it says of the customer's language.

    What is left where neither English nor another language is the customer's counts as English. Where only some
    country's English was asked for, what is left may be another country's, or no English at all: its words tell.
    """
    told = [language for decision in decisions if (language := decision.language)]
    theirs = [is_english(name) for name, holds in told if holds]
    if theirs:
        return any(theirs)
    if not told or not all(is_english(name) for name, _ in told):
        return True
    if any(name.isalpha() for name, _ in told):  # "en" and "English" are all of it, "en-GB" is not
        return False
    words = [word for text in texts for word in _WORD.findall(text.text.lower())]
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * max(len(words), 1)


def _judged(parsed: Parsed, branch: Branch) -> Judged:
    """Puts stand-ins for the placeholders in the spans of one branch."""
    text = _unwrapped(parsed.message.text)
    pieces: list[Piece] = []
    kept: list[Placeholder] = []
    for start, end in branch.spans:
        last = start
        for each in parsed.placeholders:
            if start <= each.start and each.end <= end:
                content = parsed.contents.get(each.name)
                words = content.words if content else _stand_in(each.kind, each.name)
                pieces.append(Piece(text[last : each.start], last))
                pieces.append(Piece(words, each.start, each.end - each.start))
                last = each.end
                kept += [replace(each, name=n, kind=kind) for n, kind in content.placeholders] if content else [each]
        pieces.append(Piece(text[last:end], last))
    return Judged("".join([piece.text for piece in pieces]), parsed.message.text, tuple(pieces), tuple(kept))


@lru_cache(maxsize=4_096)
def _stand_in(kind: PlaceholderKind, name: str) -> str:
    if kind != "other":
        return CUSTOMER if kind == "customer-name" else AGENT
    if name.startswith(("'", '"')):  # a value of its own, perhaps with a filter
        value, _, filters = name[1:].partition(name[0])
        return "Tuesday" if "date" in filters else value
    words = name.lower().replace("_", ".").split(".")
    for names, stand_in in _STAND_INS:
        if any(word in names for word in words):
            return stand_in
    return _OTHER
