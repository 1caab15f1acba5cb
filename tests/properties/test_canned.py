"""No file, however broken, stops a check; and every finding stands in its file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_eval.canned.check import check_text
from recovery_eval.canned.files.html_text import html_text
from recovery_eval.canned.source import SourceFile
from recovery_eval.canned.versions import AGENT, CUSTOMER
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals.names import NameFinder
from recovery_eval.transcript import Speaker, Transcript, Turn

_PIECES = st.sampled_from(
    [
        "---\n", "title: x\n", "- id: a\n", "  text: |\n    Hi {{first_name}},\n", '{"text": "', '"}', "[", "]", ",",
        "\n", "id,text\n", '"', "<p>", "</p>", "&amp;", "&#0;", "<!--", "-->", "{% if x %}", "{% else %}", "{{", "}}",
        "{% endif %}", "Sorry if you feel", " due to high demand", "\\u00e9", "\ud7ff", "\t", "recovery: ignore[a]",
        "{!NULLVALUE(", "dialect: x\n", "messages: [a, b]\n", "&x ", "*x ", "? ", "!!str ", "\x00", "\u2028", "\r",
    ]
)  # fmt: skip


@pytest.mark.parametrize("suffix", ["md", "yml", "json", "jsonl", "csv"])
@settings(deadline=None)  # the first example loads the tokenizer
@given(pieces=st.lists(_PIECES, max_size=25))
def test_any_text_is_checked_or_refused_with_a_place_inside_it(suffix: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    result = check_text(text, f"f.{suffix}")
    lines = text.split("\n")
    places = [fault.place for fault in result.faults]
    places += [place for finding in result.findings for place in (finding.start, finding.end)]
    for place in places:
        assert 1 <= place.line <= len(lines) + 1
        assert place.column >= 1
    for finding in result.findings:
        assert finding.start <= finding.end


_HTML = st.sampled_from(
    [
        "<p>", "</p>", "<br>", "<br />", "<B>", "</b>", '<a href="https://x.y?a=b">', "</a>", "<name>", "text", " ",
        "\n", "  ", '<attribute key="user.name" default="there"/>', "&amp;", "&nbsp;", "&#39;", "&#x27;", "&lt;b&gt;",
        "&nope;",
        "& ", "<", "it's", "<!-- c -->", "<title>", "</title>", "&amp", "<p class='x'>", "</p >", "<o:p>", "{{a | b}}",
    ]
)  # fmt: skip
NOTHING = "<!---->"  # makes a body one for the parser, and is not seen


@settings(max_examples=500, deadline=None)
@given(pieces=st.lists(_HTML, max_size=12), keep_lines=st.booleans())
def test_a_plain_body_is_read_as_the_parser_reads_it(pieces: list[str], keep_lines: bool) -> None:
    raw = "".join(pieces)
    quick, comments = html_text(SourceFile("f", raw), keep_lines=keep_lines)
    thorough, _ = html_text(SourceFile("f", NOTHING + raw), keep_lines=keep_lines)
    if comments or not {"<", "&"} & set(raw):
        return  # went to the parser, too; or is no HTML
    assert quick.text == thorough.text
    for at in range(len(quick.text)):
        assert quick.span(at, at + 1) == tuple(place - len(NOTHING) for place in thorough.span(at, at + 1))


_SAID = st.sampled_from(
    [
        "Hi ",
        "Dear ",
        "Mr ",
        CUSTOMER,
        AGENT,
        "Gillian",
        "Ngozi",
        ", ",
        ". ",
        "thanks ",
        "I'm ",
        "\n",
        "- ",
        "your bag ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(_SAID, max_size=9))
def test_where_nobody_else_may_be_addressed_nobody_else_is_found(pieces: list[str]) -> None:
    text = "".join(pieces)
    names = NameFinder(builtin_library())
    known = frozenset({CUSTOMER.lower(), AGENT.lower()})
    turns = (Turn(speaker=Speaker.AGENT, text=text),)
    found = names.find(Transcript(agent_name=f"{CUSTOMER} {AGENT}", turns=turns))
    assert names.may_address(text, known) or not found
