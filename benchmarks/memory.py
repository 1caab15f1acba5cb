"""Whether memory stays flat over many conversations whose names and numbers never repeat.

    python -m benchmarks.memory [--conversations N]

spaCy keeps every word it has ever seen; a service that runs for weeks would grow with each order number.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from time import perf_counter

from spacy.vocab import Vocab

from recovery_eval import Speaker, Transcript, Turn, __version__, evaluate_many

POINTS = 10


def main() -> None:
    """Prints the resident memory and the number of words that spaCy keeps, ten times along the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000, help="how many (default 200,000)")
    parser.add_argument("--rulebook", default="core", help="name or path (default core)")
    options = parser.parse_args()
    step = max(1, options.conversations // POINTS)
    print(f"recovery_eval {__version__}; conversations, resident megabytes, words kept by spaCy, seconds")
    begin = perf_counter()
    for number, _ in enumerate(evaluate_many(conversations(options.conversations), options.rulebook), start=1):
        if number == 1 or number % step == 0:
            taken = perf_counter() - begin
            print(f"{number:>10,}{resident_megabytes():>10.1f}{kept_words():>12,}{taken:>8.0f}", flush=True)


def conversations(count: int) -> Iterator[Transcript]:
    """Yields short conversations in each of which names, numbers and codes are new."""
    rng = random.Random(20)
    for number in range(count):
        customer, agent, place, thing = (f"{''.join(rng.choices(ascii_lowercase, k=6))}{number:x}" for _ in range(4))
        said = [
            ("customer", f"Order {place}-{number} still has not come and {thing} was promised."),
            ("agent", f"Hi {customer.title()}, {agent.title()} here. I'm so sorry about {thing}."),
            ("agent", f"Sorry if {place} upset you. I'll email you by {number % 12 + 1}pm."),
            ("customer", f"ok thanks, that works. my number is {rng.random()}"),
        ]
        turns = tuple(Turn(speaker=Speaker(speaker), text=text) for speaker, text in said)
        yield Transcript(id=str(number), customer_name=customer.title(), turns=turns)


def resident_megabytes() -> float:
    """Returns the memory that this process holds now, in megabytes; ends where the system doesn't tell."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        sys.exit("resident memory is read from /proc/self/statm, and this system has none")
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def kept_words() -> int:
    """Returns how many strings all spaCy vocabularies of this process hold."""
    return sum(len(thing.strings) for thing in gc.get_objects() if isinstance(thing, Vocab))


if __name__ == "__main__":
    main()
