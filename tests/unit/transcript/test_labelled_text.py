from __future__ import annotations

from datetime import datetime

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Speaker, Transcript, to_transcript


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


@pytest.mark.parametrize(
    ("label", "name", "time", "offset"),
    [
        ("Agent:", None, None, None),
        ("  Agent :", None, None, None),
        ("[10:02:11] Jane (Agent):", "Jane", None, 0.0),
        ("[10:02:11] - Jane [Agent]:", "Jane", None, 0.0),
        ("2026-11-03 10:02 - Jane (Agent):", "Jane", "2026-11-03T10:02", None),
        ("[2026-11-03T10:02:11.5Z] Agent:", None, "2026-11-03T10:02:11.500+00:00", None),
        ("2026-11-03 10:02 PM +05:30 Agent:", None, "2026-11-03T22:02+05:30", None),
        ("( 1m 19s ) Advisor:", None, None, 79.0),
        ("(1h 2m 3s) Advisor:", None, None, 3723.0),
        ("Jane (Agent) [10:04 AM]:", "Jane", None, 0.0),
        ("[99:99] Agent:", None, None, None),
        ("Agent >", None, None, None),
        ("Agent：", None, None, None),
        ("customer care:", None, None, None),
        ("Human_Agent:", None, None, None),
        ("Agent Priya:", "Priya", None, None),
        ("AGENT 2:", None, None, None),
        ("Support - Jane:", "Jane", None, None),
        ("\u200fAgent\u200b:", None, None, None),
        ("**Agent:**", None, None, None),
        ("**Agent**:", None, None, None),
        ("- Agent:", None, None, None),
        ("* __Agent Priya:__", "Priya", None, None),
        ("[10:02] *Agent*:", None, None, 0.0),
    ],
)
def test_every_shape_of_label_gives_role_name_and_time(
    label: str, name: str | None, time: str | None, offset: float | None
) -> None:
    (turn,) = to_transcript(f"{label} the kettle is on its way").turns
    assert turn.speaker is Speaker.AGENT
    assert turn.text == "the kettle is on its way"
    assert (turn.name, turn.offset) == (name, offset)
    assert turn.time == (datetime.fromisoformat(time) if time else None)


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Customer", "customer"),
        ("CALLER", "customer"),
        ("Guest", "customer"),
        ("User", "customer"),
        ("Assistant", "agent"),
        ("Rep", "agent"),
        ("Chatbot", "bot"),
        ("IVR", "system"),
        ("Arlo Bot", "bot"),
        ("System", "system"),
        ("Internal note", "internal"),
    ],
)
def test_a_role_word_in_any_case_tells_the_role(label: str, speaker: str) -> None:
    assert said(to_transcript(f"{label}: two of the cups are cracked")) == [(speaker, "two of the cups are cracked")]


def test_words_that_end_in_bot_are_no_label() -> None:
    talk = said(to_transcript("Customer: Well.\nI asked the bot: nothing.\nThis lamp of mine has a Bot: odd."))
    assert [speaker for speaker, _ in talk] == ["customer"]


def test_lines_without_a_label_go_on_with_the_turn_above_and_lines_are_counted_from_one() -> None:
    transcript = to_transcript("\nCustomer: The lamp\n\n  flickers\nAgent:\nOh dear.\n\n")
    assert said(transcript) == [("customer", "The lamp\n\n  flickers"), ("agent", "Oh dear.")]
    assert [turn.line for turn in transcript.turns] == [2, 5]


def test_lines_above_the_first_label_become_a_system_turn() -> None:
    transcript = to_transcript("Chat Started: a Tuesday\nCustomer: The lamp flickers\nAgent: Oh dear")
    assert said(transcript)[0] == ("system", "Chat Started: a Tuesday")


