"""What reading costs beside evaluating, in processor time, and how much memory a large file of JSON Lines takes.

python -m benchmarks.reading [--data FILE…] [--megabytes N]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import process_time

from benchmarks.pages import own_files
from benchmarks.timing import measured, ratio
from recovery_eval import __version__, evaluate_many, read_transcripts
from recovery_eval.transcript.writers import to_json_line


def main() -> None:
    """Prints the ratio for each file, and the highest memory while a file of the wanted size was read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, metavar="FILE", help="default: our own corpora")
    parser.add_argument("--rounds", type=int, default=7, help="default 7")
    parser.add_argument("--megabytes", type=int, default=0, help="read a file of this size, too (default: none)")
    options = parser.parse_args()
    print(f"recovery_eval {__version__}, Python {sys.version.split()[0]}")
    for file in options.data or own_files():
        compare(file, max(3, options.rounds))
    if options.megabytes:
        read_large(options.megabytes)


def compare(file: Path, rounds: int) -> None:
    """Prints how reading a file compares with evaluating what it holds."""
    transcripts = list(read_transcripts(file))
    tasks: dict[str, Callable[[], object]] = {
        "reading": lambda: deque(read_transcripts(file), maxlen=0),
        "evaluating": lambda: deque(evaluate_many(transcripts), maxlen=0),
    }
    shown = ratio(measured(tasks, rounds), "reading", "evaluating")
    print(f"{file.parent.name}/{file.name}: {len(transcripts):,} conversations, reading / evaluating {shown}")


def read_large(megabytes: int) -> None:
    """Prints how much memory a process holds at most while it reads a file of so many megabytes."""
    lines = [to_json_line(each) for file in own_files() for each in read_transcripts(file)]
    block = "".join(lines).encode()
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        for _ in range(-(-megabytes * 1_000_000 // len(block))):
            file.write(block)
        file.flush()
        size = Path(file.name).stat().st_size
        before = peak()
        begin = process_time()
        count = sum(1 for _ in read_transcripts(file.name))
        taken = process_time() - begin
    print(f"{size / 1e6:,.0f} MB, {count:,} conversations in {taken:.0f} s of processor time; ", end="")
    print(f"at most {peak():.0f} MB of memory, {before:.0f} MB before")


def peak() -> float:
    """Returns the highest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
