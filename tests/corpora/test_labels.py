"""The labels of our own conversations are whole and consistent."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from recovery_eval.agreement.labels import ItemsOfActs
from recovery_eval.outcome import Outcome
from recovery_eval.rulebook import builtin_library, load_rulebook
from recovery_eval.transcript import Speaker
from tests.corpora.records import CORPORA, KINDS, RECORDS, read, transcript

KEYS = {"id", "channel", "customer_name", "agent_name", "kind", "turns", "acts"}
CHANNELS = {"chat", "email", "in_store", "phone", "review", "social", "tweet"}
every_record = pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record["id"])
canned = read("canned")


def items(record: dict[str, Any]) -> dict[str, Outcome]:
    acts = [(turn, act) for turn, act in record["acts"]]
    return ItemsOfActs(load_rulebook("core"))(acts, [turn.speaker for turn in transcript(record).turns])


def test_there_are_enough_conversations_of_every_kind_and_channel() -> None:
    assert len(RECORDS) >= 120
    assert {record["channel"] for record in RECORDS.values()} == CHANNELS
    assert min(Counter(record["kind"] for record in RECORDS.values()).values()) >= 25


def test_every_id_is_used_once() -> None:
    ids = [record["id"] for kind in KINDS for record in read(kind)]
    assert [key for key, count in Counter(ids).items() if count > 1] == []


def test_every_record_stands_in_the_folder_of_its_kind_and_the_file_of_its_channel() -> None:
    for kind in KINDS:
        for file in (CORPORA / kind).glob("*.jsonl"):
            keys = {
                record["id"] for record in RECORDS.values() if (record["kind"], record["channel"]) == (kind, file.stem)
            }
            assert {record["id"] for record in read(kind) if record["channel"] == file.stem} == keys


@every_record
def test_a_record_has_its_keys_and_its_turns_have_words(record: dict[str, Any]) -> None:
    assert record.keys() == (KEYS | {"breaks"} if record["kind"] == "failing" else KEYS)
    assert all(turn.text.strip() for turn in transcript(record).turns)
    assert record["turns"]


@every_record
def test_every_act_is_known_stands_once_and_is_of_the_speaker_who_performs_it(record: dict[str, Any]) -> None:
    signals = builtin_library().signals
    speakers = [turn.speaker for turn in transcript(record).turns]
    for turn, act in record["acts"]:
        assert speakers[turn] == Speaker(signals[act].by), (turn, act)
    assert len(record["acts"]) == len({tuple(act) for act in record["acts"]})


@every_record
def test_what_a_conversation_breaks_follows_from_its_acts(record: dict[str, Any]) -> None:
    failed = [item for item, outcome in items(record).items() if outcome is Outcome.FAIL]
    if record["kind"] != "mixed":
        assert failed == record.get("breaks", [])
    if record["kind"] == "exemplary":
        assert set(items(record).values()) == {Outcome.PASS}


def test_every_act_is_performed_in_several_conversations() -> None:
    where = Counter(act for record in RECORDS.values() for act in {act for _, act in record["acts"]})
    acts = [name for name, signal in builtin_library().signals.items() if not signal.detail]
    assert {name: where[name] for name in acts if where[name] < 3} == {}


def test_there_are_enough_canned_responses_and_each_has_an_id_of_its_own() -> None:
    assert len(canned) >= 60
    assert len({record["id"] for record in canned}) == len(canned)


@pytest.mark.parametrize("record", canned, ids=lambda record: record["id"])
def test_a_canned_response_has_words_and_acts_of_an_agent(record: dict[str, Any]) -> None:
    assert record["text"].strip()
    assert {builtin_library().signals[act].by for act in record["acts"]} <= {"agent"}
