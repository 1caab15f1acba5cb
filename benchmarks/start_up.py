"""How long the package takes to start, beside what it is built on.

    python -m benchmarks.start_up [--rounds N]

Each program runs in an interpreter of its own, in turn with the others.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from functools import partial
from time import perf_counter

from benchmarks.pages import CHECKOUT
from benchmarks.timing import measured, ratio, spread

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

    times = measured({name: partial(run, program) for name, program in PROGRAMS.items()}, rounds, perf_counter)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {rounds} rounds")
    print("milliseconds: median (min to max)")
    for name, taken_each in times.items():
        print(f"{name:24}{spread([1000 * taken for taken in taken_each], '.0f')}")
    for ours, theirs in (
        ("import recovery_eval", "import pydantic"),
        ("recovery-eval --help", "import spacy"),
        ("recovery-eval check", "import spacy"),
    ):
        print(f"{ours} / {theirs}: {ratio(times, ours, theirs)}")


def run(program: str) -> None:
    """Starts an interpreter, runs a program and waits for its end."""
    source = str(CHECKOUT / "src")
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        input=REPLY,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": source},
    )


if __name__ == "__main__":
    main()
