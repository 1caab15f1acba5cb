"""Whether a case came out as its list says, by the very words that it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import yaml

from recovery_eval.errors import Fault
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.outcome import RuleResult
from recovery_eval.transcript import Transcript
from recovery_eval.workshop.cases import Case, NotFoundCase, Quote, RuleKnownMiss, SignalKnownMiss


def check_rule_case(case: Case, result: RuleResult) -> list[Fault]:
    """Returns what is wrong with how a rule judges its case; an empty list where nothing is.

    Args:
        case: The case.
        result: What the rule comes to for `case.transcript()`.
    """
    if isinstance(case.data, RuleKnownMiss):
        return _still_missed(case, case.data.wanted, str(result.outcome))
    if result.outcome != case.wanted:
        return [case.fault(f"the outcome is {result.outcome}: {result.reason}")]
    return _place_faults(case, case.transcript(), result.evidence)


def check_signal_case(
    case: Case, speaker: str, signals: Iterable[Signal], near_misses: Iterable[NearMiss]
) -> list[Fault]:
    """Returns what is wrong with how a signal is found in its case; an empty list where nothing is.

    Args:
        case: The case.
        speaker: Who says a text without labels: the one whom the signal is looked for in.
        signals: What is found in `case.transcript(speaker)`.
        near_misses: What nearly is.
    """
    found = [signal for signal in signals if signal.name == case.subject]
    if isinstance(case.data, SignalKnownMiss):
        return _still_missed(case, case.data.wanted, "found" if found else "not_found")
    if case.wanted == "found":
        return (
            _place_faults(case, case.transcript(speaker), found) if found else [case.fault("the signal is not found")]
        )
    if found:
        return [case.fault(f"the signal is found, by the phrase {found[0].phrase!r}")]
    wanted = case.data.near_miss if isinstance(case.data, NotFoundCase) else None
    cancelled = {near.cancelled_by for near in near_misses if near.name == case.subject}
    if wanted is None or wanted in cancelled:
        return []
    if not cancelled:
        return [case.fault(f"{wanted!r} cancels nothing here, for no phrase is found even nearly", "near_miss")]
    others = " and ".join(map(repr, sorted(cancelled)))
    return [case.fault(f"not cancelled by {wanted!r} but by {others}", "near_miss")]


def _still_missed(case: Case, wanted: str, got: str) -> list[Fault]:
    """A known miss that has come right must move to the list of its outcome."""
    return [case.fault(f"is no longer missed; move it to '{wanted}'")] if got == wanted else []


def _place_faults(case: Case, transcript: Transcript, evidence: Sequence[Signal]) -> list[Fault]:
    got = [(one.turn, one.start, one.end) for one in evidence]
    for one in evidence:
        if transcript.turns[one.turn].text[one.start : one.end] != one.quote:
            return [case.fault(f"the evidence {one.quote!r} is not what stands at its offsets", "evidence")]
    try:
        wanted = list(_places(case.data.evidence, transcript))
    except LookupError as error:
        return [case.fault(str(error), "evidence")]
    if got == wanted:
        return []
    quotes = ", ".join(f"{one.quote!r} in turn {one.turn} at {one.start}" for one in evidence)
    if not got:
        return [case.fault("nothing is said that decides it; leave 'evidence' out", "evidence")]
    if not wanted:
        told = f"the evidence is {quotes}, and the case names none; write evidence: {_to_write(evidence, transcript)}"
        return [case.fault(told, "evidence")]
    return [case.fault(f"the evidence is {quotes}", "evidence")]


def _to_write(evidence: Sequence[Signal], transcript: Transcript) -> str:
    """Returns evidence as the file has it: the words, with their turns where they stand in others, too."""
    turns = [one.turn for one in evidence]
    try:
        told = [turn for turn, _, _ in _places([Quote(quote=one.quote) for one in evidence], transcript)] == turns
    except LookupError:  # it is not in the order of the text
        told = False
    written = [one.quote if told else {"quote": one.quote, "turn": one.turn} for one in evidence]
    return yaml.safe_dump(written, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False).strip()


def _places(quotes: Sequence[Quote], transcript: Transcript) -> Iterator[tuple[int, int, int]]:
    """Yields where the quotes stand, each sought from the place of the one before. Raises LookupError."""
    at = (0, 0)
    last = ""
    for quote in quotes:
        words = quote.quote
        for turn in range(at[0], len(transcript.turns)) if quote.turn is None else [quote.turn]:
            begin = at[1] + (words == last) if turn == at[0] else 0
            start = transcript.turns[turn].text.find(words, begin) if turn < len(transcript.turns) else -1
            if start >= 0:
                at, last = (turn, start), words
                yield turn, start, start + len(words)
                break
        else:
            raise LookupError(f"{words!r} does not stand in the text{f', after {last!r}' if last else ''}")
