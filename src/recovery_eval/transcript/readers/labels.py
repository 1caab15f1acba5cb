"""Which of the words before a colon are speakers, and whose."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.roles import NO_SPEAKER, ROLE_NAMES, WHERE_TOLD, Roles
from recovery_eval.transcript.words import fold, looks_like_a_name

Known = dict[str, tuple[Speaker, str | None]]
OTHER_SIDE = {Speaker.AGENT: Speaker.CUSTOMER, Speaker.CUSTOMER: Speaker.AGENT}
_LABELS_SHOWN, _LABELS_TOLD = 8, 3
_LONGEST = 60  # characters of a label that are shown


class Head(NamedTuple):
    """What a line begins with, if that may be a label.

    `line` counts from 0, `key` is the label as it is compared, `stamp` and `until` are times, `mark` is ":" or ">",
    and `text_from` is the offset in the line where the words begin.
    """

    line: int
    label: str
    key: str
    stamp: str | None
    until: str | None
    mark: str
    text_from: int


def choose_speakers(heads: Sequence[Head], who: Roles, place: Place) -> Known:
    """Returns role and name of each label that is a speaker's, by folded label; all other labels are text.

    A label is a speaker's if the caller or a role word says so. A name is one if it stands before two or more turns, or
    beside a time where the other turns have times too. Where one side of the conversation is known and exactly one such
    name is left, that name is the other side's; any other name that nothing is known about is an error, never a guess.

    Raises:
        TranscriptError: No label is a speaker's, or a name's role can't be told.
    """
    known = _told(heads, who)
    spelled = {head.key: head.label for head in reversed(heads)}
    names, sure = _names(heads, known, who)
    sides = {role for role, _ in known.values() if role in OTHER_SIDE}
    if len(sides) == 1 and len(sure) == 1:
        known[sure[0]] = (OTHER_SIDE[sides.pop()], spelled[sure[0]])
    elif sure or (names and len(sides) < len(OTHER_SIDE)):
        missing = [side for side in OTHER_SIDE if side not in sides]
        raise unclear([spelled[key] for key in names], missing, place, in_text=True)
    if not known:
        raise place.error(
            "no speaker labels found; begin each turn with who speaks, "
            'as in "Customer: …" and "Agent: …", each on a line of its own'
            + ("; to read a file use read_transcripts" if place.source is None else "")
        )
    return known


def _told(heads: Sequence[Head], who: Roles) -> Known:
    """Returns the labels that the caller, a role word, or another label with the same name ("Jane (Agent)") tells."""
    labels = {head.key: head.label for head in heads}
    known = {key: found for key, label in labels.items() if (found := who.resolve(label))}
    named = {fold(name): (role, name) for role, name in known.values() if name}
    unnamed = {key: named[key] for key in labels if key in named and not who.is_text(key)}
    return {**unnamed, **known}


def _names(heads: Sequence[Head], known: Known, who: Roles) -> tuple[list[str], list[str]]:
    """Returns the labels that may be names of unknown role, and those of them that certainly stand before turns."""
    told = [head for head in heads if head.key in known]
    marks = {head.mark for head in told}
    times_count = not told or any(head.stamp for head in told)
    counts: Counter[str] = Counter()
    timed = set()
    for head in heads:
        key = head.key
        # In a text that puts a colon after speakers, "Settings > Account" is a menu.
        if key in known or who.is_text(key) or (marks and head.mark not in marks) or not looks_like_a_name(head.label):
            continue
        counts[key] += 1
        if head.stamp and times_count:
            timed.add(key)
    return list(counts), [key for key in counts if counts[key] > 1 or key in timed]


def unclear(labels: Sequence[str], sides: Sequence[Speaker], place: Place, *, in_text: bool = False) -> TranscriptError:
    """Returns the error that lists labels of unknown role and says how to tell them.

    `sides` are those that nobody is known to be on; in the example they come first, and who is left is a bot.
    Only `in_text` may a label be no speaker's at all.
    """
    spelled = [" ".join(label.split()) for label in labels]  # as `fold` compares them, and on one line
    shown = ", ".join(repr(label if _is_short(label) else f"{label[:_LONGEST]}…") for label in spelled[:_LABELS_SHOWN])
    more = f" and {len(labels) - _LABELS_SHOWN} more" if len(labels) > _LABELS_SHOWN else ""
    short = filter(_is_short, spelled[:_LABELS_TOLD])
    told = dict(zip(short, [*sides, *repeat(Speaker.BOT, _LABELS_TOLD)], strict=False))
    example = ", ".join(f"{label!r}: {role.value!r}" for label, role in told.items())
    in_shell = " ".join(f"--speaker {shlex.quote(f'{label}={role.value}')}" for label, role in told.items())
    arguments = " and ".join(f"{side.value}=…" for side in sides)
    return place.error(
        f"can't tell {'who is agent and who is customer' if sides else 'who speaks'}; "
        f"labels of unknown role: {shown}{more}",
        hint=f"Say it with {arguments and f'{arguments}, or with '}speakers={{{example or '…'}}}, {WHERE_TOLD} "
        f"(in a shell: {in_shell or '--speaker LABEL=ROLE'}); roles: {ROLE_NAMES}"
        + (f", or {NO_SPEAKER!r} for a label that is no speaker" if in_text else ""),
    )


def _is_short(label: str) -> bool:
    return len(label) <= _LONGEST
