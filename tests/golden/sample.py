"""A checklist made by hand, so that what is displayed depends on nothing but the display."""

from __future__ import annotations

from datetime import UTC, datetime

from recovery_eval.apology import ApologyProfile
from recovery_eval.beyond import Beyond
from recovery_eval.checklist import Checklist, Provenance
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.promises import Kind, Promise, Status, Strength
from recovery_eval.transcript.models import Speaker, Transcript, Turn

TEXTS = (
    (Speaker.CUSTOMER, "The <b>blue</b> kettle leaks & my worktop is soaked."),
    (Speaker.AGENT, "We're sorry if that upset you, Bashir.\nWe're sorry it leaked."),
    (Speaker.CUSTOMER, "\x1b[31mFine\u202e.\x07 אני מחכה"),
)
TRANSCRIPT = Transcript(
    id="kettle-7",
    turns=tuple(
        Turn(speaker=speaker, text=text, name="Ines" if speaker == "agent" else None) for speaker, text in TEXTS
    ),
)
PROVENANCE = Provenance(
    rulebook="core", rulebook_version="1.0", digest="0" * 64, package_version="0", spacy_version="0", pass_mark=70
)


def signal(name: str, turn: int, quote: str, phrase: str = "a phrase") -> Signal:
    """Returns the signal that stands where `quote` is first found in the turn."""
    start = TRANSCRIPT.turns[turn].text.index(quote)
    return Signal(name, turn, start, start + len(quote), quote, phrase)


def near_miss(name: str, turn: int, quote: str, cancelled_by: str, cue: str) -> NearMiss:
    """Returns the near miss that stands where `quote` is first found in the turn."""
    return NearMiss(*signal(name, turn, quote), cancelled_by, cue)


RESULTS = (
    RuleResult(
        "sincere-apology",
        "The agent apologised sincerely",
        Outcome.PASS,
        2,
        "major",
        (signal("apology", 1, "We're sorry it leaked"),),
        (near_miss("apology", 1, "We're sorry", "conditional", "if that upset you"),),
        "An apology is in turn 1: “We're sorry it leaked”.",
        "",
    ),
    RuleResult(
        "no-non-apology",
        "No apology was taken back",
        Outcome.FAIL,
        1,
        "critical",
        (signal("non-apology", 1, "sorry if that upset you, Bashir"), signal("non-apology", 1, "upset you")),
        (),
        "A non-apology is in turn 1: “sorry if that upset you, Bashir”.",
        "Say sorry for what happened, not for how it was taken; leave the “if” out and name the damage that was done.",
    ),
    RuleResult(
        "answered-in-time",
        "The first answer came within an hour",
        Outcome.UNDETERMINED,
        1,
        "minor",
        (),
        (),
        "The conversation has no times.",
        "",
    ),
    RuleResult(
        "handover-explained",
        "A handover was explained",
        Outcome.NOT_APPLICABLE,
        0.5,
        "info",
        (),
        (),
        "Nobody was handed over.",
        "",
    ),
)
BEYOND = Beyond(
    (
        Promise(
            who="team",
            kind=Kind.SEND,
            turn=1,
            start=0,
            end=5,
            quote="We're",
            deadline="by Friday",
            due=datetime(2024, 3, 15, 23, 59, 59, tzinfo=UTC),
            strength=Strength.STRONG,
            status=Status.BROKEN,
            evidence=(signal("nothing-came", 2, "Fine"),),
            reason="The customer says in turn 2 that it did not happen.",
        ),
    ),
    ApologyProfile(regret=(signal("apology", 1, "We're sorry it leaked"),)),
)
CHECKLIST = Checklist("kettle-7", RESULTS, PROVENANCE, TRANSCRIPT, (TRANSCRIPT, BEYOND))
WITHOUT_TRANSCRIPT = Checklist("kettle-8", RESULTS[2:], PROVENANCE)
