from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.workshop.folder import RuleFolder, read_folder
from recovery_eval.workshop.mutants import signal_mutants
from recovery_eval.workshop.mutate import compiled_whole, kills, looks_back_at_itself, mutate, recompiled
from tests.unit.cli.conversations import run
from tests.unit.rulebook.folders import write
from tests.unit.workshop.small import CASES, SIGNALS


def killed(folder: RuleFolder, name: str) -> dict[str, bool]:
    return {one.drop.name: one.killed for one in mutate(folder, folder.chosen([name]))}


@pytest.mark.usefixtures("root")
def test_a_signal_is_without_each_phrase_condition_and_operator_in_turn() -> None:
    assert killed(read_folder(), "apology") == {
        "sorry about": True,
        "apologies for": True,
        "regret the parcel": True,
        "$.unless.doubtful": True,
        "$.unless.quoted": False,  # no case has it
        "forgive us": True,
        "$.also[0].after": True,
        "$.also[0].after.within": True,
        "once more truly": True,
        "$.also[1].after": True,
    }


MOAN = """
signal: moan
by: customer
meaning: A moan.
phrases: ["leaking"]
answered_by: {signal: [apology, excuse], holds: complaint, first: true}
"""
MOANS = """
signal: moan
found:
  - {text: "It is leaking.", evidence: [leaking]}
  - {text: "Customer: That broken parcel.\\nAgent: Sorry about it.", evidence: [That broken parcel.]}
  - {text: "Customer: All leaking.\\nCustomer: A broken parcel.\\nAgent: Sorry about it.", evidence: [leaking]}
not_found:
  - {text: "Customer: Well, well.\\nAgent: Sorry about it."}
"""


def test_a_signal_is_without_its_answer_and_each_thing_asked_of_it(root: Path) -> None:
    write(root / "moan.signal.yml", MOAN)
    write(root / "moan.signal.cases.yml", MOANS)
    assert killed(read_folder(), "moan") == {
        "leaking": True,
        "$.answered_by": True,
        "$.answered_by.first": True,
        "$.answered_by.holds": True,
        "$.answered_by.signal[0]": True,
        "$.answered_by.signal[1]": False,  # no case has it
    }


def test_a_signal_is_without_the_one_whose_words_it_takes(root: Path) -> None:
    found_with = MOAN.replace(
        MOAN[MOAN.index("answered_by") :], "found_with: {signal: complaint, after: {by: agent}}\n"
    )
    write(root / "moan.signal.yml", found_with)
    case = '{text: "Agent: Hm.\\nCustomer: That broken parcel.", evidence: [broken parcel]}'
    leaking = '{text: "It is leaking.", evidence: [leaking]}'
    write(root / "moan.signal.cases.yml", f"signal: moan\nfound: [{leaking}, {case}]\n")
    assert killed(read_folder(), "moan") == {"leaking": True, "$.found_with": True}


def test_a_signal_is_without_what_bears_its_hints_out_and_what_it_shares(root: Path) -> None:
    hints = "borne_out_by: [apology, excuse]\nalso: [{phrases: [still], hints: always, shares_unless: true}]\n"
    unless = "unless: {joking: {before: only}}\n"
    write(root / "moan.signal.yml", MOAN[: MOAN.index("answered_by")] + unless + hints)
    found = (
        '{text: "It is leaking.", evidence: [leaking]}',
        '{text: "Customer: Still\\nAgent: We were very busy.", evidence: [Still]}',
    )
    not_found = (
        '{text: "Only leaking."}',
        '{text: "Customer: Only still here."}',
        '{text: "Customer: Still.\\nAgent: Ah."}',
    )
    cases = f"signal: moan\nfound: [{', '.join(found)}]\nnot_found: [{', '.join(not_found)}]\n"
    write(root / "moan.signal.cases.yml", cases)
    assert killed(read_folder(), "moan") == {
        "leaking": True,
        "$.unless.joking": True,
        "still": True,
        "$.also[0].hints": True,
        "$.borne_out_by[0]": False,  # no case has it
        "$.borne_out_by[1]": True,
        "$.also[0].shares_unless": True,
    }


@pytest.mark.usefixtures("root")
def test_a_rule_is_without_each_condition_and_key_in_turn_but_for_those_that_say_nothing_more() -> None:
    assert killed(read_folder(), "says-sorry") == {
        "$.applies_when": True,
        "$.require.any_of[0]": True,
        "$.require.any_of[0].without": True,
        "$.require.any_of[1]": False,
        "$.require.any_of[1].after": True,
    }


