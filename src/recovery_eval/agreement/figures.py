"""The statistics: point figures by scikit-learn, intervals by SciPy's bootstrap over conversations.

The bootstrap needs a figure of thousands of resamples at once, so the formulas stand here a second time, over arrays;
a test holds them against scikit-learn's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap
from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

from recovery_eval.agreement.results import Estimate

RESAMPLES = 2_000
CONFIDENCE = 0.95
SEED = 1
# Numbers held at once while resampling.
MOST_AT_ONCE = 2_000_000

Counts = NDArray[np.int64]
Figures = NDArray[np.float64]


def precision_recall_f1(gold: Sequence[bool], predicted: Sequence[bool]) -> tuple[float | None, float | None, float]:
    """Returns precision and recall, None where nothing is to be divided by, and F1, 1.0 where neither side has any."""
    precision, recall, f1, _ = precision_recall_fscore_support(gold, predicted, average="binary", zero_division=np.nan)
    return (
        None if math.isnan(precision) else float(precision),
        None if math.isnan(recall) else float(recall),
        1.0 if math.isnan(f1) else float(f1),
    )


def kappa(gold: Sequence[Any], predicted: Sequence[Any]) -> float:
    """Returns Cohen's kappa; 1.0 where both sides say one and the same throughout, which leaves nothing to chance."""
    if len({*gold, *predicted}) == 1:
        return 1.0
    return float(cohen_kappa_score(gold, predicted))


def interval(value: float, columns: Sequence[Sequence[int]], statistic: Callable[..., Figures]) -> Estimate:
    """Returns a figure with its percentile interval: conversations are drawn again, with replacement.

    Args:
        value: The figure itself.
        columns: Numbers of each conversation, a column for each argument of `statistic`.
        statistic: Computes the figure from columns along an axis.
    """
    size = len(columns[0])
    if size < 2:
        return Estimate(value, None, None)
    found = bootstrap(
        [np.asarray(column) for column in columns],
        statistic,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, MOST_AT_ONCE // (size * len(columns))),
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),  # the same draws for every figure, and on every machine
    ).confidence_interval
    return Estimate(value, float(found.low), float(found.high))


def f1_of_counts(hits: Counts, false: Counts, missed: Counts, *, axis: int = -1) -> Figures:
    """Returns F1 from each conversation's turns found by both, by the prediction alone, by gold alone."""
    twice = 2 * hits.sum(axis)
    return _ratio(twice, twice + false.sum(axis) + missed.sum(axis))


def mean_f1_of_counts(*columns: Counts, axis: int = -1) -> Figures:
    """Returns the mean F1 of several acts, of which each has three columns as for `f1_of_counts`."""
    acts = zip(columns[0::3], columns[1::3], columns[2::3], strict=True)
    return _mean([f1_of_counts(*act, axis=axis) for act in acts])


def kappa_of_counts(hits: Counts, false: Counts, missed: Counts, turns: Counts, *, axis: int = -1) -> Figures:
    """Returns the kappa of one act over turns, from counts as for `f1_of_counts` and each conversation's turns."""
    both, alone, lost, total = (column.sum(axis) for column in (hits, false, missed, turns))
    observed = total - alone - lost
    chance = (both + lost) * (both + alone) + (total - both - lost) * (total - both - alone)
    return _ratio(observed * total - chance, total * total - chance)


def share_of_equals(gold: Counts, predicted: Counts, *, axis: int = -1) -> Figures:
    """Returns the share of conversations with the same outcome, given as numbers."""
    return _ratio((gold == predicted).sum(axis), gold.shape[axis])


def kappa_of_outcomes(gold: Counts, predicted: Counts, *, axis: int = -1) -> Figures:
    """Returns the kappa of outcomes, given as small numbers from 0."""
    size = gold.shape[axis]
    equal = (gold == predicted).sum(axis)
    kinds = range(int(max(gold.max(), predicted.max())) + 1)
    chance = sum((gold == kind).sum(axis) * (predicted == kind).sum(axis) for kind in kinds)
    return _ratio(equal * size - chance, size * size - chance)


def mean_kappa_of_outcomes(*columns: Counts, axis: int = -1) -> Figures:
    """Returns the mean kappa of several items, of which each has two columns as for `kappa_of_outcomes`."""
    items = zip(columns[0::2], columns[1::2], strict=True)
    return _mean([kappa_of_outcomes(*item, axis=axis) for item in items])


def _mean(figures: Sequence[Figures]) -> Figures:
    mean: Figures = np.mean(figures, axis=0)
    return mean


def _ratio(above: Any, below: Any) -> Figures:
    """Divides; 1.0 where there is nothing to divide by: nothing to find was found, nothing to differ on differs."""
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    ratio: Figures = np.divide(above, below, out=np.ones_like(above), where=below != 0)
    return ratio
