from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from recovery_eval.canned.models import JudgedReply, Message, Reply
from recovery_eval.canned.outputs.library import MOST_SHOWN, library_html, library_json, library_text
from recovery_eval.canned.overview import Overview, overview
from recovery_eval.canned.similar import copies, near_copies
from recovery_eval.canned.source import SourceFile
from tests.unit.canned.small import finding, reply, report

TEXT = "Hi {{customer.first_name}}, I'm so sorry that the parcel came late. A new one leaves us today."


def said(name: str, *texts: str) -> Reply:
    messages = tuple(Message(text, SourceFile("a.md", text)) for text in texts)
    return reply(id=name, title=name, path="a.md", messages=messages)


def test_copies_differ_at_most_in_case_spaces_and_placeholders() -> None:
    replies = [
        said("a", TEXT),
        said("b", TEXT.upper().replace("CUSTOMER.FIRST_NAME", "contact.name").replace(" ", "\n")),
        said("c", TEXT + " Bye."),
    ]
    assert [[one.id for one in group.replies] for group in copies(replies)] == [["a", "b"]]


def test_near_copies_hang_together_by_way_of_a_third_and_leave_copies_out() -> None:
    middle = TEXT.replace("today", "tonight at six")
    far = middle.replace("came late", "came two days late")
    replies = [said("a", TEXT), said("copy", TEXT), said("far", far), said("middle", middle), said("other", "x" * 90)]
    groups = near_copies(replies, least=88)
    assert [[one.id for one in group.replies] for group in groups] == [["a", "far", "middle"]]
    assert 88 <= groups[0].likeness < 100
    assert near_copies(replies, least=99.9) == []


def test_replies_of_several_messages_are_compared_whole() -> None:
    assert copies([said("a", "One.", "Two."), said("b", "One.", "Three.")]) == []


@pytest.mark.parametrize("count", [0, 1, 700])
def test_any_number_of_replies_can_be_compared(count: int) -> None:
    replies = [said(str(number), f"{number:04} " * 12) for number in range(count)]
    assert near_copies(replies, least=95) == []


GOOD = JudgedReply(said("good", TEXT), 100.0)


def shown() -> Overview:
    replies = (
        JudgedReply(said("a<script>", TEXT), 40.0),
        JudgedReply(said("b", TEXT), 100.0),
        JudgedReply(said("c", TEXT.replace("today", "tonight")), None),
    )
    return overview(report(finding(reply_id="a<script>"), finding(reply_id="b"), replies=replies))


OVERVIEW = f"""\
3 replies in 2 files; 2 findings (2 major); 1 could not be read

Could not be read
  macros/bad.json:3:4: not JSON

Replies by score
        100      1  {"█" * 40}
  90 to 99.9      0
  70 to 89.9      0
  50 to 69.9      0
  0 to 49.9      1  {"█" * 40}
   no score      1

Findings by rule (findings, replies)
      2 in     2  major     no-non-apology

Lowest scores
     40  a.md:1  a<script>

The same words
    100 %  a.md:1  a<script>
           a.md:1  b

Alike
   94.5 %  a.md:1  a<script>
           a.md:1  c
"""


def test_the_overview_in_the_terminal_has_scores_rules_and_copies() -> None:
    assert library_text(shown()) == OVERVIEW


def test_a_long_list_of_the_overview_is_cut_and_says_so() -> None:
    replies = tuple(JudgedReply(said(f"r{number}", f"{number:03} " * 20), 40.0) for number in range(MOST_SHOWN + 3))
    assert "  … and 3 more\n" in library_text(overview(report(replies=replies)))
    bars = [line.count("█") for line in library_text(overview(report(replies=(*replies[:9], GOOD)))).splitlines()]
    assert [bar for bar in bars if bar] == [4, 40]


def test_the_overview_as_html_is_whole_escaped_and_without_script() -> None:
    page = library_html(shown())

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.tags.append(tag)

    reader = Reader()
    reader.feed(page)
    assert "script" not in reader.tags
    assert reader.tags.count("table") == 4
    assert "a&lt;script&gt;" in page
    assert "<bdi>a.md:1  a&lt;script&gt;<br>a.md:1  c</bdi>" in page
    assert '<th scope="col">Likeness</th><th scope="col">Replies</th>' in page
    assert "default-src 'none'" in page


def test_the_overview_as_json_holds_every_reply_the_lowest_first() -> None:
    first, second, third = ({"path": "a.md", "line": 1, "id": name, "title": name} for name in ("a<script>", "b", "c"))
    assert json.loads(library_json(shown())) == {
        "summary": OVERVIEW.partition("\n")[0],
        "replies": [{**first, "score": 40.0}, {**second, "score": 100.0}, {**third, "score": None}],
        "rules": [{"rule": "no-non-apology", "severity": "major", "findings": 2, "replies": 2}],
        "copies": [[first, second]],
        "alike": [{"likeness": 94.5, "replies": [first, third]}],
        "missing": None,
        "faults": ["macros/bad.json:3:4: not JSON"],
    }
