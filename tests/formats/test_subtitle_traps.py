from __future__ import annotations

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts


def only(source: bytes, **options: str) -> Transcript:
    (transcript,) = read_transcripts(source, **options)  # type: ignore[arg-type] # names of sides alone
    return transcript


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


def srt(*cues: str) -> bytes:
    """Returns cues as SubRip, four seconds apart."""
    times = [f"00:00:{4 * n:02},000 --> 00:00:{4 * n + 1:02},000" for n in range(len(cues))]
    return "\n\n".join(f"{n}\n{time}\n{cue}" for n, (time, cue) in enumerate(zip(times, cues, strict=True), 1)).encode()


def test_several_voices_in_one_cue_are_several_turns() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Yes?</v>\n<v Sam>It leaks.</v>\n<v Jane>Sorry.</v>\n"
    transcript = only(text.encode(), agent="Jane")
    assert said(transcript) == [("agent", "Yes?"), ("customer", "It leaks."), ("agent", "Sorry.")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<v Jane>Yes?</v>\n<v Sam>It leaks", "<v Sam>badly."),
        ("Jane: Yes?\nSam: It leaks", "Sam: badly."),
    ],
)
def test_who_share_a_cue_do_not_speak_at_once(first: str, second: str) -> None:
    times = ("00:01.000 --> 00:05.000", "00:05.000 --> 00:06.000", "00:07.000 --> 00:09.000")
    cues = zip(times, (first, second, second.replace("Sam", "Jane")), strict=True)
    text = "WEBVTT\n\n" + "\n\n".join(f"{time}\n{cue}" for time, cue in cues)
    turns = only(text.encode(), agent="Jane").turns
    assert [(turn.speaker.value, turn.offset, turn.end_offset) for turn in turns] == [
        ("agent", 1.0, None),
        ("customer", 1.0, None),
        ("agent", 7.0, 9.0),
    ]


@pytest.mark.parametrize(("gap", "count"), [("00:05.500", 1), ("00:05.501", 2)])
def test_cues_of_one_speaker_are_joined_within_a_second_and_a_half(gap: str, count: int) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Jane>We are\n\n{gap} --> 00:07.000\n<v Jane>sorry.\n"
    assert len(only(text.encode(), agent="Jane").turns) == count


def test_cues_that_are_not_well_formed_are_counted() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Hi\n\n00:xx --> 00:03.000\n<v Jane>lost\n"
    assert only(text.encode(), agent="Jane").left_out == {"cue that is not well-formed": 1}
    read = only(srt("Agent: Hi", "lost", "Customer: Oh").replace(b"--> 00:00:05,000", b"--> later"))
    assert said(read) == [("agent", "Hi"), ("customer", "Oh")]
    assert read.left_out == {"cue that is not well-formed": 1}


@pytest.mark.parametrize("before", ["\n", " \r\n", "\ufeff", "\ufeff\ufeff", "\ufeff\n\ufeff"])
@pytest.mark.parametrize("kind", ["webvtt", "srt"])
def test_what_is_blank_before_subtitles_hides_none(kind: str, before: str) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nJane: Hello.\n\n2\n00:00:05,000 --> 00:00:06,000\nSam: Hi.\n"
    text = cue if kind == "srt" else "WEBVTT\n\n" + cue.replace(",000", ".000")
    (found,) = read_transcripts((before + text).encode(), agent="Jane", customer="Sam")
    assert found.source_format == kind
    assert said(found) == [("agent", "Hello."), ("customer", "Hi.")]


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("00:00:05.000 -> 00:00:06.000\n<v Jane>It is out.", 1),
        ("7\nIt is out.", 1),
        ("NOTE It is out.", 0),
        ("STYLE\n::cue { color: red }", 0),
        ("\n", 0),
    ],
)
def test_words_of_subtitles_that_stand_under_no_time_are_counted(block: str, count: int) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Hello.\n\n{block}\n\n00:07.000 --> 00:08.000\n<v Sam>Hi."
    (found,) = read_transcripts(text.encode(), agent="Jane", customer="Sam")
    assert [turn.text for turn in found.turns] == ["Hello.", "Hi."]
    assert found.left_out == ({"block without a time": 1} if count else {})


