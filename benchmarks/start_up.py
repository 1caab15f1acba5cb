"""How long the package takes to start, beside what it is built on.

Each command runs in an interpreter of its own, in turn with the others, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

HELP = "import sys; from recovery_eval.cli import main; sys.argv = ['recovery-eval', '--help']; main()"
CHECK = (
    "import sys; from recovery_eval.cli import main; "
    "sys.argv = ['recovery-eval', 'check', '--stdin-filename', 'reply.md']; main()"
)
REPLY = b"---\ntitle: Opening hours\n---\nHi {{customer.first_name}}, we open at nine.\n"
PROGRAMS = {
    "python alone": "pass",
    "import recovery_eval": "import recovery_eval",
    "import pydantic": "from pydantic import BaseModel",
    "recovery-eval --help": HELP,
    "import spacy": "import spacy",
    "recovery-eval check": CHECK,
}


def main() -> None:
    """Prints the median time of each program in milliseconds, and its spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is started (default 7)")
    rounds = max(1, parser.parse_args().rounds)

    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(rounds + 1):
        for name, program in PROGRAMS.items():
            taken = seconds(program)
            if number:  # the first round fills the disk cache
                times[name].append(taken)

    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {rounds} rounds")
    print("milliseconds: median (min to max)")
    for name, taken_each in times.items():
        shown = [1000 * value for value in (median(taken_each), min(taken_each), max(taken_each))]
        print(f"{name:24}{shown[0]:8.0f}  ({shown[1]:.0f} to {shown[2]:.0f})")
    for ours, theirs in (
        ("import recovery_eval", "import pydantic"),
        ("recovery-eval --help", "import spacy"),
        ("recovery-eval check", "import spacy"),
    ):
        ratio = median(a / b for a, b in zip(times[ours], times[theirs], strict=True))
        print(f"{ours} / {theirs}: {ratio:.2f}")


def seconds(program: str) -> float:
    """Returns how long an interpreter takes to start, run the program and end."""
    source = str(Path(__file__).parents[1] / "src")
    begin = perf_counter()
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        input=REPLY,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": source},
    )
    return perf_counter() - begin


if __name__ == "__main__":
    main()
