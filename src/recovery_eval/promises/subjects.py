"""Who or what stands before a verb: somebody of the company, or a thing that promises money or word by itself."""

from __future__ import annotations

import re

from recovery_eval.promises.acts import names_money
from recovery_eval.promises.models import Kind

_FORETOLD = re.compile(
    r"(?P<modal>['’]ll|\b(?:will|shall|should)|['’]s gonna|['’](?:s|re) going to"
    r"|\b(?:is|are) (?:going to|gonna|due to)|\b(?:is|are) being(?=\s+\w+(?:ed|en|t)\b))\s+"
    r"(?:(?:also|now|then|definitely|certainly|all|just|hopefully)\s+)*"
    r"(?P<act>be\s+(?:all\s+|back\s+)?[\w’'-]+|[\w’'-]+)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\b(?:i|we|you|if|when|unless|until|who|which|what|how|where|why|whether|not|never|no|nobody|normally|usually"
    r"|generally|typically|always|often|mostly|once|while|because|sales?|offers?|prices?|shop|store|office|lines"
    r"|branch|(?<!^)that)\b",
    re.IGNORECASE,
)
_WORD_OF_IT = re.compile(
    r"\b(?:e-?mails?|texts?|messages?|calls?|letter|reply|answer|updates?|report|decision|news|breakdown)\b",
    re.IGNORECASE,
)
_IS_THERE = re.compile(
    r"(?:be\s+(?:back\s+)?(?:here|there|with|at|on|in|over|round)|arrive|land|reach|get|turn|leave|go|come|ship"
    r"|follow)$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:(?i:he|she|someone|somebody|one of (?:us|the \w+|our \w+)"
    r"|(?:the|your|our|my|their|his|her|a|an|another)\s+(?:\w+\s+){0,2}"
    r"(?:\w+(?:er|or|ian|man|woman|ist|ress|person)|lad|girl|mate|team|crew|guys?|lads?|chap|nurse|mechanic|chef|vet"
    r"|boss|head|clerk|colleague)s?)(?:\s+[A-Z][a-z]+)?"
    r"|(?i:our|their|my)\s+(?:\w+\s+){0,2}[A-Z][a-z]+"
    r"|(?!(?:It|This|That|They|These|Those|Everything|Both)\b)[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)\s*$"
)


def is_somebody(subject: str) -> bool:
    """Whether words name people of the company: "a field engineer"."""
    return _SOMEBODY.match(subject) is not None


def is_somebody_who_arrives(words: str) -> bool:
    """Whether words such as "a crew should get to you" tell of people, and not of things."""
    found = _FORETOLD.search(words)
    subject = words[: found.start()].strip() if found is not None else ""
    if found is None or _NO_SUBJECT.search(subject):
        return False
    return bool(_IS_THERE.match(found["act"]) and _SOMEBODY.match(subject))


def kind_of_thing(subject: str) -> Kind | None:
    """Returns what a thing promises by itself, whatever will become of it: money or word; None of other things."""
    if names_money(subject):
        return Kind.REFUND
    return Kind.CONTACT if _WORD_OF_IT.search(subject) else None
