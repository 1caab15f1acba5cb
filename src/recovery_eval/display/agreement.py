"""How far labels agree, as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recovery_eval.agreement import ActAgreement, Agreement, Estimate, ItemAgreement
from recovery_eval.display.wording import TURNS_FROM_ZERO, several, visible

_NONE = "–"
_MOST_SHOWN = 6  # names of conversations or items


def agreement_text(found: Agreement, *, disagreements: bool = False) -> str:
    """Returns a table of the acts, one of the items, and, if asked for, every place where the sides differ."""
    turns = f", {several(found.turns, 'turn')}" if found.turns is not None else ""
    lines = [f"{several(found.conversations, 'conversation')}{turns}; in brackets 95 % intervals"]
    for told, thing, names in (
        ("without a prediction", "conversation", found.not_predicted),
        ("left out, not in gold", "conversation", found.not_in_gold),
        ("left out, never predicted", "item", found.items_not_predicted),
        ("left out, not in gold", "item", found.items_not_in_gold),
    ):
        if names:
            more = " …" if len(names) > _MOST_SHOWN else ""
            lines.append(f"{told} ({several(len(names), thing)}): {visible(', '.join(names[:_MOST_SHOWN]))}{more}")
    lines += [f"no known name: {visible(given)}; did you mean {name}?" for given, name in found.likely_misspelt]
    if found.acts:
        lines += ["", *_table(ACT_COLUMNS, [act_row(act) for act in found.acts])]
        lines += ["", f"micro F1 {estimate_words(found.micro_f1)}"]
        lines.append(f"macro F1 {estimate_words(found.macro_f1)}, over acts with five gold turns or more")
    if found.items:
        lines += ["", *_table(ITEM_COLUMNS, [item_row(item) for item in found.items])]
        lines += ["", f"mean kappa {estimate_words(found.mean_kappa)}"]
    if disagreements:
        lines += ["", *_differences(found)]
    return "\n".join(lines)


ACT_COLUMNS = ("act", "gold", "base rate", "precision", "recall", "F1", "kappa")
ITEM_COLUMNS = ("item", "fails", "agreement", "kappa")


def act_row(act: ActAgreement) -> tuple[str, ...]:
    """Returns the cells of an act, under `ACT_COLUMNS`."""
    return (
        visible(act.act),
        str(act.gold),
        _percent(act.base_rate),
        _figure(act.precision),
        _figure(act.recall),
        estimate_words(act.f1),
        estimate_words(act.kappa),
    )


def item_row(item: ItemAgreement) -> tuple[str, ...]:
    """Returns the cells of an item, under `ITEM_COLUMNS`."""
    return (visible(item.item), _percent(item.base_rate), estimate_words(item.agreement), estimate_words(item.kappa))


def estimate_words(estimate: Estimate | None) -> str:
    """Returns an estimate as in `0.91 (0.86–0.95)`."""
    if estimate is None:
        return _NONE
    if estimate.low is None or estimate.high is None:
        return _figure(estimate.value)
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _figure(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"{100 * value:.1f} %"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        first, *rest = (
            f"{cell:>{width}}" if column else f"{cell:<{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *rest))


def _differences(found: Agreement) -> Iterator[str]:
    if not found.disagreements:
        yield "No disagreements."
        return
    yield f"{several(len(found.disagreements), 'disagreement')}. {TURNS_FROM_ZERO}"
    for one in found.disagreements:
        place = "" if one.turn is None else f" turn {one.turn}"
        yield f"{visible(one.conversation)}{place}  {visible(one.name)}: {one.gold} in gold, {one.predicted} predicted"
