from __future__ import annotations

import pytest

from recovery_eval.display.fault import fault_text
from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources import parse_yaml


def test_a_fault_is_shown_with_the_lines_around_it_and_a_caret_at_its_column() -> None:
    source = parse_yaml("a: 1\nb:\n  - c: 2\nd: 3\n", "f.yml")
    assert fault_text(source.fault(("b", 0, "c"), "is wrong")).splitlines() == [
        "f.yml:3:8 $.b[0].c is wrong",
        "  2 | b:",
        "  3 |   - c: 2",
        "    |        ^",
        "  4 | d: 3",
    ]


def test_broken_yaml_is_shown_in_the_same_way() -> None:
    with pytest.raises(RuleFileError) as caught:
        parse_yaml("a: 1\na: 2\n", "f.yml")
    (fault,) = caught.value.faults
    assert fault_text(fault).splitlines()[1:] == ["  1 | a: 1", "  2 | a: 2", "    | ^"]
    assert str(caught.value) == "f.yml:2:1 $.a duplicate key 'a'; the first is in line 1"


def test_what_could_drive_a_terminal_is_shown_as_an_escape_and_the_caret_stays_in_place() -> None:
    fault = Fault("f.yml", 1, 5, "$", "is wrong", ((1, "a\u202e: b"),))
    assert fault_text(fault).splitlines()[1:] == ["  1 | a\\u202e: b", "    |          ^"]


def test_of_a_long_line_the_part_around_the_fault_is_shown() -> None:
    fault = Fault("f.yml", 1, 1001, "$", "is wrong", ((1, "a" * 1000 + "b" + "a" * 1000),))
    _, line, caret = fault_text(fault).splitlines()
    assert len(line) < 180
    assert line[caret.index("^")] == "b"


def test_a_fault_without_known_lines_is_shown_alone() -> None:
    assert fault_text(Fault("f.yml", 1, 1, "$", "is wrong")) == "f.yml:1:1 $ is wrong"
