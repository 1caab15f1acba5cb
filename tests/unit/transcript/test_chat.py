from __future__ import annotations

from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Speaker, to_transcript


def only_turn(message: dict[str, Any]) -> tuple[str, str]:
    (turn,) = to_transcript([message]).turns
    return turn.speaker.value, turn.text


@pytest.mark.parametrize(
    ("role", "speaker"),
    [
        ("user", "customer"),
        ("assistant", "agent"),
        ("system", "system"),
        ("developer", "system"),
        ("tool", "system"),
        ("function", "system"),
        ("customer", "customer"),
        ("Agent", "agent"),
        ("bot", "bot"),
    ],
)
def test_each_role_has_its_speaker(role: str, speaker: str) -> None:
    assert only_turn({"role": role, "content": "the rug is torn"}) == (speaker, "the rug is torn")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, "a\nb"),
        ({"content": [{"type": "input_text", "text": "a"}, {"type": "output_text", "text": "b"}]}, "a\nb"),
        ({"content": [{"type": "image_url", "image_url": {"url": "https://rug.example"}}]}, ""),
        ({"content": ["a", "b"]}, "a\nb"),
        ({"content": None}, ""),
        ({"content": None, "refusal": "I can't"}, "I can't"),
        ({"content": [{"type": "refusal", "refusal": "I can't"}]}, "I can't"),
        ({"content": [{"type": "text", "text": "a"}, {"type": "refusal", "refusal": "I can't"}]}, "a"),
        ({"parts": [{"type": "text", "content": "a"}, {"type": "tool_call", "id": "1"}]}, "a"),
        ({"content": "\ud83d\ude00 \ud83d"}, "😀 \ufffd"),
    ],
)
def test_the_words_of_a_message_are_found_in_every_shape(message: dict[str, Any], text: str) -> None:
    assert only_turn({"role": "assistant", **message}) == ("agent", text)


def test_a_call_of_a_tool_in_parts_is_a_wordless_system_turn_too() -> None:
    assert only_turn({"role": "assistant", "parts": [{"type": "tool_call", "id": "1"}]}) == ("system", "")


def test_a_call_of_a_tool_is_a_wordless_system_turn_so_that_turn_n_is_message_n() -> None:
    transcript = to_transcript(
        [
            {"role": "user", "content": "Where is my rug?"},
            {"role": "assistant", "content": None, "tool_calls": [{"id": "t", "type": "function"}]},
            {"role": "tool", "tool_call_id": "t", "content": "in transit"},
            {"role": "assistant", "content": "On its way."},
        ]
    )
    assert [turn.speaker.value for turn in transcript.turns] == ["customer", "system", "system", "agent"]


def test_names_are_kept_and_the_only_one_of_a_side_names_it() -> None:
    transcript = to_transcript(
        [
            {"role": "user", "content": "a", "name": "sam"},
            {"role": "assistant", "content": "b", "name": "Jane"},
            {"role": "assistant", "content": "c", "name": "Omar"},
        ]
    )
    assert [turn.name for turn in transcript.turns] == ["sam", "Jane", "Omar"]
    assert (transcript.customer_name, transcript.agent_name) == ("sam", None)


def test_a_mapping_goes_before_the_usual_meaning_of_role_and_name() -> None:
    messages = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "name": "helper-9"}]
    transcript = to_transcript(messages, speakers={"user": "agent", "helper-9": "bot"})
    assert [turn.speaker for turn in transcript.turns] == [Speaker.AGENT, Speaker.BOT]


def test_what_stands_around_the_messages_is_kept() -> None:
    transcript = to_transcript(
        {"id": 9, "model": "m", "channel": "chat", "messages": [{"role": "user", "content": "a"}]}
    )
    assert (transcript.id, transcript.channel, transcript.metadata) == ("9", "chat", {"model": "m"})


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({"role": "narrator", "content": "x"}, r"\$\[1\]\.role is no known role"),
        (
            {"content": "x"},
            r"\$\[1\] has no 'role'; it holds an object with the keys 'content'\. If .* format='gorgias'",
        ),
        ({"role": "user"}, r"\$\[1\] has no 'content'"),
        ({"role": "user", "content": 3}, r"\$\[1\]\.content: write text"),
        ({"role": "user", "content": [3]}, r"\$\[1\]\.content\[0\]: a part is an object"),
        ({"role": "user", "content": [{"type": "text"}]}, r"\$\[1\]\.content\[0\]\.text: write"),
        ({"role": "user", "content": "x", "time": "noon-ish"}, r"\$\[1\]\.time is no time"),
        ("x", r"\$\[1\]: a message is an object"),
    ],
)
def test_a_message_of_another_shape_says_where_it_is_wrong(message: object, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript([{"role": "user", "content": "fine"}, message])


def test_what_is_beside_words_is_counted() -> None:
    parts = [{"type": "text", "text": "Look"}, {"type": "image_url"}, {"type": "image_url"}, {"type": 3}, "here"]
    messages = [
        {"role": "user", "content": parts},
        {"role": "assistant", "content": None, "tool_calls": [{}, {}], "audio": {"id": "a"}},
        {"role": "assistant", "content": None, "function_call": {"name": "f"}},
    ]
    assert to_transcript(messages).left_out == {
        "part image_url": 2,
        "part of no type": 1,
        "call of a tool": 3,
        "part audio": 1,
    }


def test_items_of_the_responses_api_that_are_no_messages_are_system_turns_and_counted() -> None:
    transcript = to_transcript(
        [
            {"role": "user", "content": [{"type": "input_text", "text": "Where is my rug?"}]},
            {"type": "reasoning", "summary": []},
            {"type": "function_call", "call_id": "1", "name": "track", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "1", "output": "in transit"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "On its way."}]},
        ]
    )
    assert [(turn.speaker.value, turn.text) for turn in transcript.turns] == [
        ("customer", "Where is my rug?"),
        ("system", ""),
        ("system", ""),
        ("system", "in transit"),
        ("agent", "On its way."),
    ]
    assert transcript.left_out == {"item reasoning": 1, "item function_call": 1}
    with pytest.raises(TranscriptError, match="has no 'role'"):
        to_transcript([{"role": "user", "content": "x"}, {"type": "text", "content": "y"}])
