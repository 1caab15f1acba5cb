from __future__ import annotations

import json

import pytest

from recovery_eval.checklist import Checklist
from recovery_eval.errors import RecoveryEvalError
from tests.golden.sample import CHECKLIST


def test_a_record_written_before_searched_turns_were_kept_is_still_read() -> None:
    record = CHECKLIST.to_dict()
    del record["fixes"]
    for result in record["results"]:
        del result["searched"]
    assert Checklist.from_dict(record) == CHECKLIST


def test_searched_turns_survive_json_as_a_list() -> None:
    first, *others = CHECKLIST.results
    checklist = Checklist("a", (first._replace(searched=(1, 3)), *others), CHECKLIST.provenance)
    assert json.loads(checklist.to_json())["results"][0]["searched"] == [1, 3]
    assert Checklist.from_json(checklist.to_json()) == checklist


def test_a_record_of_another_schema_is_refused() -> None:
    with pytest.raises(RecoveryEvalError, match="checklist schema 2 can't be read; expected 1"):
        Checklist.from_dict({**CHECKLIST.to_dict(), "schema": 2})
