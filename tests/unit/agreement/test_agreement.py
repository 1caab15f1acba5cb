from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_eval.agreement import Disagreement, agreement, figures
from recovery_eval.display.agreement import agreement_text
from recovery_eval.errors import RecoveryEvalError, TranscriptError

TURNS = [{"speaker": "customer", "text": "It broke."}, {"speaker": "agent", "text": "Sorry, Ama."}] * 2
GOLD: list[dict[str, Any]] = [
    {"id": "a", "turns": TURNS, "acts": [[0, "complaint"], [1, "apology"], [1, "names-customer"], [3, "follow-up"]]},
    {"id": "b", "turns": TURNS, "acts": [[0, "complaint"], [2, "complaint"], [3, "excuse"]]},
    {"id": "c", "turns": TURNS, "acts": []},
]
PREDICTED: list[dict[str, Any]] = [
    {"id": "a", "acts": [[0, "complaint"], [1, "apology"], [3, "apology"], [3, "follow-up"]]},
    {"id": "b", "acts": [[0, "complaint"], [3, "excuse"], [3, "non-apology"]]},
    {"id": "z", "acts": [[0, "complaint"]]},
]

ACTS = ("complaint", "apology", "excuse", "accepts", "solution")
labels = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ACTS)).map(list), max_size=8), min_size=2, max_size=6
)


