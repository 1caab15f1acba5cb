from __future__ import annotations

from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, to_transcript

PEOPLE = [
    {"sid": "MB1", "messaging_binding": {"address": "+15550100"}, "identity": None},
    {"sid": "MB2", "messaging_binding": {"address": "+15550101"}, "identity": None},
    {"sid": "MB3", "messaging_binding": None, "identity": "jane"},
    {"sid": "MB4", "messaging_binding": None, "identity": "ann"},
    {"sid": "MB5", "messaging_binding": None, "identity": None},
]


def of(*messages: dict[str, Any], **options: Any) -> Transcript:
    found = [{"conversation_sid": "CH1", "index": n} | message for n, message in enumerate(messages)]
    return to_transcript({"messages": found, "participants": PEOPLE}, **options)


def test_each_of_several_customers_and_agents_is_known_by_participant_or_identity() -> None:
    by = [{"participant_sid": f"MB{n}", "author": f"a{n}"} for n in (1, 2, 3, 4)] + [{"author": "ann"}]
    transcript = of(*(who | {"body": "Hi"} for who in by))
    assert [turn.speaker.value for turn in transcript.turns] == ["customer", "customer", "agent", "agent", "agent"]


def test_a_participant_without_binding_and_identity_is_never_guessed() -> None:
    by = ("MB1", "MB3", "MB5")
    with pytest.raises(TranscriptError, match="'x5'"):
        of(*({"participant_sid": sid, "author": f"x{sid[2:]}", "body": "Hi"} for sid in by))


def test_messages_are_in_the_order_of_their_index_whatever_their_times() -> None:
    times = ("2026-11-03T10:05:00Z", None, "2026-11-03T10:00:00Z")
    messages = [{"participant_sid": "MB1", "body": str(n), "date_created": time} for n, time in enumerate(times)]
    assert [turn.text for turn in of(*messages).turns] == ["0", "1", "2"]


def test_sentences_are_in_the_order_of_their_index_whatever_their_times() -> None:
    rows = [(0, 1, "5"), (1, 2, "9"), (2, 1, "7"), (3, 2, None)]
    sentences = [
        {"sentence_index": n, "media_channel": channel, "start_time": start, "transcript": str(n)}
        for n, channel, start in rows
    ]
    transcript = to_transcript({"sentences": sentences}, speakers={"1": "agent", "2": "customer"})
    assert [turn.text for turn in transcript.turns] == ["0", "1", "2", "3"]


def test_a_conversation_in_which_nobody_wrote_has_no_turns() -> None:
    transcript = of({"body": None, "participant_sid": "MB1"})
    assert (transcript.turns, transcript.left_out) == ((), {"message without a body (media)": 1})


@pytest.mark.parametrize("words", ["", "  ", None])
def test_a_sentence_without_words_is_no_turn(words: str | None) -> None:
    sentences = [{"media_channel": 1, "transcript": text} for text in ("It broke.", words, "Again.")]
    transcript = to_transcript({"sentences": sentences}, speakers={"1": "customer"})
    assert [turn.text for turn in transcript.turns] == ["It broke.", "Again."]
    assert transcript.left_out == {"message without words": 1}
