"""How fast conversations are evaluated, beside spaCy's blank tokenizer on the same turns.

    python -m benchmarks.speed [--data FILE…] [--rulebook NAME|PATH]

Both are measured in processor time; the ratio is what can be compared between machines. Reading and validating the
transcripts is measured apart.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import spacy
from spacy.about import __version__ as spacy_version

from benchmarks.pages import own_files
from benchmarks.timing import measured, ratio
from recovery_eval import Transcript, __version__, evaluate, evaluate_many, load_rulebook, read_transcripts

ENOUGH_CONVERSATIONS = 2_000


def main() -> None:
    """Prints the ratio of the two times with its spread, and conversations and words a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, metavar="FILE", help="default: our own corpora, repeated")
    parser.add_argument("--rulebook", default="core", help="name or path (default core)")
    parser.add_argument("--rounds", type=int, default=7, help="at least 5 (default 7)")
    options = parser.parse_args()
    rounds = max(5, options.rounds)

    python = sys.version.split()[0]
    print(f"recovery_eval {__version__}, spaCy {spacy_version}, Python {python}, {os.cpu_count()} cores")
    begin = perf_counter()
    rulebook = load_rulebook(options.rulebook)
    loaded = perf_counter()
    evaluate("Customer: It broke.\nAgent: I am sorry.", rulebook)
    compiled = perf_counter()
    print(f"rulebook {rulebook.name} {rulebook.version}: loaded in {loaded - begin:.2f} s, ", end="")
    print(f"first evaluation, with compiling, {compiled - loaded:.2f} s")

    for files in [[file] for file in options.data] if options.data else [own_files()]:
        print(f"\n{files[0].name if options.data else 'our own corpora'}")
        measure(conversations(files), options.rulebook, rounds)


def conversations(files: list[Path]) -> list[Transcript]:
    """Returns the conversations of the files, repeated until there are enough to measure; ends where there are none."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        sys.exit(f"no such file: {', '.join(missing)}")
    begin = perf_counter()
    found = [transcript for file in files for transcript in read_transcripts(file)]
    if not found:
        sys.exit(f"nothing to measure: no conversations in {', '.join(map(str, files))}")
    times = max(1, -(-ENOUGH_CONVERSATIONS // len(found)))
    print(f"read {len(found):,} conversations in {perf_counter() - begin:.2f} s; measured {times} times over")
    return found * times


def measure(transcripts: list[Transcript], rulebook: str, rounds: int) -> None:
    """Evaluates and tokenizes the transcripts in turn, and prints how the two compare."""
    texts = [turn.text for transcript in transcripts for turn in transcript.turns]
    words = sum(len(text.split()) for text in texts)
    tokenize = spacy.blank("en").make_doc
    tasks: dict[str, Callable[[], object]] = {
        "tokenizing": lambda: deque(map(tokenize, texts), maxlen=0),
        "evaluating": lambda: deque(evaluate_many(transcripts, rulebook), maxlen=0),
    }
    times = measured(tasks, rounds)
    ours, tokenizing = median(times["evaluating"]), median(times["tokenizing"])
    print(f"{len(transcripts):,} conversations, {len(texts):,} turns, {words:,} words, {rounds} rounds")
    print(f"evaluating / tokenizing   {ratio(times, 'evaluating', 'tokenizing')}")
    print(f"conversations a second    {len(transcripts) / ours:,.0f}")
    print(f"words a second            {words / ours:,.0f}   tokenizing alone {words / tokenizing:,.0f}")


if __name__ == "__main__":
    main()
