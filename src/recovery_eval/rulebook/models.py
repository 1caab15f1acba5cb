"""Rules and rulebooks: policy as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationInfo, field_validator

from recovery_eval.errors import UnknownNameError
from recovery_eval.outcome import MOST_WEIGHT, Severity
from recovery_eval.rulebook.conditions import Condition, signal_names
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import Identifier
from recovery_eval.sources import STRICT


def _sentence(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _item_text(value: object) -> object:
    return str(value) if type(value) is int else value


def _one_decimal(mark: float) -> float:
    if round(mark, 1) != mark:
        raise ValueError("has more than one decimal, and scores have one; round it")
    return mark


def _as_choice(value: object) -> object:
    return {"rule": value} if isinstance(value, str) else value


Sentence = Annotated[str, Field(max_length=2_000), AfterValidator(_sentence)]
Weight = Annotated[float, Field(gt=0, le=MOST_WEIGHT, allow_inf_nan=False)]


class Source(BaseModel):
    """The item of a published framework that a rule stands for, as in four-tips, item 3b."""

    model_config = STRICT

    framework: Identifier
    item: Annotated[
        str, BeforeValidator(_item_text, json_schema_input_type=str | int), Field(min_length=1, max_length=80)
    ]


class Rule(BaseModel):
    """One line of a checklist.

    Attributes:
        id: The rule's name; the key `rule` of its file.
        title: What the checklist shows.
        why: Why a customer cares.
        source: Items of published frameworks that it serves.
        applies_when: Where it does not hold, the rule is not applicable; None: always applies.
        require: Where it holds, the rule passes; else it fails.
        weight: What it adds to the score when it passes; above 0.
        severity: A failed `critical` rule fails the checklist, whatever the score.
        advice: What to do about a failure.
        may_misfire: Examples on which the rule is known to err, each with the reason.
    """

    model_config = STRICT

    id: Identifier = Field(alias="rule")
    title: Sentence
    why: Sentence
    source: tuple[Source, ...] = Field(min_length=1, max_length=50)
    applies_when: Condition | None = None
    require: Condition
    weight: Weight = 1.0
    severity: Severity = "minor"
    advice: Sentence
    may_misfire: tuple[Sentence, ...] = Field(min_length=1, max_length=50)

    @property
    def signals(self) -> frozenset[str]:
        """Names of the signals that the rule looks at."""
        parts = [part for part in (self.applies_when, self.require) if part is not None]
        return frozenset(name for part in parts for _, name in signal_names(part))


class RuleChoice(BaseModel):
    """A rule that a rulebook chooses, with its own weight or severity where given."""

    model_config = STRICT

    rule: Identifier
    weight: Weight | None = None
    severity: Severity | None = None


class RulebookFile(BaseModel):
    """A rulebook as it is written.

    Attributes:
        name: The key `rulebook`; the file is named after it.
        version: The version that its authors gave it.
        title: What a checklist shows.
        description: What it is for.
        extends: The rulebook whose rules and pass mark it takes over: the name of a built-in one, or the path of a
            `.yml` file, from this file's folder.
        pass_mark: The score, 0 to 100, from which a checklist passes; by default that of the rulebook it extends.
        rules: The rules it chooses. Those of the extended rulebook keep their place and take the weight or severity
            given here; others follow them.
        leave_out: Rules of the extended rulebook that it does without.
    """

    model_config = STRICT

    name: Identifier = Field(alias="rulebook")
    version: Annotated[str, Field(min_length=1, max_length=40)]
    title: Sentence
    description: Sentence
    extends: Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00-\x1f]+$")] | None = None
    pass_mark: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), AfterValidator(_one_decimal)] | None = Field(
        default=None, validate_default=True
    )
    rules: tuple[
        Annotated[RuleChoice, BeforeValidator(_as_choice, json_schema_input_type=Identifier | RuleChoice)], ...
    ] = Field(default=(), max_length=2_000, validate_default=True)
    leave_out: tuple[Identifier, ...] = Field(default=(), max_length=2_000)

    @field_validator("pass_mark", "rules")
    @classmethod
    def _own_or_taken_over(cls, value: object, info: ValidationInfo) -> object:
        if not value and value != 0 and info.data.get("extends", "") is None:
            raise ValueError(f"{info.field_name!r} is needed; only a rulebook that extends another can do without it")
        return value

    @field_validator("leave_out")
    @classmethod
    def _from_another(cls, leave_out: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if leave_out and info.data.get("extends", "") is None:
            raise ValueError("needs 'extends': the rulebook whose rules are left out")
        return leave_out


@dataclass(frozen=True, eq=False)
class Rulebook:
    """An ordered, versioned choice of rules. Two rulebooks are equal where their digests are.

    Attributes:
        name: The rulebook's name.
        version: The version that its authors gave it.
        title: What a checklist shows.
        description: What it is for.
        pass_mark: The score, 0 to 100, from which a checklist passes.
        rules: The rules in checklist order, with the rulebook's own weights and severities.
        library: The signals and word lists that the rules stand on.
    """

    name: str
    version: str
    title: str = field(repr=False)
    description: str = field(repr=False)
    pass_mark: float
    rules: tuple[Rule, ...] = field(repr=False)
    library: SignalLibrary = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex over the rulebook, its rules and all signals and words.

        They count as data: comments, line ends and the order of keys don't matter.
        """
        content = {
            "rulebook": {key: getattr(self, key) for key in ("name", "version", "title", "description", "pass_mark")},
            "rules": [rule.model_dump(mode="json", by_alias=True) for rule in self.rules],
            "signals": self.library.canonical(),
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Rulebook) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def signals(self) -> frozenset[str]:
        """Names of the signals that its rules look at."""
        return frozenset().union(*(rule.signals for rule in self.rules))

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise UnknownNameError("rule", str(rule_id), (rule.id for rule in self.rules))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __contains__(self, rule_id: object) -> bool:
        return any(rule.id == rule_id for rule in self.rules)
