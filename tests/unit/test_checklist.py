from __future__ import annotations

import copy
import json
import math
import re
from dataclasses import replace
from typing import Any

import pytest

from recovery_eval import evaluate
from recovery_eval.checklist import Checklist
from recovery_eval.errors import RecoveryEvalError, UnknownNameError
from recovery_eval.evidence import Signal
from tests.golden.sample import CHECKLIST


def test_a_record_written_before_searched_turns_were_kept_is_still_read() -> None:
    record = CHECKLIST.to_dict()
    del record["fixes"]
    for result in record["results"]:
        del result["searched"], result["occasion"]
    assert Checklist.from_dict(record) == CHECKLIST


def test_searched_turns_survive_json_as_a_list() -> None:
    first, *others = CHECKLIST.results
    checklist = Checklist("a", (first._replace(searched=(1, 3)), *others), CHECKLIST.provenance)
    assert json.loads(checklist.to_json())["results"][0]["searched"] == [1, 3]
    assert Checklist.from_json(checklist.to_json()) == checklist


def test_the_occasion_of_a_failure_survives_json_with_its_words() -> None:
    first, *others = CHECKLIST.results
    occasion = (Signal("complaint", 0, 0, 8, "it broke", "{it} broke"),)
    checklist = Checklist("a", (first._replace(occasion=occasion), *others), CHECKLIST.provenance)
    assert Checklist.from_json(checklist.to_json())[first.rule_id].occasion == occasion
    assert "applies by turn 0, complaint: «it broke»" in str(checklist)
    assert "Applies by turn 0: complaint" in checklist._repr_html_()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": 5}, "$.id"),
        ({"apology": None}, "$.apology"),
        ({"apology": {"regret": [{"name": "apology"}]}}, "$.apology.regret[0].turn"),
        ({"promises": [{"status": "forgotten"}]}, "$.promises[0]"),
        ({"results": None}, "$.results"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "weight": "heavy"}]}, "$.results[0].weight"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "weight": math.nan}]}, "$.results[0].weight"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "severity": "grave"}]}, "$.results[0].severity"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "weight": -1}]}, "$.results[0].weight"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "weight": 0}]}, "$.results[0].weight"),
        ({"results": [{**CHECKLIST.to_dict()["results"][0], "weight": 1e308}]}, "$.results[0].weight"),
        ({"results": CHECKLIST.to_dict()["results"][:1] * 2}, "$.results[1] is the second result"),
        ({"provenance": {**CHECKLIST.to_dict()["provenance"], "pass_mark": None}}, "$.provenance.pass_mark"),
        ({"provenance": {**CHECKLIST.to_dict()["provenance"], "pass_mark": 101}}, "$.provenance.pass_mark"),
        ({"provenance": {**CHECKLIST.to_dict()["provenance"], "pass_mark": -1}}, "$.provenance.pass_mark"),
    ],
)
def test_a_broken_record_is_refused_at_its_place(change: dict[str, Any], path: str) -> None:
    with pytest.raises(RecoveryEvalError, match=rf"^not a checklist record: {re.escape(path)}"):
        Checklist.from_dict({**CHECKLIST.to_dict(), **change})


@pytest.mark.parametrize("is_asked_before", [True, False])
def test_a_copy_with_another_conversation_has_the_promises_of_that(*, is_asked_before: bool) -> None:
    checklist = evaluate("Customer: It drips.\nAgent: I'll call you at five.")
    other = evaluate("Customer: It drips.\nAgent: Oh.").transcript
    assert not is_asked_before or checklist.promises
    assert replace(checklist, transcript=other).promises == ()
    assert replace(checklist, transcript=None).promises == ()
    assert replace(checklist, id="b").promises == checklist.promises
    assert copy.deepcopy(checklist).promises == checklist.promises


def test_a_copy_of_what_was_read_keeps_its_promises() -> None:
    read = Checklist.from_json(evaluate("Customer: It drips.\nAgent: I'll call you at five.").to_json())
    assert replace(read, id="b").promises == read.promises != ()


def test_a_checklist_is_a_collection_of_its_results_by_the_ids_of_their_rules() -> None:
    ids = [result.rule_id for result in CHECKLIST]
    assert ids == [result.rule_id for result in CHECKLIST.results]
    assert len(CHECKLIST) == len(ids)
    assert ids[0] in CHECKLIST
    assert "no-such-rule" not in CHECKLIST
    with pytest.raises(UnknownNameError, match="unknown rule '0'; known: "):
        CHECKLIST[0]  # type: ignore[index]


def test_json_is_read_as_text_and_as_bytes_and_what_is_parsed_is_referred_to_from_dict() -> None:
    assert Checklist.from_json(CHECKLIST.to_json().encode()) == CHECKLIST
    given: tuple[Any, ...] = (CHECKLIST.to_dict(), None, 3)
    for value in given:
        with pytest.raises(RecoveryEvalError, match=r"not JSON but .*; what is parsed already is for from_dict"):
            Checklist.from_json(value)


def test_a_record_of_another_schema_is_refused() -> None:
    with pytest.raises(RecoveryEvalError, match="checklist schema 2 can't be read; expected 1"):
        Checklist.from_dict({**CHECKLIST.to_dict(), "schema": 2})
