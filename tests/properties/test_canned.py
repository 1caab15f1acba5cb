"""No file, however broken, stops a check; and every finding stands in its file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_eval.canned.check import check_text

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
