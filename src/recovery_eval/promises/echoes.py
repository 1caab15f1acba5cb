"""Later words that take up a promise's own verb, or its thing: "I'll pull the tape", and then "I pulled the tape".

Of a visit it is the verb that it is for: "Sam will come to fit it", and then "it was fitted".

No word list holds all that companies promise. But what was promised with a verb is mostly told with the same verb, as
done ("we've replanted the border", "your deposit was transferred") or as not done ("you never replanted it").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.later import CONFIRMED, DENIED, TOLD_DONE, later_turns, signal_of
from recovery_eval.promises.models import Kind
from recovery_eval.promises.sentences import sentence_around
from recovery_eval.promises.stems import things_of
from recovery_eval.promises.verbs import bases, doing, past
from recovery_eval.transcript.models import Speaker, Turn

_VERB = re.compile(
    r"(?:.*?(?:\b(?:will|shall|should|is|are|am)\b|['’](?:ll|s|re|m)\b)\s+)?"
    r"(?:(?:be|going|about|try|hope|aim|get|to|and|also|then|now|just|gladly|personally|certainly"
    r"|definitely)\s+)*(\w+)",
    re.IGNORECASE | re.DOTALL,
)
# Verbs that say too little by themselves: only with a thing that was named, too, do they tell of the same act.
_LIGHT = re.compile(r"bring|find|get|give|have|hold|keep|leave|let|make|pay|put|read|run|see|set|show|take|tell")
_NO_ACT = re.compile(r"be|do|come|go|look|try|stay|make|sure|ensure|need|the|an?|it|you|in|on|by|with|back")
_TO_DO = re.compile(r"\bto\s+(?!be\b|you\b|your\b|the\b|do\b|get\b|see\b|have\b|take\b)([a-z]{3,})\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\bbe\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\b(?:the|a|an|your|our|my|this|that|to be|to get)\s+$", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b(?:if|when|once|until|unless|will|shall|should|would|could|might|supposed|before|whether)\b|['’]ll\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?:\b(?:not|never|nobody|no one|none|nothing|cannot|without|yet to)\b|n['’]t\b)", re.IGNORECASE)
_DID_NOT = r"(?:did|do|does|have|has)(?:n['’]?t| not)(?: \w+)?|never"
_WRONGLY = re.compile(r"\b(?:wrong|said|promised|told me|instead|broken|supposed|twice)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\s+(?:it|them|that|this|one|both|mine|everything|all|you)\b", re.IGNORECASE)
# "it still hasn't been cancelled", "that's been replanted"
_PRONOUN_FIRST = re.compile(
    r"\b(?:it|that|this|they|everything)(?:['’](?:s|ve))?"
    r"(?:\s+(?:has|have|had|is|was|still|now|all|been|just|yet|not|to be))*\s+$",
    re.IGNORECASE,
)
_HARDLY_MORE = re.compile(
    r"(?:\W|\b(?:all|now|just|that|it|is|s|and|ok|okay|right|yes|there|for|you|done|been|has|have|ve|i|we|already"
    r"|good|news)\b)*",
    re.IGNORECASE,
)
# What is said with "no" of anything
_NO_GOODS = frozenset(
    {
        "probl", "worry", "worri", "rush", "hurry", "need", "point", "idea", "bothe", "issue", "matte", "reaso",
        "thing", "time", "longe", "more", "doubt", "way",
    }
)  # fmt: skip
_THERE = (
    r"came|arrived|landed|turned up|showed up|got here|came through|went through"
    r"|(?:is|are|was|were) (?:here|there|at|waiting|in)|(?:is|are) (?:perfect|great|right|lovely|brilliant|on|up)"
    r"|works?|fits?"
)
# "Bill still has the fee on it", "the card is still active": what was to be taken away is there
_TAKES_AWAY = re.compile(
    r"(?:tak|knock|get)\w*\b(?:(?!\band\b).)*\boff\b|(?:remov|cancel|waiv|delet|clos|clear|collect|block|wip|stop)\w*",
    re.IGNORECASE | re.DOTALL,
)
# "I still have the fee letter" is of the letter
_NO_OTHER = r"(?=\s*(?:[.,;:!]|$|(?:on|in|at|to|for|and|from|here|there|it|that|but|though|now|today|as|after)\b))"
_STILL = r"has|have|got|shows?|showing|says|see|lists?|on|there(?:['’]s| is| are)?|paying|(?:being )?charged"
# "it will be ready by one", "we'll have it working tonight"
_TO_BE = re.compile(
    r"\b(?:be|have|get)\s+(?:[\w’'-]+\s+){0,3}?(ready|active|live|working|running|dry|clean|back|finished|done"
    r"|normal)\b",
    re.IGNORECASE,
)
_AT_ONCE = "sent|done|posted|booked|fixed|sorted|paid|issued"  # "Temporary pass sent"
# "I've put a note on it" after "I'll add a note"
_DID = (
    r"\b(?:i|we|he|she|they)(?:['’](?:ve|s)|\s+(?:have|has))\s+(?:(?:now|just|already|also)\s+)?"
    r"(?!(?:not|got|had|been|asked|told)\b)\w+"
)
_AS_DONE = (
    r"live|done|complete|completed|finished|in place|through|ready|out for delivery|on (?:its|their|the) way"
    r"|approved|sorted|been (?!delayed|lost|postponed|rejected|refused|declined|held|cancelled)\w+(?:ed|en|t)"
    r"|back where|back to normal|up and running|sent|posted|paid|in the post|signed for|delivered"
    r"|out (?:the door|today|this)"
)
_NOTHING = re.compile(r"(?!)")
_SHORT_VERB = 3
_OF_GOODS = frozenset({Kind.SEND, Kind.REFUND, Kind.COME, Kind.OTHER})
_BACK = 60  # characters before a verb in which "if", "not" and the like bear on it


def echoes(one: Commitment, turns: Sequence[Turn]) -> Iterator[Signal]:
    """Yields the later words in which the company or the customer tells of a promise by its own verb or its thing."""
    words = turns[one.turn].text[one.start : one.sentence[1]]
    verb, things = _verb_and_things(one, words, turns[one.turn].text)
    done, undone, thanked = _patterns(verb) if verb else (_NOTHING,) * 3
    there, missed = about(frozenset(things - _NO_GOODS if one.kind in _OF_GOODS else ()))
    own = frozenset(things & one.things)
    handed = _handed_over(own if one.kind in _OF_GOODS else frozenset())
    takes_away = verb and one.kind is not Kind.SEND and _TAKES_AWAY.match(words, words.lower().find(verb))
    still = _still_there(own if takes_away else frozenset())
    state = _state(words)
    stands = _stands(verb if len(verb) > _SHORT_VERB else "", frozenset(own))
    for index, by, text in later_turns(one, turns):
        if by is Speaker.CUSTOMER:
            confirmed = [*thanked.finditer(text), *(found for found in there.finditer(text) if _is_told(found, text))]
            denied = [found for found in undone.finditer(text) if _is_of_it(found, text, verb, things)]
            confirmed += (found for found in state[0].finditer(text) if _is_told(found, text))
            denied += state[1].finditer(text)
            denied += (found for found in still.finditer(text) if not _is_asked(found, text))
            yield from (signal_of(CONFIRMED, index, found) for found in confirmed)
            yield from (signal_of(DENIED, index, found) for found in (*denied, *missed.finditer(text)))
        else:
            told = [*handed.finditer(text), *(found for found in stands.finditer(text) if _is_told(found, text))]
            yield from (signal_of(TOLD_DONE, index, found) for found in told)
        for found in done.finditer(text):
            if _is_told(found, text) and _is_of_it(found, text, verb, things):
                yield signal_of(TOLD_DONE if by is Speaker.AGENT else CONFIRMED, index, found)


def _verb_and_things(one: Commitment, words: str, text: str) -> tuple[str, set[str]]:
    """Returns what will be done, and what it will be done to as far as the sentence goes."""
    verb = (one.kind is Kind.COME and _purpose(words)) or verb_of(words)
    if not verb:
        return verb, set(one.things)
    at = words.lower().find(verb)
    things = things_of(words[at + len(verb) :]) & one.things  # not those of the promise that follows
    if _PASSIVE.search(words, 0, at):  # "the mast will be sanded": the thing comes first
        things.update(things_of(text[one.sentence[0] : one.start + at]))
    if one.time is not None:
        things.difference_update(things_of(one.time.quote))
    return verb, things


def verb_of(words: str) -> str:
    """Returns the verb that says what will be done; nothing where it says too little to be told again."""
    found = _VERB.match(words)
    verb = found[1].lower() if found else ""
    return "" if len(verb) < 3 or _NO_ACT.fullmatch(verb) else verb


def _purpose(words: str) -> str:
    """Returns what a visit is for: the "fit" of "Sam will come on Monday to fit it"."""
    found = _TO_DO.search(words)
    return "" if found is None or _NO_ACT.fullmatch(found[1].lower()) else found[1].lower()


@lru_cache(maxsize=512)
def about(things: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what tells that one of some things, by the beginnings of their names, is there, and what that it isn't.

    "The boxes were at the stand", "boxes here"; "no form yet", "the form is not here".
    """
    if not things:
        return _NOTHING, _NOTHING
    names = either(things)
    there = (
        rf"\b(?:{names})\w*(?:['’]s|\s+\w+)?\s+(?:{_THERE})\b"
        rf"|(?:^|(?<=[.!?]\s))(?:(?:the|my)\s+)?(?:{names})\w*(?:['’]s)?\s+(?:here\b|back(?=\s*(?:[.,;!]|$|and\b)))"
    )
    missed = (
        rf"\b(?:still no|no|without (?:a|the|any)|no sign of (?:a|the|any|my))\s+[£$€]?(?:{names})\w*"
        rf"|(?:n['’]?t|\b(?:not|never|cannot))\s+(?:\w+\s+)?(?:get|got|gotten|receive|received|see|seen|had|have"
        rf"|find|found)"
        rf"\s+(?:(?:any|the|a|an|my|that|our|this)\s+)?(?:\w+\s+)?[£$€]?(?:{names})\w*"
        rf"|\b(?:{names})\w*\s+(?:is|are|was|were)(?:n['’]t|\s+not|\s+still not)\s+(?:\w+\s+)?(?:here|there|in|back)\b"
    )
    return re.compile(there, re.IGNORECASE | re.MULTILINE), re.compile(missed, re.IGNORECASE)


