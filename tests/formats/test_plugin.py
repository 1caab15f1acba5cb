"""A package of another author adds a format, installed as pip installs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pytest

from recovery_eval.errors import RecoveryEvalError
from recovery_eval.transcript import to_transcript
from recovery_eval.transcript.readers import Draft
from recovery_eval.transcript.readers import reader as module
from recovery_eval.transcript.readers.reader import Reader, Takes, readers

PLUGIN = Path(__file__).parent / "plugin"
EXPORT = {"acme": 1, "case": 7, "log": [{"from": "c", "said": "It drips", "sec": 1.5}, {"from": "x"}]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the package is installed."""
    folder = tmp_path_factory.mktemp("site")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    done = subprocess.run([*pip, "--target", folder, PLUGIN], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def convert(folder: Path, value: object, *options: str, site: Path | None) -> tuple[int, str, str]:
    path = folder / "export.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    environment = os.environ | ({"PYTHONPATH": str(site)} if site else {})
    command = (sys.executable, "-m", "recovery_eval", "convert", str(path), "-", *options)
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=environment)
    return done.returncode, done.stdout, done.stderr


def test_an_installed_package_adds_a_format(site: Path, tmp_path: Path) -> None:
    code, out, err = convert(tmp_path, EXPORT, site=site)
    assert (code, err.splitlines()[-1]) == (0, "dropped   1 (1 entry without words)")
    record = json.loads(out)
    assert (record["id"], record["source_format"]) == ("7", "acme-desk")
    assert record["turns"][0]["speaker"] == "customer"
    assert record["turns"][0]["offset"] == 1.5
    assert record["turns"][0]["source_ref"]["record"] == "7"


def test_its_format_can_be_named_and_its_errors_are_ours(site: Path, tmp_path: Path) -> None:
    code, _, err = convert(tmp_path, {"log": [{"from": "c", "said": 3}]}, "--input-format", "acme-desk", site=site)
    assert code == 2
    assert "$.log[0].said should be text" in err


def test_without_the_package_the_format_is_unknown(tmp_path: Path) -> None:
    code, _, err = convert(tmp_path, EXPORT, site=None)
    assert code == 2
    assert "no known format: it holds an object with the keys 'acme', 'case', 'log'" in err


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ([("x", "no_such_module:READER")], "the reader 'x' can't be loaded.*ModuleNotFoundError"),
        ([("x", "json:loads")], "the entry point 'x'.*names no Reader called 'x'"),
        ([("x", "recovery_eval.transcript.readers.chat:READER")], "names no Reader called 'x'"),
        ([], "no readers are installed"),
    ],
)
def test_a_broken_entry_point_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, points: list[tuple[str, str]], problem: str
) -> None:
    found = [EntryPoint(name, value, module.GROUP) for name, value in points]
    monkeypatch.setattr(module, "entry_points", lambda **_: found)
    readers.cache_clear()
    try:
        with pytest.raises(RecoveryEvalError, match=problem):
            readers()
    finally:
        monkeypatch.undo()
        readers.cache_clear()


def _matches_turns(value: Any) -> bool:
    return isinstance(value, list | dict) and "acme" in (
        value[0] if isinstance(value, list) else value.get("turns", ())
    )


TURNS = Reader(
    name="acme-turns",
    title="Acme Turns",
    takes=Takes.VALUE,
    looks_for="`acme`",
    matches=_matches_turns,
    read=lambda _, place, options: iter([Draft(place, options.who).transcript("acme-turns")]),
)


@pytest.mark.parametrize("value", [{"turns": {"acme": []}}, [{"role": "x", "acme": 1}], [{"speaker": "x", "acme": 1}]])
def test_a_reader_of_a_lower_rank_goes_before_our_own_records_and_chats(
    monkeypatch: pytest.MonkeyPatch, value: Any
) -> None:
    points = [*entry_points(group=module.GROUP), EntryPoint("acme-turns", f"{__name__}:TURNS", module.GROUP)]
    monkeypatch.setattr(module, "entry_points", lambda **_: points)
    readers.cache_clear()
    try:
        assert to_transcript(value).source_format == "acme-turns"
        assert to_transcript([{"role": "user", "content": "It drips"}]).turns[0].speaker == "customer"
    finally:
        monkeypatch.undo()
        readers.cache_clear()


def test_the_built_in_readers_come_by_entry_points() -> None:
    assert {point.name for point in entry_points(group=module.GROUP)} == readers().keys()
