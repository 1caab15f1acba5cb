from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conversations import GOOD, POOR, record, run_for_real


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (POOR, 1), ("", 2)])
def test_a_shell_sees_the_exit_code(text: str, code: int) -> None:
    result = run_for_real("evaluate", stdin=text)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text(record("a", GOOD) * 3000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "recovery_eval", "evaluate", str(path), "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "a"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize(
    "options", [["evaluate", "-"], ["check", "--stdin-filename", "a.md"], ["agreement", "{}", "-"]]
)
def test_a_standard_input_that_is_closed_is_one_plain_message(tmp_path: Path, options: list[str]) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "acts": []}\n', encoding="utf-8")
    command = [sys.executable, "-m", "recovery_eval", *(option.format(gold) for option in options)]
    result = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *command], capture_output=True, check=False, timeout=120, text=True
    )
    assert result.returncode == 2
    assert "standard input is closed; name a file" in result.stderr
    assert "Traceback" not in result.stderr


def test_output_is_utf_8_whatever_the_locale_says() -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = run_for_real("evaluate", stdin=POOR, environment=environment)
    assert "✗ fail" in result.stdout.decode("utf-8")


@pytest.mark.parametrize("rulebook", ["ten-rules", "six-strategies"])
def test_the_seed_of_hashes_moves_no_byte(rulebook: str) -> None:
    files = sorted((Path(__file__).parents[3] / "corpora" / "failing").glob("*.jsonl"))
    command: tuple[str | Path, ...] = ("evaluate", *files, "--rulebook", rulebook, "--format", "jsonl")
    first, second = (run_for_real(*command, environment={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1"))
    assert first
    assert first == second


def test_output_that_is_no_terminal_has_no_colour() -> None:
    assert b"\x1b" not in run_for_real("demo").stdout


def test_a_device_can_be_named_as_output() -> None:
    device = Path("/dev/stdout")
    if not device.exists():
        pytest.skip("this system has no /dev/stdout")
    assert run_for_real("evaluate", "--output", device, stdin=GOOD).stdout.startswith(b"Conversation")


@pytest.mark.parametrize("arguments", [["--help"], ["evaluate", "--help"], ["--version"], ["evaluate", "--nonsense"]])
def test_help_and_usage_load_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom recovery_eval.cli import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'spacy', 'yaml', 'recovery_eval.transcript'} & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True, timeout=120)
    assert result.stderr.splitlines()[-1] == b"[]"
