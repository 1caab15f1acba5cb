"""What a comparison of labels comes to: plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

FOUND, NOT_FOUND, MISSING = "found", "not found", "missing"


class Estimate(NamedTuple):
    """A figure with its 95 % interval.

    The ends are None where fewer than two conversations were compared, and for the mean of items that are not all
    labelled in the same number of conversations.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ActAgreement:
    """Agreement on one act, counted over turns.

    Attributes:
        act: The act.
        precision: Share of the predicted turns that gold has too; None where none was predicted.
        recall: Share of the gold turns that were predicted; None where gold has none.
        f1: Harmonic mean of the two.
        kappa: Cohen's kappa over all turns, 1.0 where both sides say the same of every turn; None where the number of
            turns is not known.
        base_rate: Share of all turns that have the act in gold; None as for `kappa`.
        gold: Turns with the act in gold.
        predicted: Turns for which it was predicted.
    """

    act: str
    precision: float | None
    recall: float | None
    f1: Estimate
    kappa: Estimate | None
    base_rate: float | None
    gold: int
    predicted: int


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """Agreement on the outcome of one checklist item, counted over conversations.

    Attributes:
        item: The item.
        agreement: Share of the conversations with the same outcome.
        kappa: Cohen's kappa over the outcomes; 1.0 where both sides give all conversations the same one.
        base_rate: Share of the conversations that fail the item in gold.
        conversations: How many were compared.
    """

    item: str
    agreement: Estimate
    kappa: Estimate
    base_rate: float
    conversations: int


class Disagreement(NamedTuple):
    """One place where the two sides differ.

    Attributes:
        conversation: Its id.
        turn: Index of the turn, from 0; None for an item.
        name: The act or item.
        gold: What gold says: `found` or `not found` for an act, an outcome for an item.
        predicted: What was predicted, likewise; `missing` where the item has no outcome there.
    """

    conversation: str
    turn: int | None
    name: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far predicted labels agree with gold ones.

    Attributes:
        conversations: How many were compared: those of gold.
        turns: How many turns they have; None where that is not known of each.
        not_predicted: Ids in gold alone; what they lack counts as not predicted.
        not_in_gold: Ids in the prediction alone; left out.
        acts: One entry an act that either side has, by name; empty where a side has no acts at all.
        items: One entry an item that both sides have, in the order of gold.
        items_not_predicted: Items in gold alone; left out.
        items_not_in_gold: Items in the prediction alone; left out.
        micro_f1: F1 over all acts together; None without acts.
        macro_f1: Mean F1 of the acts with five gold turns or more; None without such.
        mean_kappa: Mean kappa of the items; None without items.
        disagreements: Every place where the sides differ, in the order of gold.
        likely_misspelt: Acts that one side alone has and the rulebook's library lacks, and items of gold that are never
            predicted, each with the name that it is nearly written like.
    """

    conversations: int
    turns: int | None
    not_predicted: tuple[str, ...]
    not_in_gold: tuple[str, ...]
    acts: tuple[ActAgreement, ...]
    items: tuple[ItemAgreement, ...]
    items_not_predicted: tuple[str, ...]
    items_not_in_gold: tuple[str, ...]
    micro_f1: Estimate | None
    macro_f1: Estimate | None
    mean_kappa: Estimate | None
    disagreements: tuple[Disagreement, ...]
    likely_misspelt: tuple[tuple[str, str], ...] = ()

    def to_dict(self, *, disagreements: bool = True) -> dict[str, Any]:
        """Returns plain lists, dicts and scalars; an estimate is {"value", "low", "high"}."""
        plain = {name: _plain(value) for name, value in asdict(self).items()}
        if not disagreements:
            del plain["disagreements"]
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Estimate | Disagreement):
        return value._asdict()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
