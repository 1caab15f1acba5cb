from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.agreement.labels import read_labels
from recovery_eval.display.table import checklists_table
from recovery_eval.errors import TranscriptError
from recovery_eval.evaluator import evaluate_many
from recovery_eval.outcome import Outcome
from recovery_eval.transcript import Transcript, Turn

PASS, FAIL, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def items(table: str | bytes, folder: Path) -> dict[str, Any]:
    path = folder / "reviewers.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    return {key: labels.items for key, labels in read_labels(path, "gold").items()}


def test_a_row_is_a_conversation_and_a_column_an_item(tmp_path: Path) -> None:
    table = "id,sincere-apology,customer-named\n1,pass,fail\n2,fail,na\n"
    assert items(table, tmp_path) == {
        "1": {"sincere-apology": PASS, "customer-named": FAIL},
        "2": {"sincere-apology": FAIL, "customer-named": NOT_APPLICABLE},
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_and_people_do_to_a_table_changes_nothing(delimiter: str, tmp_path: Path) -> None:
    lines = [
        "Sincere apology,ID,Customer_named,comment,",
        'Pass, 1 ,N/A,"grüße\nfrom here"',
        "",
        ",,,,",
        "FAIL,2,not applicable",
    ]
    table = "\r\n".join(lines).replace(",", delimiter)
    expected = {
        "1": {"sincere-apology": PASS, "customer-named": NOT_APPLICABLE},
        "2": {"sincere-apology": FAIL, "customer-named": NOT_APPLICABLE},
    }
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert items(table.encode(encoding), tmp_path) == expected
    assert items(f"sep={delimiter}\r\n{table}", tmp_path) == expected


def test_an_empty_cell_was_not_reviewed_and_a_row_of_them_is_left_out(tmp_path: Path) -> None:
    table = "id,sincere-apology,customer-named,checked-by\n1,pass,,Ama\n2,,,\n3,,fail,Ben\n"
    assert items(table, tmp_path) == {"1": {"sincere-apology": PASS}, "3": {"customer-named": FAIL}}


@pytest.mark.parametrize(
    "table",
    [
        "id,a-rule,comment\n1,pass,n/a\n2,fail,rather curt\n",
        "id,a-rule,channel,agent\n1,pass,n/a,NA\n2,fail,chat,Ann\n",
        "id,a-rule,comment,other,comment\n1,pass,well,,\n2,fail,,,no\n",
        'id,"A-\nrule"\n1,pass\n2,fail\n',
        "id,A\u00a0rule\n1,pass\n2,fail,,\n",
    ],
)
def test_columns_of_another_kind_and_names_over_lines_change_nothing(table: str, tmp_path: Path) -> None:
    assert items(table, tmp_path) == {"1": {"a-rule": PASS}, "2": {"a-rule": FAIL}}


@pytest.mark.parametrize("written", ["not applicable", "Not-applicable", "not_applicable", "NA", "n/a"])
def test_not_applicable_may_be_written_in_several_ways(written: str, tmp_path: Path) -> None:
    assert items(f"id,a-rule\n1,{written}\n", tmp_path) == {"1": {"a-rule": NOT_APPLICABLE}}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("case,sincere-apology\n1,pass\n", "reviewers.csv: neither JSON Lines nor a table of outcomes"),
        ("id,comment\n1,good\n", "reviewers.csv: no column holds outcomes; an outcome is one of pass, fail, "),
        ("id,sincere-apology\n1,pass\n\n2,maybe\n", "reviewers.csv:4: sincere-apology: 'maybe' is no outcome; "),
        ("id,a-rule,A rule\n1,pass,pass\n", "reviewers.csv: two columns are called 'a-rule'"),
        ("id,a-rule,ID\n1,pass,1\n", "reviewers.csv: two columns are called 'id'"),
        ("id,a-rule,\n1,pass,fail\n", "reviewers.csv: a column of outcomes has no name; write that of its rule"),
        ("id,comment,a-rule\n1,Well, fine,pass\n2,,fail\n", "reviewers.csv:2: the row has 4 cells, the header 3; put"),
        ("id,a-rule\n1,pass\n1,fail\n", "reviewers.csv:3: this id stands in record 2 already"),
        ("id,a-rule\n,pass\n", "reviewers.csv:2: a record needs an 'id'"),
        ('id,a-rule\n1,"pass\n2,fail\n', "reviewers.csv:2: a quote that begins a cell is never closed"),
        ("id,a-rule,comment\n1,pass,grün\n".encode("cp1252"), "reviewers.csv: not UTF-8; save it as UTF-8, "),
        (b"PK\x03\x04 and more", "reviewers.csv: an Excel workbook can't be compared; save its sheet as CSV"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_place(table: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match=re.escape(told)):
        items(table, tmp_path)


ids = st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\r\n\t")).map(str.strip).filter(bool)


@given(apologised=st.dictionaries(ids, st.booleans(), min_size=1, max_size=5))
def test_the_table_of_checklists_holds_what_their_json_holds(
    apologised: dict[str, bool], tmp_path_factory: pytest.TempPathFactory
) -> None:
    answers = {True: "I'm so sorry about that.", False: "Well."}
    transcripts = (
        Transcript(
            id=key, turns=[Turn(speaker="customer", text="It broke."), Turn(speaker="agent", text=answers[sorry])]
        )
        for key, sorry in apologised.items()
    )
    checklists = [*evaluate_many(transcripts)]
    folder = tmp_path_factory.mktemp("table")
    lines = folder / "checklists.jsonl"
    lines.write_text("".join(f"{one.to_json()}\n" for one in checklists), encoding="utf-8")
    by_json = {key: labels.items for key, labels in read_labels(lines, "predicted").items()}
    assert items("".join(checklists_table(checklists)), folder) == by_json
