"""The page on rule files names every key of the files, with an example that can be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from recovery_eval.rulebook import Rule
from recovery_eval.rulebook.models import RulebookFile, RuleChoice
from recovery_eval.signals.models import (
    After,
    AnsweredBy,
    FoundWith,
    PhraseGroup,
    SignalSpec,
    Unless,
    UnlessAnsweredBy,
    WordFile,
)
from recovery_eval.sources import parse_yaml, validate
from recovery_eval.workshop.cases import (
    NotFoundCase,
    PassCase,
    Quote,
    RuleCases,
    RuleKnownMiss,
    SignalCases,
    SignalKnownMiss,
    TextCase,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rule-files.md"
ROW = re.compile(r"^\| (?P<keys>`[^|]+`) \| (?P<says>[^|]+) \| `(?P<example>[^|]+)` \|$", re.MULTILINE)
CASES = (TextCase, PassCase, NotFoundCase, RuleKnownMiss, SignalKnownMiss)
# What each table is about, by the line before it: the models of the file, and the models below them.
TABLES: dict[str, tuple[tuple[type[BaseModel], ...], tuple[type[BaseModel], ...]]] = {
    "## A signal file": ((SignalSpec,), (Unless, After, PhraseGroup, FoundWith, AnsweredBy, UnlessAnsweredBy)),
    "## A rule file": ((Rule,), ()),
    "The name of a list is what must come out of": ((RuleCases, SignalCases), ()),
    "A case has these keys": (CASES, (Quote,)),
    "## A rulebook file": ((RulebookFile,), (RuleChoice,)),
    "## A file of word lists": ((WordFile,), ()),
}
ELSEWHERE: dict[str, type[BaseModel]] = {
    "wanted": SignalKnownMiss,
    "known_miss": SignalCases,
}  # examples of signals, for keys that rules have too
LEAST: dict[type[BaseModel], dict[str, Any]] = {
    SignalSpec: {"signal": "tried", "by": "agent", "meaning": "Tried.", "phrases": ["so sorry"]},
    Rule: {
        "rule": "tried",
        "title": "Tried",
        "why": "To see.",
        "source": [{"framework": "ours", "item": "1"}],
        "require": {"signal": "apology"},
        "advice": "None.",
        "may_misfire": ["None."],
    },
    RuleCases: {"rule": "tried", "fail": [], "pass": []},
    RulebookFile: {
        "rulebook": "tried",
        "version": "1",
        "title": "T.",
        "description": "T.",
        "extends": "core",
    },
    WordFile: {"about": "Tried."},
    SignalCases: {"signal": "tried", "found": []},
    TextCase: {"text": "Tried."},
    PassCase: {"text": "Tried.", "near": 0},
    NotFoundCase: {"text": "Tried."},
    RuleKnownMiss: {"text": "Tried.", "because": "It is.", "wanted": "fail"},
    SignalKnownMiss: {"text": "Tried.", "because": "It is.", "wanted": "found"},
}


def rows(begins: str) -> list[re.Match[str]]:
    table = PAGE.read_text(encoding="utf-8").partition(f"\n{begins}")[2].partition("\n| ")[2].partition("\n\n")[0]
    return list(ROW.finditer(table))


def keys_of(*models: type[BaseModel]) -> set[str]:
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


@pytest.mark.parametrize("begins", TABLES)
def test_every_key_has_a_row_and_what_stands_below_it_is_explained_there(begins: str) -> None:
    models, below = TABLES[begins]
    found = rows(begins)
    assert {key for row in found for key in re.findall(r"`(\w+)`", row["keys"])} == keys_of(*models)
    assert keys_of(*below) <= {key for row in found for key in re.findall(r"`(\w+)`", row["keys"] + row["says"])}


@pytest.mark.parametrize("begins", TABLES)
def test_every_example_can_stand_in_its_file(begins: str) -> None:
    for row in rows(begins):
        example = yaml.safe_load(row["example"])
        (key,) = example
        assert f"`{key}`" in row["keys"]
        model = ELSEWHERE.get(key) or next(model for model in TABLES[begins][0] if key in keys_of(model))
        least = {name: value for name, value in LEAST[model].items() if (name, key) != ("near", "apart")}
        validate(parse_yaml(yaml.safe_dump(least | example), row["example"]), model)
