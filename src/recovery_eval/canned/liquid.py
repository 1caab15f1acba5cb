"""Conditions in a reply, written in Liquid, and the texts that can come of them.

A small reader of its own: the Liquid libraries render templates, refuse the placeholders of other help desks that stand
beside the conditions, and give up the places of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from recovery_eval.canned.models import is_english
from recovery_eval.canned.syntax import Written

MOST_BRANCHES = 64
MOST_TAGS = 200

_OPENS = {"if": "endif", "unless": "endunless", "case": "endcase", "for": "endfor", "capture": "endcapture"}
_UNREAD = {"comment": "endcomment", "raw": "endraw"}  # between these, tags are none
# Tags that decide nothing; the body of a table is taken as it is written.
_DECIDING = frozenset({*_OPENS, *_OPENS.values(), "else", "elsif", "elseif", "when"})
_ASSIGNED = re.compile(r"assign\s+(?P<name>[\w-]+)\s*=\s*(?:(?P<quote>[\"'])(?P<words>.*?)(?P=quote))?", re.DOTALL)
_WORD_AND_REST = re.compile(r"(\w+|#)\s*(.*)", re.DOTALL)
_EQUALITY = re.compile(r"(?P<one>[^=!<>]+?)\s*(?P<sign>==|!=|<>)\s*(?P<other>[^=!<>]+)")
_NOTHING = r"(?:blank|nil|null|empty|\"\"|'')"
_SIZE = r"(?:\.|\s*\|\s*)size\s*"
_PRESENT = re.compile(rf"(?P<field>[\w.$]+?)(?:\s*(?:!=|<>)\s*{_NOTHING}|{_SIZE}(?:(?:!=|<>|>)\s*0|>=\s*1))?")
_ABSENT = re.compile(rf"(?P<field>[\w.$]+?)(?:\s*==\s*{_NOTHING}|{_SIZE}(?:(?:==|<=)\s*0|<\s*1))")
_LANGUAGE = re.compile(r"[\w.]*(?:language|locale|lang)(?:\.\w+)?\s*(?:==|contains)\s*[\"'][^\"']+[\"']")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


class LiquidError(Exception):
    """Conditions that don't fit together; offsets count characters of the message."""

    def __init__(self, message: str, start: int, end: int) -> None:
        self.message, self.start, self.end = message, start, end
        super().__init__(message)


class Decision(NamedTuple):
    """A condition, and whether it holds."""

    condition: str
    holds: bool

    @property
    def fact(self) -> tuple[str, bool]:
        """The decision as a statement and whether it is true; `!=` denies what `==` states."""
        match = _EQUALITY.fullmatch(self.condition)
        if match is None:
            return self.condition, self.holds
        return f"{match['one']} == {match['other']}", self.holds == (match["sign"] == "==")

    @property
    def missing(self) -> str | None:
        """The field that is empty where the decision is taken, in small letters."""
        joint, pattern = (" or ", _ABSENT) if self.holds else (" and ", _PRESENT)
        matches = [pattern.fullmatch(part.strip()) for part in self.condition.split(joint)]
        fields = {match["field"].lower() if match else None for match in matches}
        return fields.pop() if len(fields) == 1 else None

    @property
    def language(self) -> tuple[str, bool] | None:
        """The customer's language of which the decision depends, and whether it is theirs; of several, English."""
        statement, truth = self.fact
        languages = statement.partition(" and ")[0]
        if _LANGUAGE.match(languages) is None:
            return None
        names = _QUOTED.findall(languages)
        return next(filter(is_english, names), names[0]), truth


class Branch(NamedTuple):
    """One text that can come of a message: spans of the message, and the decisions that lead there."""

    spans: tuple[tuple[int, int], ...]
    decisions: tuple[Decision, ...]

    @property
    def label(self) -> str | None:
        """The decisions in words, or None where there are none."""
        words = (f"if {each.condition}" if each.holds else f"if not {each.condition}" for each in self.decisions)
        return ", ".join(words) or None


@dataclass
class _Choice:
    """The options of one `if`, `unless`, `case` or `for`; each option is what decides for it, and its parts.

    A `capture` has one option, as has a loop without an `else`.
    """

    tag: Written
    word: str
    subject: str
    options: list[tuple[list[Decision], list[_Part]]] = field(default_factory=list)
    refused: list[Decision] = field(default_factory=list)
    has_else: bool = False

    def open(self, condition: str, *, holds: bool = True) -> list[_Part]:
        """Begins an option that is taken where a condition holds and no earlier one did."""
        parts: list[_Part] = []
        self.options.append(([*self.refused, Decision(condition, holds)], parts))
        self.refused.append(Decision(condition, not holds))
        return parts

    def otherwise(self) -> list[_Part]:
        """Begins the option that is taken where no condition holds."""
        parts: list[_Part] = []
        self.has_else = True
        self.options.append((list(self.refused), parts))
        return parts

    def if_empty(self) -> list[_Part]:
        """Begins the option of a loop that is taken where there is nothing to go through."""
        parts: list[_Part] = []
        condition = f"any {self.subject}"
        self.options[0][0].append(Decision(condition, holds=True))
        self.options.append(([Decision(condition, holds=False)], parts))
        return parts


class _Capture(NamedTuple):
    """A stretch of the message that is kept under a name, without its tags; an empty one for what is no words."""

    name: str
    start: int
    end: int


_Part = tuple[int, int] | _Choice


