"""The forms of a verb that a promise is made with, as later words may have it."""

from __future__ import annotations

_IRREGULAR = {
    "break": "broke broken", "bring": "brought", "build": "built", "buy": "bought", "catch": "caught",
    "choose": "chose chosen", "cut": "cut", "draw": "drew drawn", "drive": "drove driven", "fall": "fell fallen",
    "feed": "fed", "find": "found", "fit": "fitted fit", "forget": "forgot forgotten", "get": "got gotten",
    "give": "gave given", "have": "had", "hear": "heard", "hide": "hid hidden", "hold": "held", "keep": "kept",
    "lay": "laid", "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "meet": "met",
    "pay": "paid", "put": "put", "read": "read", "rebuild": "rebuilt", "redo": "redone", "remake": "remade",
    "rewrite": "rewrote rewritten", "ring": "rang rung", "run": "ran run", "see": "saw seen", "sell": "sold",
    "send": "sent", "set": "set", "show": "showed shown", "speak": "spoke spoken", "spend": "spent",
    "steal": "stole stolen", "take": "took taken", "tell": "told", "throw": "threw thrown", "undo": "undid undone",
    "wake": "woke woken", "win": "won", "withdraw": "withdrew withdrawn", "write": "wrote written",
}  # fmt: skip


def doing(verb: str) -> set[str]:
    """Returns how it is spelt as something that is going on, one of them rightly: "hiding" of "hide"."""
    return {form for base in bases(verb) for form in (base + "ing", base[:-1] + "ing", base + base[-1] + "ing")}


def bases(verb: str) -> set[str]:
    """Returns its plain forms: "hide" of "hiding"."""
    if not verb.endswith("ing") or len(verb) < 6:
        return {verb}
    stem = verb[:-3]
    return {stem, stem + "e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())


def past(verb: str) -> set[str]:
    """Returns what tells that it was done: "wrote" and "written" of "write"."""
    forms: set[str] = set()
    for base in bases(verb):
        if base in _IRREGULAR:
            forms.update(_IRREGULAR[base].split())
        elif base.endswith("ed"):  # "will be repaired"
            forms.add(base)
        elif base.endswith("e"):
            forms.add(base + "d")
        elif base.endswith("y") and base[-2] not in "aeiou":
            forms.add(base[:-1] + "ied")
        else:
            forms.update({base + "ed", base + base[-1] + "ed"})
    return forms | ({verb} if verb in {form for known in _IRREGULAR.values() for form in known.split()} else set())
