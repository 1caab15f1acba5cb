"""Compares predicted labels with gold ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from recovery_eval.agreement.labels import Act, ItemsOfActs, Labels, Source, read_labels
from recovery_eval.agreement.results import (
    FOUND,
    MISSING,
    NOT_FOUND,
    ActAgreement,
    Agreement,
    Disagreement,
    Estimate,
    ItemAgreement,
)
from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.outcome import Outcome
from recovery_eval.rulebook import Rulebook, load_rulebook

if TYPE_CHECKING:
    from types import ModuleType

FEWEST_IN_MACRO = 5
_NEARLY = 0.8  # how much of two names has to be alike

_NO_LABELS = Labels(None, None, None)
_CODES = {outcome: code for code, outcome in enumerate((*map(str, Outcome), MISSING))}


class MissingExtraError(RecoveryEvalError, ImportError):
    """An optional part of the package is not installed."""


def agreement(gold: Source, predicted: Source, *, rulebook: str | Path | Rulebook = "core") -> Agreement:
    """Compares predicted labels with gold ones.

    A record holds `id` and `acts` (a list of [turn, act]) or `items` (outcome by item, `na` meaning not applicable), or
    both, and may hold `turns`: what `recovery-eval signals` and `recovery-eval evaluate --format jsonl` write will do.
    Items of a record without them are judged from its acts. What the prediction lacks counts as not predicted; items
    that one side has nowhere are left out. A CSV table will do, with a column `id` and one for each item's outcomes.

    Args:
        gold: Path or stream of JSON Lines or of a table, or records.
        predicted: Likewise.
        rulebook: Whose rules judge acts where a record has no items.

    Returns:
        Figures by act and item, with 95 % intervals from 2,000 resamples of the conversations (percentiles, fixed
        seed: the same input gives the same figures).

    Raises:
        TranscriptError: A record can't be read.
        MissingExtraError: The extra `agreement` is not installed.
        RecoveryEvalError: The two have no conversation in common.
        UnknownNameError, RuleFileError: As for `load_rulebook`.
    """
    figures = _figures()
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    truth, said = _both(gold, predicted)
    judge = ItemsOfActs(book)
    # A prediction of items alone says nothing of acts, so what it lacks can't be judged from them.
    predicts_acts = any(one.acts is not None for one in said.values())
    lacking = Labels(None, frozenset(), None) if predicts_acts else _NO_LABELS
    pairs = [_pair(key, labels, said.get(key, lacking), judge) for key, labels in truth.items()]
    with_acts = [pair for pair in pairs if pair.has_acts] if predicts_acts else []
    acts, micro, macro = _acts(with_acts, figures)
    in_both, in_gold, in_prediction = _items_of_each(pairs)
    items, mean_kappa = _items(pairs, in_both, figures)
    return Agreement(
        conversations=len(pairs),
        turns=sum(sizes) if (sizes := _sizes(pairs)) is not None else None,
        not_predicted=tuple(key for key in truth if key not in said),
        not_in_gold=tuple(key for key in said if key not in truth),
        acts=acts,
        items=items,
        items_not_predicted=in_gold,
        items_not_in_gold=in_prediction,
        micro_f1=micro,
        macro_f1=macro,
        mean_kappa=mean_kappa,
        disagreements=tuple(one for pair in pairs for one in _differences(pair, in_both, compare_acts=bool(with_acts))),
        likely_misspelt=(*_misspelt_acts(acts, book.library.signals), *_misspelt_items(in_gold, pairs)),
    )


def _both(gold: Source, predicted: Source) -> tuple[dict[str, Labels], dict[str, Labels]]:
    """Returns the labels of both, which have a conversation in common."""
    truth, said = read_labels(gold, "gold"), read_labels(predicted, "predicted")
    if not truth.keys() & said.keys():
        begins = f"gold begins with {_first(truth)}, the prediction with {_first(said)}"
        raise RecoveryEvalError(f"nothing to compare: no id of the prediction is in gold; {begins}; give both the same")
    return truth, said


def _first(labels: Iterable[str]) -> str:
    return next(map(repr, labels), "none")


def _items_of_each(pairs: Iterable[_Pair]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Returns the items that both sides have anywhere, those of gold alone, and those of the prediction alone."""
    gold = dict.fromkeys(item for pair in pairs for item in pair.gold_items)
    predicted = dict.fromkeys(item for pair in pairs for item in pair.predicted_items)
    both = tuple(item for item in gold if item in predicted)
    in_gold, in_prediction = (tuple(item for item in side if item not in both) for side in (gold, predicted))
    return both, in_gold, in_prediction


