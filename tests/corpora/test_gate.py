"""The clean-corpus gate: good handling gives no failure, and bad handling gives the ones it should.

What is known to come out otherwise stands in `corpora/known-false-alarms.yml` and `corpora/known-misses.yml`, each with
its reason. An entry that is no longer needed fails here too.
"""

from __future__ import annotations

import pytest

from recovery_eval.outcome import Outcome
from tests.corpora.records import RECORDS, checklist, known

MOST_FALSE_ALARMS = 5


def failed(kind: str) -> set[tuple[str, str]]:
    """Returns conversation and rule of every failure in the corpus of a kind."""
    return {
        (key, result.rule_id)
        for key, record in RECORDS.items()
        if record["kind"] == kind
        for result in checklist(key).results
        if result.outcome is Outcome.FAIL
    }


def broken() -> set[tuple[str, str]]:
    """Returns conversation and rule of every failure that is labelled."""
    return {(key, rule) for key, record in RECORDS.items() for rule in record.get("breaks", ())}


def entries(name: str) -> set[tuple[str, str]]:
    return {(entry["conversation"], entry["rule"]) for entry in known(name)}


def told(pairs: set[tuple[str, str]]) -> str:
    lines = [f"{key} {rule}: {checklist(key)[rule].reason}" for key, rule in sorted(pairs)]
    return f"{len(lines)} in all\n" + "\n".join(lines)


def test_no_rule_fails_on_a_conversation_handled_well() -> None:
    alarms = failed("exemplary") - entries("false-alarms")
    assert not alarms, told(alarms)


def test_every_rule_that_a_conversation_breaks_fails_on_it() -> None:
    missed = broken() - failed("failing") - entries("misses")
    assert not missed, told(missed)


def test_every_known_false_alarm_still_comes_and_there_are_few() -> None:
    assert entries("false-alarms") - failed("exemplary") == set()
    assert len(known("false-alarms")) <= MOST_FALSE_ALARMS


def test_every_known_miss_is_still_missed() -> None:
    assert entries("misses") - (broken() - failed("failing")) == set()


@pytest.mark.parametrize("name", ["false-alarms", "misses"])
def test_every_known_error_is_listed_once_with_its_reason(name: str) -> None:
    for entry in known(name):
        assert {"rule", "conversation", "because"} <= entry.keys() <= {"rule", "conversation", "because", "quote"}
        assert len(entry["because"].split()) >= 5
    assert len(entries(name)) == len(known(name))


def test_the_quote_of_a_known_false_alarm_is_the_evidence_exactly() -> None:
    for entry in known("false-alarms"):
        evidence = [signal.quote for signal in checklist(entry["conversation"])[entry["rule"]].evidence]
        assert [entry["quote"]] == evidence if "quote" in entry else evidence == []
