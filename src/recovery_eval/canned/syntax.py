"""How placeholders are written, in all help desks, and which of them are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LIQUID_WORDS = (
    "if|unless|elsif|elseif|else|endif|endunless|case|when|endcase|for|endfor|assign|capture|endcapture|comment|endcomment"
    "|raw|endraw"
)

_EXPRESSION = r"[^{}]{1,200}?"
_SHAPES = {
    "triple": rf"\{{\{{\{{\s*(?P<triple>{_EXPRESSION})\s*\}}\}}\}}",
    "double": rf"(?<!\{{)\{{\{{-?\s*(?P<double>{_EXPRESSION})\s*-?\}}\}}(?!\}})",
    "liquid": rf"\{{%-?\s*(?P<liquid>(?:{LIQUID_WORDS})\b[^%]{{0,200}}?)\s*-?%\}}",
    "percent": r"\{%\s*(?P<percent>[A-Za-z_]+\.[A-Za-z_.]+(?:\s*,\s*fallback=[^%]{0,80})?)\s*%\}",
    "osticket": r"(?:%\{|%7B)(?P<osticket>[A-Za-z_][\w.]+)(?:\}|%7D)",
    "hash": r"#\{(?P<hash>[A-Za-z_][\w.]*)\}",
    "bang": r"\{!(?P<bang>[A-Za-z_$][\w.$]*|NULLVALUE\([^{}()]{1,120}\))\}",
    "attribute": r"<attribute\s+key=\"(?P<attribute>[^\"]+)\"(?:\s+default=\"(?P<default>[^\"]*)\")?\s*/?>",
    "square": r"\[\[(?P<square>[a-z_][\w.]*)\]\]",
    "slot": r"[\[<](?P<slot>(?i:(?:customer'?s? |client |guest |first |full )*name|(?:first|customer)_?name))[\]>]",
}
_WRITTEN = re.compile("|".join(_SHAPES.values()))
_OPENING = re.compile(r"[{\[<#]|%[{7]")  # with what each shape begins
_MARK = re.compile(r"[{}%]|\[\[")
_NULLVALUE = re.compile(r"NULLVALUE\(\s*([\w.$]+)\s*,?\s*([\"']?[^)\"'\s][^)]*)?[^)]*\)")
_FIELD = re.compile(r"[\w$][\w.$\-\[\]]*")
_FALLBACK = re.compile(r"\|\|\s*[\"']?[^\"'|\s]|\|\s*(?:default|fallback)\s*[:(]\s*[\"']?[^\"'|\s]", re.IGNORECASE)
_BROKEN = re.compile(
    r"\{\{\{?[^{}\n]{0,60}\}{0,3}|\{%-?[^%{}\n]{0,60}(?:%?\})?|[%#]\{[^{}\n]{0,60}\}?|\{![^{}\n]{0,60}\}?"
    r"|\{[A-Za-z_]+(?:\.[A-Za-z_]+)*\}{1,2}|\[\[[a-z_.]{1,60}\]?(?![\]\w])|[A-Za-z_]+(?:\.[A-Za-z_]+)+\}\}"
    r"|%[a-z]+\.[A-Za-z]+%"
)


class Written(NamedTuple):
    """A placeholder, or the tag of a condition, as written.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends (exclusive).
        shape: How it is written: `double` for `{{…}}`, `liquid` for a tag such as `{% if … %}` and so on.
        field: The field's name; the whole tag for `liquid`.
        has_fallback: Whether it says what to write where the field is empty.
    """

    start: int
    end: int
    shape: str
    field: str
    has_fallback: bool


def placeholders_in(text: str) -> list[Written]:
    """Returns every well-formed placeholder and condition tag, in order."""
    found: list[Written] = []
    opening = _OPENING.search(text)
    while opening is not None:
        match = _WRITTEN.match(text, opening.start())
        if match is not None:
            found.append(_read(match))
        opening = _OPENING.search(text, match.end() if match is not None else opening.start() + 1)
    return found


def _read(match: re.Match[str]) -> Written:
    shape = str(match.lastgroup)
    if shape in {"attribute", "default"}:
        return Written(*match.span(), "attribute", match["attribute"].strip(), bool((match["default"] or "").strip()))
    return Written(*match.span(), shape, *_meant(shape, match[shape].strip()))


@lru_cache(maxsize=4_096)  # a library has few placeholders, and has them often
def _meant(shape: str, expression: str) -> tuple[str, bool]:
    """Returns the field of an expression, and whether a fallback stands beside it."""
    if shape in {"liquid", "slot"}:
        return expression, False
    if null := _NULLVALUE.match(expression):
        return null[1], null[2] is not None
    named = _FIELD.match(expression)
    field = named[0] if named else expression
    rest = expression[len(field) :]
    return field, bool(_FALLBACK.search(rest)) if shape != "percent" else bool(rest.partition("=")[2].strip())


def broken_in(text: str, whole: list[Written]) -> Iterator[tuple[int, int]]:
    """Yields the spans that look like placeholders but lack a brace, given those that are `whole`."""
    last = 0
    for one in [*whole, None]:
        end = one.start if one is not None else len(text)
        if _MARK.search(text, last, end):
            for match in _BROKEN.finditer(text[last:end]):
                yield last + match.start(), last + len(match[0].rstrip()) + match.start()
        last = one.end if one is not None else last
