"""That the index finds every anchor of a turn, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.signals.alphabet import MARK_LETTER
from recovery_eval.signals.anchor_index import AnchorIndex

RUNS = st.lists(st.tuples(st.text("abc", min_size=1, max_size=4), st.integers(0, 3)), max_size=12)


@given(RUNS, st.text("abcd", max_size=20))
def test_every_anchor_is_found_wherever_it_stands(runs: list[tuple[str, int]], letters: str) -> None:
    index: AnchorIndex[int] = AnchorIndex()
    for number, (run, pivot) in enumerate(runs):
        index.add(run, pivot % len(run), number)
    found = [(number, start, end) for numbers, start, end in index.find(list(letters)) for number in numbers]
    expected = [
        (number, start, start + len(run))
        for number, (run, _) in enumerate(runs)
        for start in range(len(letters))
        if letters.startswith(run, start)
    ]
    assert sorted(found) == sorted(expected)


def test_anchors_come_in_the_order_of_their_rarest_letters() -> None:
    index: AnchorIndex[str] = AnchorIndex()
    for run, pivot in (("ab", 1), ("bc", 0), ("b", 0), ("a", 0)):
        index.add(run, pivot, run)
    assert [things for things, _, _ in index.find(list("abc"))] == [["a"], ["b"], ["bc"], ["ab"]]


def test_anchors_step_over_marks_and_their_spans_count_them() -> None:
    index: AnchorIndex[str] = AnchorIndex()
    index.add("ab", 0, "found")
    assert index.find(["c", "a", MARK_LETTER, "b"]) == [(["found"], 1, 4)]
