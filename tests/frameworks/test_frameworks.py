"""Every item of the published frameworks has its rules, and every rulebook of a framework serves its items alone."""

from __future__ import annotations

import pytest

from benchmarks import framework_table
from benchmarks.framework_table import FRAMEWORKS, framework
from benchmarks.pages import CHECKOUT
from recovery_eval import evaluate, evaluate_many, load_rulebook
from tests.corpora.records import RECORDS, transcript

ITEMS = {"core": 6, "seven-actions": 9, "ten-rules": 23, "six-strategies": 7, "five-steps": 18, "four-tips": 8}
ITEMS["canned-responses"] = 11
every_framework = pytest.mark.parametrize("name", FRAMEWORKS)


@every_framework
def test_every_item_of_a_framework_has_a_rule_in_its_rulebook(name: str) -> None:
    one = framework(name)
    assert [item.id for item in one.items if not one.rules_of(item)] == []


@every_framework
def test_the_items_are_all_there_each_once(name: str) -> None:
    ids = [item.id for item in framework(name).items]
    assert len(ids) == len(set(ids)) == ITEMS[name]


@every_framework
def test_every_rule_of_a_rulebook_names_an_item_of_its_framework(name: str) -> None:
    ids = {item.id for item in framework(name).items}
    named = {rule.id: {one.item for one in rule.source if one.framework == name} for rule in load_rulebook(name).rules}
    assert {rule: items for rule, items in named.items() if not items or items - ids} == {}


def test_the_page_of_frameworks_is_up_to_date() -> None:
    kept = (CHECKOUT / "docs" / framework_table.PAGE).read_text(encoding="utf-8")
    assert framework_table.page() == kept, "run `make docs-tables`"


STORIES = [story for item in framework("six-strategies").items for story in item.conversations]
HOW_NOT_TO = "phone-failing-90-broken-guitar"


def test_the_three_case_stories_are_retold() -> None:
    assert len(STORIES) == 3


@pytest.mark.parametrize("story", STORIES)
def test_a_retold_case_story_passes_its_framework_with_ninety_or_more(story: str) -> None:
    checklist = evaluate(transcript(RECORDS[story]), "six-strategies")
    assert checklist.passed
    assert checklist.score is not None
    assert checklist.score >= 90


@every_framework
def test_the_retold_airline_passes_nowhere_and_scores_forty_five_at_most(name: str) -> None:
    checklist = evaluate(transcript(RECORDS[HOW_NOT_TO]), name)
    assert not checklist.passed
    assert checklist.score is not None
    assert checklist.score <= 45


@every_framework
def test_a_rulebook_judges_every_conversation_of_our_own(name: str) -> None:
    judged = list(evaluate_many((transcript(record) for record in RECORDS.values()), name))
    assert [checklist.id for checklist in judged] == list(RECORDS)
    assert all(0 <= checklist.score <= 100 for checklist in judged if checklist.score is not None)
