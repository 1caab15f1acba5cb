"""That the index finds every anchor of a turn, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.signals.anchor_index import AnchorIndex

RUNS = st.lists(st.text("abc", min_size=1, max_size=4), max_size=12)


@given(RUNS, st.text("abcd", max_size=20))
def test_every_anchor_is_found_wherever_it_stands(runs: list[str], letters: str) -> None:
    index: AnchorIndex[int] = AnchorIndex()
    for number, run in enumerate(runs):
        index.add(run, number)
    found = [(number, start, end) for numbers, start, end in index.find(letters) for number in numbers]
    expected = [
        (number, start, start + len(run))
        for number, run in enumerate(runs)
        for start in range(len(letters))
        if letters.startswith(run, start)
    ]
    assert sorted(found) == sorted(expected)


def test_anchors_come_in_the_order_in_which_they_end() -> None:
    index: AnchorIndex[str] = AnchorIndex()
    for run in ("bc", "ab", "b", "a"):
        index.add(run, run)
    found = [things for things, _, _ in index.find("abc")]
    assert found == [["a"], ["ab"], ["b"], ["bc"]]


def test_anchors_may_be_added_after_a_turn_was_read() -> None:
    index: AnchorIndex[str] = AnchorIndex()
    index.add("a", "first")
    assert index.find("ab") == [(["first"], 0, 1)]
    index.add("b", "second")
    assert index.find("ab") == [(["first"], 0, 1), (["second"], 1, 2)]


def test_anchors_step_over_letters_that_are_passed_over_and_their_spans_count_them() -> None:
    index: AnchorIndex[str] = AnchorIndex(passed_over="-")
    index.add("ab", "found")
    assert index.find("ca-bc") == [(["found"], 1, 4)]


def test_an_anchor_with_a_letter_that_is_passed_over_is_found_where_it_stands() -> None:
    index: AnchorIndex[str] = AnchorIndex(passed_over="-")
    index.add("-b", "found")
    assert index.find("a-b") == [(["found"], 1, 3)]
    assert index.find("a--cb") == []
