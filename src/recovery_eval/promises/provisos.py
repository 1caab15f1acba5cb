"""Conditions that a promise stands under: "if you send it back, we'll refund you"."""

from __future__ import annotations

import re

# "if that's all right" asks for leave, "if you'd hold on" for a moment, "if you have any questions" is said of course
_ASKED = (
    r" (?:(?:that|this|it)(?:['’]s| is| would be) (?:all right|alright|ok|okay|fine|convenient|better|easier)"
    r"|that (?:suits|works)|you (?:need|have) any(?:thing)?"
    r"|you(?:['’]d)? (?:\w+ ){0,2}(?:bear|hold|wait|hang|give me|allow|don['’]?t mind))\b"
)
# "once you've sent it", "as soon as we have it back": it is the customer who has to act first
_FIRST = (
    r"(?:once|as soon as|after|when) (?:you(?:['’]ve| have)? (?:\w+ )?(?:sen[dt]|return(?:ed)?|repl(?:y|ied)|pay|paid"
    r"|bring|brought|drop(?:ped)?|confirm(?:ed)?|gi?ven?|gave|fill(?:ed)?|upload(?:ed)?|sign(?:ed)?)\b"
    r"|(?:we|i)(?:['’]ve| have)? (?:receive[ds]?|got|get) (?:it|them|(?:the|your) \w+)(?: \w+)? (?:back|from you)\b)"
)
_IF = rf"(?:\b(?:if(?!{_ASKED})|unless|in case|provided|assuming|as long as)\b|\b{_FIRST})"
_LET_US_KNOW = (
    r"(?:(?:just|please|do) )?"
    r"(?:message|call|text|email|ring|phone|reply|let|tell|drop|give|send|ask|come|write|dm|bring|pop)"
)
_BEFORE = re.compile(
    rf"(?:^|[,;:–—]|\b(?:and|but|so|or)\b)\s*{_IF}[^,;:]*(?:,?\s*$|,\s*{_LET_US_KNOW}\b[^,;:]*\band\s*$)",
    re.IGNORECASE,
)
_AFTER = re.compile(_IF, re.IGNORECASE)
_LAST = re.compile(rf"{_IF}[^,;:]*$", re.IGNORECASE)
# "I'll see if it's there" and "I'll ask the depot if it is" have no condition; behind "and" it is another's
_NONE = re.compile(
    r"\b(?:ask|check|see|know|say|tell|hear|confirm|find out|look|and|but|so|or)\b|\b(?:even|as)\s+$", re.IGNORECASE
)


def is_conditional(before: str, onwards: str) -> bool:
    """Whether a promise is made on a condition.

    Args:
        before: Its sentence up to the promise.
        onwards: The rest of its sentence, from its first word on, as far as the next promise.
    """
    found = _AFTER.search(onwards)
    return _BEFORE.search(before.strip()) is not None or (
        found is not None and _NONE.search(onwards, 0, found.start()) is None
    )


def is_in_condition(before: str) -> bool:
    """Whether a time is that of a condition, as in "if it isn't there by Friday", by the words before it."""
    return _LAST.search(before) is not None
