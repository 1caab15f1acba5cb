from __future__ import annotations

from recovery_eval.agreement.results import ActAgreement, Agreement, Disagreement, Estimate, ItemAgreement
from recovery_eval.display.agreement import agreement_text

FOUND = Agreement(
    conversations=2,
    turns=6,
    not_predicted=tuple("abcdefg"),
    not_in_gold=(),
    acts=(
        ActAgreement("apology", 0.5, None, Estimate(2 / 3, 0.25, 1.0), Estimate(0.5, None, None), 0.25, 3, 2),
        ActAgreement("excuse", None, 1.0, Estimate(1.0, None, None), None, None, 12, 0),
    ),
    items=(ItemAgreement("sincere-apology", Estimate(0.75, 0.5, 1.0), Estimate(0.0, None, None), 0.125, 2),),
    items_not_predicted=("comment",),
    items_not_in_gold=("customer-named", "no-non-apology"),
    micro_f1=Estimate(0.8, 0.7, 0.9),
    macro_f1=None,
    mean_kappa=Estimate(0.5, 0.25, 0.75),
    disagreements=(Disagreement("a", 1, "apology", "found", "not found"),),
)
TEXT = """\
2 conversations, 6 turns; in brackets 95 % intervals
without a prediction (7 conversations): a, b, c, d, e, f …
left out, never predicted (1 item): comment
left out, not in gold (2 items): customer-named, no-non-apology

act      gold  base rate  precision  recall                F1  kappa
apology     3     25.0 %       0.50       –  0.67 (0.25–1.00)   0.50
excuse     12          –          –    1.00              1.00      –

micro F1 0.80 (0.70–0.90)
macro F1 –, over acts with five gold turns or more

item              fails         agreement  kappa
sincere-apology  12.5 %  0.75 (0.50–1.00)   0.00

mean kappa 0.50 (0.25–0.75)"""


def test_agreement_is_shown_as_a_table_of_acts_and_one_of_items() -> None:
    assert agreement_text(FOUND) == TEXT


def test_disagreements_stand_below_the_tables() -> None:
    assert agreement_text(FOUND, disagreements=True) == (
        f"{TEXT}\n\n1 disagreement. Turns are numbered from 0.\na turn 1  apology: found in gold, not found predicted"
    )
