"""Every format gives back the text that was written, and the place of each character of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.canned.files.csv_values import read_csv
from recovery_eval.canned.files.html_text import html_text
from recovery_eval.canned.files.json_values import read_json, read_json_lines
from recovery_eval.canned.files.values import NO_REPLY, BrokenFileError, Record, Text
from recovery_eval.canned.files.yaml_values import read_yaml
from recovery_eval.canned.source import Place, SourceFile

# Letters that formats escape, beside plain ones. A marker word is looked for in the middle of them.
_AROUND = st.text(st.sampled_from("ab .,\"'\\/{}<>&#é😀\n\t|:-"), max_size=30)
_MARKER = "Marker7"


def _json_ascii(text: str) -> tuple[str, Callable[[SourceFile], Any]]:
    return json.dumps({"n": 1, "text": text}), read_json


def _json_unicode(text: str) -> tuple[str, Callable[[SourceFile], Any]]:
    return json.dumps({"text": text, "z": [True, None]}, ensure_ascii=False, indent=2), read_json


def _csv(text: str) -> tuple[str, Callable[[SourceFile], Any]]:
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text", "last"])
    writer.writerow(["1", text, "x"])
    return stream.getvalue(), lambda file: next(iter(read_csv(file)))


def _yaml(style: str | None) -> Callable[[str], tuple[str, Callable[[SourceFile], Any]]]:
    def write(text: str) -> tuple[str, Callable[[SourceFile], Any]]:
        written = yaml.dump({"id": 1, "text": text}, default_style=style, allow_unicode=True, width=30, sort_keys=False)
        # PyYAML writes keys in the style of the values, and numbers with a tag
        return written.replace("!!int ", ""), read_yaml

    return write


@pytest.mark.parametrize(
    "write", [_json_ascii, _json_unicode, _csv, _yaml('"'), _yaml("'"), _yaml(None)], ids=lambda write: ""
)
@given(before=_AROUND, after=_AROUND)
def test_a_word_is_found_where_it_is_written(
    write: Callable[[str], tuple[str, Callable[[SourceFile], Any]]], before: str, after: str
) -> None:
    text = f"x{before} {_MARKER} {after}x"
    written, read = write(text)
    file = SourceFile("f", written)
    value = read(file)["text"]
    assert isinstance(value, Text)
    assert value == text
    start, end = value.written.span(value.index(_MARKER), value.index(_MARKER) + len(_MARKER))
    assert written[start:end] == _MARKER
    assert start == written.index(_MARKER)


@given(before=_AROUND, after=_AROUND)
def test_a_word_in_html_is_found_where_it_is_written(before: str, after: str) -> None:
    written = f"<div><p>{escape(before)}</p>\n<b>{_MARKER}</b>&nbsp;{escape(after)}</div>"
    plain, _ = html_text(SourceFile("f", written))
    at = plain.text.index(_MARKER)
    start, end = plain.span(at, at + len(_MARKER))
    assert written[start:end] == _MARKER
    for offset in range(len(plain.text)):
        assert 0 <= plain.span(offset, offset + 1)[0] < len(written)


@pytest.mark.parametrize("style", ["|", ">", "|-", ">-", "|2"])
def test_block_scalars_keep_their_lines(style: str) -> None:
    written = f"- id: a\n  text: {style}\n    Hi there,\n\n    sorry for that.\n    Again.\n- id: b\n  text: x\n"
    file = SourceFile("f", written)
    text = read_yaml(file)[0]["text"]
    start, _ = text.written.span(text.index("sorry"), text.index("sorry") + 5)
    assert file.place(start) == Place(5, 5)
    start, end = text.written.span(text.index("Again"), text.index("Again") + 5)
    assert (file.place(start), file.place(end)) == (Place(6, 5), Place(6, 10))


@pytest.mark.parametrize(
    "written",
    [
        "!!str Hi sorry",
        "! 'Hi sorry'",
        '!!str "Hi\\tsorry"',
        "!!str # a note\n  Hi sorry",
        "!!str |\n  Hi\n  sorry",
        "!!str >-\n  Hi\n  sorry",
        '"Hi\u2028\n   sorry"',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_word_behind_a_tag_or_a_rare_line_end_of_yaml_is_found_where_it_is_written(written: str, end: str) -> None:
    file = SourceFile("f", f"text: {written}\n".replace("\n", end))
    text = read_yaml(file)["text"]
    at = text.index("sorry")
    assert text.written.span(at, at + 5) == (file.text.index("sorry"), file.text.index("sorry") + 5)


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_word_behind_a_million_blanks_of_a_quoted_scalar_is_found_soon(quote: str) -> None:
    file = SourceFile("f", f"text: {quote}Hi{' ' * 1_000_000}Susan  \n\n  sorry{quote}\n")
    text = read_yaml(file)["text"]
    for word in ("Susan", "sorry"):
        assert file.text[slice(*text.written.span(text.index(word), text.index(word) + 5))] == word


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi</p>" + "<a " * 300_000, "Hi\n" + "<a " * 299_999 + "<a"),
        ("<p>Hi</p> a <b &amp; c", "Hi\na <b & c"),
        ("x > y <z", "x > y <z"),
    ],
)
def test_a_tag_that_is_never_closed_is_text_and_read_once(html: str, text: str) -> None:
    plain, _ = html_text(SourceFile("f", html))
    assert plain.text == text
    at = text.rindex("<")
    assert html[slice(*plain.span(at, at + 2))] == html[html.rindex("<") :][:2]


def test_html_inside_json_is_found_through_both() -> None:
    written = '{"text": "<p>Caf\\u00e9 &amp; \\"bar\\" <i>sorry</i></p>"}'
    file = SourceFile("f", written)
    text = read_json(file)["text"]
    plain, _ = html_text(text.written)
    assert plain.text == 'Café & "bar" sorry'
    assert [written[slice(*plain.span(at, at + 1))] for at in (3, 5, 7)] == ["\\u00e9", "&amp;", '\\"']
    at = plain.text.index("sorry")
    assert written[slice(*plain.span(at, at + 5))] == "sorry"


def test_half_a_surrogate_pair_is_read_as_a_character_that_can_be_written_out() -> None:
    file = SourceFile("a.json", r'{"text": "Hi \ud800 Susan"}')
    text = read_json(file)["text"]
    assert text == "Hi \N{REPLACEMENT CHARACTER} Susan"
    assert file.text[slice(*text.written.span(3, 4))] == r"\ud800"


def test_a_surrogate_pair_is_one_character() -> None:
    text = read_json(SourceFile("f", '["\\ud83d\\ude00 sorry"]'))[0]
    assert text == "😀 sorry"
    assert text.written.span(2, 7) == (15, 20)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi</p><p>you</p>", "Hi\n\nyou"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a<style>p {}</style>b<!-- c -->d", "abd"),
        ("<html><head><meta charset=utf-8><title>t</title><body><p>a</p></body></html>", "a"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ('Hi <attribute key="user.name" default="there"/>,', 'Hi <attribute key="user.name" default="there"/>,'),
        ("Hi <name>, R&D &lt;3 &unknown; &#8217;", "Hi <name>, R&D <3 &unknown; ’"),
        ("<p>a\n  b</p>", "a b"),
        ("a\n\nb <b>c</b>", "a\n\nb c"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("", ""),
        ("<details><summary>a</summary><svg></svg>b</details><button>c</button>", "a\nb\nc"),
    ],
)
def test_html_reads_as_a_customer_reads_it(html: str, text: str) -> None:
    assert html_text(SourceFile("f", html))[0].text == text


@pytest.mark.parametrize(
    ("read", "text", "place"),
    [
        (read_json, '{"a": 1,\n "b": [1, 2', Place(2, 12)),
        (read_json, "[" * 100_000, Place(1, 1)),
        (read_yaml, "a: [1, 2\nb: 3\n", Place(1, 4)),
        (read_yaml, "a: &x [*x]\n", Place(1, 4)),
        (read_yaml, "a: 1\na: 2\n", Place(2, 1)),
        (lambda file: list(read_csv(file)), "", Place(1, 1)),
        (lambda file: list(read_csv(file)), "id,title,text, text \n1,a,Hi,Bye\n", Place(1, 15)),
    ],
)
def test_what_is_broken_is_told_with_its_place(read: Callable[[SourceFile], Any], text: str, place: Place) -> None:
    with pytest.raises(BrokenFileError) as caught:
        read(SourceFile("f", text))
    assert caught.value.place == place


def test_a_broken_line_or_row_leaves_the_rest() -> None:
    lines = list(read_json_lines(SourceFile("f", '{"a": 1}\n\n{"a": \n  {"a": 2}\n{} {}\n')))
    assert [type(line) for line in lines] == [Record, BrokenFileError, Record, BrokenFileError]
    assert [line.place for line in lines if isinstance(line, BrokenFileError)] == [Place(3, 6), Place(5, 4)]
    (_, words) = read_json_lines(SourceFile("f", '{"a": 1}\n[1]\n'))
    assert isinstance(words, BrokenFileError)
    assert (words.place, words.message) == (Place(2, 1), NO_REPLY)
    rows = list(read_csv(SourceFile("f", 'a;b\n1;2;3\n"x""y";2\n"z"q;1\n4;"open\n')))
    assert [row.place for row in rows if isinstance(row, BrokenFileError)] == [Place(2, 1), Place(4, 4), Place(5, 3)]
    assert [dict(row) for row in rows if isinstance(row, Record)] == [{"a": 'x"y', "b": "2"}]


def test_a_key_that_stands_twice_loses_no_text() -> None:
    with pytest.raises(BrokenFileError, match="the key “text” stands twice in one object") as caught:
        read_json(SourceFile("f", '[{"id": 1, "text": "one",\n "text": "two"}]'))
    assert caught.value.place == Place(2, 11)
    broken, read = read_json_lines(SourceFile("f", '{"n": 1, "n": 2}\n{"text": "one", "text": "one"}\n'))
    assert isinstance(broken, BrokenFileError)
    assert (broken.place, dict(read) if isinstance(read, Record) else None) == (Place(1, 1), {"text": "one"})


def test_columns_that_only_capitals_tell_apart_are_refused() -> None:
    with pytest.raises(BrokenFileError, match="a second column “Text”") as caught:
        list(read_csv(SourceFile("f", "title,text,Text\na,b,c\n")))
    assert caught.value.place == Place(1, 12)


def test_marks_in_quotes_part_no_fields_of_the_header() -> None:
    (row,) = read_csv(SourceFile("f", 'id;text;"tone, pace, other"\n1;Hi;slow\n'))
    assert row == {"id": "1", "text": "Hi", "tone, pace, other": "slow"}


def test_a_carriage_return_alone_ends_no_row_of_a_table() -> None:
    rows = list(read_csv(SourceFile("f", 'a,b\n1,one\rmore\n2,"two\rmore"\n3,three\r\r\n4,four\r')))
    assert [row.place for row in rows if isinstance(row, BrokenFileError)] == [Place(2, 6)]
    assert [row["b"] for row in rows if isinstance(row, Record)] == ["two\rmore", "three", "four"]


@given(st.lists(st.lists(st.text(st.sampled_from('ab",;\n\r '), max_size=6), min_size=2, max_size=2), max_size=5))
def test_csv_is_read_as_the_standard_library_reads_it(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["h", "k"], *rows])
    table = read_csv(SourceFile("f", stream.getvalue()))
    read = [[str(field) for field in row.values()] for row in table if isinstance(row, Record)]
    assert read == [row for row in rows if any(row)]  # spreadsheets leave empty rows behind


def test_an_empty_span_stays_empty() -> None:
    html = "<p>H&eacute; </p><b>you</b>"
    plain, _ = html_text(SourceFile("f", html))
    spans = [plain.span(at, at) for at in range(len(plain.text) + 1)]
    assert [html[start:end] for start, end in spans] == [""] * len(spans)
    assert html[: spans[plain.text.index("y")][0]].endswith("<b>")
    assert html[spans[-1][0] :] == "</b>"
    assert html_text(SourceFile("f", "<p></p>"))[0].span(0, 0) == (0, 0)


def test_what_lies_behind_the_end_of_a_file_has_the_place_of_its_end() -> None:
    file = SourceFile("f", "a\nbc")
    assert [file.place(at) for at in (0, 2, 4, 9)] == [Place(1, 1), Place(2, 1), Place(2, 3), Place(2, 3)]