def test_subtitles_without_names_are_an_error_that_says_what_to_tell() -> None:
    with pytest.raises(TranscriptError, match="can't tell who is agent"):
        only(b"WEBVTT\n\n00:01.000 --> 00:02.000\nIt leaks.\n")


def test_a_cue_without_a_voice_is_nobodys_guess() -> None:
    text = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Hello\n\n00:08.000 --> 00:09.000\nWe are sorry\n"
    with pytest.raises(TranscriptError, match=r"speakers=\{'\(no name\)'"):
        only(text, agent="Jane")
    (transcript,) = read_transcripts(text, agent="Jane", speakers={"(no name)": "agent"})
    assert said(transcript) == [("agent", "Hello"), ("agent", "We are sorry")]


def test_everything_around_the_words_of_a_cue_is_taken_away() -> None:
    text = (
        "\ufeffWEBVTT - a call\n\nREGION\nid:fred\n\nSTYLE\n::cue {color: lime}\n\nNOTE\nJane: no turn\n\n"
        "00:01.000 --> 00:02.000 line:1 align:start\n"
        "<v.loud.fast Jane><c.red>Yes</c>, <b>I</b> <i>see</i> <u>a</u> <lang en>tap</lang>&nbsp;"
        "<00:00:01.500>&lt;2&gt; &amp; <ruby>o<rt>e</rt></ruby>\n"
    )
    assert said(only(text.encode(), agent="Jane")) == [("agent", "Yes, I see a tap <2> & oe")]


@pytest.mark.parametrize(
    "cue", ["Jane: Hello\nSam: It leaks", "- Jane: Hello\n- Sam: It leaks", "[Jane] Hello\n[Sam] It leaks"]
)
def test_several_names_in_one_cue_are_several_turns(cue: str) -> None:
    assert said(only(srt(cue, "Sam: Badly."), agent="Jane")) == [
        ("agent", "Hello"),
        ("customer", "It leaks"),
        ("customer", "Badly."),
    ]


def test_a_second_line_that_begins_like_a_name_and_is_none_stays_in_its_cue() -> None:
    cues = srt("Jane: The total is\nTwelve: no more.", "Sam: Fine.")
    assert said(only(cues, agent="Jane"))[0] == ("agent", "The total is Twelve: no more.")


def test_dashes_without_names_tell_that_two_speak_and_not_who() -> None:
    with pytest.raises(TranscriptError, match=r"unknown role: '\(no name\)'"):
        only(srt("Jane: Hello", "- It leaks.\n- Badly?"), agent="Jane")


def test_a_later_line_of_a_cue_without_a_name_goes_on_with_its_speaker() -> None:
    cues = srt("Jane: Hello,\nhow can I help?", "Sam: It leaks", "and drips.")
    assert [text for _, text in said(only(cues, agent="Jane"))] == ["Hello, how can I help?", "It leaks", "and drips."]


@pytest.mark.parametrize("tag", ["<b>{}</b>", "<i>{}</i>", '<font color="#fff">{}</font>', "{{\\an8}}{}"])
def test_tags_of_subrip_are_taken_away(tag: str) -> None:
    assert said(only(srt(f"Jane: {tag.format('Hello')}"), agent="Jane")) == [("agent", "Hello")]


def test_names_on_lines_of_their_own_are_found_though_each_but_one_stands_once() -> None:
    cues = srt("Jane Doe\nHello", "Sam\nIt leaks", "and drips", "Jane Doe\nSorry")
    assert said(only(cues, agent="Jane Doe")) == [
        ("agent", "Hello"),
        ("customer", "It leaks"),
        ("customer", "and drips"),
        ("agent", "Sorry"),
    ]
    plain = srt("Jane Doe\nHello", "Well\nit is so", "Jane Doe\nlet me see\nnow", "we look\nat it")
    assert len({turn.name for turn in only(plain, agent="Jane Doe").turns}) == 1


