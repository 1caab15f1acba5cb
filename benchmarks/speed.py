"""How fast conversations are evaluated, beside spaCy's blank tokenizer on the same turns.

The two run in turn, in one process, so that a busy machine slows both alike; the ratio is what can be compared
between machines. Reading and validating the transcripts is measured apart.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from pathlib import Path
from statistics import median
from time import perf_counter

import spacy
from spacy.about import __version__ as spacy_version

from recovery_eval import Transcript, __version__, evaluate, evaluate_many, load_rulebook, read_transcripts

CORPORA = Path(__file__).parents[1] / "corpora"
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

    own = sorted(file for kind in ("exemplary", "mixed", "failing") for file in (CORPORA / kind).glob("*.jsonl"))
    for files in [[file] for file in options.data] if options.data else [own]:
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
        sys.exit(f"nothing to measure: no conversations in {CORPORA}; name files with --data")
    times = max(1, -(-ENOUGH_CONVERSATIONS // len(found)))
    print(f"read {len(found):,} conversations in {perf_counter() - begin:.2f} s; measured {times} times over")
    return found * times


def measure(transcripts: list[Transcript], rulebook: str, rounds: int) -> None:
    """Evaluates and tokenizes the transcripts in turn, and prints how the two compare."""
    texts = [turn.text for transcript in transcripts for turn in transcript.turns]
    words = sum(len(text.split()) for text in texts)
    tokenize = spacy.blank("en").make_doc
    ours: list[float] = []
    tokenizing: list[float] = []
    for number in range(rounds + 1):
        begin = perf_counter()
        deque(map(tokenize, texts), maxlen=0)
        middle = perf_counter()
        deque(evaluate_many(transcripts, rulebook), maxlen=0)
        end = perf_counter()
        if number:  # the first round warms both
            tokenizing.append(middle - begin)
            ours.append(end - middle)

    ratios = [a / b for a, b in zip(ours, tokenizing, strict=True)]
    print(f"{len(transcripts):,} conversations, {len(texts):,} turns, {words:,} words, {rounds} rounds")
    print(f"evaluating / tokenizing   {median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")
    print(f"conversations a second    {len(transcripts) / median(ours):,.0f}")
    print(f"words a second            {words / median(ours):,.0f}   tokenizing alone {words / median(tokenizing):,.0f}")


if __name__ == "__main__":
    main()
