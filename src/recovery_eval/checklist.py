"""A checklist: the results of one transcript under one rulebook, and how they add up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, core_schema

from recovery_eval.apology import ApologyProfile
from recovery_eval.beyond import Beyond, read_beyond
from recovery_eval.errors import RecoveryEvalError, UnknownNameError
from recovery_eval.outcome import MOST_WEIGHT, RuleResult
from recovery_eval.promises import Promise
from recovery_eval.scoring import Fix, is_passed, score_of, smallest_change
from recovery_eval.sources import path_text
from recovery_eval.transcript.models import Transcript

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a score was made with; two scores can be compared only where these agree."""

    rulebook: str
    rulebook_version: str
    digest: str
    package_version: str
    spacy_version: str
    pass_mark: Annotated[float, Field(ge=0, le=100)]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The results of one transcript under one rulebook.

    `checklist[rule_id]` is the result of a rule, `rule_id in checklist` tells whether there is one, and `for result in
    checklist` goes through them all.

    Attributes:
        id: The transcript's id.
        results: One result a rule, in the rulebook's order.
        provenance: Rulebook, digest and versions behind the results.
        transcript: The conversation, for display; not part of equality, nor of `to_dict`. In a copy with another one,
            by `dataclasses.replace`, the results stay, and `promises` and `apology` are those of the other.
    """

    id: str
    results: tuple[RuleResult, ...]
    provenance: Provenance
    transcript: Transcript | None = field(default=None, compare=False, repr=False)
    # With the transcript that it was found in: in a copy with another one it does not hold.
    _beyond: tuple[Transcript | None, Beyond] | None = field(default=None, compare=False, repr=False)

    @property
    def score(self) -> float | None:
        """Weights passed over weights that applied, times 100; None where no rule applied."""
        return score_of(self.results)

    @property
    def passed(self) -> bool:
        """Whether the pass mark is reached and no critical rule failed; True where no rule applied."""
        return is_passed(self.results, self.provenance.pass_mark)

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fewest failed rules to mend so that the checklist passes, in the order to mend them; none if it does.

        Each has its advice, and the score that follows once it and those before it are mended.
        """
        return smallest_change(self.results, self.provenance.pass_mark)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every commitment of the company with what became of it, in the order of the words.

        Found when first asked for, with the built-in pipeline; none where the transcript isn't known.
        """
        return self._told_beyond().promises

    @property
    def apology(self) -> ApologyProfile:
        """The parts of an effective apology, each with its words. Found as `promises` are."""
        return self._told_beyond().apology

    def _told_beyond(self) -> Beyond:
        if self._beyond is not None and self._beyond[0] is self.transcript:
            return self._beyond[1]
        found = Beyond() if self.transcript is None else read_beyond(self.transcript)
        # a value worked out once; nothing that is compared changes
        object.__setattr__(self, "_beyond", (self.transcript, found))
        return found

    def __getitem__(self, rule_id: str) -> RuleResult:
        for result in self.results:
            if result.rule_id == rule_id:
                return result
        raise UnknownNameError("rule", str(rule_id), (result.rule_id for result in self.results))

    def __iter__(self) -> Iterator[RuleResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __contains__(self, rule_id: object) -> bool:
        return any(result.rule_id == rule_id for result in self.results)

    def to_dict(self) -> dict[str, Any]:
        """Returns plain lists, dicts and scalars under the schema version in `schema`.

        The transcript's text is not in it; the quotes of evidence and near misses are.
        """
        return {
            "schema": SCHEMA_VERSION,
            "id": self.id,
            "score": self.score,
            "passed": self.passed,
            "items": {result.rule_id: str(result.outcome) for result in self.results},
            "fixes": [fix._asdict() for fix in self.fixes],
            "results": [_result_to_dict(result) for result in self.results],
            "promises": [promise.to_dict() for promise in self.promises],
            "apology": self.apology.to_dict(),
            "provenance": {name: getattr(self.provenance, name) for name in Provenance.__slots__},
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Returns `to_dict` as JSON text; the same checklist gives the same bytes everywhere."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Reads what `to_dict` wrote. Raises RecoveryEvalError for another schema version or a broken record."""
        if not isinstance(record, dict):
            raise RecoveryEvalError("not a checklist record: expected a JSON object")
        if record.get("schema") != SCHEMA_VERSION:
            raise RecoveryEvalError(
                f"checklist schema {record.get('schema')!r} can't be read; expected {SCHEMA_VERSION}"
            )
        try:
            read = _Record.model_validate(record)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise RecoveryEvalError(f"not a checklist record: {path_text(first['loc'])} {first['msg']}") from None
        _check_results(read.results)
        return cls(read.id, read.results, read.provenance, _beyond=(None, Beyond(read.promises, read.apology)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Reads what `to_json` wrote. Raises RecoveryEvalError where that can't be."""
        if not isinstance(text, str | bytes | bytearray):
            raise RecoveryEvalError(f"not JSON but {type(text).__name__}; what is parsed already is for from_dict")
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RecoveryEvalError(f"not JSON: {error}") from error
        return cls.from_dict(record)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As a field of a pydantic model it is written as `to_dict` writes it, and read as `from_dict` reads it."""
        written = core_schema.plain_serializer_function_ser_schema(cls.to_dict)
        return core_schema.no_info_wrap_validator_function(
            cls._read_field, core_schema.dict_schema(core_schema.str_schema()), serialization=written
        )

    @classmethod
    def _read_field(cls, given: Any, as_record: ValidatorFunctionWrapHandler) -> Checklist:
        if isinstance(given, cls):
            return given
        try:
            return cls.from_dict(as_record(given))
        except RecoveryEvalError as error:
            raise ValueError(str(error)) from None  # which pydantic tells with the place of the field

    def __str__(self) -> str:
        from recovery_eval.display.text import checklist_text

        return checklist_text(self)

    def _repr_html_(self) -> str:
        from recovery_eval.display.html import checklist_html

        return checklist_html(self)


class _Record(BaseModel):
    """What is read of a record; the rest follows from it."""

    model_config = ConfigDict(allow_inf_nan=False)  # or the score would be none that can be compared or written

    id: str
    results: tuple[RuleResult, ...]
    provenance: Provenance
    promises: tuple[Promise, ...] = ()
    apology: ApologyProfile = ApologyProfile()


def _check_results(results: tuple[RuleResult, ...]) -> None:
    """Raises RecoveryEvalError for results of which no sound score comes: a weight out of bounds, a rule twice."""
    seen: set[str] = set()
    for number, (rule, weight) in enumerate((result.rule_id, result.weight) for result in results):
        problem = None
        if not 0 < weight <= MOST_WEIGHT:
            problem = f".weight should be above 0, and {MOST_WEIGHT} at most"
        elif rule in seen:
            problem = f" is the second result of {rule!r}"
        if problem is not None:
            raise RecoveryEvalError(f"not a checklist record: $.results[{number}]{problem}")
        seen.add(rule)


def _result_to_dict(result: RuleResult) -> dict[str, Any]:
    plain = result._asdict()
    plain["outcome"] = str(result.outcome)
    plain["evidence"] = [signal._asdict() for signal in result.evidence]
    plain["near_misses"] = [near._asdict() for near in result.near_misses]
    plain["searched"] = list(result.searched)
    plain["occasion"] = [signal._asdict() for signal in result.occasion]
    return plain
