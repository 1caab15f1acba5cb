"""Proof beside the rule: example texts, the outcome they must have, and the very words that must decide it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from recovery_eval.errors import Fault, RuleFileError, TranscriptError
from recovery_eval.rulebook.models import Sentence
from recovery_eval.signals.models import Identifier
from recovery_eval.sources import STRICT, YamlSource, read_yaml, validate
from recovery_eval.transcript import Transcript, to_transcript

RULE_CASES = ".rule.cases.yml"
SIGNAL_CASES = ".signal.cases.yml"
FEWEST_SHARED_WORDS = 0.5

_LABELLED = re.compile(r"(?:\[[^\]\n]{1,40}\] )?(?:Agent|Customer|Bot|System|Internal)\b[^:\n]*:", re.IGNORECASE)
_JOINED = re.compile(r"(?<=[.?!] )(?:Agent|Customer):")  # lines that YAML folded into one
_LABELS = "lines of cases begin with 'Agent:', 'Customer:', 'Bot:', 'System:' or 'Internal:'"


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
        text: Lines that begin with `Customer:` or `Agent:`, or with a time before it, as in `[10:02] Agent:` or
            `[0s - 12s] Agent:`; without a label, one turn.
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
        RuleFileError: The file is faulty, not named after its subject, a text can't be read as a conversation or does
            not say who begins it, or a pass case is not near to the fail case that it names.
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
    faults = [fault for case in cases for fault in _unreadable(case, needs_label=key == "rule")]
    faults += [fault for case in cases for fault in _far_from_near(case, lists.get("fail", ()))]
    if path.name != f"{subject}.{key}.cases.yml":
        faults.append(source.fault((key,), f"the file must be named {subject}.{key}.cases.yml"))
    if faults:
        raise RuleFileError(faults)
    return cases


def _unreadable(case: Case, *, needs_label: bool) -> Iterator[Fault]:
    lines = case.data.text.strip().splitlines()
    are_labelled = [_LABELLED.match(line) is not None for line in lines]
    if not any(are_labelled[:1]) and (needs_label or any(are_labelled)):
        yield case.fault(f"the first line does not say who speaks; {_LABELS}", "text")
        return
    if joined := _JOINED.search(case.data.text):
        yield case.fault(
            f"{joined[0]!r} stands within a line; write 'text: |', which keeps lines apart, and no '>'", "text"
        )
    try:
        case.transcript()
    except TranscriptError as error:
        yield case.fault(str(error).removesuffix(f". {error.hint}") + f"; {_LABELS}", "text")


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
