"""Names that a message gives by itself, in Liquid: `assign`, `capture`, loops; and values that stand there as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from recovery_eval.canned.syntax import Written

LOCAL, LITERAL = "local", "literal"
"""Shapes of placeholders that no help desk has to fill in."""

_ASSIGNED = re.compile(r"assign\s+(?P<name>[\w-]+)\s*=\s*(?P<field>[A-Za-z_$][\w.$\[\]-]*)?")
_CAPTURED = re.compile(r"capture\s+[\"']?(?P<name>[\w-]+)")
_LOOP = re.compile(r"(?:for|tablerow)\s+(?P<name>[\w-]+)\s+in\b")
_COUNTED = re.compile(r"(?:increment|decrement)\s+(?P<name>[\w-]+)")
_PARTS = re.compile(r"([^.\[]*)(.*)")
_VALUE = re.compile(r"[\"']|-?\d|(?:true|false|nil|blank|empty)\b")


def with_names_resolved(written: Iterable[Written], is_name: Callable[[Written], bool]) -> list[Written]:
    """Returns placeholders with the names that the message gives read as what they stand for.

    A name that was assigned a field is that field, also where another branch assigns it plain words; a captured text
    that holds somebody's name is that name. What else has a name here gets the shape `local`, a value `literal`.

    Args:
        written: The placeholders and tags of one message, in order.
        is_name: Whether a placeholder stands for somebody's name.
    """
    fields: dict[str, Written | None] = {"forloop": None, "tablerowloop": None}
    captured = ""
    resolved: list[Written] = []
    for one in written:
        if one.shape == "liquid":
            captured = "" if one.field.startswith("endcapture") else _take_name(one, fields) or captured
        elif one.shape in {"double", "triple"}:
            one = _meant(one, fields)  # noqa: PLW2901 - the same placeholder, read further
            if captured and fields[captured] is None and is_name(one):
                fields[captured] = one
        resolved.append(one)
    return resolved


def _take_name(tag: Written, fields: dict[str, Written | None]) -> str:
    """Notes the name that a tag gives; returns it where what follows is captured under it."""
    if match := _ASSIGNED.match(tag.field):
        meant = None
        if match["field"] and not _VALUE.match(match["field"]):
            meant = _meant(tag._replace(shape="double", field=match["field"]), fields)
        if meant is not None or match["name"] not in fields:
            fields[match["name"]] = meant
    elif match := _CAPTURED.match(tag.field):
        fields.setdefault(match["name"], None)
        return match["name"]
    elif match := _LOOP.match(tag.field) or _COUNTED.match(tag.field):
        fields.setdefault(match["name"], None)
    return ""


def _meant(one: Written, fields: dict[str, Written | None]) -> Written:
    if _VALUE.match(one.field):
        return one._replace(shape=LITERAL)
    root, part = _PARTS.findall(one.field)[0]
    if root not in fields:
        return one
    is_whole = part in {"", ".first", ".last"} or part.startswith("[")  # what is left of a name that was split is one
    meant = fields[root] if is_whole else None
    return one._replace(shape=LOCAL) if meant is None else one._replace(shape=meant.shape, field=meant.field)
