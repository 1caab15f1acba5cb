"""How fast a library of canned responses is checked, beside spaCy's blank tokenizer on the same texts.

    python -m benchmarks.canned_speed [--replies N] [--desk NAME]

All are measured in processor time; the ratio is what can be compared between machines. The library is that of
`corpora/canned/library/`, its paragraphs shuffled into as many replies as are wanted, written as every kind of help
desk keeps them.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import spacy

from benchmarks.canned_desks import DESKS, Desk, Reply
from benchmarks.canned_library import replies_of
from benchmarks.timing import measured, ratio
from recovery_eval.canned.check import check
from recovery_eval.canned.fixes import suggestions
from recovery_eval.canned.outputs.text import report_text
from recovery_eval.canned.run import Checker
from recovery_eval.canned.settings import Settings


def main() -> None:
    """Prints both times and their ratio: for finding alone, and for a whole report with suggestions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=5_000, help="about how many (default 5,000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default 5)")
    parser.add_argument("--desk", choices=[desk.name for desk in DESKS], help="only as this one keeps them")
    options = parser.parse_args()

    gc.set_threshold(100_000)  # as the command line does
    with tempfile.TemporaryDirectory() as folder:
        write_library(Path(folder), options.replies, [desk for desk in DESKS if options.desk in {None, desk.name}])
        result = check([folder])
        texts = [message.text for one in result.replies for message in one.reply.messages]
        tokenize = spacy.blank("en").make_doc
        settings = Settings(root=Path(folder))

        def report() -> str:
            found = Checker(settings).check([folder])
            suggestions(found, settings)
            return report_text(found)

        print(f"{len(result.replies):,} replies, {sum(len(text.split()) for text in texts):,} words, ", end="")
        print(f"{len(result.findings):,} findings, {len(result.faults)} faults")
        tasks: dict[str, Callable[[], object]] = {
            "tokenizing": lambda: deque(map(tokenize, texts), maxlen=0),
            "checking": lambda: check([folder]),
            "checking, suggestions, report": report,
        }
        times = measured(tasks, max(1, options.rounds))
    for name, taken in times.items():
        print(f"{name:32}{1000 * median(taken):7.0f} ms   {ratio(times, name, 'tokenizing')}")


def write_library(folder: Path, replies: int, desks: list[Desk]) -> None:
    """Writes about so many replies, no two with the same text, as the files of some help desks."""
    for index, desk in enumerate(DESKS):
        if desk in desks:
            for name, content in desk.write(list(shuffled(replies_of(index, desk), replies // len(desks)))).items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")


def shuffled(replies: list[Reply], wanted: int) -> Iterator[Reply]:
    """Yields replies that begin as one of some replies, go on as others, and end with a number of their own."""
    paragraphs = [reply.text.split("\n\n") for reply in replies]
    for number in range(wanted):
        step, first = divmod(number, len(replies))
        reply = replies[first]
        others = [paragraphs[(first + place * step) % len(replies)] for place in range(len(paragraphs[first]))]
        text = [other[min(place, len(other) - 1)] for place, other in enumerate(others)]
        ids = f"{reply.id.rpartition('-')[0]}-{number:05}"
        yield reply._replace(id=ids, text="\n\n".join([*text, f"Your case has the number {number}."]))


if __name__ == "__main__":
    main()
