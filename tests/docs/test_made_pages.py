"""The pages that are made for the site: nothing is left out, and every text shows as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import recovery_eval
from docs._made import MADE, write_pages
from docs._made.links import without_links_out
from docs._made.markdown import fenced, plain
from docs._made.shelf import built_in, own_yaml, subjects
from recovery_eval.cli.app import app
from tests.docs.pages import CHECKOUT

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]))


@cache
def made() -> dict[str, str]:
    return dict(entry for pages in MADE.values() for entry in pages())


@pytest.mark.parametrize("key", ["rule", "signal"])
def test_every_rule_and_signal_has_a_page_with_all_its_cases(key: str) -> None:
    for subject in subjects(key):
        page = made()[f"{key}s/{subject.name}"]
        lines = [line for case in subject.cases for line in case.data.text.strip().splitlines()]
        assert [line for line in lines if line not in page and plain(line) not in page] == []


def test_every_phrase_and_every_condition_has_an_example() -> None:
    for name, spec in built_in().library.signals.items():
        page = made()[f"signals/{name}"]
        phrases = [phrase for group in spec.groups for phrase in group.phrases]
        conditions = [condition for _, group in spec.placed_groups for condition in group.unless]
        items = [line.rpartition("`")[0] for line in page.splitlines() if line.startswith("- `")]
        assert items == [f"- `{one}" for one in (*phrases, *conditions)]


def test_every_word_list_has_its_place_with_all_its_entries_and_what_is_said_of_it() -> None:
    for source in built_in().words:
        page = made()[f"words/{Path(source.file).stem}"]
        for name, entries in source.data.get("lists", {}).items():
            part = page.partition(f"\n## {plain(name)}\n")[2].partition("\n## ")[0]
            assert " · ".join(f"`{entry}`" for entry in entries) in part
    assert "What an apology is for, as" in made()["words/apology"].partition("## trouble")[2].partition("## ")[0]
    assert "[`{went wrong}`](#words-went-wrong)" in made()["signals/apology"]


def test_every_rule_signal_and_rulebook_is_listed() -> None:
    for name in made():
        folder, _, rest = name.partition("/")
        if rest and rest != "index":
            assert f"({rest}.md)" in made()[f"{folder}/index"]


def test_a_signal_tells_which_rules_and_signals_ask_for_it() -> None:
    page = made()["signals/late-reply"]
    assert "Rules that ask" not in page
    assert "Signals that ask for it: [complaint](complaint.md)." in page
    assert "[sincere-apology](../rules/sincere-apology.md)" in made()["signals/apology"]


def commands(group: Any, above: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield from commands(command, f"{above}{name} ") if hasattr(command, "commands") else [above + name]


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    names = list(commands(typer.main.get_command(app)))
    assert {"evaluate", "check", "rules lint"} <= {*names}
    assert [name for name in names if f"## `recovery-eval {name}`\n" not in made()["command-line"]] == []


def test_a_page_shows_of_a_file_what_it_asks_for_and_nothing_else() -> None:
    for subject in subjects("rule"):
        shown = yaml.safe_load(own_yaml(subject, "applies_when", "require"))
        whole = subject.source.data
        assert shown == {key: whole[key] for key in ("applies_when", "require") if key in whole}


def test_every_exported_name_is_on_the_page_of_the_api() -> None:
    page = (CHECKOUT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert [name for name in recovery_eval.__all__ if f":: recovery_eval.{name}\n" not in page] == []


@given(st.sampled_from(["", "Text: "]), TEXT.filter(str.strip) | st.from_regex(r"\A[-+=#\d][-+=.)#]* ?a\Z"))
def test_plain_text_shows_as_it_is_written(before: str, text: str) -> None:
    tokens = MarkdownIt().enable("table").parse(f"- {before}{plain(text)}")
    assert [token.type for token in tokens if token.nesting == 1] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]
    parts = next(token for token in tokens if token.type == "inline").children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == before + " ".join(text.split())


@given(st.text("`a \n"))
def test_no_text_ends_its_own_block(text: str) -> None:
    assert [token.type for token in MarkdownIt().parse(fenced("a" + text))] == ["fence"]


def test_pages_of_what_is_gone_are_taken_away(tmp_path: Path) -> None:
    write_pages(tmp_path, {"rules": lambda: iter([("rules/old", "old"), ("rules/new", "new")])})
    write_pages(tmp_path, {"rules": lambda: iter([("rules/new", "newer")])})
    assert {path.name: path.read_text() for path in (tmp_path / "rules").iterdir()} == {"new.md": "newer"}


def test_a_link_that_leaves_the_docs_is_only_its_words(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "how-to").mkdir(parents=True)
    (docs / "index.md").touch()
    (tmp_path / "corpora").mkdir()
    text = "[Data](../../corpora), [home](../index.md) and [nowhere](../../gone)."
    assert (
        without_links_out(text, docs / "how-to" / "page.md", docs)
        == "Data, [home](../index.md) and [nowhere](../../gone)."
    )


def test_the_built_in_rules_are_there_to_make_pages_of() -> None:
    assert {"sincere-apology", "follow-up-promised"} <= built_in().rules.keys()
