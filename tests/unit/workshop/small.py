"""A small folder of rules that stands in for the built-in ones, for tests of the workshop."""

from __future__ import annotations

from pathlib import Path

from tests.unit.rulebook.folders import write, write_book

SIGNALS = {
    "complaint": """
signal: complaint
by: customer
meaning: Something went wrong.
phrases: ["broken parcel", "lost parcel"]
""",
    "apology": """
signal: apology
by: agent
meaning: Regret.
phrases: ["sorry about", "apologies for", "regret the parcel"]
unless:
  doubtful: {then: maybe}
  quoted: {before: "somebody said", within: 2}
also:
  - phrases: ["forgive us"]
    after: {signal: complaint, within: 1}
  - phrases: ["once more truly"]
    after: {signal: apology}
""",
    "excuse": """
signal: excuse
by: agent
meaning: A reason why it was not us.
phrases: ["very busy"]
""",
}
CASES = {
    "complaint": """
signal: complaint
found:
  - {text: "The broken parcel stood there.", evidence: [broken parcel]}
  - {text: "A lost parcel again.", evidence: [lost parcel]}
not_found: [{text: "A whole parcel came."}]
""",
    "apology": """
signal: apology
found:
  - {text: "Sorry about the lamp.", evidence: [Sorry about]}
  - {text: "Apologies for it all.", evidence: [Apologies for]}
  - {text: "Customer: That broken parcel.\\nAgent: Please forgive us.", evidence: [forgive us]}
  - text: "Agent: Sorry about it.\\nCustomer: Well.\\nAgent: And once more truly."
    evidence: [Sorry about, once more truly]
  - {text: "Sorry about the day you regret the parcel.", evidence: [Sorry about, regret the parcel]}
not_found:
  - {text: "Sorry about it maybe.", near_miss: doubtful}
  - {text: "Customer: That lost parcel.\\nAgent: Hm.\\nCustomer: Well?\\nAgent: Please forgive us."}
  - {text: "Please forgive us, all of you."}
  - {text: "Here it is once more truly."}
""",
    "excuse": """
signal: excuse
found: [{text: "We were very busy.", evidence: [very busy]}]
not_found: [{text: "We were very kind."}]
""",
}
RULE = """
rule: says-sorry
title: The agent said sorry
why: Because customers care.
source: [{framework: core, item: 1}]
applies_when: {signal: complaint, by: customer}
require:
  any_of:
    - {signal: apology, by: agent, without: [excuse]}
    - {signal: excuse, after: {signal: apology}}
advice: Say sorry.
may_misfire: [On irony.]
"""
RULE_CASES = """
rule: says-sorry
fail:
  - {text: "Customer: A broken parcel.\\nAgent: Well then, number one."}
  - {text: "Customer: A broken parcel.\\nAgent: Sorry about it, we were very busy, number two."}
pass:
  - text: "Customer: A broken parcel.\\nAgent: Sorry about it, number one."
    near: 0
    evidence: [Sorry about]
not_applicable:
  - {text: "Customer: A fine parcel.\\nAgent: Well then, number three."}
"""


def write_small(root: Path) -> Path:
    """Writes three signals, a rule and the rulebook `core`, each with its cases; everything comes out right."""
    for name, text in SIGNALS.items():
        write(root / f"{name}.signal.yml", text)
        write(root / f"{name}.signal.cases.yml", CASES[name])
    write(root / "says-sorry.rule.yml", RULE)
    write(root / "says-sorry.rule.cases.yml", RULE_CASES)
    write_book(root / "rulebooks", "core", "says-sorry")
    return root
