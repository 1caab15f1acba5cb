from __future__ import annotations

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.sources.toml_files import parse_toml

SETTINGS = '''
# [note] of "mine
dialect = "front"
  indented  =  1
names.customer = ["a"]
"quoted \\" key" . 'literal' = 2
'' = 3
lists = [
  "]", # [
  {inner = "["},
]
text = """
[no] "table" \\"""
key = 1"""""
raw = \'\'\'
[none] '
""" \'\'\'
[ names . more ]
x = 1
[[path]]
x = 1
[[ path ]]
x = {a = 1, b = [2]}
[[path.part]]
x = 1
[path.part.deep]
x = 1
[late]
x = 1'''


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        (("dialect",), "3:11", "3:1"),
        (("indented",), "4:16", "4:3"),
        (("names", "customer"), "5:18", "5:1"),
        (("names",), "5:1", "5:1"),
        (('quoted " key', "literal"), "6:31", "6:1"),
        (("",), "7:6", "7:1"),
        (("lists",), "8:9", "8:1"),
        (("lists", 1, "inner"), "8:9", "8:1"),
        (("text",), "12:8", "12:1"),
        (("raw",), "15:7", "15:1"),
        (("names", "more"), "18:1", "18:1"),
        (("names", "more", "x"), "19:5", "19:1"),
        (("path",), "20:1", "20:1"),
        (("path", 0, "x"), "21:5", "21:1"),
        (("path", 1), "22:1", "22:1"),
        (("path", 1, "x", "b", 0), "23:5", "23:1"),
        (("path", 1, "part", 0, "x"), "25:5", "25:1"),
        (("path", 1, "part", 0, "deep", "x"), "27:5", "27:1"),
        (("late", "x"), "29:5", "29:1"),
        (("no",), "1:1", "1:1"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_fault_stands_at_its_value_or_key_or_at_the_nearest_around(
    loc: tuple[str | int, ...], value: str, key: str, line_end: str
) -> None:
    source = parse_toml(SETTINGS.replace("\n", line_end), "f.toml")
    assert source is not None
    for place, at_key in ((value, False), (key, True)):
        fault = source.fault(loc, "wrong", at_key=at_key)
        assert f"{fault.line}:{fault.column}" == place


def test_of_one_table_the_places_count_from_there() -> None:
    text = "[other]\nx = 1\n[tool.ours.part]\nx = 2\n[tool.theirs]\nx = 3\ny = 4\n"
    source = parse_toml(text, "f.toml", ("tool", "ours"))
    assert source is not None
    assert source.data == {"part": {"x": 2}}
    assert str(source.fault(("part", "x"), "wrong")) == "f.toml:4:5 $.part.x wrong"
    assert str(source.fault(("x",), "wrong")) == "f.toml:3:1 $.x wrong"


@pytest.mark.parametrize("text", ["", "[tool]\nx = 1\n", "tool = 1\n", "[tool]\nours = 1\n"])
def test_a_table_that_is_not_there_is_none(text: str) -> None:
    assert parse_toml(text, "f.toml", ("tool", "ours")) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\n b == 2\n", "f.toml:2:5 $ not valid TOML: "),
        ("a = 1\nb = [\n", "f.toml:3:1 $ not valid TOML: "),
        ("a = " + "[" * 5_000, "f.toml:1:1 $ nested too deep"),
    ],
)
def test_broken_toml_is_told_where_it_breaks(text: str, told: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_toml(text, "f.toml")
    assert str(caught.value).startswith(told)
