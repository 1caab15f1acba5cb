from __future__ import annotations

import time

import pytest

from recovery_eval.canned.library import read_text
from recovery_eval.canned.models import Reply
from recovery_eval.canned.options import Options
from recovery_eval.transcript.readers.html_text import html_text


def _reply(html: str) -> str:
    (reply,) = read_text(f"<p>Hi {html}", "a.md", Options())
    assert isinstance(reply, Reply)
    return reply.messages[0].text


@pytest.mark.parametrize("section", ["<![if !x]>", "<![CDATA[>", "<![endif]>", "<![foo[ x ]]>", "<![1[>", "<![ hello>"])
def test_a_marked_section_of_any_name_is_passed_over(section: str) -> None:
    assert html_text(f"a{section}b") == "ab"
    assert _reply(f"a{section}b") == "Hi ab"


@pytest.mark.parametrize("begun", ["<!-- b", "<b", "</b", "<?b", "<!b", "<![CDATA[b", "<b c='d"])
def test_what_begins_and_never_ends_is_text(begun: str) -> None:
    assert html_text(f"<p>a {begun}") == f"a {begun}"
    assert _reply(f"a {begun}") == f"Hi a {begun}"


@pytest.mark.parametrize("begun", ["<a ", "<!--", "<!-->", "<![CDATA[", "<?x", "</", "<a b='", "<!--x" * 9 + ">"])
def test_what_never_ends_is_looked_for_once(begun: str) -> None:
    start = time.process_time()
    html_text(begun * 20_000)
    assert time.process_time() - start < 5  # it took minutes