@pytest.mark.parametrize("name", list(SIGNALS))
@pytest.mark.usefixtures("root")
def test_mutants_tried_together_fare_as_those_compiled_one_by_one(name: str) -> None:
    folder = read_folder()
    (subject,) = folder.chosen([name])
    mutants = signal_mutants(subject, folder.library.signals[name])
    compiler = compiled_whole(folder.library)
    assert killed(folder, name) == {
        drop.name: kills(subject, recompiled(compiler, [mutant])) for drop, mutant in mutants
    }


def test_a_signal_that_others_look_back_at_and_that_looks_back_at_them_is_compiled_one_by_one(root: Path) -> None:
    looks_back = SIGNALS["excuse"] + "also: [{phrases: [so many orders], after: {signal: apology}}]\n"
    write(root / "excuse.signal.yml", looks_back)
    write(root / "apology.signal.yml", SIGNALS["apology"].replace("signal: complaint,", "signal: [complaint, excuse],"))
    folder = read_folder()
    back = {name: looks_back_at_itself(spec, folder.library) for name, spec in folder.library.signals.items()}
    assert back == {"apology": True, "complaint": False, "excuse": True}
    assert killed(folder, "excuse") == {"very busy": True, "so many orders": False, "$.also[0].after": False}


def test_a_case_that_comes_out_wrong_by_itself_ends_it(root: Path) -> None:
    write(root / "excuse.signal.cases.yml", CASES["excuse"].replace("very kind", "very busy"))
    with pytest.raises(RuleFileError, match=r"excuse\.signal\.cases\.yml:3:13 \$\.not_found\[0\] the signal is found"):
        mutate(read_folder(), read_folder().subjects)


@pytest.mark.usefixtures("root")
def test_several_processes_come_to_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # processes of their own have the built-in rules, and the folder is one beside them
    folder = read_folder()
    subjects = folder.chosen(["favour", "customer-named"])
    assert mutate(folder, subjects, jobs=2) == mutate(folder, subjects)


def test_faults_cross_from_one_process_to_another() -> None:
    fault = Fault("f.yml", 2, 3, "$.by", "is wrong", ((2, "by: us"),))
    error = pickle.loads(pickle.dumps(RuleFileError([fault])))  # noqa: S301 - our own bytes
    assert (str(error), error.faults[0].around) == ("f.yml:2:3 $.by is wrong", ((2, "by: us"),))


def test_the_command_lists_survivors_with_their_place_and_the_share_killed(root: Path) -> None:
    result = run("rules", "mutate", "apology", "says-sorry")
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        [
            "rules/says-sorry.rule.yml:9:7 survives without it: $.require.any_of[1]",
            "rules/apology.signal.yml:7:3 survives without it: $.unless.quoted",
            "",
            "signals  9 of 10 mutants killed (90.0%)",
            "rules    4 of 5 mutants killed (80.0%)",
            "in all   13 of 15 mutants killed (86.7%)",
        ],
    )
    assert root.is_dir()


def test_a_known_survivor_is_passed_over_and_one_that_is_killed_is_told(root: Path) -> None:
    entries = """
survivors:
  - {signal: apology, dropped: $.unless.quoted, because: Nobody quotes in these cases.}
  - {rule: says-sorry, dropped: "$.require.any_of[1]", because: It is here for show.}
  - {signal: excuse, dropped: very busy, because: It is not known any more.}
"""
    write(root / "known-survivors.yml", entries)
    result = run("rules", "mutate", "apology", "says-sorry")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "2 survivors known, each with its reason")
    result = run("rules", "mutate", "excuse")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "rules/known-survivors.yml:4:5 $.survivors[2] no such mutant survives any more; delete the entry\n"
    )


def test_an_entry_says_whose_mutant_it_is_of_and_why(root: Path) -> None:
    write(root / "known-survivors.yml", "survivors: [{dropped: very busy, becuse: No.}]\n")
    result = run("rules", "mutate", "excuse")
    assert result.exit_code == 2
    assert "unknown key 'becuse'; did you mean 'because'?" in result.stderr
    write(root / "known-survivors.yml", "survivors: [{dropped: very busy, because: It is not known any more.}]\n")
    result = run("rules", "mutate", "excuse")
    assert (result.exit_code, "needs either 'rule' or 'signal'" in result.stderr) == (2, True)