def branches_of(text: str, tags: list[Written], fields: Iterable[Written] = ()) -> tuple[Branch, ...]:
    """Returns every text that can come of a message with condition tags; the same condition is decided once.

    The body of a loop is taken as written once; comments are left out. Words that are captured or assigned stand where
    their name first does, given the `fields` of the message.

    Raises:
        LiquidError: Tags are not closed, are more than `MOST_TAGS`, or make more than `MOST_BRANCHES` texts.
    """
    if not tags:
        return (Branch(((0, len(text)),), ()),)
    if len(tags) > MOST_TAGS:
        raise LiquidError(f"more than {MOST_TAGS} tags; split the reply", tags[0].start, tags[0].end)
    branches: list[Branch] = []
    parts, captures = _parsed(text, tags)
    names = {capture.name for capture in captures}
    uses = [one for one in fields if one.field in names]
    for branch in _expand(parts, ()):
        branches.append(branch._replace(spans=_with_captured(branch.spans, captures, uses)) if captures else branch)
        if len(branches) > MOST_BRANCHES:
            raise LiquidError(
                f"the conditions make more than {MOST_BRANCHES} texts; split the reply", tags[0].start, tags[0].end
            )
    return tuple(branches)


def _with_captured(
    spans: Iterable[tuple[int, int]], captures: list[_Capture], uses: list[Written]
) -> tuple[tuple[int, int], ...]:
    """Returns the spans that are sent, in their order: those of a capture where its name stands for the first time.

    To place them once is enough for judging, and keeps a text short whose captures hold one another.
    """
    sent: list[tuple[int, int]] = []
    held: dict[_Capture, list[tuple[int, int]]] = {}
    for start, end in spans:
        around = next((one for one in captures if one.start <= start and end <= one.end), None)  # the innermost
        into = sent if around is None else held.setdefault(around, [])
        last = start
        for use in uses:
            if start <= use.start and use.end <= end:
                given = [one for one in captures if one in held and one.name == use.field and one.end <= use.start]
                if given and any(a < b for a, b in held[given[-1]]):
                    into += [(last, use.start), *held[given[-1]]]
                    held[given[-1]] = []
                    last = use.end
        into.append((last, end))
    return tuple(sent)


def _parsed(text: str, tags: list[Written]) -> tuple[list[_Part], list[_Capture]]:
    """Returns the parts of a message, and its captures, those within others first."""
    root: list[_Part] = []
    captures: list[_Capture] = []
    parts, stack = root, list[tuple[_Choice, list[_Part]]]()
    last = 0
    for tag, word, rest in _read(tags):
        if word != "endcomment":
            parts.append((last, tag.start))
        last = tag.end
        if word in _OPENS:
            choice = _Choice(tag, word, rest)
            parts.append(choice)
            stack.append((choice, parts))
            parts = _first_option(choice)
        elif stack and word == _OPENS[stack[-1][0].word]:
            choice, parts = stack.pop()
            if choice.word == "capture":
                captures.append(_Capture(choice.subject.strip("'\""), choice.tag.end, tag.start))
            elif not choice.has_else:
                choice.otherwise()
        elif word == "assign" and (given := _ASSIGNED.search(text, tag.start, tag.end)):
            span = given.span("words") if given["words"] else (tag.end, tag.end)
            parts.append(span)
            captures.append(_Capture(given["name"], *span))
        elif word in {"else", "elsif", "elseif", "when"} and stack and stack[-1][0].word != "capture":
            parts = _next_option(stack[-1][0], word, rest)
        elif word in _DECIDING:
            raise _closes_nothing(tag, word)
    if stack:
        raise _never_closed(stack[-1][0].tag, stack[-1][0].word)
    parts.append((last, len(text)))
    return root, captures


def _read(tags: Iterable[Written]) -> Iterator[tuple[Written, str, str]]:
    """Yields each tag, its word and what follows it, without those in comments and raw text."""
    opened: tuple[Written, str] | None = None
    for tag in tags:
        word, rest = _WORD_AND_REST.findall(tag.field)[0]
        if opened is None and word in _UNREAD.values():
            raise _closes_nothing(tag, word)
        if opened is None or word == _UNREAD[opened[1]]:
            yield tag, word, rest
            opened = (tag, word) if word in _UNREAD else None
    if opened is not None:
        raise _never_closed(*opened)


def _closes_nothing(tag: Written, word: str) -> LiquidError:
    return LiquidError(f"“{word}” closes or continues no condition", tag.start, tag.end)


def _never_closed(tag: Written, word: str) -> LiquidError:
    closing = (_OPENS | _UNREAD)[word]
    return LiquidError(f"“{word}” is never closed by “{closing}”", tag.start, tag.end)


def _first_option(choice: _Choice) -> list[_Part]:
    if choice.word in {"for", "capture"}:
        return choice.otherwise()
    return choice.open(choice.subject, holds=choice.word == "if") if choice.word != "case" else []


def _next_option(choice: _Choice, word: str, rest: str) -> list[_Part]:
    if word == "else":
        return choice.if_empty() if choice.word == "for" else choice.otherwise()
    return choice.open(f"{choice.subject} == {rest}" if word == "when" else rest)


def _expand(parts: list[_Part], decided: tuple[Decision, ...]) -> Iterator[Branch]:
    """Yields the branches of some parts, given what was decided before them."""
    if not parts:
        yield Branch((), decided)
        return
    first, rest = parts[0], parts[1:]
    if isinstance(first, tuple):
        for branch in _expand(rest, decided):
            yield branch._replace(spans=(first, *branch.spans))
        return
    known = dict(each.fact for each in decided)
    for decisions, inner in first.options:
        facts = {each.fact for each in decisions}
        if any(known.get(what, holds) is not holds or (what, not holds) in facts for what, holds in facts):
            continue
        with_these = (*decided, *(each for each in decisions if each.fact[0] not in known))
        for head in _expand(inner, with_these):
            for tail in _expand(rest, head.decisions):
                yield Branch((*head.spans, *tail.spans), tail.decisions)