def _misspelt_acts(acts: Iterable[ActAgreement], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields the acts that only one side has, if they are of no signal, with the name that they are nearly."""
    for act in acts:
        if act.act not in known and not (act.gold and act.predicted):
            yield from ((act.act, name) for name in get_close_matches(act.act, known, n=1, cutoff=_NEARLY))


def _misspelt_items(items: Iterable[str], pairs: Iterable[_Pair]) -> Iterator[tuple[str, str]]:
    """Yields the items of gold that no prediction has, with the predicted one that they are nearly."""
    names = sorted({item for pair in pairs for item in pair.predicted_items})
    for item in items:
        yield from ((item, name) for name in get_close_matches(item, names, n=1, cutoff=_NEARLY))


def _figures() -> ModuleType:
    try:
        from recovery_eval.agreement import figures
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("scipy", "sklearn"):
            raise MissingExtraError(
                'comparing labels needs scikit-learn and SciPy; install them: pip install "recovery_eval[agreement]"'
            ) from None
        raise
    return figures


class _Pair(NamedTuple):
    """The two labellings of one conversation."""

    id: str
    speakers: Sequence[object] | None
    has_acts: bool
    gold: frozenset[Act]
    predicted: frozenset[Act]
    gold_items: Mapping[str, str]
    predicted_items: Mapping[str, str]

    def turns_with(self, act: str) -> tuple[set[int], set[int]]:
        """Returns the turns that have an act in gold, and in the prediction."""
        gold, predicted = ({turn for turn, name in side if name == act} for side in (self.gold, self.predicted))
        return gold, predicted


def _pair(key: str, gold: Labels, said: Labels, judge: ItemsOfActs) -> _Pair:
    speakers = gold.speakers if gold.speakers is not None else said.speakers
    true_acts, said_acts = (one.acts if one.acts is not None else frozenset[Act]() for one in (gold, said))
    latest = max((turn for turn, _ in true_acts | said_acts), default=-1)
    if speakers is not None and latest >= len(speakers):  # a record's acts were compared with its own turns when read
        who = "an act is predicted for" if gold.speakers is not None else "gold has an act in"
        other = "gold" if gold.speakers is not None else "the prediction"
        message = f"{who} turn {latest}, but {other} has {len(speakers)} turns, counted from 0"
        raise TranscriptError(message, record=key)
    true_items = gold.items or judge(true_acts, speakers)
    said_items = said.items or (judge(said_acts, speakers) if said.acts is not None else {})
    return _Pair(
        id=key,
        speakers=speakers,
        has_acts=gold.acts is not None,
        gold=true_acts,
        predicted=said_acts,
        gold_items={item: str(outcome) for item, outcome in true_items.items()},
        predicted_items={item: str(outcome) for item, outcome in said_items.items()},
    )


def _acts(
    pairs: Sequence[_Pair], figures: ModuleType
) -> tuple[tuple[ActAgreement, ...], Estimate | None, Estimate | None]:
    """Returns the figures of each act, micro F1 and macro F1."""
    names = sorted({name for pair in pairs for _, name in pair.gold | pair.predicted})
    if not names:
        return (), None, None
    columns = {name: _counts(pairs, name) for name in names}
    each = tuple(_act(name, pairs, columns[name], figures) for name in names)

    everything = [[sum(rows) for rows in zip(*(columns[name][k] for name in names), strict=True)] for k in range(3)]
    cells = [[list(side) for side in _cells(pairs, name)] for name in names]
    gold, predicted = (list(chain.from_iterable(cell[side] for cell in cells)) for side in (0, 1))
    _, _, pooled = figures.precision_recall_f1(gold, predicted)
    micro = figures.interval(pooled, everything, figures.f1_of_counts)

    steady = [act for act in each if act.gold >= FEWEST_IN_MACRO]
    if not steady:
        return each, micro, None
    steady_columns = [column for act in steady for column in columns[act.act]]
    mean = fmean(act.f1.value for act in steady)
    return each, micro, figures.interval(mean, steady_columns, figures.mean_f1_of_counts)


def _act(name: str, pairs: Sequence[_Pair], columns: Sequence[Sequence[int]], figures: ModuleType) -> ActAgreement:
    gold, predicted = _cells(pairs, name)
    precision, recall, f1 = figures.precision_recall_f1(gold, predicted)
    kappa = base_rate = None
    sizes = _sizes(pairs)
    if sizes is not None:
        kappa = figures.interval(figures.kappa(gold, predicted), [*columns, sizes], figures.kappa_of_counts)
        base_rate = sum(gold) / len(gold)
    return ActAgreement(
        act=name,
        precision=precision,
        recall=recall,
        f1=figures.interval(f1, columns, figures.f1_of_counts),
        kappa=kappa,
        base_rate=base_rate,
        gold=sum(gold),
        predicted=sum(predicted),
    )


def _sizes(pairs: Sequence[_Pair]) -> list[int] | None:
    """Returns the number of turns of each conversation; None where that of any is not known."""
    sizes = [len(pair.speakers) for pair in pairs if pair.speakers is not None]
    return sizes if len(sizes) == len(pairs) else None


def _counts(pairs: Sequence[_Pair], name: str) -> list[list[int]]:
    """Returns, in columns over conversations, the turns found by both, by the prediction alone, by gold alone."""
    sides = [pair.turns_with(name) for pair in pairs]
    return [
        [len(gold & predicted) for gold, predicted in sides],
        [len(predicted - gold) for gold, predicted in sides],
        [len(gold - predicted) for gold, predicted in sides],
    ]


def _cells(pairs: Sequence[_Pair], name: str) -> tuple[list[bool], list[bool]]:
    """Returns whether each turn has an act, in gold and in the prediction; where turns are unknown, those that do."""
    gold: list[bool] = []
    predicted: list[bool] = []
    for pair in pairs:
        true, said = pair.turns_with(name)
        turns = sorted(true | said) if pair.speakers is None else range(len(pair.speakers))
        gold += [turn in true for turn in turns]
        predicted += [turn in said for turn in turns]
    return gold, predicted


def _items(
    pairs: Sequence[_Pair], items: Iterable[str], figures: ModuleType
) -> tuple[tuple[ItemAgreement, ...], Estimate | None]:
    """Returns the figures of each item, and their mean kappa."""
    each = []
    all_codes: list[list[int]] = []
    for item in items:
        with_item = [pair for pair in pairs if item in pair.gold_items]
        gold = [pair.gold_items[item] for pair in with_item]
        predicted = [pair.predicted_items.get(item, MISSING) for pair in with_item]
        codes = [[_CODES[outcome] for outcome in side] for side in (gold, predicted)]
        equal = fmean(one == other for one, other in zip(gold, predicted, strict=True))
        all_codes += codes
        each.append(
            ItemAgreement(
                item=item,
                agreement=figures.interval(equal, codes, figures.share_of_equals),
                kappa=figures.interval(figures.kappa(gold, predicted), codes, figures.kappa_of_outcomes),
                base_rate=gold.count(str(Outcome.FAIL)) / len(gold),
                conversations=len(gold),
            )
        )
    if not each:
        return (), None
    mean = fmean(item.kappa.value for item in each)
    if len({len(column) for column in all_codes}) > 1:  # resampling needs every item of every conversation
        return tuple(each), Estimate(mean, None, None)
    return tuple(each), figures.interval(mean, all_codes, figures.mean_kappa_of_outcomes)


def _differences(pair: _Pair, items: Iterable[str], *, compare_acts: bool) -> Iterator[Disagreement]:
    if compare_acts and pair.has_acts:
        for turn, name in sorted(pair.gold ^ pair.predicted):
            sides = (FOUND, NOT_FOUND) if (turn, name) in pair.gold else (NOT_FOUND, FOUND)
            yield Disagreement(pair.id, turn, name, *sides)
    for item in items:
        predicted = pair.predicted_items.get(item, MISSING)
        if item in pair.gold_items and pair.gold_items[item] != predicted:
            yield Disagreement(pair.id, None, item, pair.gold_items[item], predicted)
