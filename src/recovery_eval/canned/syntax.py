"""How placeholders are written, in all help desks, and which of them are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LIQUID_WORDS = (
    "if|unless|elsif|elseif|else|endif|endunless|case|when|endcase|for|endfor|assign|capture|endcapture|comment|endcomment"
    "|raw|endraw|increment|decrement|cycle|break|continue|echo|liquid|tablerow|endtablerow"
)

_EXPRESSION = r"[^{}]{1,200}?"  # with the spaces around it: looked for apart, they would be tried in every split
_SHAPES = {
    "triple": rf"\{{\{{\{{(?P<triple>{_EXPRESSION})\}}\}}\}}",
    "double": rf"(?<!\{{)\{{\{{-?(?P<double>{_EXPRESSION})-?\}}\}}(?!\}})",
    "liquid": rf"\{{%-?\s*(?P<liquid>(?:#|(?:{LIQUID_WORDS})\b)(?:[^%{{]|%(?!\}})|\{{(?!%)){{0,200}}?)-?%\}}",
    "percent": r"\{%\s*(?P<percent>[A-Za-z_]+\.[A-Za-z_.]+(?:\s*,\s*fallback=[^%]{0,80})?)\s*%\}",
    "legacy": r"%(?P<legacy>(?:customer|user)\.[A-Za-z]{1,40})%",  # Help Scout's, of old
    "osticket": r"(?:%\{|%7B)(?P<osticket>[A-Za-z_][\w.]+)(?:\}|%7D)",
    "hash": r"#\{(?P<hash>[A-Za-z_][\w.]*)\}",
    "bang": r"\{!(?P<bang>[A-Za-z_$][\w.$]*(?:\s*,[^{}]{0,120}|\([^{}]{0,200}\))?)\}",
    "attribute": r"<attribute(?=[^<>]{0,200}?\skey=[\"'](?P<attribute>[^\"'<>]+)[\"'])[^<>]{1,300}>",
    "square": r"\[\[(?P<square>[a-z_][\w.]*)\]\]",
    "slot": r"[\[<](?P<slot>(?i:(?:customer'?s? |client |guest |first |full )*name|(?:first|customer)_?name))[\]>]",
}
_WRITTEN = re.compile("|".join(_SHAPES.values()))
_OPENING = re.compile(r"[{\[<#]|%(?:[{7]|customer\.|user\.)")  # with what each shape begins
_MARK = re.compile(r"[{}%]|\[\[")
_FORMULA = re.compile(r"\w+\(.*\)", re.DOTALL)  # of Salesforce
_WITH_FALLBACK = re.compile(r"(?:NULL|BLANK)VALUE\(\s*([\w.$]+)", re.IGNORECASE)
_FIELD_OR_WORDS = re.compile(r"\"[^\"]*\"|'[^']*'|([A-Za-z_$][\w$]*(?:\.[\w$]+)+)")
_FIELD = re.compile(r"[\w$][\w.$\-\[\]]*")
_BROKEN = re.compile(
    r"\{\{\{?[^{}\n]{0,60}\}{0,3}|\{%-?[^%{}\n]{0,60}(?:%?\})?|[%#]\{[^{}\n]{0,60}\}?|\{![^{}\n]{0,60}\}?"
    r"|\{[A-Za-z_]+(?:\.[A-Za-z_]+)*\}{1,2}|\[\[[a-z_.]{1,60}\]?(?![\]\w])"
    # only where such a chain begins, and whole or not at all, so that a long word is read once
    r"|(?<![A-Za-z_])(?<![A-Za-z_]\.)[A-Za-z_]++(?:\.[A-Za-z_]++)++\}\}|%[a-z]+\.[A-Za-z]+%"
)


class Written(NamedTuple):
    """A placeholder, or the tag of a condition, as written.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends (exclusive).
        shape: How it is written: `double` for `{{…}}`, `liquid` for a tag such as `{% if … %}` and so on.
        field: The field's name, without a filter or a fallback; the whole tag for `liquid`.
    """

    start: int
    end: int
    shape: str
    field: str


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
    return Written(*match.span(), shape, _field(shape, match[shape].strip()))


def _field(shape: str, expression: str) -> str:
    """Returns the field of an expression, without what stands beside it."""
    if shape in {"liquid", "slot", "attribute"}:
        return expression
    if _FORMULA.fullmatch(expression):
        return _field_of_formula(expression)
    found = _FIELD.match(expression)
    return found[0] if found else expression


def _field_of_formula(formula: str) -> str:
    """Returns the field that a formula gives, mostly: that of `BLANKVALUE(…)`, the last of `IF(…)`; or itself."""
    if with_fallback := _WITH_FALLBACK.match(formula):
        return with_fallback[1]
    fields = [field for field in _FIELD_OR_WORDS.findall(formula) if field]
    return fields[-1] if fields else formula


def broken_in(text: str, whole: list[Written]) -> Iterator[tuple[int, int]]:
    """Yields the spans that look like placeholders but lack a brace, given those that are `whole`."""
    last = 0
    for one in [*whole, None]:
        end = one.start if one is not None else len(text)
        if _MARK.search(text, last, end):
            for match in _BROKEN.finditer(text[last:end]):
                yield last + match.start(), last + len(match[0].rstrip()) + match.start()
        last = one.end if one is not None else last