@pytest.mark.parametrize(
    "trap",
    [
        "Note: see https://lamps.example/faq",
        "https://lamps.example: the page is down",
        "Order number: 5512\nOrder number: 5513",
        "Total: 12\nTotal: 13",
        "10:30 was the slot",
        "go to\nSettings > Account\nSettings > Account",
        "so he told me: wait. and again\nso he told me: wait",
        "Bulb: E27",
        "- Size: M\n- Size: L",
        "**Size:** M\n**Size:** L",
        "Size:M\nSize:L",
        "support://lamps",
        "Support:)",
    ],
)
def test_words_before_a_colon_that_are_no_speaker_stay_in_the_turn(trap: str) -> None:
    transcript = to_transcript(f"Customer: It broke.\n{trap}\nAgent: Sorry about the lamp.")
    assert said(transcript) == [("customer", f"It broke.\n{trap}"), ("agent", "Sorry about the lamp.")]


@pytest.mark.parametrize("words", ["I'm so sorry", '"Sorry" is all I can say', "sorry"])
def test_a_role_word_without_a_blank_behind_its_colon_begins_a_turn(words: str) -> None:
    transcript = to_transcript(
        f"Customer: my parcel is lost\nAgent:{words}\n**Customer:** and now?\n- Jane:Soon", agent="Jane"
    )
    assert said(transcript) == [
        ("customer", "my parcel is lost"),
        ("agent", words),
        ("customer", "and now?"),
        ("agent", "Soon"),
    ]


def test_a_mapping_tells_the_role_of_names_in_any_case() -> None:
    transcript = to_transcript(
        "Jane Doe: Good morning\nSam: My lamp flickers", speakers={"jane doe": "agent", "Sam": "client"}
    )
    assert said(transcript) == [("agent", "Good morning"), ("customer", "My lamp flickers")]
    assert [turn.name for turn in transcript.turns] == ["Jane Doe", "Sam"]
    assert (transcript.agent_name, transcript.customer_name) == ("Jane Doe", "Sam")


def test_names_given_as_arguments_tell_their_labels() -> None:
    transcript = to_transcript("Jane: Good morning\nSam: My lamp flickers", agent="Jane", customer="Sam")
    assert said(transcript) == [("agent", "Good morning"), ("customer", "My lamp flickers")]


def test_a_name_given_as_argument_is_the_agents_even_where_the_label_is_a_role() -> None:
    assert to_transcript("Agent: Good morning\nCustomer: Hi", agent="Jane").agent_name == "Jane"


def test_one_repeated_name_is_the_other_side_of_a_known_role() -> None:
    transcript = to_transcript("Customer: It flickers\nPriya: Which lamp?\nCustomer: The tall one\nPriya: Thanks")
    assert [turn.speaker.value for turn in transcript.turns] == ["customer", "agent", "customer", "agent"]
    assert transcript.agent_name == "Priya"


def test_a_name_seen_beside_its_role_is_known_without_it() -> None:
    transcript = to_transcript("Jane (Agent): Good morning\nCustomer: Hi\nJane: How can I help?")
    assert [turn.speaker.value for turn in transcript.turns] == ["agent", "customer", "agent"]


def test_several_agents_leave_the_agents_name_open() -> None:
    assert to_transcript("Jane (Agent): Hi\nCustomer: Hi\nOmar (Agent): Hi").agent_name is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Jane: Good morning\nSam: My lamp flickers", ["'Jane'", "'Sam'", "agent=…", "customer=…"]),
        ("Customer: It flickers\nJane: Sorry", ["'Jane'", "speakers={'Jane': 'agent'}", "--speaker Jane=agent"]),
        ("Agent: Hello\nSam: It flickers", ["'Sam'", "speakers={'Sam': 'customer'}"]),
        ("Customer: a\nAgent: b\nOmar: c\nCustomer: d\nOmar: e", ["can't tell who speaks", "'Omar': 'bot'", "'text'"]),
        ("[10:00] Customer: a\n[10:01] Agent: b\n[10:02] Omar: c", ["'Omar'"]),
        ("Speaker 1: a\nSpeaker 2: b", ["--speaker 'Speaker 1=agent' --speaker 'Speaker 2=customer'"]),
    ],
)
def test_names_of_unknown_role_are_an_error_that_lists_them_and_tells_what_to_pass(
    text: str, labels: list[str]
) -> None:
    with pytest.raises(TranscriptError) as caught:
        to_transcript(text)
    for label in labels:
        assert label in str(caught.value)


