"""The words of a deadline, in the few forms that `times` works out: figures for numbers, one word for one thing."""

from __future__ import annotations

import re

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
# zones that are named beside a time, in hours east of Greenwich; "ET" is one in summer and another in winter
HOURS_EAST = {
    "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
ZONE = re.compile(rf"\s*\b({'|'.join(HOURS_EAST)}|[ecmp]t)\b", re.IGNORECASE)
_TENS_AND_ONES = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](one|two|three|four|five|six|seven|eight|nine)\b"
)
_FIXED = (
    (r"’", "'"), (r"(?<=[a-z])'s\b", ""), (r"\bworking week\b", "week"),
    (r"\bthree[- ]quarters of an hour\b", "45 minutes"), (r"\bhalf an hour\b", "30 minutes"),
    (r"\b(?:a )?quarter of an hour\b", "15 minutes"), (r"\b(?:a )?couple of\b", "2"),
    (r"\b(?:a )?fortnight\b", "14 days"), (r"\bmins?\b|(?<=\d)m\b", " minutes"), (r"\bhrs?\b|(?<=\d)h\b", " hours"),
    (r"\b(business|banking) (?=days?|hours?)", "working "), (r"\bnext working day\b", "1 working day"),
    (r"\b(?:in|within|inside) the next (?=(?:hour|day)\b)", "in 1 "), (r"\b([ap])\.m\.?", r"\1m"),
    (r"\b(?:tmrw|tomo|tmr|tomoro|tomoz|2moro|2morrow)\b", "tomorrow"), (r"\btonite\b", "tonight"),
    (r"\bquarter (?=past|to)", "15 "), (r"\bhalf past\b", "30 past"), (r"\btonight\b", "today evening"),
    (r"\b(?:(?:12|twelve) )?(?:noon|midday)\b", "12:00"), (r"\b(?:(?:12|twelve) )?midnight\b", "24:00"),
    (r"\b(?:eod|cob)\b", "end of day"),
    (r"\bfirst thing\b(?!.*\bmorning\b)(.*)", r"\1 morning"),
    (r"\bday after tomorrow\b|\btomorrow or the day after\b", "overmorrow"),
    (r"\bor (?:so|less|sooner|earlier|before)\b", ""), (r" +", " "),
)  # fmt: skip
# once numbers are figures: "one and a half hours", "an hour and a half", "a day or two", "2 to 3 days", "half five"
_FIGURES = (
    (r"\b(\d+) and 1 half (?=[a-z])", r"\1.5 "), (r"\b(\d+) (minute|hour|day|week)s? and 1 half\b", r"\1.5 \2s"),
    (r"\b(\d+) (minute|hour|day|week|month)s? or (\d+)\b(?! ?[ap]m|[:.]\d)", r"\3 \2s"),
    (r"\b[\d.]+ ?(?:to|or|-|–) ?(?=\d[\d.]* (?:\w+ )?(?:minute|hour|day|week|month)s?\b)", ""),
    (r"\bhalf (?=\d+\b(?! (?:minute|hour|day|week|month)))", "30 past "),
    (r"\b((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?) week\b", r"1 week on \1"),
)  # fmt: skip


def plain(words: str) -> str:
    """Returns the words in small letters, with numbers as figures and the fixed phrases of times in plain ones."""
    text = " ".join(words.lower().replace(",", " ").split())
    text = _TENS_AND_ONES.sub(lambda two: str(_NUMBERS[two[1]] + _NUMBERS[two[2]]), text)
    for pattern, meant in _FIXED:
        text = re.sub(pattern, meant, text)
    text = re.sub(r"[a-z]+", lambda word: str(_NUMBERS.get(word.group(), word.group())), text)
    for pattern, meant in _FIGURES:
        text = re.sub(pattern, meant, text)
    return " ".join(text.split())
