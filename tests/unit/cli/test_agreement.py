from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conversations import GOOD, POOR, record, run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two labelled conversations, of which the first lacks what is found in it."""
    turns = [json.loads(record(name, text)) for name, text in (("a", GOOD), ("b", POOR))]
    turns[0]["acts"] = [[0, "complaint"], [1, "apology"], [1, "names-customer"]]
    turns[1]["acts"] = [[0, "complaint"], [1, "non-apology"]]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in turns), encoding="utf-8")
    return path


def test_what_signals_writes_can_be_compared_with_gold(gold: Path) -> None:
    result = run("agreement", gold, "-", stdin=run("signals", gold).stdout)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 conversations, 6 turns; in brackets 95 % intervals\n")
    assert "\nnon-apology " in result.stdout
    assert "\ncustomer-named " in result.stdout
    assert "disagreements" not in result.stdout


def test_what_evaluate_writes_can_be_compared_with_gold(gold: Path) -> None:
    result = run("agreement", gold, "-", stdin=run("evaluate", gold, "--format", "jsonl").stdout)
    assert result.exit_code == 0
    assert "\nsincere-apology " in result.stdout
    assert "micro F1" not in result.stdout


def test_disagreements_are_listed_on_request(gold: Path) -> None:
    result = run("agreement", gold, "-", "--disagreements", stdin='{"id": "b", "acts": [[0, "complaint"]]}\n')
    assert "\nwithout a prediction (1 conversation): a\n" in result.stdout
    assert "\nb turn 1  non-apology: found in gold, not found predicted\n" in result.stdout


def test_what_there_is_one_of_is_told_as_one(tmp_path: Path) -> None:
    gold = tmp_path / "one.jsonl"
    gold.write_text('{"id": "a", "acts": [[0, "apology"]]}\n', encoding="utf-8")
    predicted = '{"id": "a", "acts": []}\n{"id": "2", "acts": []}\n'
    shown = run("agreement", gold, "-", "--disagreements", stdin=predicted).stdout
    assert shown.startswith("1 conversation; ")
    assert "\nleft out, not in gold (1 conversation): 2\n" in shown
    assert "\n1 disagreement. " in shown


def test_labels_that_agree_have_no_disagreements(gold: Path) -> None:
    assert run("agreement", gold, gold, "--disagreements").stdout.endswith("\nNo disagreements.\n")


def test_json_holds_the_same_figures(gold: Path) -> None:
    plain = json.loads(run("agreement", gold, gold, "--format", "json").stdout)
    assert "disagreements" not in plain
    assert plain["micro_f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert {act["act"]: act["gold"] for act in plain["acts"]}["complaint"] == 2
    assert json.loads(run("agreement", gold, gold, "--format", "json", "--disagreements").stdout)["disagreements"] == []


def test_labels_that_cannot_be_read_are_bad_input(gold: Path, tmp_path: Path) -> None:
    for stdin in ("", "oops\n", '{"id": "a", "acts": 1}\n', '{"id": "other", "acts": []}\n'):
        result = run("agreement", gold, "-", stdin=stdin)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("recovery-eval: ")
    assert run("agreement", gold, tmp_path / "none.jsonl").exit_code == 2
    result = run("agreement", "-", "-")
    assert (result.exit_code, "only one of the two can be standard input" in result.stderr) == (2, True)
