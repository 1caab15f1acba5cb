"""Runs every example of the README, CONTRIBUTING and docs/, as `pages.py` says.

`.venv/bin/python -m tests.docs.test_examples` writes the outputs that pages show anew.
"""

from __future__ import annotations

import json
import shlex
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from recovery_eval.resources import rules_root
from recovery_eval.rulebook import Rule
from recovery_eval.signals.files import load_signal_files
from recovery_eval.sources import YamlFolder, parse_yaml, validate
from tests.docs.pages import CHECKOUT, COMMAND, NOT_RUN, blocks, file_of, pages, run_examples

# What a fragment of a file leaves out.
SIGNAL = {"signal": "tried", "by": "agent", "meaning": "Tried."}
RULE = {
    "rule": "tried",
    "title": "Tried",
    "why": "To see whether it can be read.",
    "source": [{"framework": "ours", "item": "1"}],
    "advice": "None.",
    "may_misfire": ["None known."],
}


def shown(page: Path) -> str:
    return page.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_the_examples_of_a_page_run_and_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_examples(page) == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_a_page_asks_only_for_commands_that_are_known(page: Path) -> None:
    lines = [line for block in blocks(page) if block["kind"] == "sh" for line in block["body"].splitlines()]
    first_words = {shlex.split(line, comments=True, posix=False)[0] for line in lines if line.partition("#")[0].strip()}
    assert first_words <= {COMMAND, *NOT_RUN}


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_the_data_on_a_page_can_be_read(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        if block["kind"] == "json":
            json.loads(block["body"])
        elif block["kind"] == "yaml" and file_of(block) is None:
            data = yaml.safe_load(block["body"])
            if "require" in data:
                validate(parse_yaml(yaml.safe_dump(RULE | data), shown(page)), Rule)
            elif "phrases" in data:
                (tmp_path / "tried.signal.yml").write_text(yaml.safe_dump(SIGNAL | data), encoding="utf-8")
                load_signal_files([YamlFolder(rules_root()), YamlFolder(tmp_path)])


def test_the_readme_begins_with_two_commands_and_shows_what_an_example_prints() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert [line.split()[1] for line in readme.splitlines()[1:3]] == ["demo", "test"]
    assert "\n\n```text\n" in readme


def test_the_reader_on_the_page_of_formats_is_the_one_that_is_installed_and_tried() -> None:
    reader = (CHECKOUT / "tests" / "formats" / "plugin" / "src" / "acme_desk" / "__init__.py").read_text("utf-8")
    page = (CHECKOUT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    assert f"```python\n{reader}```" in page


if __name__ == "__main__":
    for each in pages():
        with TemporaryDirectory() as folder, chdir(folder):
            text = run_examples(each)
        each.write_text(text, encoding="utf-8")
