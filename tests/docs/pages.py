"""The pages that people read, and how the examples on them are run.

All blocks of a page work in one empty folder, from top to bottom:

- `python` is run; the blocks of one page share their names.
- `sh`: lines that begin with `recovery-eval` are run; the others set things up, and are not.
- A `text` block right after one of these is what it prints.
- `yaml` with a path in a comment on its first line is that file; so is any block after "Save this as `path`:".
- `yaml` that begins with `# tried on a.txt, b.txt` is what a rule requires; a `text` block after it is its outcome.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from recovery_eval import evaluate, read_transcripts
from tests.unit.cli.conversations import GOOD, POOR, record, run

CHECKOUT = Path(__file__).parents[2]
MADE = {"command-line.md", "rulebooks", "rules", "signals"}  # below docs/reference, when the site is built
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$(?P<shown>\n\n```text\n.*?^```$)?", re.MULTILINE | re.DOTALL)
NAMED_INSIDE = re.compile(r"# (?P<path>[\w./-]+\.yml)\n")
NAMED_BEFORE = re.compile(r"\b[Ss]ave this as `(?P<path>[^`\n]+)`[^`\n]*:\n\n\Z")
COMMAND = "recovery-eval"
NOT_RUN = {"cd", "make", "pip", "py", "python3", "source", r".venv\Scripts\activate"}
EXPORT = CHECKOUT / "corpora" / "formats" / "contact-lens-voice.json"
TRIED = re.compile(r"# tried on (?P<files>[\w., ]+)\n")
TRIED_RULE = """\
rule: tried
title: Tried
why: To see what it does.
source: [{framework: ours, item: 1}]
advice: None.
may_misfire: [None known.]
"""
TRIED_BOOK = """\
rulebook: tried
version: "1"
title: Tried
description: To try conditions.
pass_mark: 50
rules: [tried]
"""
CUES = """WEBVTT

00:01.000 --> 00:04.000
<v Sam Poe>My parcel never came.</v>

00:05.000 --> 00:09.000
<v Jane Doe>I'm so sorry about your parcel. I've sent a new one.</v>
"""
EXIT_CODES = {0, 1}  # 1 is an answer: a checklist that failed, a case that came out wrong


def pages() -> list[Path]:
    """Returns every page, the README first."""
    reference = CHECKOUT / "docs" / "reference"
    written = [
        page
        for page in sorted((CHECKOUT / "docs").rglob("*.md"))
        if not (page.is_relative_to(reference) and page.relative_to(reference).parts[0] in MADE)
    ]
    return [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *written]


def blocks(page: Path) -> Iterator[re.Match[str]]:
    """Yields the blocks of a page."""
    return BLOCK.finditer(page.read_text(encoding="utf-8"))


def file_of(block: re.Match[str]) -> str | None:
    """Returns the path of the file that a block shows; None where it shows none."""
    named = NAMED_BEFORE.search(block.string[: block.start()])
    if named is None and block["kind"] == "yaml":
        named = NAMED_INSIDE.match(block["body"])
    return named["path"] if named else None


def supply(folder: Path) -> None:
    """Writes the conversations and labels that pages take for granted."""
    texts = {
        "chats.jsonl": record("1", GOOD) + record("2", POOR),
        "chats/one.jsonl": record("1", GOOD),
        "call.txt": GOOD,
        "reviewers.csv": "id,sincere-apology\n1,pass\n2,fail\n",
        "macros/late.md": "---\ntitle: Late delivery\n---\nHi {{ticket.requester.first_name}}, it is on its way.\n",
        "call.vtt": CUES,
        "calls.vtt": CUES,
        "export.json": EXPORT.read_text(encoding="utf-8"),
        "contact-lens-export.json": EXPORT.read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def run_examples(page: Path) -> str:
    """Runs a page in the current folder, and returns it with every `text` block as its example prints it now."""
    names: dict[str, object] = {"__name__": "example"}
    supply(Path())

    def done(block: re.Match[str]) -> str:
        path = file_of(block)
        if path is not None:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "python":
            return with_output(block, printed_by_python(block, page, names))
        elif block["kind"] == "yaml" and (tried := TRIED.match(block["body"])):
            return with_output(block, what_comes_of(block["body"], tried["files"].split(", ")))
        elif block["kind"] == "sh":
            return with_output(block, printed_by_commands(block["body"]))
        return block[0]

    return BLOCK.sub(done, page.read_text(encoding="utf-8"))


def printed_by_python(block: re.Match[str], page: Path, names: dict[str, object]) -> str:
    """Returns what a block of Python prints."""
    lines_before = block.string.count("\n", 0, block.start("body"))
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile("\n" * lines_before + block["body"], page, "exec"), names)  # noqa: S102 - our own pages
    return printed.getvalue()


def what_comes_of(requirement: str, files: list[str]) -> str:
    """Returns the outcome of a requirement in each conversation, and why."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "tried.rule.yml").write_text(TRIED_RULE + requirement, encoding="utf-8")
        book = Path(folder) / "tried.yml"
        book.write_text(TRIED_BOOK, encoding="utf-8")
        results = [evaluate(transcript, book)["tried"] for file in files for transcript in read_transcripts(file)]
    names = [f"{file}: " for file in files] if len(files) > 1 else [""]
    return "".join(f"{name}{result.outcome}: {result.reason}\n" for name, result in zip(names, results, strict=True))


def printed_by_commands(body: str) -> str:
    """Returns what the commands of a block print."""
    printed = ""
    for line in body.splitlines():
        name, *arguments = shlex.split(line, comments=True) or [""]
        if name != COMMAND:
            continue
        result = run(*arguments)
        assert result.exit_code in EXIT_CODES, f"{line}\n{result.output}"
        printed += result.output
    return printed


def with_output(block: re.Match[str], printed: str) -> str:
    """Returns a block with the output that it has now, where the page shows any."""
    if block["shown"] is None:
        return block[0]
    lines = "\n".join(line.rstrip() for line in printed.splitlines())
    return f"```{block['kind']}\n{block['body']}```\n\n```text\n{lines.strip()}\n```"
