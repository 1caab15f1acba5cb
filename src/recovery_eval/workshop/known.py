"""The file that names mutants which no case kills, each with its reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from recovery_eval.rulebook.models import Sentence
from recovery_eval.signals.models import Identifier
from recovery_eval.sources import STRICT

SURVIVORS_FILE = "known-survivors.yml"


class KnownSurvivor(BaseModel):
    """A mutant that no case kills.

    Attributes:
        rule: The rule that it is of.
        signal: Or the signal.
        dropped: What it lacks, as `rules mutate` names it: a phrase, or a path such as `$.unless.turned`.
        because: Why no case can kill it, or need not.
    """

    model_config = STRICT

    rule: Identifier | None = None
    signal: Identifier | None = None
    dropped: Annotated[str, Field(min_length=1)]
    because: Sentence

    @model_validator(mode="after")
    def _has_a_subject(self) -> KnownSurvivor:
        if (self.rule is None) == (self.signal is None):
            raise ValueError("needs either 'rule' or 'signal': whose mutant it is")
        return self


class SurvivorsFile(BaseModel):
    """The file `known-survivors.yml` at the top of a folder of rules."""

    model_config = STRICT

    survivors: tuple[KnownSurvivor, ...] = Field(default=(), max_length=2_000)
