"""The sentences of reasons: plain enough to be read out to the agent whom they are about."""

from __future__ import annotations

from collections.abc import Sequence

from recovery_eval.evidence import NOT_BORNE_OUT, NearMiss, Signal
from recovery_eval.transcript.models import Speaker

LONGEST_QUOTE = 80
MOST_NUMBERS = 8  # turns that a sentence lists

# How a signal is called inside a sentence. A signal that is not here is called by its name, in quotation marks.
_NOUNS = {
    "accepts": "acceptance",
    "admits-fault": "an admission of fault",
    "anything-else": "an offer of further help",
    "apology": "an apology",
    "asks-forgiveness": "a request for forgiveness",
    "asks-leave": "a request for leave to call back",
    "asks-permission": "word of having to ask upstairs",
    "asks-to-repeat": "a request to tell it again",
    "asks-wish": "a question what the customer wants",
    "back-in-touch": "word of being back in touch",
    "blames-customer": "blame of the customer",
    "blames-others": "blame of others",
    "boilerplate": "a set phrase",
    "cannot": "a “we can't”",
    "checks-solution": "a check on the solution",
    "clarifies": "a clarifying question",
    "complaint": "a complaint",
    "deadline": "a deadline",
    "defends": "a defence of the company",
    "dismisses": "a dismissal",
    "effort-demand": "a demand of effort",
    "empathy": "empathy",
    "escalates": "an escalation",
    "excuse": "an excuse",
    "favour": "a remedy presented as a favour",
    "follow-up": "a promise to follow up",
    "grovels": "an apology beyond measure",
    "handoff": "a handoff",
    "internal-feedback": "word of passing it on",
    "investigates": "word of having looked",
    "invites-reply": "an invitation to object",
    "invites-story": "an invitation to tell what happened",
    "names-customer": "the customer's name",
    "non-apology": "a non-apology",
    "outcome-told": "word of the outcome",
    "overpromises": "an absolute guarantee",
    "paraphrases": "a paraphrase of the problem",
    "pity": "pity",
    "prevention": "word of prevention",
    "promise-taken-back": "word that it will not be done",
    "progress-report": "word of progress",
    "promises-to-look": "a promise to look into it",
    "rejects": "a rejection",
    "restitution": "restitution",
    "says-what-changes": "word of what changes",
    "assures-no-repeat": "a bare assurance that it won't happen again",
    "solution": "a solution",
    "specific-apology": "an apology that says what for",
    "sympathy": "sympathy",
    "takes-ownership": "taking of ownership",
    "thanks": "thanks",
}


def noun(signal: str) -> str:
    """Returns a signal's name as part of a sentence, as in `an apology`."""
    return _NOUNS.get(signal) or f"“{signal.replace('-', ' ')}”"


def listed(words: Sequence[str], joint: str) -> str:
    """Returns `a, b or c` for the joint `or`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def sentence(clause: str) -> str:
    """Returns a clause with a capital and a full stop."""
    return f"{clause[:1].upper()}{clause[1:]}."


def first_words(words: str) -> str:
    """Returns words on one line, cut at 80 characters."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}…"


def quoted(words: str) -> str:
    """Returns a quote on one line and in quotation marks, cut at 80 characters."""
    return f"“{first_words(words)}”"


def found_clause(found: Sequence[Signal]) -> str:
    """Returns where the first signal is: `an apology is in turn 3: “so sorry”, and 2 more`."""
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{noun(first.name)} is in turn {first.turn}: {quoted(first.quote)}{more}"


def companion_clause(companion: Signal | None) -> str:
    """Returns what stands beside it in its turn: `; with it stands a deadline, “by noon”`; empty where nothing does."""
    return "" if companion is None else f"; with it stands {noun(companion.name)}, {quoted(companion.quote)}"


def counted(number: int, thing: str, speaker: Speaker | None = None) -> str:
    """Returns `1 turn`, `2 turns`, or with a speaker `2 agent turns`."""
    whose = f"{speaker} " if speaker is not None else ""
    return f"{number} {whose}{thing}{'' if number == 1 else 's'}"


def seconds_words(seconds: float) -> str:
    """Returns `1 second`, or `2.5 seconds`."""
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"


def absent_clause(words: str, speaker: Speaker | None, turns: int, *, which: str = "") -> str:
    """Returns that no turn holds something: `none of the 3 agent turns (1, 2, 5) holds an apology`.

    Args:
        words: What was looked for.
        speaker: Whose turns were searched; None: everybody's.
        turns: How many.
        which: Which ones, as words that follow them.
    """
    whose = f"{speaker} " if speaker is not None else ""
    if turns == 0:
        return f"there is no {whose}turn that could hold {words}"
    if turns == 1:
        return f"the only {whose}turn{which} does not hold {words}"
    return f"none of the {turns} {whose}turns{which} holds {words}"


def turn_numbers(turns: Sequence[int]) -> str:
    """Returns ` (1, 2, 5)`, or ` (1, 2, 5, … 41)` where there are many."""
    shown = [str(turn) for turn in turns]
    if len(shown) > MOST_NUMBERS:
        shown = [*shown[: MOST_NUMBERS - 2], f"… {shown[-1]}"]
    return f" ({', '.join(shown)})"


def nearest_clause(near_misses: Sequence[NearMiss]) -> str:
    """Returns which of several near misses comes last and what cancelled it, as the end of a sentence."""
    near = near_misses[-1]
    return f"; the nearest, {quoted(near.quote)} in turn {near.turn}, was not counted: {why_not_counted(near)}"


_NO_MORE_THAN_A_HINT = "it is no more than a hint, which no answer and no other words bear out"


def why_not_counted(near: NearMiss, turn: str = "turn") -> str:
    """Returns what cancelled a near miss, as in `ruled out as “quoted” by “you said”` or `it is not within a day`.

    `turn` is what a turn is called: of a canned response, a message.
    """
    operator, by_operator, named = near.cancelled_by.partition(": ")
    if not by_operator:  # an `unless` of the signal, by whatever name its author gave it
        by_cue = f" by {quoted(near.cue)}" if near.cue else ""
        ruled_out = f"ruled out as “{operator.replace('-', ' ')}”{by_cue}"
        return _NO_MORE_THAN_A_HINT if operator == NOT_BORNE_OUT else ruled_out
    match operator:
        case "without":
            return f"the same {turn} holds {noun(named)}, {quoted(near.cue)}"
        case "with":
            return f"the same {turn} does not hold {_any_noun(named)}"
        case "after" if not named.startswith("last "):
            return f"no earlier turn holds {_any_noun(named)}"
        case "after" | "before":
            last = "the last turn with " if named.startswith("last ") else ""
            return f"it does not come {operator} {last}{_any_noun(named.removeprefix('last '))}"
        case "within":
            return f"it is not within {named}"
        case "in":
            return f"it is not in the {named}"
        case _:
            return f"at least {named} are asked for"


def _any_noun(names: str) -> str:
    return listed([noun(name) for name in names.split(" or ")], "or")