@lru_cache(maxsize=512)
def _handed_over(things: frozenset[str]) -> re.Pattern[str]:
    """Returns what tells that the company gives one of some things with these very words: "here is your form"."""
    if not things:
        return _NOTHING
    given = r"here(?:['’]s|\s+is|\s+are)|attached\s+(?:is|are)|please find(?:\s+attached)?|(?:i|we)['’]ve attached"
    return re.compile(rf"\b(?:{given})\s+(?:\w+\s+){{0,2}}?(?:{either(things)})\w*", re.IGNORECASE)


def _state(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what tells that something is, or isn't, as it was to be: "it was ready" after "will be ready"."""
    found = _TO_BE.search(words)
    return _states(found[1].lower()) if found else (_NOTHING, _NOTHING)


@lru_cache(maxsize=64)
def _states(state: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    is_so = rf"(?:['’](?:s|re)|\s+(?:is|are|was|were|has been))\s+(?:(?:now|all|both|just)\s+)?{state}\b"
    return (
        re.compile(rf"\b(?:it|they|that|this|everything|both|(?:the|my|our)\s+[\w’'-]+){is_so}", re.IGNORECASE),
        re.compile(rf"(?:n['’]?t|\bnot)\s+(?:(?:even|yet|actually)\s+)?{state}\b", re.IGNORECASE),
    )


@lru_cache(maxsize=512)
def _stands(verb: str, things: frozenset[str]) -> re.Pattern[str]:
    """Returns what tells how a thing, or what a verb brings about, stands now: "the patch is live"."""
    names = either({*things, *(bases(verb) if verb else ())})
    if not names:
        return _NOTHING
    told = rf"|{_DID}\s+(?:\w+\s+){{0,3}}?(?:{either(things)})\w*" if things else ""
    return re.compile(
        rf"\b(?:the|your|our|that|this)\s+(?:\w+\s+){{0,2}}?(?:{names})\w*(?:\s+\w+)?"
        rf"(?:['’]s|\s+(?:is|are|was|were|has|have|has been|have been|went|has gone))\s+(?:(?:now|all|both|just"
        rf"|already)\s+)*(?:{_AS_DONE})\b{told}"
        rf"|(?:^|(?<=[.!?]\s))(?:\w+\s+){{0,2}}?(?:{names})\w*\s+(?:now\s+|all\s+)?(?:{_AT_ONCE})\b",
        re.IGNORECASE,
    )


@lru_cache(maxsize=512)
def _still_there(things: frozenset[str]) -> re.Pattern[str]:
    """Returns what tells that one of some things was not taken away."""
    if not things:
        return _NOTHING
    names = either(things)
    return re.compile(
        rf"\bstill\s+(?:{_STILL})\s+(?:\w+\s+){{0,3}}?(?:{names})\w*{_NO_OTHER}"
        rf"|\b(?:{names})\w*(?:['’](?:s|re)|\s+(?:is|are))\s+still\s+(?:there|on|here|showing|listed|up|active|open)\b",
        re.IGNORECASE,
    )


def either(words: Collection[str]) -> str:
    """Returns the pattern of any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, sorted(words)), key=len, reverse=True))


@lru_cache(maxsize=512)
def _patterns(verb: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Returns what tells that a verb's act was done, that it was not, and that the customer is thankful for it."""
    forms = either(past(verb))
    done = re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    undone = re.compile(rf"\b(?:{_DID_NOT}) (?:been )?(?:{either(bases(verb))}|{forms})\b", re.IGNORECASE)
    thanked = re.compile(
        rf"\b(?:thanks|thank you|thx|cheers|ta) (?:so much |again |very much )?for (?:{either(doing(verb))})\b",
        re.IGNORECASE,
    )
    return done, undone, thanked


def _is_of_it(found: re.Match[str], text: str, verb: str, things: set[str]) -> bool:
    """Whether the words name the same thing, or none but "it"."""
    first, last = sentence_around(text, found.start(), found.end())
    if not any(map(_LIGHT.fullmatch, bases(verb))):
        before = text[max(first, found.start() - _BACK) : found.start()]
        if (
            _PRONOUN.match(text, found.end())
            or _PRONOUN_FIRST.search(before)
            or _says_no_more(text, found, first, last)
        ):
            return True
    return not things.isdisjoint(things_of(text[first:last]))


def _says_no_more(text: str, found: re.Match[str], first: int, last: int) -> bool:
    """Whether a sentence is hardly more than a verb: "All processed"."""
    rest = text[first : found.start()] + text[found.end() : last]
    return _HARDLY_MORE.fullmatch(rest) is not None


def _is_asked(found: re.Match[str], text: str) -> bool:
    _, last = sentence_around(text, found.start(), found.end())
    return text[last : last + 1] == "?"


def _is_told(found: re.Match[str], text: str) -> bool:
    """Whether the words tell what was done, and neither ask nor wish nor deny it."""
    first, last = sentence_around(text, found.start(), found.end())
    before = text[max(first, found.start() - _BACK) : found.start()]
    return not (
        text[last : last + 1] == "?"
        or _NOUN_AFTER.search(before)
        or _NOT_YET.search(before)
        or _NEGATED.search(before)
        or _WRONGLY.search(text, first, last)
    )
