"""How far the signals and core rules agree with labels, in our own corpora or in other conversations.

    python -m benchmarks.agreement_table                 writes docs/explanation/agreement.md
    python -m benchmarks.agreement_table --data FILE …   prints the tables of other labelled conversations

Of other conversations, those whose id begins with one prefix (written ones among real ones) can be shown apart.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.pages import MADE, own_files, records, table, write
from recovery_eval import Transcript, annotate
from recovery_eval.agreement import Agreement, agreement
from recovery_eval.display.agreement import (
    ACT_COLUMNS,
    ITEM_COLUMNS,
    act_row,
    agreement_text,
    estimate_words,
    item_row,
)

PAGE = "explanation/agreement.md"


def main() -> None:
    """Writes the page, or prints the tables of the files named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", type=Path, metavar="FILE", help="labelled conversations, JSON Lines")
    parser.add_argument("--apart", default="dev-", metavar="PREFIX", help="ids shown apart (default dev-)")
    options = parser.parse_args()
    if not options.data:
        write(PAGE, page())
        return
    gold = records(options.data)
    apart = [record for record in gold if record["id"].startswith(options.apart)]
    others = [record for record in gold if not record["id"].startswith(options.apart)]
    parts = {"all": gold, f"ids that begin with {options.apart}": apart, "other ids": others}
    for name, part in parts.items():
        if part and (name == "all" or len(part) < len(gold)):
            print(f"== {name}\n{agreement_text(compared(part))}\n")


def compared(gold: Sequence[dict[str, Any]]) -> Agreement:
    """Returns how far the signals found in labelled conversations agree with their labels."""
    return agreement(gold, [{"id": record["id"], "acts": acts(record)} for record in gold])


def acts(record: dict[str, Any]) -> list[tuple[int, str]]:
    """Returns turn and name of every signal found in a record's conversation; its labels are not looked at."""
    known = {key: record[key] for key in Transcript.model_fields if key in record and key != "metadata"}
    return sorted({(signal.turn, signal.name) for signal in annotate(Transcript.model_validate(known))})


def page() -> str:
    """Returns the page for our own corpora; the same signals and corpora give the same bytes."""
    found = compared(records(own_files()))
    return f"""{MADE}

# Agreement with labels

How far the signals, and the core rules that stand on them, agree with the labels of the {found.conversations}
conversations ({found.turns:,} turns) in `corpora/`. In brackets are 95 % intervals from resampling the conversations.

These conversations are our own writing, and the signals were written with them in sight: the figures say that the
signals do what their authors mean, and warn when a change breaks something. They are not an estimate for other people's
conversations; for that, label some of your own and run `recovery-eval agreement`.

## Signals, over turns

Micro F1 {estimate_words(found.micro_f1)}. Macro F1 {estimate_words(found.macro_f1)}, over signals with five labelled
turns or more. The base rate is the share of all turns that have the label; kappa is Cohen's.

{table(("signal", *ACT_COLUMNS[1:]), [act_row(act) for act in found.acts])}

## Core rules, over conversations

Mean kappa {estimate_words(found.mean_kappa)}. The second column is the share that fails by the labels.

{table(("rule", *ITEM_COLUMNS[1:]), [item_row(item) for item in found.items])}
"""


if __name__ == "__main__":
    main()
