from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RecoveryEvalError
from recovery_eval.rulebook import load_rulebook
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.workshop.folder import read_folder
from recovery_eval.workshop.scaffold import scaffold
from tests.unit.cli.conversations import run
from tests.unit.rulebook.folders import write

FILLED = {
    "says-hour.signal.yml": {
        '"TODO what is said, in one sentence"': "An hour of the day is named.",
        "TODO the words that say it": "o'clock sharp",
    },
    "says-hour.signal.cases.yml": {
        "TODO a sentence in which says-hour is said": "It comes at nine o'clock sharp.",
        "TODO the words": "o'clock sharp",
        "TODO a sentence in which says-hour is nearly said, but not quite": "It comes at nine, more or less.",
    },
}


def test_what_is_begun_loads_at_once_and_lint_lists_what_is_still_to_be_written(tmp_path: Path) -> None:
    own = tmp_path / "own"
    scaffold("rule", "says-when", own)
    scaffold("signal", "says-hour", own)
    scaffold("rulebook", "ours", own)
    scaffold("words", "products", own)
    assert [rule.id for rule in load_rulebook(own / "ours.yml").rules] == ["sincere-apology", "no-blame-or-excuse"]
    result = run("rules", "lint", own)
    blanks = {line.split(":")[0] for line in result.stdout.splitlines() if "still to be written: " in line}
    signal, rule = ("says-hour.signal", "says-hour.signal.cases"), ("says-when.rule", "says-when.rule.cases")
    kinds = ("ours", "words/products", *signal, *rule)
    assert blanks == {f"{own}/{kind}.yml" for kind in kinds}
    assert result.exit_code == 1


def test_a_signal_is_whole_once_its_blanks_are_filled(tmp_path: Path) -> None:
    own = tmp_path / "own"
    scaffold("signal", "says-hour", own)
    for name, blanks in FILLED.items():
        text = (own / name).read_text(encoding="utf-8")
        for blank, words in blanks.items():
            assert blank in text
            text = text.replace(blank, words)
        write(own / name, text)
    assert run("rules", "lint", own).stdout == "1 rule or signal, nothing found\n"
    assert run("rules", "test", "--folder", own).stdout == "2 cases: 2 as they should be, 0 not\n"


def test_a_word_list_can_be_named_in_phrases_as_soon_as_it_is_begun(tmp_path: Path) -> None:
    result = run("rules", "new", "words", "our-products", "--folder", tmp_path)
    path = tmp_path / "words" / "our-products.yml"
    told = f"{path}\nFill in what is marked TODO, then run: recovery-eval rules lint {tmp_path}\n"
    assert (result.exit_code, result.stdout) == (0, told)
    write(path, path.read_text(encoding="utf-8").replace("TODO the words", "tea pot"))
    scaffold("signal", "says-hour", tmp_path)
    signal = tmp_path / "says-hour.signal.yml"
    write(signal, signal.read_text(encoding="utf-8").replace("TODO the words that say it", "your {our-products}"))
    finder = SignalFinder(read_folder(tmp_path).library, names=["says-hour"])
    with finder.pipeline.reading():
        assert [found.signal for found in finder.read("I sent your tea pot.", "agent")] == ["says-hour"]


def test_nothing_is_written_over_and_nothing_is_written_beside_what_is_there(tmp_path: Path) -> None:
    there = write(tmp_path / "says-hour.signal.cases.yml", "mine")
    with pytest.raises(RecoveryEvalError, match=r"says-hour\.signal\.cases\.yml: there already"):
        scaffold("signal", "says-hour", tmp_path)
    assert list(tmp_path.iterdir()) == [there]
    assert there.read_text() == "mine"


def test_nothing_is_left_of_files_that_could_not_all_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = Path.open

    def open_but_the_last(path: Path, *arguments: str, **options: str) -> object:
        if path.name == "says-hour.signal.cases.yml":
            raise OSError(28, "No space left on device", str(path))
        return really_open(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", open_but_the_last)
    with pytest.raises(RecoveryEvalError, match="No space left on device"):
        scaffold("signal", "says-hour", tmp_path / "own" / "deeper")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("rule", "Says When", "can't be a name"),
        ("rule", "../says-when", "can't be a name"),
        ("rule", "sincere-apology", "a built-in rule has the name"),
        ("signal", "apology", "a built-in signal has the name"),
        ("words", "we", "a built-in word list has the name"),
        ("words", "number", "a built-in word list has the name"),
    ],
)
def test_a_name_that_could_not_be_loaded_is_refused(tmp_path: Path, kind: str, name: str, message: str) -> None:
    result = run("rules", "new", kind, name, "--folder", tmp_path)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["3-hours", "größe", "x" * 80])
def test_a_name_that_is_taken_can_be_loaded(tmp_path: Path, name: str) -> None:
    scaffold("rule", name, tmp_path)
    scaffold("signal", name, tmp_path)
    assert len(read_folder(tmp_path).subjects) == 2


def test_the_first_line_names_the_nearest_schema(tmp_path: Path) -> None:
    scaffold("signal", "says-hour", tmp_path)
    scaffold("rule", "says-when", tmp_path / "topic")
    scaffold("words", "products", tmp_path)
    lines = [path.read_text().partition("\n")[0] for path in sorted(tmp_path.rglob("*.yml"))]
    prefix = "# yaml-language-server: $schema="
    assert lines == [
        f"{prefix}schema/signal.cases.schema.json",
        f"{prefix}schema/signal.schema.json",
        f"{prefix}../schema/rule.cases.schema.json",
        f"{prefix}../schema/rule.schema.json",
        f"{prefix}../schema/words.schema.json",
    ]
    assert not (tmp_path / "topic" / "schema").exists()
    assert len(read_folder(tmp_path).subjects) == 2