@pytest.fixture(autouse=True, scope="module")
def _few_resamples() -> Iterator[None]:
    """Fewer than in use, to be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "RESAMPLES", 99)
        yield


def plain_kappa(pairs: list[tuple[Any, Any]]) -> float:
    observed = sum(a == b for a, b in pairs) / len(pairs)
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[kind] * right[kind] for kind in left) / len(pairs) ** 2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def records(acts: list[list[list[Any]]]) -> list[dict[str, Any]]:
    return [{"id": str(number), "turns": TURNS, "acts": some} for number, some in enumerate(acts)]


def test_precision_recall_and_f1_are_counted_over_turns() -> None:
    found = {act.act: act for act in agreement(GOLD, PREDICTED).acts}
    complaint = found["complaint"]
    assert (complaint.precision, complaint.recall, complaint.gold, complaint.predicted) == (1.0, 2 / 3, 3, 2)
    assert complaint.f1.value == pytest.approx(0.8)
    assert complaint.base_rate == 3 / 12
    assert found["names-customer"].precision is None
    assert found["non-apology"].recall is None
    assert (found["apology"].precision, found["apology"].recall) == (0.5, 1.0)


def test_items_are_judged_from_the_acts_where_a_record_has_none() -> None:
    found = agreement(GOLD, PREDICTED)
    differing = [one for one in found.disagreements if one.turn is None]
    assert differing == [
        Disagreement("a", None, "customer-named", "pass", "fail"),
        Disagreement("b", None, "no-non-apology", "pass", "fail"),
    ]
    assert {item.item: item.agreement.value for item in found.items}["customer-named"] == pytest.approx(2 / 3)


def test_disagreements_say_which_side_has_the_act() -> None:
    turns = [one for one in agreement(GOLD, PREDICTED).disagreements if one.turn is not None]
    assert turns == [
        Disagreement("a", 1, "names-customer", "found", "not found"),
        Disagreement("a", 3, "apology", "not found", "found"),
        Disagreement("b", 2, "complaint", "found", "not found"),
        Disagreement("b", 3, "non-apology", "not found", "found"),
    ]


def test_what_only_one_side_has_is_told() -> None:
    found = agreement(GOLD, PREDICTED)
    assert (found.conversations, found.turns, found.not_predicted, found.not_in_gold) == (3, 12, ("c",), ("z",))


def test_items_can_be_compared_without_acts() -> None:
    gold = [{"id": "a", "items": {"x": "pass", "y": "na"}}, {"id": "b", "items": {"x": "fail", "y": "fail"}}]
    predicted = [{"id": "a", "items": {"x": "pass", "y": "not_applicable"}}, {"id": "b", "items": {"x": "pass"}}]
    found = agreement(gold, predicted)
    assert found.acts == ()
    assert found.micro_f1 is None
    assert [(item.item, item.agreement.value, item.base_rate) for item in found.items] == [
        ("x", 0.5, 0.5),
        ("y", 0.5, 0.5),
    ]
    pairs = {"x": [("pass", "pass"), ("fail", "pass")], "y": [("na", "na"), ("fail", "missing")]}
    assert {item.item: item.kappa.value for item in found.items} == {
        name: pytest.approx(plain_kappa(outcomes)) for name, outcomes in pairs.items()
    }
    assert found.disagreements[-1] == Disagreement("b", None, "y", "fail", "missing")


def test_items_of_a_conversation_that_is_not_predicted_are_missing_and_not_judged_from_no_acts() -> None:
    gold = [{"id": key, "items": {"no-non-apology": "pass"}} for key in "ab"]
    found = agreement(gold, gold[:1])
    assert found.not_predicted == ("b",)
    assert found.items[0].agreement.value == 0.5
    assert found.disagreements == (Disagreement("b", None, "no-non-apology", "pass", "missing"),)


def test_items_that_one_side_alone_has_are_left_out_and_told() -> None:
    gold = [{"id": key, "items": {"x": "pass", "comment": "pass"}} for key in "ab"]
    predicted = [{"id": "a", "items": {"y": "fail", "x": "pass"}}, {"id": "b", "items": {"y": "fail"}}]
    found = agreement(gold, predicted)
    assert [item.item for item in found.items] == ["x"]
    assert found.mean_kappa == found.items[0].kappa
    assert (found.items_not_predicted, found.items_not_in_gold) == (("comment",), ("y",))
    assert found.disagreements == (Disagreement("b", None, "x", "pass", "missing"),)


def test_without_turns_there_is_f1_but_no_kappa() -> None:
    stripped = [{key: value for key, value in record.items() if key != "turns"} for record in GOLD]
    with_turns, without = agreement(GOLD, PREDICTED), agreement(stripped, PREDICTED)
    assert without.turns is None
    assert [act.f1 for act in without.acts] == [act.f1 for act in with_turns.acts]
    assert {act.kappa for act in without.acts} == {None}


def test_the_same_labels_give_the_same_intervals_every_time() -> None:
    assert agreement(GOLD, PREDICTED) == agreement(list(GOLD), list(PREDICTED))
    complaint = next(act for act in agreement(GOLD, PREDICTED).acts if act.act == "complaint")
    assert complaint.f1.low is not None
    assert complaint.f1.high is not None
    assert complaint.f1.low < complaint.f1.value < complaint.f1.high


def test_one_conversation_has_no_interval() -> None:
    found = agreement(GOLD[:1], PREDICTED[:1])
    assert {(act.f1.low, act.f1.high) for act in found.acts} == {(None, None)}


@settings(max_examples=30)
@given(labels, labels)
def test_figures_are_those_of_the_plain_formulas(gold: list[list[list[Any]]], predicted: list[list[list[Any]]]) -> None:
    found = agreement(records(gold), records(predicted)[: len(gold)])
    for act in found.acts:
        pairs = [
            ([turn, act.act] in true, [turn, act.act] in (predicted[number] if number < len(predicted) else []))
            for number, true in enumerate(gold)
            for turn in range(4)
        ]
        both, either = sum(a and b for a, b in pairs), sum(a + b for a, b in pairs)
        assert act.f1.value == pytest.approx(2 * both / either, abs=1e-9)
        assert act.kappa is not None
        assert act.kappa.value == pytest.approx(plain_kappa(pairs), abs=1e-9)


sides = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@given(sides)
def test_the_formulas_of_the_intervals_agree_with_those_of_the_figures(pairs: list[tuple[int, int]]) -> None:
    gold, predicted = (np.array(side) for side in zip(*pairs, strict=True))
    assert figures.kappa_of_outcomes(gold, predicted) == pytest.approx(figures.kappa([*gold], [*predicted]), abs=1e-9)
    true, said = gold > 1, predicted > 1
    hits, false, missed = (counts.astype(int) for counts in (true & said, said & ~true, true & ~said))
    ones = np.ones(len(pairs), dtype=int)
    expected = figures.precision_recall_f1([*true], [*said])[2]
    assert figures.f1_of_counts(hits, false, missed) == pytest.approx(expected, abs=1e-9)
    assert figures.kappa_of_counts(hits, false, missed, ones) == pytest.approx(
        figures.kappa([*true], [*said]), abs=1e-9
    )
    assert figures.share_of_equals(gold, predicted) == pytest.approx(np.mean(gold == predicted))
    f1s = [figures.f1_of_counts(hits, false, missed), figures.f1_of_counts(missed, hits, false)]
    assert figures.mean_f1_of_counts(hits, false, missed, missed, hits, false) == pytest.approx(np.mean(f1s))
    kappas = [figures.kappa_of_outcomes(gold, predicted), figures.kappa_of_outcomes(gold, 3 - gold)]
    assert figures.mean_kappa_of_outcomes(gold, predicted, gold, 3 - gold) == pytest.approx(np.mean(kappas))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "gold:1: a record is an object"),
        ({"acts": []}, "gold:1: a record needs an 'id'"),
        ({"id": "a"}, "gold:1: a record needs 'acts' or 'items'"),
        ({"id": "a", "acts": "apology"}, "$.acts: write a list"),
        ({"id": "a", "acts": [["apology", 1]]}, "$.acts[0]: write [turn, act]"),
        ({"id": "a", "acts": [[-1, "apology"]]}, "$.acts[0]: write [turn, act]"),
        ({"id": "a", "acts": [[10**9, "apology"]]}, "$.acts[0]: write [turn, act]"),
        ({"id": "a", "turns": TURNS, "acts": [[4, "apology"]]}, "$.acts[0]: there is no turn 4"),
        ({"id": "a", "turns": [{"text": "Hi"}], "acts": []}, "$.turns[0].speaker: use one of agent"),
        ({"id": "a", "items": {"x": "good"}}, "$.items.x: an outcome is one of pass, fail"),
    ],
)
def test_a_record_that_is_no_labels_is_refused_with_its_place(record: Any, said: str) -> None:
    with pytest.raises(TranscriptError) as error:
        agreement([record], [])
    assert said in str(error.value)


def test_an_id_may_stand_in_one_record_alone() -> None:
    with pytest.raises(TranscriptError, match="gold:2: this id stands in record 1 already"):
        agreement([GOLD[0], GOLD[0]], PREDICTED)


def test_a_predicted_turn_that_gold_lacks_is_refused() -> None:
    with pytest.raises(TranscriptError, match="an act is predicted for turn 9, but gold has 4 turns"):
        agreement(GOLD, [{"id": "a", "acts": [[9, "apology"]]}])


@pytest.mark.parametrize("before", [[], [[0, "complaint"]]])
def test_a_turn_of_gold_that_the_prediction_lacks_is_refused(before: list[list[Any]]) -> None:
    gold = {"id": "a", "acts": [*before, [9, "apology"]]}
    with pytest.raises(TranscriptError, match="gold has an act in turn 9, but the prediction has 4 turns"):
        agreement([gold], [{"id": "a", "turns": TURNS, "acts": before}])


def test_labels_without_a_common_id_are_refused() -> None:
    with pytest.raises(
        RecoveryEvalError, match=r"nothing to compare.*; gold begins with 'a', the prediction with '1\.0'; "
    ):
        agreement(GOLD, [{"id": "1.0", "acts": []}])
    with pytest.raises(RecoveryEvalError, match="; gold begins with none, the prediction with 'a'; "):
        agreement([], GOLD)


def test_a_prediction_without_labels_is_refused() -> None:
    with pytest.raises(TranscriptError, match="predicted:2: a record needs 'acts' or 'items'; `recovery-eval signals`"):
        agreement(GOLD, [{"id": "other", "acts": []}, {"id": GOLD[0]["id"], "turns": []}])


def test_streams_and_paths_are_read_alike(tmp_path: Path) -> None:
    lines = "".join(json.dumps(record) + "\n" for record in GOLD)
    path = tmp_path / "gold.jsonl"
    path.write_text(lines, encoding="utf-8")
    assert agreement(path, PREDICTED) == agreement(BytesIO(lines.encode()), PREDICTED) == agreement(GOLD, PREDICTED)


def test_a_list_in_place_of_lines_is_refused_with_what_to_write() -> None:
    with pytest.raises(TranscriptError, match="stream: one list; write a record a line, as `evaluate --format jsonl`"):
        agreement(GOLD, BytesIO(json.dumps(PREDICTED, indent=2).encode()))


def test_a_missing_extra_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "recovery_eval.agreement.figures", raising=False)
    monkeypatch.delattr("recovery_eval.agreement.figures")
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.metrics", None)
    with pytest.raises(RecoveryEvalError, match=r'pip install "recovery_eval\[agreement\]"'):
        agreement(GOLD, PREDICTED)


def test_a_misspelt_act_is_told_with_the_name_it_is_nearly() -> None:
    gold = [{"id": "a", "acts": [[1, "appology"], [2, "our-own-act"]]}]
    found = agreement(gold, [{"id": "a", "acts": [[1, "apology"], [2, "our-own-acts"]]}])
    assert found.likely_misspelt == (("appology", "apology"),)
    assert agreement_text(found).splitlines()[1] == "no known name: appology; did you mean apology?"
    assert not agreement(GOLD, GOLD).likely_misspelt


def test_a_misspelt_item_that_no_prediction_has_is_told_with_the_name_it_is_nearly() -> None:
    gold = [{"id": "a", "items": {"sincere-apolgy": "pass", "customer-named": "pass", "our-own": "fail"}}]
    said = [{"id": "a", "items": {"sincere-apology": "pass", "customer-named": "fail"}}]
    assert agreement(gold, said).likely_misspelt == (("sincere-apolgy", "sincere-apology"),)
    both = [*gold, {"id": "b", "items": {"sincere-apology": "pass"}}]
    assert agreement(both, said).likely_misspelt == (("sincere-apolgy", "sincere-apology"),)
