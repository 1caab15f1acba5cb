from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from recovery_eval.canned.models import JudgedReply, Message, Reply
from recovery_eval.canned.outputs.library import library_html, library_json, library_text
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


def shown() -> Overview:
    replies = (
        JudgedReply(said("a<script>", TEXT), 40.0),
        JudgedReply(said("b", TEXT), 100.0),
        JudgedReply(said("c", TEXT.replace("today", "tonight")), None),
    )
    return overview(report(finding(reply_id="a<script>"), finding(reply_id="b"), replies=replies))


def test_the_overview_in_the_terminal_has_scores_rules_and_copies() -> None:
    text = library_text(shown())
    assert re.search(r"^ +100 +1 +█+$", text, re.MULTILINE)
    assert re.search(r"^ +0 to 49.9 +1 +█+$", text, re.MULTILINE)
    assert re.search(r"^ +no score +1$", text, re.MULTILINE)
    assert re.search(r"^ +2 in +2 +major +no-non-apology$", text, re.MULTILINE)
    assert re.search(r"^ +100 % +a\.md:1 +a<script>$", text, re.MULTILINE)
    assert "macros/bad.json:3:4: not JSON" in text


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
    assert "default-src 'none'" in page


def test_the_overview_as_json_holds_every_reply_the_lowest_first() -> None:
    document = json.loads(library_json(shown()))
    assert [one["score"] for one in document["replies"]] == [40.0, 100.0, None]
    assert [[one["id"] for one in group] for group in document["copies"]] == [["a<script>", "b"]]
    assert [one["likeness"] >= 90 for one in document["alike"]] == [True]
