"""What the placeholders of a message stand for: the customer's name, the agent's, or something else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from recovery_eval.canned.dialects import DIALECTS, Dialect
from recovery_eval.canned.dialects.generic import GENERIC
from recovery_eval.canned.dialects.intercom import INTERCOM
from recovery_eval.canned.models import PlaceholderKind
from recovery_eval.canned.options import Options
from recovery_eval.canned.patterns import fits
from recovery_eval.canned.syntax import Written

ELSEWHERE = "dc."  # Zendesk's dynamic content: sentences that stand in no macro
_PERSONS = ("customer", "agent", "requester", "contact", "user", "recipient", "staff")
_NEAR = 0.85  # of 1: how alike a field and what was meant are


class Problem(NamedTuple):
    """A placeholder that won't be filled in as it stands; offsets count characters of the message."""

    rule_id: str
    start: int
    end: int
    message: str
    advice: str


class Reading(NamedTuple):
    """Placeholders as one or several dialects read them; several where a library doesn't tell which it is written for.

    Attributes:
        dialects: The dialects.
        is_sure: Whether the file or the configuration names the dialect, so that any other field is a fault.
    """

    dialects: tuple[Dialect, ...]
    is_sure: bool


def reading_of(written: Iterable[Written], text: str, dialect: Dialect) -> Reading:
    """Returns how to read the placeholders of a reply: by its dialect, or by those that know most of them."""
    if dialect is not GENERIC:
        return Reading((dialect,), is_sure=True)
    return Reading(dialects_told([(text, written)]) or (GENERIC,), is_sure=False)


def dialects_told(texts: Iterable[tuple[str, Iterable[Written]]]) -> tuple[Dialect, ...]:
    """Returns the dialects that know most of the placeholders in some texts; none where no dialect knows any."""
    fields: list[tuple[str, str]] = []
    for text, written in texts:
        found = [one for one in written if one.shape != "liquid"]
        if any("fallback:" in text[one.start : one.end] for one in found):
            return (INTERCOM,)
        fields += [(one.shape, one.field) for one in found]
    return _explaining(tuple(fields))


@lru_cache(maxsize=1_024)
def _explaining(fields: tuple[tuple[str, str], ...]) -> tuple[Dialect, ...]:
    """Returns the dialects that know most of some fields, given with how they are written; none for no field."""
    known = {each.name: _knows(each, fields) for each in DIALECTS}
    most = max(known.values())
    return tuple(each for each in DIALECTS if known[each.name] == most) if any(most) else ()


