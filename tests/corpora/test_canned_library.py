"""The library of 300 replies: every seeded fault is found at its place, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

from benchmarks import canned_table
from benchmarks.canned_desks import DESKS
from benchmarks.canned_library import LIBRARY, TEXTS, library
from benchmarks.pages import CHECKOUT
from recovery_eval.canned.check import check
from recovery_eval.canned.models import CheckResult

EXPECTED = [json.loads(line) for line in (TEXTS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def result() -> CheckResult:
    return check([LIBRARY])


def test_the_library_is_as_its_texts_make_it() -> None:
    files, found = library()
    written = {path.relative_to(LIBRARY).as_posix(): path.read_text("utf-8") for path in LIBRARY.rglob("*.*")}
    assert written == files
    assert found == EXPECTED


def test_all_of_it_can_be_read() -> None:
    assert result().faults == ()
    assert len(result().replies) == 300
    assert result().skipped == 0


def test_every_seeded_fault_is_found_at_its_place_and_no_sound_reply_is_flagged() -> None:
    expected = {(one["path"], one["line"], one["column"], one["rule"], one["branch"]) for one in EXPECTED}
    found = {(f.path.partition("library/")[2], *f.start, f.rule_id, f.branch) for f in result().findings}
    assert found == expected


def test_every_kind_of_fault_is_seeded_in_every_dialect() -> None:
    rules = {one["rule"] for one in EXPECTED}
    seeded = Counter((one["reply"].rsplit("-", 1)[0], one["rule"]) for one in EXPECTED)
    assert len(rules) == 12
    assert {pair for desk in DESKS for pair in ((desk.name, rule) for rule in rules)} == set(seeded)


def test_the_replies_are_different_texts() -> None:
    texts = Counter(message.text for judged in result().replies for message in judged.reply.messages)
    assert [text for text, times in texts.items() if times > 1] == []


def test_the_page_of_its_figures_is_up_to_date() -> None:
    assert canned_table.page() == (CHECKOUT / "docs" / canned_table.PAGE).read_text("utf-8"), "run `make docs-tables`"
