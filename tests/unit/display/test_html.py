from __future__ import annotations

from html.parser import HTMLParser

import pytest

from recovery_eval.checklist import Checklist
from recovery_eval.display.highlight import Mark, highlighted
from recovery_eval.display.html import checklist_html, checklists_page
from recovery_eval.display.style import FRAGMENT_STYLE
from recovery_eval.outcome import Outcome
from tests.golden.sample import CHECKLIST, PROVENANCE, TRANSCRIPT, WITHOUT_TRANSCRIPT

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Collects tags in order and checks that every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if dict(attrs).get("class") == "re-said":
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.said and any(tag == "p" for tag in self.open) and self.tags[-1][0] in {"p", "mark"}:
            cls = next(attrs.get("class") for tag, attrs in reversed(self.tags) if tag == "p")
            if cls == "re-said":
                self.said[-1] += data


@pytest.mark.parametrize(
    "page",
    [
        checklist_html(CHECKLIST),
        "".join(checklists_page([CHECKLIST, WITHOUT_TRANSCRIPT])),
        "".join(checklists_page([])),
    ],
)
def test_every_element_is_closed_in_its_place(page: str) -> None:
    assert Outline(page).open == []


def test_the_turns_stand_in_the_html_word_for_word() -> None:
    assert Outline(checklist_html(CHECKLIST)).said == [turn.text for turn in TRANSCRIPT.turns]


def test_the_content_security_policy_is_the_first_thing_in_the_head() -> None:
    tags = Outline("".join(checklists_page([CHECKLIST]))).tags
    after_head = tags[[tag for tag, _ in tags].index("head") + 1]
    assert after_head == (
        "meta",
        {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        },
    )


def test_there_is_no_script_and_nothing_is_fetched() -> None:
    tags = Outline("".join(checklists_page([CHECKLIST]))).tags
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in tags}
    assert all(attrs["href"] == "#c1" for _, attrs in tags if "href" in attrs)
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]


def test_the_fragments_style_touches_nothing_outside_of_it() -> None:
    selectors = [part for line in FRAGMENT_STYLE.splitlines() for part in line.split("{")[0].split(",")]
    assert selectors
    assert all(selector.strip().startswith(".recovery-eval") for selector in selectors)


def test_every_outcome_is_named_in_words() -> None:
    page = checklist_html(CHECKLIST)
    assert [word in page for word in ("✓ pass", "✗ fail", "? undetermined", "– not applicable")] == [True] * 4


def test_every_mark_is_named_in_words_below_its_turn() -> None:
    page = checklist_html(CHECKLIST)
    for label in (
        "pass: The agent apologised sincerely (apology)",
        "fail: No apology was taken back (non-apology)",
        "near miss: apology not counted, ruled out as “conditional” by “if that upset you”",
    ):
        assert f'<p class="re-small re-note">{label}</p>' in page


def test_a_checklist_without_its_transcript_shows_the_results_alone() -> None:
    page = checklist_html(WITHOUT_TRANSCRIPT)
    assert 'class="re-said"' not in page
    assert "A handover was explained" in page


def test_the_summary_links_every_conversation_to_its_article() -> None:
    tags = Outline("".join(checklists_page([CHECKLIST, CHECKLIST, WITHOUT_TRANSCRIPT]))).tags
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert links == [f"#{attrs['id']}" for tag, attrs in tags if tag == "article"]
    assert len(links) == 3


def test_a_notebook_draws_the_same_fragment() -> None:
    assert CHECKLIST._repr_html_() == checklist_html(CHECKLIST)


def test_overlapping_marks_are_cut_where_one_begins_or_ends() -> None:
    marks = [Mark(0, 4, "pass", "a"), Mark(2, 6, "fail", "b")]
    assert highlighted("abcdefg", marks) == (
        '<mark class="re-pass" title="a">ab</mark><mark class="re-pass re-fail" title="a; b">cd</mark>'
        '<mark class="re-fail" title="b">ef</mark>g'
    )


def test_a_mark_beyond_the_text_is_clipped() -> None:
    assert highlighted("abc", [Mark(2, 99, "pass", "a"), Mark(50, 60, "fail", "b")]) == (
        'ab<mark class="re-pass" title="a">c</mark>'
    )


def test_evidence_of_an_undetermined_rule_is_marked_as_neither_pass_nor_fail() -> None:
    result = CHECKLIST.results[0]._replace(outcome=Outcome.UNDETERMINED, near_misses=())
    page = checklist_html(Checklist("x", (result,), PROVENANCE, TRANSCRIPT))
    assert '<mark class="re-other"' in page


def test_what_to_mend_stands_below_the_score_of_a_failed_checklist_alone() -> None:
    shown = checklist_html(CHECKLIST)
    assert shown.index("Score <strong>") < shown.index("To pass, mend in this order:") < shown.index("<h3>")
    assert "<li>1. No apology was taken back: then 100 / 100. <bdi>Say sorry for" in shown
    assert "To pass" not in checklist_html(WITHOUT_TRANSCRIPT)