def test_a_voice_that_is_a_role_is_nobodys_name() -> None:
    transcript = only(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello\n\n00:05.000 --> 00:06.000\n<v Customer>Hm\n")
    assert said(transcript) == [("agent", "Hello"), ("customer", "Hm")]
    assert (transcript.agent_name, transcript.customer_name) == (None, None)


@pytest.mark.parametrize("tag", ["<v x", "<v.x", "<c.x", "<0", "<b ", "{\\"])
def test_tags_that_are_never_closed_are_read_soon(tag: str) -> None:
    words = f"Agent: Hello{tag * 40_000}"
    for cues in (srt(words), f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n".encode()):
        ((speaker, text),) = said(only(cues))
        assert (speaker, text[:5]) == ("agent", "Hello")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_subtitles_and_tables_of_every_line_end_say_the_same(end: str) -> None:
    subtitles = [
        "1",
        "00:00:01,000 --> 00:00:02,000",
        "Agent: Hello",
        "",
        "2",
        "00:00:03,000 --> 00:00:04,000",
        "Customer: Hi",
        "",
    ]
    cues = [
        "WEBVTT",
        "",
        "00:01.000 --> 00:02.000",
        "<v Agent>Hello",
        "",
        "00:03.000 --> 00:04.000",
        "<v Customer>Hi",
        "",
    ]
    table = ["conversation_id,speaker,text", "1,agent,Hello", "1,customer,Hi", ""]
    for lines in (subtitles, cues, table):
        assert said(only(end.join(lines).encode())) == [("agent", "Hello"), ("customer", "Hi")]


def test_cues_without_words_are_counted() -> None:
    (talk,) = read_transcripts(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello\n\n00:03.000 --> 00:04.000\n\n")
    assert talk.left_out == {"cue without words": 1}


def test_a_voice_with_a_class_and_room_around_its_name_is_that_voice() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud.first  Jane ><c.x>Yes</c>&nbsp;&amp; no</v>\n"
    assert said(only(text.encode(), agent="Jane")) == [("agent", "Yes & no")]


def test_cues_of_blanks_alone_are_counted_too() -> None:
    blank = "00:05.000 --> 00:06.000\n<v Sam>&nbsp;</v>"
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Hi</v>\n\n{blank}\n\n00:08.000 --> 00:09.000\n<i> </i>\n"
    transcript = only(text.encode(), agent="Jane")
    assert (said(transcript), transcript.left_out) == ([("agent", "Hi")], {"cue without words": 2})


@pytest.mark.parametrize("words", ["Reminder: it is recorded", "Reminder\nit is recorded", "[Reminder] it is recorded"])
def test_a_label_in_a_cue_that_is_no_speaker_can_be_told(words: str) -> None:
    cues = srt("Jane: Hi" if "\n" not in words else "Jane\nHi", words, "Sam: It drips" if ":" in words else "Sam\nOh")
    people = {"Jane": "agent", "Sam": "customer"}
    for source in (cues, b"WEBVTT\n\n" + cues.replace(b",", b".")):
        with pytest.raises(
            TranscriptError, match=r"unknown role: 'Reminder'.* or 'text' for a label that is no speaker"
        ):
            next(read_transcripts(source, speakers=people))
        (found,) = read_transcripts(source, speakers=people | {"reminder": "text"})
        assert said(found)[1] == ("agent", " ".join(words.split()))


def test_voices_are_no_text() -> None:
    voices = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>Yes?</v>\n<v Sam>No.</v>\n<v Clock>Tick.</v>\n"
    with pytest.raises(TranscriptError, match=r"unknown role: 'Clock'.*bot, system, internal$"):
        next(read_transcripts(voices, speakers={"Jane": "agent", "Sam": "customer", "Clock": "text"}))


def test_a_cue_that_holds_a_name_alone_is_counted() -> None:
    found = only(srt("[MUSIC]", "Jane: Hi", "Sam: It drips"), agent="Jane", customer="Sam")
    assert found.left_out == {"cue without words": 1}
