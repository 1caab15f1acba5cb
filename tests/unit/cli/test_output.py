"""Where results go: colour and width of a terminal, and what can't be written over."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
import typer

from recovery_eval.cli.inputs import inputs_from
from recovery_eval.cli.output import NARROWEST, WIDEST, columns, wants_color, writing
from tests.unit.cli.conversations import GOOD, run


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("environment", "stream", "wanted"),
    [
        ({}, Terminal(), True),
        ({"NO_COLOR": ""}, Terminal(), True),  # as https://no-color.org has it
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"TERM": "dumb"}, Terminal(), False),
        ({}, io.StringIO(), False),
    ],
)
def test_a_terminal_that_can_and_may_gets_colour(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], stream: io.StringIO, wanted: bool
) -> None:
    for name, value in ({"NO_COLOR": "", "TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    assert wants_color(stream) is wanted


@pytest.mark.parametrize(("width", "wanted"), [(10, NARROWEST), (90, 90), (500, WIDEST)])
def test_lines_are_as_wide_as_a_terminal_within_bounds(
    monkeypatch: pytest.MonkeyPatch, width: int, wanted: int
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((width, 24)))
    assert (columns(Terminal()), columns(io.StringIO())) == (wanted, 80)


def test_a_terminal_that_does_not_tell_its_width_has_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr(os, "get_terminal_size", refuse)
    assert columns(Terminal()) == 80


def test_without_a_file_a_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in (None, Terminal()):
        monkeypatch.setattr("sys.stdin", stdin)
        with pytest.raises(typer.BadParameter, match="name a file, or pipe a conversation in"):
            inputs_from(None, None, None, None, None)


def test_a_dash_is_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with writing(Path("-")) as stream:
        stream.write("words")
    assert capsys.readouterr().out == "words"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_output_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    result = run("evaluate", "--output", tmp_path, stdin=GOOD)
    assert (result.exit_code, f"{tmp_path}: is a folder; name a file to write" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