def _knows(dialect: Dialect, fields: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Returns how many names of people a dialect knows, which differ most, and how many other fields."""
    kinds = [_kind(dialect, *field) for field in fields]
    others = kinds.count("other")
    return len(kinds) - kinds.count(None) - others, others


def kind_of(one: Written, reading: Reading, options: Options) -> tuple[PlaceholderKind, Problem | None]:
    """Returns whose name a placeholder stands for, and what is wrong with it."""
    own = _OwnFields(options.customer_names, options.agent_names, options.known_placeholders)
    kind, wrong = _meaning(one.shape, one.field, reading, own)
    return kind, None if wrong is None else Problem("unknown-placeholder", one.start, one.end, *wrong)


class _OwnFields(NamedTuple):
    """Fields that the options list."""

    customer: frozenset[str]
    agent: frozenset[str]
    known: tuple[str, ...]


@lru_cache(maxsize=4_096)  # a library has few placeholders, and has them often
def _meaning(
    shape: str, name: str, reading: Reading, own: _OwnFields
) -> tuple[PlaceholderKind, tuple[str, str] | None]:
    """Returns whose name a field stands for; and if something is wrong with it, what it is and what to do."""
    field = name.lower()
    if field in own.customer:
        return "customer-name", None
    if field in own.agent:
        return "agent", None
    kinds = {kind: each.title for each in reading.dialects if (kind := _kind(each, shape, name)) is not None}
    if "customer-name" in kinds and "agent" in kinds:
        return "other", _ambiguous(name, kinds)
    if fits(field, tuple(pattern.lower() for pattern in own.known)):
        return min(kinds, default="other"), None
    meant = _misspelt(shape, field, reading) if set(kinds) <= {"other"} else []
    if kinds and not meant:
        return min(kinds), None  # "agent" and "customer-name" before "other"
    # A slip in the customer's name is told as that alone, and not as a reply that names nobody, too.
    is_customers = bool(meant) and _all_take_for_customer(meant[0], reading)
    return "customer-name" if is_customers else "other", _unknown(shape, name, reading, meant)


@lru_cache(maxsize=4_096)
def _kind(dialect: Dialect, shape: str, field: str) -> PlaceholderKind | None:
    """Returns whose name a field holds in a dialect; None where the dialect doesn't have it."""
    if shape not in dialect.shapes:
        return None
    field = field.lower()
    if field in dialect.customer or (shape == "slot" and dialect is GENERIC):
        return "customer-name"
    if field in dialect.agent:
        return "agent"
    return "other" if fits(field, dialect.other) else None


def _unknown(shape: str, name: str, reading: Reading, meant: list[str]) -> tuple[str, str] | None:
    dialect = reading.dialects[0]
    spelled = shape in dialect.shapes
    near = meant or (_near(dialect, name.lower()) if spelled else [])
    if not reading.is_sure and not near and not _is_person(name):
        return None  # a field of one's own
    is_own = dialect is GENERIC  # a library of one's own has no fields and no writing that others could lack
    if not spelled and not is_own:
        message = f"“{name}” is not written as {dialect.title} writes placeholders"
    elif meant and not reading.is_sure:
        message = f"“{name}” looks misspelt"
    elif not is_own and (reading.is_sure or len(reading.dialects) == 1):
        message = f"{dialect.title} has no field “{name}”"
    else:  # several help desks have the other fields of the reply, or none
        message = f"“{name}” is not a field that is known"
    hint = f"Did you mean “{near[0]}”?" if near else "Customers would see it as it stands, or a gap."
    return message, f"{hint} If it is right, list it in the configuration."


def _is_person(field: str) -> bool:
    root, dot, _ = field.lower().partition(".")
    return bool(dot) and root in _PERSONS


def _misspelt(shape: str, field: str, reading: Reading) -> list[str]:
    """Returns the name of a person that a field nearly is; a wildcard such as `ticket.*` was not meant for it."""
    names = {name for each in _dialects_of(reading) if shape in each.shapes for name in each.customer | each.agent}
    parts = field.split(".")
    near = [name for name in sorted(names - {field}) if _are_near(parts, name.split("."))]
    return difflib.get_close_matches(field, near, n=1)


def _all_take_for_customer(field: str, reading: Reading) -> bool:
    those = [each for each in _dialects_of(reading) if field in each.customer | each.agent]
    return bool(those) and all(field in each.customer for each in those)


def _dialects_of(reading: Reading) -> tuple[Dialect, ...]:
    return reading.dialects if reading.is_sure else DIALECTS


def _are_near(parts: list[str], others: list[str]) -> bool:
    pairs = zip(parts, others, strict=False)
    return len(parts) == len(others) and all(_are_alike(*pair) for pair in pairs)


def _are_alike(word: str, other: str) -> bool:
    if len(word) == len(other) and sorted(word) == sorted(other):  # "nmae": two letters in each other's place
        differ = [index for index, pair in enumerate(zip(word, other, strict=True)) if pair[0] != pair[1]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return True
    return difflib.SequenceMatcher(None, word, other).ratio() >= _NEAR


def _near(dialect: Dialect, field: str) -> list[str]:
    known = [*dialect.customer, *dialect.agent, *(other for other in dialect.other if "*" not in other)]
    return difflib.get_close_matches(field, sorted(known), n=1, cutoff=_NEAR)


def _ambiguous(name: str, kinds: dict[PlaceholderKind, str]) -> tuple[str, str]:
    message = f"“{name}” is the customer in {kinds['customer-name']} and the agent in {kinds['agent']}"
    return message, "Name the dialect of this library in the configuration."
