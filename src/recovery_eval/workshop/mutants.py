"""Mutants: a rule or signal with one thing dropped. A case that then comes out wrong kills the mutant.

The idea is that of mutation testing (DeMillo, Lipton and Sayward 1978): what can be dropped without any proof turning
wrong is not proved, or not needed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.rulebook import Rule
from recovery_eval.signals.models import FurtherGroup, PhraseGroup, SignalSpec
from recovery_eval.sources import Loc, YamlSource, path_text, validate
from recovery_eval.workshop.folder import Subject

Made = TypeVar("Made")
Group = TypeVar("Group", bound=PhraseGroup)

# Parts of a signal file that rest on other signals, and what each can be without.
PARTS_ON_OTHERS = {
    "found_with": (),
    "answered_by": ("first", "holds", "lacks", "without"),
    "unless_answered_by": ("without",),
}

# Beside these keys `by` says no more than the signal's own file, where both name the same speaker.
_BLIND_TO_BY = {"signal", "by", "with", "without", "after", "before", "within", "at_least", "at_most", "which"}


class Drop(NamedTuple):
    """One thing that a mutant lacks.

    Attributes:
        loc: Its path in the file of the rule or signal.
        name: The phrase as it stands, or the path of anything else, as in `$.require.any_of[1].by`.
        fault: Its place.
    """

    loc: Loc
    name: str
    fault: Fault


def rule_mutants(subject: Subject, library: Mapping[str, SignalSpec]) -> Iterator[tuple[Drop, Rule]]:
    """Yields the rule without `applies_when`, and without each condition and each key of a condition in turn.

    What a rule can't be without makes no mutant. Neither does a `by` that repeats the speaker in whom the signal is
    looked for anyway: no conversation could tell the two rules apart.
    """
    source = subject.source
    seen = [validate(source, Rule)]
    for loc in [loc for head in ("applies_when", "require") for loc in _below(source.data.get(head), (head,))]:
        if _repeats_the_signals_speaker(source.data, loc, library):
            continue
        try:
            mutant = validate(YamlSource(source.file, _without(source.data, loc)), Rule)
        except RuleFileError:
            continue
        if mutant not in seen:
            seen.append(mutant)
            yield Drop(loc, path_text(loc), source.fault(loc, "", at_key=True)), mutant


def signal_mutants(subject: Subject, spec: SignalSpec) -> Iterator[tuple[Drop, SignalSpec]]:
    """Yields the signal without each phrase, condition and key of a condition, and each signal it rests on."""
    for loc in _signal_locs(spec):
        at_key = not isinstance(loc[-1], int)
        phrase = loc[-2:-1] == ("phrases",)
        name = str(_value(subject.source.data, loc)) if phrase else path_text(loc)
        yield Drop(loc, name, subject.source.fault(loc, "", at_key=at_key)), _dropped(spec, loc)


def _below(value: Any, loc: Loc) -> Iterator[Loc]:
    """Yields every path at and below a value."""
    if value is None:
        return
    yield loc
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in inner:
            yield from _below(part, (*loc, key))


def _value(data: Any, loc: Loc) -> Any:
    for part in loc:
        data = data[part]
    return data


def _without(data: Any, loc: Loc) -> Any:
    left = copy.deepcopy(data)
    del _value(left, loc[:-1])[loc[-1]]
    return left


def _repeats_the_signals_speaker(data: Any, loc: Loc, library: Mapping[str, SignalSpec]) -> bool:
    if loc[-1] != "by":
        return False
    condition = _value(data, loc[:-1])
    names = condition.get("signal")
    names = [names] if isinstance(names, str) else names or []
    told = {library[name].by for name in names}
    return told == {condition["by"]} and condition.keys() <= _BLIND_TO_BY


def _signal_locs(spec: SignalSpec) -> Iterator[Loc]:
    for at, group in spec.placed_groups:
        yield from ((*at, "phrases", index) for index in range(len(group.phrases)))
        yield from ((*at, "unless", name) for name in group.unless)
        if group.after is not None:
            either = ("by", "signal") if group.after.by and group.after.signal else ()
            yield from ((*at, "after", *key) for key in _keys(group.after, "within", *either))
        if isinstance(group, FurtherGroup):
            yield from ((*at, key) for key in ("shares_unless", "hints") if getattr(group, key))
    if len(spec.borne_out_by) > 1:
        yield from (("borne_out_by", index) for index in range(len(spec.borne_out_by)))
    yield from (("tokens", index) for index in range(len(spec.tokens)))
    for head, optional in PARTS_ON_OTHERS.items():
        part = getattr(spec, head)
        if part is not None:
            yield from ((head, *key) for key in _keys(part, *optional))


def _keys(part: BaseModel, *optional: str) -> Iterator[Loc]:
    """Yields a part itself, those of its optional keys that are given, and each entry of a list of several."""
    yield ()
    yield from ((key,) for key in optional if getattr(part, key))
    for key in dict.fromkeys(("signal", *optional)):
        entries = getattr(part, key)
        if isinstance(entries, tuple) and len(entries) > 1:
            yield from ((key, index) for index in range(len(entries)))


def _dropped(group: Group, loc: Loc) -> Group:
    """Returns a group of phrases without what stands at a path; unlike in a file, nothing may be left of it."""
    head, *rest = loc
    if head == "also" and isinstance(group, SignalSpec):
        number = int(rest[0])
        also = [*group.also]
        also[number] = _dropped(also[number], tuple(rest[1:]))
        return group.model_copy(update={"also": tuple(also)})
    if head == "unless":
        return group.model_copy(update={"unless": {name: one for name, one in group.unless.items() if name != rest[0]}})
    if not rest:
        return group.model_copy(update={str(head): type(group).model_fields[str(head)].default})
    if head == "after" or head in PARTS_ON_OTHERS:
        return group.model_copy(update={str(head): _part_without(getattr(group, str(head)), rest)})
    return group.model_copy(update={str(head): _less(getattr(group, str(head)), int(rest[0]))})


def _part_without(part: BaseModel, rest: list[str | int]) -> BaseModel:
    """Returns a part of a signal file without what stands at a path in it."""
    key = str(rest[0])
    left = type(part).model_fields[key].default if len(rest) == 1 else _less(getattr(part, key), int(rest[1]))
    return part.model_copy(update={key: left})


def _less(items: tuple[Made, ...], index: int) -> tuple[Made, ...]:
    return items[:index] + items[index + 1 :]
