from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources import FaultCollector, parse_yaml, read_yaml, validate
from recovery_eval.sources.text_files import MAX_BYTES


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Cue(Strict):
    then: str | None = None
    within: int = 6


class Line(Strict):
    name: str = Field(alias="line")
    by: Literal["agent", "customer"] = "agent"
    words: tuple[str, ...] = Field(default=("a",), min_length=1)
    unless: dict[str, Cue | tuple[Cue, ...]] = {}
    item: str | int = ""
    weight: float = Field(default=1.0, gt=0)


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RuleFileError) as caught:
        validate(parse_yaml(text, "f.yml"), Line)
    return caught.value.faults


def only_fault(text: str) -> str:
    (fault,) = faults_of(text)
    return str(fault)


def test_plain_data_come_back_as_written() -> None:
    data = parse_yaml('a: [1, 2.5, true, null, "no", text]\nb: {c: {}}\n', "f.yml").data
    assert data == {"a": [1, 2.5, True, None, "no", "text"], "b": {"c": {}}}


def test_a_fault_stands_at_the_line_and_column_of_its_value() -> None:
    source = parse_yaml("a:\n  - b: 1\n    c: x\n", "f.yml")
    assert str(source.fault(("a", 0, "c"), "wrong")) == "f.yml:3:8 $.a[0].c wrong"
    assert str(source.fault(("a", 0, "c"), "wrong", at_key=True)) == "f.yml:3:5 $.a[0].c wrong"


