"""Proof beside the rule: example texts, the outcome they must have, and the very words that must decide it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, Field, model_validator

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.outcome import RuleResult
from recovery_eval.rulebook.models import Identifier, Sentence
from recovery_eval.sources import STRICT, YamlSource, read_yaml, validate
from recovery_eval.transcript import Transcript, to_transcript

RULE_CASES = ".rule.cases.yml"
SIGNAL_CASES = ".signal.cases.yml"
FEWEST_SHARED_WORDS = 0.5

_LABELLED = re.compile(r"(?:\[[\d:]+\] )?(?:Agent|Customer|Bot|System|Internal)\b[^:\n]*:", re.IGNORECASE)


def _as_quote(value: object) -> object:
    return {"quote": value} if isinstance(value, str) else value


class Quote(BaseModel):
    """Words that must be evidence, and their turn where they stand in several."""

    model_config = STRICT

    quote: str = Field(min_length=1)
    turn: int | None = Field(default=None, ge=0)


class TextCase(BaseModel):
    """A text to be judged.

    Attributes:
        text: Lines that begin with `Customer:` or `Agent:`, or with a time before it, as in `[10:02] Agent:`; without a
            label, one turn.
        evidence: The words that must decide it, in order; none where it rests on absence.
        customer_name: The customer's name, where the case is about knowing it.
        agent_name: The agent's name, likewise.
    """

    model_config = STRICT

    text: str = Field(min_length=1)
    evidence: tuple[Annotated[Quote, BeforeValidator(_as_quote, json_schema_input_type=str | Quote)], ...] = ()
    customer_name: str | None = None
    agent_name: str | None = None


class PassCase(TextCase):
    """A text that passes: the near miss of the failing case number `near`, or `apart` says why it is none."""

    near: int | None = Field(default=None, ge=0)
    apart: Sentence | None = None

    @model_validator(mode="after")
    def _near_or_apart(self) -> PassCase:
        if (self.near is None) == (self.apart is None):
            raise ValueError("needs either 'near', the index of the fail case that it nearly is, or 'apart', why not")
        return self


class NotFoundCase(TextCase):
    """A text without the signal; `near_miss` is the `unless` that must have cancelled it."""

    near_miss: Identifier | None = None


class KnownMiss(TextCase):
    """A text that is judged wrongly, and is known to be."""

    because: Sentence


class RuleKnownMiss(KnownMiss):
    """A text that a rule judges wrongly."""

    wanted: Literal["fail", "pass", "not_applicable", "undetermined"]


class SignalKnownMiss(KnownMiss):
    """A text in which a signal is wrongly found or not found."""

    wanted: Literal["found", "not_found"]


class RuleCases(BaseModel):
    """The cases of one rule; the name of a list is the outcome that its texts must have."""

    model_config = STRICT

    rule: Identifier
    fail: tuple[TextCase, ...]
    passing: tuple[PassCase, ...] = Field(alias="pass")
    not_applicable: tuple[TextCase, ...] = ()
    undetermined: tuple[TextCase, ...] = ()
    known_miss: tuple[RuleKnownMiss, ...] = ()


class SignalCases(BaseModel):
    """The cases of one signal."""

    model_config = STRICT

    signal: Identifier
    found: tuple[TextCase, ...]
    not_found: tuple[NotFoundCase, ...] = ()
    known_miss: tuple[SignalKnownMiss, ...] = ()


@dataclass(frozen=True)
class Case:
    """One case and where it stands.

    Attributes:
        subject: Id of the rule or name of the signal.
        wanted: The list that it stands in: `fail`, `pass`, `found`, `known_miss` …
        index: Its place in that list, from 0.
        data: The case itself.
        source: The file.
    """

    subject: str
    wanted: str
    index: int
    data: TextCase
    source: YamlSource

    def __str__(self) -> str:
        return f"{self.source.file}:{self.wanted}[{self.index}]"

    def fault(self, message: str, *below: str | int) -> Fault:
        """Returns a fault at this case, or at a key below it."""
        return self.source.fault((self.wanted, self.index, *below), message)

    def transcript(self, speaker: str = "agent") -> Transcript:
        """Returns the text as a transcript; text without labels is one turn of `speaker`."""
        data = self.data
        names = {"customer_name": data.customer_name, "agent_name": data.agent_name}
        if _LABELLED.match(data.text.strip()):
            return to_transcript(data.text).model_copy(update={k: v for k, v in names.items() if v is not None})
        return Transcript.model_validate({"turns": [{"speaker": speaker, "text": data.text}], **names})

    def sentences(self) -> Iterator[str]:
        """Yields the sentences of the text that have four words or more, in small letters."""
        for line in _unlabelled(self.data.text):
            for part in re.split(r"[.!?]+(?:\s|$)", line):
                words = re.findall(r"\w+", part.lower())
                if len(words) >= 4:
                    yield " ".join(words)


def read_cases(path: Path, *, shown_as: str | None = None) -> tuple[Case, ...]:
    """Reads a `*.rule.cases.yml` or `*.signal.cases.yml` file.

    Raises:
        RuleFileError: The file is faulty, not named after its subject, or a pass case is not near to the fail case
            that it names.
    """
    source = read_yaml(path, shown_as=shown_as)
    if path.name.endswith(RULE_CASES):
        rule = validate(source, RuleCases)
        subject, key = rule.rule, "rule"
        lists: dict[str, Sequence[TextCase]] = {"fail": rule.fail, "pass": rule.passing}
        lists |= {"not_applicable": rule.not_applicable, "undetermined": rule.undetermined}
        lists |= {"known_miss": rule.known_miss}
    else:
        signal = validate(source, SignalCases)
        subject, key = signal.signal, "signal"
        lists = {"found": signal.found, "not_found": signal.not_found, "known_miss": signal.known_miss}
    cases = tuple(
        Case(subject, wanted, index, data, source) for wanted, some in lists.items() for index, data in enumerate(some)
    )
    faults = [fault for case in cases for fault in _far_from_near(case, lists.get("fail", ()))]
    if path.name != f"{subject}.{key}.cases.yml":
        faults.append(source.fault((key,), f"the file must be named {subject}.{key}.cases.yml"))
    if faults:
        raise RuleFileError(faults)
    return cases


def check_rule_case(case: Case, result: RuleResult) -> list[Fault]:
    """Returns what is wrong with how a rule judges its case; an empty list where nothing is.

    Args:
        case: The case.
        result: What the rule comes to for `case.transcript()`.
    """
    if isinstance(case.data, RuleKnownMiss):
        return _still_missed(case, case.data.wanted, str(result.outcome))
    if result.outcome != case.wanted:
        return [case.fault(f"the outcome is {result.outcome}: {result.reason}")]
    return _place_faults(case, case.transcript(), result.evidence)


def check_signal_case(
    case: Case, speaker: str, signals: Iterable[Signal], near_misses: Iterable[NearMiss]
) -> list[Fault]:
    """Returns what is wrong with how a signal is found in its case; an empty list where nothing is.

    Args:
        case: The case.
        speaker: Who says a text without labels: the one whom the signal is looked for in.
        signals: What is found in `case.transcript(speaker)`.
        near_misses: What nearly is.
    """
    found = [signal for signal in signals if signal.name == case.subject]
    if isinstance(case.data, SignalKnownMiss):
        return _still_missed(case, case.data.wanted, "found" if found else "not_found")
    if case.wanted == "found":
        return (
            _place_faults(case, case.transcript(speaker), found) if found else [case.fault("the signal is not found")]
        )
    if found:
        return [case.fault(f"the signal is found, by the phrase {found[0].phrase!r}")]
    wanted = case.data.near_miss if isinstance(case.data, NotFoundCase) else None
    cancelled = {near.cancelled_by for near in near_misses if near.name == case.subject}
    if wanted is None or wanted in cancelled:
        return []
    if not cancelled:
        return [case.fault(f"{wanted!r} cancels nothing here, for no phrase is found even nearly", "near_miss")]
    others = " and ".join(map(repr, sorted(cancelled)))
    return [case.fault(f"not cancelled by {wanted!r} but by {others}", "near_miss")]


def _still_missed(case: Case, wanted: str, got: str) -> list[Fault]:
    """A known miss that has come right must move to the list of its outcome."""
    return [case.fault(f"is no longer missed; move it to '{wanted}'")] if got == wanted else []


def _place_faults(case: Case, transcript: Transcript, evidence: Sequence[Signal]) -> list[Fault]:
    got = [(one.turn, one.start, one.end) for one in evidence]
    for one in evidence:
        if transcript.turns[one.turn].text[one.start : one.end] != one.quote:
            return [case.fault(f"the evidence {one.quote!r} is not what stands at its offsets", "evidence")]
    try:
        wanted = list(_places(case.data.evidence, transcript))
    except LookupError as error:
        return [case.fault(str(error), "evidence")]
    if got == wanted:
        return []
    quotes = ", ".join(f"{one.quote!r} in turn {one.turn} at {one.start}" for one in evidence)
    if not got:
        return [case.fault("nothing is said that decides it; leave 'evidence' out", "evidence")]
    if not wanted:
        told = f"the evidence is {quotes}, and the case names none; write evidence: {_to_write(evidence, transcript)}"
        return [case.fault(told, "evidence")]
    return [case.fault(f"the evidence is {quotes}", "evidence")]


def _to_write(evidence: Sequence[Signal], transcript: Transcript) -> str:
    """Returns evidence as the file has it: the words, with their turns where they stand in others, too."""
    turns = [one.turn for one in evidence]
    try:
        told = [turn for turn, _, _ in _places([Quote(quote=one.quote) for one in evidence], transcript)] == turns
    except LookupError:  # it is not in the order of the text
        told = False
    written = [one.quote if told else {"quote": one.quote, "turn": one.turn} for one in evidence]
    return yaml.safe_dump(written, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False).strip()


def _places(quotes: Sequence[Quote], transcript: Transcript) -> Iterator[tuple[int, int, int]]:
    """Yields where the quotes stand, each sought from the place of the one before. Raises LookupError."""
    at = (0, 0)
    last = ""
    for quote in quotes:
        words = quote.quote
        for turn in range(at[0], len(transcript.turns)) if quote.turn is None else [quote.turn]:
            begin = at[1] + (words == last) if turn == at[0] else 0
            start = transcript.turns[turn].text.find(words, begin) if turn < len(transcript.turns) else -1
            if start >= 0:
                at, last = (turn, start), words
                yield turn, start, start + len(words)
                break
        else:
            raise LookupError(f"{words!r} does not stand in the text{f', after {last!r}' if last else ''}")


def _far_from_near(case: Case, fails: Sequence[TextCase]) -> Iterator[Fault]:
    near = case.data.near if isinstance(case.data, PassCase) else None
    if near is None:
        return
    if near >= len(fails):
        yield case.fault(f"there is no fail[{near}]", "near")
        return
    mine, other = (_words(data) for data in (case.data, fails[near]))
    shared = (mine & other).total() / max(mine.total(), other.total(), 1)
    if shared < FEWEST_SHARED_WORDS:
        yield case.fault(
            f"shares {100 * shared:.0f} % of its words with fail[{near}], and a near miss shares at least"
            f" {100 * FEWEST_SHARED_WORDS:.0f} %; change less of that text, or write 'apart: why' instead of 'near'",
            "near",
        )


def _words(data: TextCase) -> Counter[str]:
    return Counter(word for line in _unlabelled(data.text) for word in re.findall(r"\w+", line.lower()))


def _unlabelled(text: str) -> list[str]:
    return [_LABELLED.sub("", line, count=1) if _LABELLED.match(line) else line for line in text.splitlines()]
