"""How far two sets of labels agree: acts over turns, checklist items over conversations."""

from recovery_eval.agreement.compare import agreement
from recovery_eval.agreement.results import ActAgreement, Agreement, Disagreement, Estimate, ItemAgreement

__all__ = ["ActAgreement", "Agreement", "Disagreement", "Estimate", "ItemAgreement", "agreement"]