def test_an_unknown_label_can_be_declared_to_be_text() -> None:
    text = "Customer: a\nAgent: b\nOmar: c\nOmar: d"
    assert said(to_transcript(text, speakers={"Omar": "text"})) == [("customer", "a"), ("agent", "b\nOmar: c\nOmar: d")]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_empty_text_is_an_error(text: str) -> None:
    with pytest.raises(TranscriptError, match="no turns: the text is empty"):
        to_transcript(text)


def test_text_without_a_label_is_an_error_that_does_not_quote_it() -> None:
    with pytest.raises(TranscriptError, match="no speaker labels found") as caught:
        to_transcript("the lamp flickers")
    assert "flickers" not in str(caught.value)


def test_a_role_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(TranscriptError, match="'boss', given for 'Sam', is not a role"):
        to_transcript("Sam: hi", speakers={"Sam": "boss"})


def test_one_name_cannot_be_both_sides() -> None:
    with pytest.raises(TranscriptError, match="agent and customer are both"):
        to_transcript("Sam: hi", agent="Sam", customer="sam")


def test_a_conversation_of_one_speaker_alone_is_read() -> None:
    assert said(to_transcript("Customer: hello?\nCustomer: anybody?")) == [
        ("customer", "hello?"),
        ("customer", "anybody?"),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "[00:00:12 - 00:00:15.5] Agent:",
        "[00:00:12.000 --> 00:00:15.500] Jane (Agent):",
        "(0m 12s–15s) Agent:",
        "[12.0s - 15.25s] Agent:",
    ],
)
def test_a_turn_may_tell_when_it_ended(label: str) -> None:
    transcript = to_transcript(f"[00:00:00] Customer: It flickers\n{label} Since when?")
    turn = transcript.turns[1]
    assert (turn.text, turn.offset, int(turn.end_offset or 0)) == ("Since when?", 12.0, 15)


@pytest.mark.parametrize("label", ["[2026-01-02 10:03 - 10:04] Agent:", "[25:99 - 10:04] Agent:"])
def test_an_end_without_a_beginning_to_count_from_tells_nothing(label: str) -> None:
    turn = to_transcript(f"[10:02] Customer: It flickers\n{label} Since when?").turns[1]
    assert (turn.offset, turn.end_offset) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "seconds"),
    [
        ("2026-01-02 10:02:00 - 2026-01-02 10:02:09", "2026-01-02 10:02:05 - 10:02:15", [(0, 9), (5, 15)]),
        ("2026-01-02 23:59:50 - 00:00:09", "2026-01-03 00:00:05+00:00 - 00:00:12", [(0, 19), (None, None)]),
        ("2026-01-02 10:02 - 10:04 PM", "2026-01-02 10:05 PM", [(0, 120), (None, None)]),
        ("2026-01-02 10:02 - 99:04", "10:05", [(0, None), (None, None)]),
        ("2026-01-02 10:02 - 2026-02-30 10:04", "2026-02-30 10:05 - 10:06", [(0, None), (None, None)]),
        ("2026-01-02 10:02 - 10:04", "2026-01-02 10:01 - 10:05", [(0, 120), (None, None)]),
        ("10:02 - 10:04 PM", "10:05 - 10:06 PM", [(0, 120), (180, 240)]),
        ("11:58 - 12:01 AM", "12:02 - 12:03 AM", [(0, 180), (240, 300)]),
        ("13:02 - 1:04 PM", "13:05", [(0, 120), (180, None)]),
    ],
)
def test_an_end_may_have_a_date_and_lend_its_half_of_the_day(
    first: str, second: str, seconds: list[tuple[float | None, float | None]]
) -> None:
    turns = to_transcript(f"[{first}] Customer: It flickers\n[{second}] Agent: Since when?").turns
    assert [(turn.offset, turn.end_offset) for turn in turns] == seconds


def test_the_half_of_the_day_of_an_end_gives_a_dated_turn_its_time() -> None:
    turn = to_transcript("[2026-01-02 10:02 - 10:04 PM] Customer: It flickers").turns[0]
    assert turn.time == datetime(2026, 1, 2, 22, 2)  # noqa: DTZ001 - a transcript without a time zone


