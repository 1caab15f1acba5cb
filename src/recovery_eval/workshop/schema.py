"""JSON Schemas of the files that QA leads write, made from the models that read them.

An editor with a YAML language server completes and checks a file whose first line names its schema.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from recovery_eval.rulebook.models import Rule, RulebookFile
from recovery_eval.signals.models import SignalSpec, WordFile
from recovery_eval.sources import YamlFolder
from recovery_eval.sources.folder import WORDS
from recovery_eval.workshop.cases import RuleCases, SignalCases
from recovery_eval.workshop.known import SURVIVORS_FILE, SurvivorsFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEADER = "# yaml-language-server: $schema="
MODELS: dict[str, type[BaseModel]] = {
    "rule": Rule,
    "rule.cases": RuleCases,
    "signal": SignalSpec,
    "signal.cases": SignalCases,
    "rulebook": RulebookFile,
    "words": WordFile,
    "known-survivors": SurvivorsFile,
}

_ITEM = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_KEY_HINT = re.compile(r"^The key `(\w+)`: ")  # an attribute whose key is a word that Python keeps to itself


def schema_file(kind: str) -> str:
    """Returns the name of a kind's schema, as in `rule.cases.schema.json`."""
    return f"{kind}.schema.json"


def schemas() -> dict[str, str]:
    """Returns the text of every schema (JSON Schema, draft 2020-12) by file name."""
    return {schema_file(kind): _text(kind, model) for kind, model in MODELS.items()}


def kind_of(path: Path) -> str | None:
    """Returns which schema a file of rules has, by its name and folder; None where it has none."""
    if path.name == SURVIVORS_FILE:
        return "known-survivors"
    if path.parent.name == WORDS:
        return "words"
    for kind in ("rule.cases", "signal.cases", "rule", "signal"):
        if path.name.endswith(f".{kind}.yml"):
            return kind
    return "rulebook" if path.suffix == ".yml" and "." not in path.stem else None


def header(path: Path, kind: str, folder: Path) -> str:
    """Returns the first line of a file: which schema in `folder` it has, as a path relative to the file."""
    relative = os.path.relpath(folder / schema_file(kind), path.parent)
    return HEADER + Path(relative).as_posix()


def unmarked(rules: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yields the files below `rules` whose first line is not their header, each with its text as it should be.

    Raises:
        RuleFileError: As `YamlFolder.files` does.
    """
    for path in YamlFolder(rules).files():
        kind = kind_of(path)
        if kind is None:
            continue
        wanted = header(path, kind, folder)
        text = path.read_text(encoding="utf-8")
        first, _, rest = text.partition("\n")
        if first != wanted:
            yield path, f"{wanted}\n{rest if first.startswith(HEADER) else text}"


class _Described(GenerateJsonSchema):
    """Takes descriptions out of the models' docstrings, where people read them too, and leaves out made-up titles."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Returns the schema of one model, described."""
        made = super().model_schema(schema)
        model = schema["cls"]
        told: dict[str, str] = {}
        for base in reversed(model.__mro__):
            if base.__doc__ and base not in BaseModel.__mro__:
                told.update({name: " ".join(words.split()) for name, words in _ITEM.findall(cleandoc(base.__doc__))})
        made.pop("title", None)
        made["description"] = " ".join((model.__doc__ or "").partition("\n\n")[0].split())
        for name, field in model.model_fields.items():
            part = made.get("properties", {}).get(field.alias or name)
            if part is not None and name in told:
                part["description"] = _KEY_HINT.sub("", told[name])
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature of pydantic's method
        """A key's name needs no title beside it."""
        return False


def _text(kind: str, model: type[BaseModel]) -> str:
    schema = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Described)
    schema = {"$schema": DIALECT, "title": f"recovery_eval {kind.replace('.', ' ')}", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
