"""Small libraries of signals, written out in the tests that use them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from recovery_eval.signals.files import SignalLibrary, load_signal_files
from recovery_eval.signals.finder import Findings, SignalFinder
from recovery_eval.sources import YamlFolder
from recovery_eval.transcript import to_transcript

WORDS = """
about: Words for a test.
lists:
  we: [we, i]
  will: [will, shall, am going to]
  we will: ["{we} {will}", ill]
  fillers: [um]
  passed over: [really]
  clause starters: [so, and]
  very common: [i, we, you, the, to, it, is]
  not names: [there, team, thanks, for, your, the, is, so]
  greetings: [hi, hello, good morning]
  courtesies: [thanks, sorry]
norms:
  apologize: [apologise]
  thanks: [thx]
"""


def library(folder: Path, *signals: str, words: str = WORDS) -> SignalLibrary:
    """Writes signal files and one file of words into a folder, and loads them."""
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "test.yml").write_text(dedent(words), encoding="utf-8")
    for text in signals:
        body = dedent(text).strip() + "\n"
        name = body.splitlines()[0].removeprefix("signal: ")
        (folder / f"{name}.signal.yml").write_text(body, encoding="utf-8")
    return load_signal_files([YamlFolder(folder)])


def signal(*phrases: str, name: str = "act", by: str = "agent", rest: str = "") -> str:
    """Returns the text of a signal file."""
    lines = [f"signal: {name}", f"by: {by}", "meaning: An act for a test.", "phrases:"]
    lines += [f'  - "{phrase}"' for phrase in phrases]
    return "\n".join(lines) + "\n" + dedent(rest)


def find(finder: SignalFinder, conversation: object) -> Findings:
    """Returns what a finder finds in a conversation."""
    with finder.pipeline.reading():
        return finder.find(to_transcript(conversation))


def quotes(finder: SignalFinder, text: str) -> list[str]:
    """Returns the words found in one agent turn."""
    return [found.quote for found in find(finder, [("agent", text)]).signals]