def test_clock_times_go_on_past_midnight_and_forgive_a_little_disorder() -> None:
    transcript = to_transcript("[23:58] Customer: a\n[00:03] Agent: b\n[00:02] Customer: c\n[08:00] Agent: d")
    assert [turn.offset for turn in transcript.turns] == [0.0, 300.0, 240.0, 28_920.0]


def test_windows_line_ends_and_a_byte_order_mark_are_understood() -> None:
    assert said(to_transcript("\ufeffCustomer: a\r\nb\r\nAgent: c\r\n")) == [("customer", "a\nb"), ("agent", "c")]


def test_nul_zero_width_rtl_and_emoji_are_kept_and_a_lone_surrogate_is_replaced() -> None:
    words = "a\x00b so\u200brry \u202eשלום\u202c 👩🏽‍🔧 \x1c\u2028\x85 z"
    assert said(to_transcript(f"Customer: {words}\nAgent: \ud800!")) == [("customer", words), ("agent", "\ufffd!")]


def test_a_turn_of_ten_million_characters_is_read() -> None:
    text = to_transcript("Agent: " + "a: " * 3_333_333).turns[0].text
    assert len(text) == 9_999_998


def test_fifty_thousand_turns_are_read() -> None:
    assert len(to_transcript("Customer: still dark\nAgent: on it\n" * 25_000).turns) == 50_000


def test_more_turns_than_the_limit_are_an_error() -> None:
    with pytest.raises(TranscriptError, match="more than 100000 turns"):
        to_transcript("Agent: on it\n" * 100_001)


@pytest.mark.parametrize("line", ["(" * 100_000, "(1" * 100_000, "a" * 100_000 + ":", " " * 100_000, "[10:00" * 50_000])
def test_long_lines_that_nearly_hold_a_label_are_text(line: str) -> None:
    assert said(to_transcript(f"Agent: x\n{line}\nAgent: y"))[-1] == ("agent", "y")


@pytest.mark.parametrize(
    ("stamps", "offsets"),
    [
        (("0:01", "12:30", "45:10"), [(0, None), (749, None), (2709, None)]),
        (("0:01", "12:30 - 12:40", "61:10 - 61:20"), [(0, None), (749, 759), (3669, 3679)]),
        (("59:50", "59:55", "1:00:10"), [(0, None), (5, None), (20, None)]),
        (("1:01", "12:30", "23:59"), [(0, None), (41_340, None), (82_680, None)]),
        (("0:01", "12:30", "45:60"), [(0, None), (44_940, None), (None, None)]),
    ],
)
def test_a_time_that_no_clock_shows_tells_that_all_are_minutes_of_a_recording(
    stamps: tuple[str, ...], offsets: list[tuple[float | None, float | None]]
) -> None:
    found = to_transcript("\n".join(f"[{stamp}] Agent: Sorry" for stamp in stamps))
    assert [(turn.offset, turn.end_offset) for turn in found.turns] == offsets


@pytest.mark.parametrize(
    ("stamps", "offsets"),
    [
        (("00:12", "00:19", "01:45"), [0, 7, 93]),
        (("0:00 - 0:07", "0:07 - 0:08", "12:30"), [0, 7, 750]),
        (("00:12", "00:19", "00:19", "01:45"), [0, 7, 7, 93]),
        (("01:12", "01:19", "02:45"), [0, 420, 5580]),  # it begins after the first minute
        (("00:12", "00:19", "00:18"), [0, 420, 360]),  # a recording does not go back
        (("00:12", "00:19:00"), [0, 420]),
        (("00:12", "00:19 AM"), [0, None]),
        (("00:05", "00:05", "00:06", "00:06", "00:06", "00:07"), [0, 0, 60, 60, 60, 120]),  # nobody speaks so fast
    ],
)
def test_stamps_that_go_up_from_the_first_minute_are_minutes_of_a_recording(
    stamps: tuple[str, ...], offsets: list[float | None]
) -> None:
    found = to_transcript("\n".join(f"[{stamp}] Agent: I am so sorry" for stamp in stamps))
    assert [turn.offset for turn in found.turns] == offsets
