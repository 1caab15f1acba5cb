"""One version of a reply against the rulebook, with what only a library of replies can know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from recovery_eval.canned.models import Severity
from recovery_eval.canned.placeholders import ELSEWHERE, Problem
from recovery_eval.canned.versions import AGENT, CUSTOMER, Version
from recovery_eval.checklist import Checklist
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.wording import noun, quoted, why_not_counted
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.scoring import score_of
from recovery_eval.signals.names import NameFinder
from recovery_eval.transcript.models import Speaker, Transcript, Turn

NAMED = "customer-named"
# What only the answer to a complaint needs; the other rules hold for any reply.
FOR_COMPLAINTS = frozenset(
    {"sincere-apology", "invites-confirmation", "solution-confirmed", "follow-up-promised", "no-effort-demand"}
)
MOST_NAMES = 8
KEPT_TEXTS = 10_000

_SURNAME = re.compile(r"(?: [^\W\d_a-z][^\W\d_][\w'’-]*)+(?=[,!.:\n]|\s*$)")  # what completes a name
# Before a name in a reply that has the customer's in a placeholder, what tells that it is somebody else's: "Dr Osei
# will call you", "our fitter, Mrs Lund, has the part".
_SPOKEN_OF = re.compile(r"(?<!dear )(?<!hello )\b(?:mrs?|ms|miss|mx|dr|prof)\b\.? (?:[^\W\d_]\.? )?$", re.IGNORECASE)
_TITLE_ROOM = 20  # characters
_STAND_INS = frozenset({CUSTOMER.lower(), AGENT.lower()})
_COMPLAINT = Turn(speaker=Speaker.CUSTOMER, text="This is wrong, it is broken, and I want to make a complaint.")


class Words(NamedTuple):
    """Words at fault: a span of one message of a reply, and what is wrong with them."""

    message: int
    start: int
    end: int


class Fault(NamedTuple):
    """One fault of one version. Without words, something is missing from the whole reply."""

    rule_id: str
    severity: Severity
    message: str
    advice: str
    words: Words | None


class Verdict(NamedTuple):
    """How one version came out."""

    faults: tuple[Fault, ...]
    score: float | None


def transcript_of(version: Version, *, answers_complaint: bool) -> Transcript:
    """Returns a version as a conversation: a complaint before it, where it answers one, and each message a turn."""
    turns = tuple(Turn(speaker=Speaker.AGENT, text=text.text) for text in version.texts)
    return Transcript(
        customer_name=CUSTOMER, agent_name=AGENT, turns=(_COMPLAINT, *turns) if answers_complaint else turns
    )


class Judge:
    """Judges versions of replies, given what the rulebook says of them.

    Args:
        names: Finds names typed in.
        customer_fields: Fields that hold the customer's name: where a condition says that one is empty, a name can't
            be asked for.
        disabled: Rules that are not judged.
        advice: What to do where the customer is not named: the rule itself may have passed, by a stand-in.
    """

    def __init__(
        self, names: TypedNames, *, customer_fields: frozenset[str], disabled: Mapping[str, str], advice: str
    ) -> None:
        self._names = names
        self._customer_fields = customer_fields
        self._disabled = disabled
        self._advice = advice

    def verdict(
        self, version: Version, checklist: Checklist, *, answers_complaint: bool, is_english: bool, reads_others: bool
    ) -> Verdict:
        """Judges one version by the checklist of its `transcript_of`; what isn't readable, by its placeholders alone.

        Args:
            version: The version.
            checklist: What the rulebook says of it.
            answers_complaint: Whether it answers a complaint.
            is_english: Whether it is in English; in others, names that are typed in can't be told from other words.
            reads_others: Whether the rulebook may be written for other languages, too.
        """
        typed = self._names.in_version(version) if is_english else []
        first = int(answers_complaint)  # the turn before it is the complaint
        results: list[RuleResult] = []
        faults: list[Fault] = []
        for given in checklist.results:
            if given.rule_id in self._disabled:
                continue
            outcome = Outcome.NOT_APPLICABLE
            if is_english or reads_others or given.rule_id == NAMED:
                outcome = self._outcome(given, version, typed, answers_complaint=answers_complaint)
            result = given if outcome is given.outcome else given._replace(outcome=outcome, advice=self._advice)
            results.append(result)
            if outcome is Outcome.FAIL:
                is_name = result.rule_id == NAMED
                faults += _name_faults(result, version, typed) if is_name else _faults(result, version, first)
        return Verdict(tuple(faults), score_of(results))

    def _outcome(
        self, result: RuleResult, version: Version, typed: Sequence[Words], *, answers_complaint: bool
    ) -> Outcome:
        if result.rule_id == NAMED:
            return _named(version, typed, self._customer_fields)
        if not answers_complaint and result.rule_id in FOR_COMPLAINTS:
            return Outcome.NOT_APPLICABLE
        if result.outcome is Outcome.FAIL and result.searched and version.is_partly_elsewhere:
            return Outcome.UNDETERMINED
        return result.outcome


def _named(version: Version, typed: Sequence[Words], customer_fields: frozenset[str]) -> Outcome:
    if typed:
        return Outcome.FAIL
    if version.names_customer:
        return Outcome.PASS
    if version.missing & customer_fields or version.is_partly_elsewhere:
        return Outcome.NOT_APPLICABLE
    return Outcome.FAIL


class TypedNames:
    """Finds where people are addressed by names that are typed in."""

    def __init__(self, names: NameFinder) -> None:
        self._names = names
        self._in_text = lru_cache(maxsize=KEPT_TEXTS)(self._find)

    def in_version(self, version: Version) -> list[Words]:
        """Returns the words, by message."""
        return [
            Words(index, *text.span(start, end))
            for index, text in enumerate(version.texts)
            for start, end in self._in_text(text.text)
            if not (version.names_customer and _SPOKEN_OF.search(text.text, max(0, start - _TITLE_ROOM), start))
        ]

    def _find(self, text: str) -> tuple[tuple[int, int], ...]:
        if not self._names.may_address(text, _STAND_INS):
            return ()
        found: list[tuple[int, int]] = []
        turns = (Turn(speaker=Speaker.AGENT, text=text),)
        known = f"{CUSTOMER} {AGENT}"
        for _ in range(MOST_NAMES):
            signal = self._names.find(Transcript(agent_name=known, turns=turns)).get(0)
            if signal is None:
                break
            surname = _SURNAME.match(text, signal.end)
            found.append((signal.start, surname.end() if surname else signal.end))
            known = f"{known} {text[slice(*found[-1])]}"
        return tuple(found)


def _name_faults(result: RuleResult, version: Version, typed: Sequence[Words]) -> Iterator[Fault]:
    severity = result.severity
    for words in typed:
        quote = version.texts[words.message].message[words.start : words.end]
        what = (
            "A name is typed in; every customer would be called by it"
            if quote[0].isalnum() or _is_kept_elsewhere(words, version)
            else f"“{quote}” will not be filled in; every customer would be called by it"
        )
        yield Fault(NAMED, severity, what, "Put the placeholder for the customer's name in its place.", words)
    if typed:
        return
    for index, text in enumerate(version.texts):
        for each in text.placeholders:
            if each.kind == "agent" and _is_greeted(text.message, each.start):
                words = Words(index, each.start, each.end)
                message = f"“{each.name}” is the agent's own name, not the customer's"
                yield Fault(NAMED, severity, message, result.advice, words)
                return
    yield Fault(NAMED, severity, "No placeholder for the customer's name", result.advice, None)


def _is_greeted(text: str, start: int) -> bool:
    """Tells whether what stands at a place is what the message opens with, after one or two words of greeting."""
    before = text[:start].split()
    return len(before) <= 2 and "\n" not in text[:start].strip()


def _faults(result: RuleResult, version: Version, first: int) -> Iterator[Fault]:
    """Yields a fault for each piece of evidence, or one where something is missing."""
    if result.searched or not result.evidence:
        message = f"Nothing found for “{result.title}”{_nearest(result, version, first)}"
        yield Fault(result.rule_id, result.severity, message, result.advice, None)
        return
    for signal in result.evidence:
        if (words := _words(signal, version, first)) is not None:
            what = noun(signal.name)
            message = f"{what[0].upper()}{what[1:]}: {_said(signal, words, version)}"
            yield Fault(result.rule_id, result.severity, message, result.advice, words)


def _words(found: Signal | NearMiss, version: Version, first: int) -> Words | None:
    index = found.turn - first
    return Words(index, *version.texts[index].span(found.start, found.end)) if 0 <= index < len(version.texts) else None


def _said(found: Signal | NearMiss, words: Words, version: Version) -> str:
    """Returns what was said as it is written; of sentences kept elsewhere, the words and where they are placed."""
    written = quoted(version.texts[words.message].message[words.start : words.end])
    has_stand_in = any(name in found.quote for name in (CUSTOMER, AGENT))
    if has_stand_in or not _is_kept_elsewhere(words, version):
        return written
    return f"{quoted(found.quote)}, in {written}"


def _is_kept_elsewhere(words: Words, version: Version) -> bool:
    quote = version.texts[words.message].message[words.start : words.end]
    return quote.startswith("{{") and quote.strip("{} ").lower().startswith(ELSEWHERE)


def _nearest(result: RuleResult, version: Version, first: int) -> str:
    """Returns what nearly passed and why it doesn't count, for whoever sees that very thing in the reply."""
    near = result.near_misses[-1] if result.near_misses else None
    words = _words(near, version, first) if near is not None else None
    if near is None or words is None or any(name in near.cue for name in (CUSTOMER, AGENT)):
        return ""
    return f"; {_said(near, words, version)} was not counted: {why_not_counted(near, 'message')}"


def problem_faults(problems: Iterable[Problem], message: int) -> Iterator[Fault]:
    """Yields the faults of placeholders that won't be filled in."""
    for each in problems:
        yield Fault(each.rule_id, "minor", each.message, each.advice, Words(message, each.start, each.end))