def test_a_quote_that_is_never_closed_is_told_where_it_opens() -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_yaml('a: 1\nb: "never\nc: 2\n', "f.yml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (2, 4)


def test_a_fault_at_an_unknown_path_stands_at_the_nearest_known_value() -> None:
    source = parse_yaml("a:\n  - b: 1\n", "f.yml")
    assert str(source.fault(("a", 0, "zz", 3), "wrong")) == "f.yml:2:5 $.a[0].zz[3] wrong"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &x 1", "1:4", "anchors are not allowed"),
        ("a: *x", "1:4", "aliases are not allowed"),
        ("<<: {a: 1}", "1:1", "merge keys"),
        ("a: !!python/object:os.system x", "1:4", "tags are not allowed"),
        ("a: !thing [1]", "1:4", "tags are not allowed"),
        ("a: 1\n---\nb: 2", "2:1", "second document"),
        ("a: [1", "1:4", "not valid YAML"),
        ("a: b: c", "1:5", "not valid YAML"),
        ("x: 1\na: \x07", "2:4", "YAML forbids"),
        ("# é €\rb: 😀\r\na: é\x07\nb:\nc:\nd:\ne:\n", "3:5", "YAML forbids"),
        ("a: \ud800", "1:1", "not valid YAML"),
        ("? [a]\n: 1", "1:3", "a key must be text"),
        ("a: 2024-99-99", "1:4", "quote it"),
        ("a: " + "9" * 5_000, "1:4", "quote it"),
        ("[" * 60, "1:51", "deeper than 50"),
        ("no: 1", "1:1", 'quote it: "no"'),
    ],
)
def test_what_these_files_may_not_hold_is_refused_at_its_place(text: str, place: str, words: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_yaml(text, "f.yml")
    message = str(caught.value)
    assert message.startswith(f"f.yml:{place} ")
    assert words in message


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b\n  c: d\n", "2:3", "further in than its block"),
        ("a:\n  - x: 1\n   - y: 1\n", "3:4", "a column of its own"),
        ("a:\n  - x\n - y\n", "3:2", "a column of its own"),
        ("a:\n    b: 1\n  c: 2\n", "3:3", "a column of its own"),
        ("a: |\n  x\n y: 1\n", "3:2", "a column of its own"),
        ("a: b\n- c\n", "2:1", "a column of its own"),
        ("a:\n\tb: 1\n", "2:1", "a tab; put spaces"),
        ("a:\n  b: x\n\tc: 2\n", "3:1", "a tab; put spaces"),
        ('a:\n  - "b c\nd:\n  e: {f: "g", h: 3}\n', "2:5", "this quote is not closed in its line"),
        ('a:\n  - "b c\n', "2:5", "this quote is not closed"),
        ('a: 1\nb: "C:\\new \\ud800"\n', "2:12", "write the backslash twice"),
        ("a: 1\rb:\r  x:1\r  c: 2\r", "3:4", "no space after the colon"),
        ("a: 1\x85b: c\u2028  d: e\u2029", "3:3", "further in than its block"),
        ('a: "\\q"\nb: 1\n', "1:5", "write the backslash twice"),
        ('a: "C:\\xylem"\n', "1:7", "write the backslash twice"),
        ("a: 'we don't'\n", "1:12", "words after the closing quote"),
        ('a:\n  - "b" c\n', "2:9", "words after the closing quote"),
        ("a: {b} c\n", "1:8", "put quotes around a text that begins with '{'"),
        ("- [b] c\n", "1:7", "put quotes around a text that begins with '['"),
        ("a: b: c\n", "1:5", "a colon inside a text"),
        ("a:1\nb: 2\n", "1:2", "no space after the colon"),
        ("a: 1\nb\nc: 2\n", "2:1", "no colon after the key"),
        ("a: [b, c\nd: e\n", "1:4", "this '[' has no ']'"),
        ("a: [b #1]\nd: e\n", "1:4", "a comment begins at '#'"),
        ("a: [", "2:1", "a comma or the closing ']' is missing before the end"),
        ("a: [\n", "2:1", "a comma or the closing ']' is missing before the end"),
        ("a: {b: 1 c: 2}\n", "1:11", "a comma or the closing '}' is missing before ':'"),
        ("a: @b\n", "1:4", "a text can't begin with '@'"),
        ("a: [*, b]\n", "1:5", "a text can't begin with '*'"),
        ("- *b* c\n", "1:3", "a text can't begin with '*'"),
        ("- {b}* c\n", "1:6", "put quotes around a text that begins with '{'"),
        ("- {b}? c\n", "1:6", "put quotes around a text that begins with '{'"),
        ("a: | b\n  c\n", "1:4", "begin the text in the next line"),
        ("a: [b, , c]\n", "1:8", "a comma too many"),
        ('a:\n  - ["b",\n     , c]\n', "3:6", "a comma too many"),
        ("a: {b: 1,, c: 2}\n", "1:10", "a comma too many"),
        ("a: [b, c],\n", "1:10", "a comma after a value"),
        ('- "b", "c"\n', "1:6", "put [ ] around a list"),
        ('a: ["b" "c"]\n', "1:9", "a comma is missing"),
    ],
)
def test_broken_syntax_is_told_in_plain_words_where_the_slip_is(text: str, place: str, words: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_yaml(text, "f.yml")
    message = str(caught.value)
    assert message.startswith(f"f.yml:{place} $ not valid YAML: ")
    assert words in message


def test_every_duplicate_key_is_told_with_the_line_of_the_first() -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_yaml("a: 1\nb: {c: 1, c: {d: 2}}\na: 3\n", "f.yml")
    assert [str(fault) for fault in caught.value.faults] == [
        "f.yml:2:11 $.b.c duplicate key 'c'; the first is in line 2",
        "f.yml:3:1 $.a duplicate key 'a'; the first is in line 1",
    ]


def test_too_many_values_are_refused() -> None:
    with pytest.raises(RuleFileError, match="more than 200,000 values"):
        parse_yaml("[" + "1," * 250_000 + "]", "f.yml")


def test_text_above_a_megabyte_is_refused() -> None:
    with pytest.raises(RuleFileError, match="larger than 1,000,000 bytes"):
        parse_yaml("#" + "é" * (MAX_BYTES // 2), "f.yml")


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "windows.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    assert read_yaml(path).data == {"a": 1, "b": "x"}


def test_a_misspelt_key_is_told_with_the_nearest_key() -> None:
    assert only_fault("line: x\nwieght: 2\n") == "f.yml:2:1 $.wieght unknown key 'wieght'; did you mean 'weight'?"


def test_a_misspelt_key_inside_an_alternative_is_told_with_the_keys_of_that_alternative() -> None:
    assert only_fault("line: x\nunless: {a: {then: b, withn: 3}}\n") == (
        "f.yml:2:23 $.unless.a.withn unknown key 'withn'; did you mean 'within'?"
    )


def test_a_missing_key_is_told_by_the_name_it_has_in_the_file() -> None:
    assert only_fault("by: agent\n") == "f.yml:1:1 $.line missing key 'line'"


@pytest.mark.parametrize("written", ["no", "on", "12:30", "1.0", "2024-01-01", "7"])
def test_an_unquoted_value_that_yaml_does_not_read_as_text_is_to_be_quoted(written: str) -> None:
    assert only_fault(f"line: {written}\n") == (
        f'f.yml:1:7 $.line expected text, and YAML does not read {written} as text; quote it: "{written}"'
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("by: agnet", "expected 'agent' or 'customer'; did you mean 'agent'?"),
        ("words: sorry", "expected a list; write [ ] around it"),
        ("words: -sorry", "expected a list; write a space after each '-'"),
        (
            "words: [{we}]",
            "expected text, not keys with values; put quotes around a text that begins with '{' or holds a colon",
        ),
        ("words: []", "must not be empty"),
        ("words:", "expected a list, but the value is empty"),
        ("weight: heavy", "expected a number"),
        ("weight: -1", "must be greater than 0"),
        ("item: [a]", "expected text or a whole number, not a list"),
        ("unless: {a: if}", "expected keys with values or a list"),
        ("unless: {a: {within: x}}", "expected a whole number"),
        ("unless: {a: [{then: b}, {within: x}]}", "expected a whole number"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words_and_once(line: str, message: str) -> None:
    (fault,) = faults_of(f"line: x\n{line}\n")
    assert fault.message == message
    assert fault.line == 2


def test_an_empty_file_and_a_list_in_place_of_keys_are_told() -> None:
    assert only_fault("# nothing\n") == "f.yml:1:1 $ the file is empty"
    assert only_fault("- a\n") == "f.yml:1:1 $ expected keys with values, not a list"


def test_all_faults_of_a_file_come_together() -> None:
    assert {fault.line for fault in faults_of("line: no\nby: x\nwords: y\nzz: 1\n")} == {1, 2, 3, 4}


def test_a_collector_raises_the_faults_of_many_files_at_once_and_in_order() -> None:
    faults = FaultCollector()
    for name in ("b.yml", "a.yml"):
        with faults.catching():
            parse_yaml("x: 1\nx: 2\n", name)
    with pytest.raises(RuleFileError) as caught:
        faults.raise_if_any()
    assert [fault.file for fault in caught.value.faults] == ["a.yml", "b.yml"]


def test_a_collector_without_faults_raises_nothing_and_lets_other_errors_pass() -> None:
    faults = FaultCollector()
    with pytest.raises(KeyError), faults.catching():
        raise KeyError("x")
    faults.raise_if_any()
