"""What rules and phrases are written with: `recovery-eval rules signals` and `rules words`."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.display.vocabulary import KNOWN, signals_text, words_text
from recovery_eval.errors import UnknownNameError
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals.phrase import KINDS, PLACES
from tests.unit.cli.conversations import run
from tests.unit.rulebook.folders import write, write_signal

ADDING = """
signal: ours
by: agent
meaning: We come back.
adds_to: follow-up
phrases: [circle round to you]
"""


def test_all_signals_are_listed_with_their_meanings_those_of_a_speaker_together() -> None:
    library = builtin_library()
    agent, customer = signals_text(library, width=400).split("\n\n")
    names = [line.split()[0] for block in (agent, customer) for line in block.splitlines()[1:]]
    assert names == [
        name for by in ("agent", "customer") for name in sorted(library.signals) if library.signals[name].by == by
    ]
    assert "Regret or an apology" in agent
    assert customer.startswith("By the customer:")


def test_a_signal_is_shown_whole_with_what_cancels_it() -> None:
    text = signals_text(builtin_library(), ["promise-time-vague", "done-late"])
    spec = builtin_library().signals["promise-time-vague"]
    assert all(f"phrase     {phrase}\n" in text for phrase in spec.phrases)
    assert all(f"unless     {name}: " in text for name in spec.unless)
    assert "\n\ndone-late, by the agent\n" in text


def test_what_a_signal_adds_to_is_shown(tmp_path: Path) -> None:
    write(tmp_path / "ours.signal.yml", ADDING)
    shown = run("rules", "signals", "ours", "--folder", tmp_path).stdout
    assert "\n    adds to    follow-up\n" in shown


def test_a_condition_on_earlier_turns_is_shown() -> None:
    assert "after      solution or " in signals_text(builtin_library(), ["rejects"])


def test_token_patterns_are_shown_with_what_cancels_them_and_must_come_before(tmp_path: Path) -> None:
    rest = "tokens: [[{LOWER: oh}, {LOWER: blast}]]\nunless: {quoted: {before: he said}}\nafter: {by: agent}\n"
    write(tmp_path / "swears.signal.yml", f"signal: swears\nby: customer\nmeaning: It swears.\n{rest}")
    shown = run("rules", "signals", "swears", "--folder", tmp_path).stdout.splitlines()
    assert [line.strip() for line in shown[2:]] == [
        "after      a turn by the agent",
        'tokens     [{"LOWER": "oh"}, {"LOWER": "blast"}]',
        "unless     quoted: before he said",
    ]


def listed(text: str) -> set[str]:
    return {line.split("}")[0].strip(" {") for line in text.splitlines() if line.startswith("    {")}


def test_all_that_may_stand_in_braces_is_listed_and_a_list_shown_whole() -> None:
    library = builtin_library()
    assert listed(words_text(library, everything=True)) == library.lists.keys() | KNOWN.keys() | {"name"}
    assert len(words_text(library, ["awaited money"]).splitlines()) == 1 + len(library.lists["awaited money"])


def test_a_place_is_shown_like_a_list_with_or_without_its_braces() -> None:
    assert words_text(builtin_library(), ["end"]) == "{end}\n    the end of a sentence"
    assert words_text(builtin_library(), ["{number}"]) == "{number}\n    any figure"


def test_lists_that_serve_a_few_signals_are_only_counted_unless_asked_for() -> None:
    text = words_text(builtin_library())
    assert {"we", "weekday", "number", "question"} <= listed(text)
    assert "awaited money" not in listed(text)
    left_out = len(builtin_library().lists.keys() - listed(text))
    assert f"--all adds {left_out} lists" in text
    assert "--all" not in words_text(builtin_library(), everything=True)


def test_the_lists_of_a_file_stand_together_each_on_a_line_below_what_they_are_for() -> None:
    shared = words_text(builtin_library(), width=80).split("\n\n")[2].splitlines()
    assert shared[0].startswith("Who speaks and acts")
    assert max(map(len, shared)) <= 80
    assert [line.strip() for line in shared if line.startswith("    {we} ")] == ["{we}          we, i, i personally"]


def test_what_the_matcher_itself_knows_is_listed() -> None:
    assert KNOWN.keys() == PLACES | KINDS


@pytest.mark.parametrize("text", [signals_text, words_text])
def test_an_unknown_name_is_told_with_the_nearest(text: object) -> None:
    name = {signals_text: "apologie", words_text: "awaited mony"}[text]  # type: ignore[index]
    with pytest.raises(UnknownNameError, match="did you mean"):
        text(builtin_library(), [name])  # type: ignore[operator]


def test_the_commands_show_what_stands_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    write_signal(tmp_path / "own", "greets", "good morning")
    write(tmp_path / "own" / "words" / "ours.yml", "about: Ours.\nlists:\n  our pets: [cat, dog]\n")
    folder = ("--folder", str(tmp_path / "own"))
    assert "    greets " in run("rules", "signals", *folder).stdout
    assert "Ours.\n    {our pets}  cat, dog\n" in run("rules", "words", *folder).stdout
    assert run("rules", "words", "our pets", *folder).stdout == "{our pets}\n    cat\n    dog\n"
    assert run("rules", "signals", "greats", *folder).exit_code == 2
