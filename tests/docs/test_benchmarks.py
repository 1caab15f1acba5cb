"""Each benchmark still runs, on as little as it takes, and says what it says it measures."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import ablations, canned_speed, invariance, memory, reading, speed, start_up
from tests.unit.cli.conversations import GOOD, POOR, record

Printed = Callable[..., str]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Runs a benchmark with arguments, and returns what it prints."""

    def run(main: Callable[[], None], *arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["benchmark", *arguments])
        main()
        return capsys.readouterr().out

    return run


@pytest.fixture
def chats(tmp_path: Path) -> str:
    """A file of two labelled conversations."""
    labelled = [
        line.replace('{"id"', f'{{"acts": [[1, "{act}"]], "id"', 1)
        for line, act in ((record("1", GOOD), "apology"), (record("2", POOR), "non-apology"))
    ]
    file = tmp_path / "chats.jsonl"
    file.write_text("".join(labelled), encoding="utf-8")
    return str(file)


def test_evaluating_is_told_beside_tokenizing(printed: Printed, chats: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "ENOUGH_CONVERSATIONS", 1)
    assert "evaluating / tokenizing" in printed(speed.main, "--data", chats)


def test_reading_is_told_beside_evaluating(printed: Printed, chats: str) -> None:
    assert "2 conversations, reading / evaluating" in printed(reading.main, "--data", chats)


def test_outcomes_that_move_are_looked_for_in_conversations_of_any_form(
    printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = tmp_path / "call.txt"
    call.write_text("Customer: The lamp broke.\nAgent: Sorry, that was our mistake.\n", encoding="utf-8")
    assert "| small letters | 1 | 0.0 % |" in printed(invariance.main, "--data", str(call))
    with pytest.raises(SystemExit):
        printed(invariance.main, "--data", str(tmp_path / "none.txt"))
    assert "none.txt: no such file" in capsys.readouterr().err


def test_checking_replies_is_told_beside_tokenizing(printed: Printed) -> None:
    assert "checking, suggestions, report" in printed(
        canned_speed.main, "--replies", "1", "--desk", "yaml", "--rounds", "1"
    )


def test_starting_is_told_beside_what_the_package_is_built_on(
    printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_up, "PROGRAMS", dict.fromkeys(start_up.PROGRAMS, "pass"))
    assert "recovery-eval check / import spacy: " in printed(start_up.main, "--rounds", "1")


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="this system doesn't tell the memory in use")
def test_memory_is_told_along_the_way(printed: Printed) -> None:
    assert len(printed(memory.main, "--conversations", "20").splitlines()) == 12


def test_every_part_that_is_left_out_has_its_figures(printed: Printed, chats: str) -> None:
    told = dict.fromkeys(line[:24].strip() for line in printed(ablations.main, "--data", chats).splitlines())
    assert list(told) == [
        "as it is",
        "without norms",
        "stepping over no words",
        "the turn as scope",
        "without unless",
    ]
