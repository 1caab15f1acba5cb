"""The committed JSON Schemas are those that the models make, and every built-in file keeps to its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from recovery_eval.sources import read_yaml
from recovery_eval.workshop.schema import MODELS, header, kind_of, schema_file, schemas
from tests.unit.cli.conversations import run

ROOT = Path(__file__).parents[2] / "rules"
FILES = sorted(ROOT.rglob("*.yml"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())


@cache
def validator(kind: str) -> Any:
    return jsonschema.Draft202012Validator(json.loads(schemas()[schema_file(kind)]))


def faults(kind: str, data: object) -> list[str]:
    return [f"{error.json_path} {error.message}" for error in validator(kind).iter_errors(data)]


def test_the_committed_schemas_are_those_that_the_models_make() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schema").iterdir()}
    assert committed == schemas(), "run: make schemas"


@pytest.mark.parametrize("kind", MODELS)
def test_a_schema_is_one_by_its_own_dialect(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schemas()[schema_file(kind)]))


@every_file
def test_a_built_in_file_keeps_to_its_schema(path: Path) -> None:
    kind = kind_of(path)
    assert kind is not None
    assert faults(kind, read_yaml(path).data) == []


@every_file
def test_a_built_in_file_names_its_schema_in_its_first_line(path: Path) -> None:
    kind = kind_of(path)
    assert kind is not None
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == header(path, kind, ROOT / "schema"), "run: make schemas"


@pytest.mark.parametrize(
    ("kind", "file", "change", "message"),
    [
        ("rule", "apology/sincere-apology.rule.yml", {"severity": "grave"}, "$.severity"),
        ("rule", "apology/sincere-apology.rule.yml", {"requires": {}}, "'requires' was unexpected"),
        ("rule", "apology/sincere-apology.rule.yml", {"require": {"signals": "apology"}}, "$.require"),
        ("signal", "apology/apology.signal.yml", {"by": "anyone"}, "$.by"),
        ("rule.cases", "apology/sincere-apology.rule.cases.yml", {"fail": [{"evidence": []}]}, "'text' is a required"),
        ("rulebook", "rulebooks/core.yml", {"pass_mark": 101}, "$.pass_mark"),
    ],
)
def test_a_schema_finds_what_is_wrong(kind: str, file: str, change: dict[str, Any], message: str) -> None:
    assert message in " ".join(faults(kind, read_yaml(ROOT / file).data | change))


def test_a_key_is_described_by_the_docstring_of_its_model() -> None:
    described = json.loads(schemas()["rule.schema.json"])["properties"]["severity"]["description"]
    assert described == "A failed `critical` rule fails the checklist, whatever the score."


def test_the_command_writes_every_schema_and_marks_the_files_that_lack_their_line(tmp_path: Path) -> None:
    rules, out = tmp_path / "ours", tmp_path / "new" / "schema"
    rules.mkdir()
    text = "signal: greets\nby: agent\nmeaning: A greeting.\nphrases: [good day]\n"
    (rules / "greets.signal.yml").write_text(f"# yaml-language-server: $schema=old.json\n{text}", encoding="utf-8")
    (rules / "waves.signal.yml").write_text(text.replace("greets", "waves"), encoding="utf-8")
    result = run("rules", "schema", "--out", out, "--mark", rules)
    told = f"{len(schemas())} schemas in {out}\n2 files in {rules} marked\n"
    assert (result.exit_code, result.stdout) == (0, told)
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == schemas()
    line = "# yaml-language-server: $schema=../new/schema/signal.schema.json\n"
    assert (rules / "greets.signal.yml").read_text(encoding="utf-8") == line + text
    assert (rules / "waves.signal.yml").read_text(encoding="utf-8") == line + text.replace("greets", "waves")
    assert run("rules", "schema", "--out", out, "--mark", rules).stdout.endswith(f"\n0 files in {rules} marked\n")
    assert run("rules", "schema", "--out", out).stdout == f"{len(schemas())} schemas in {out}\n"
