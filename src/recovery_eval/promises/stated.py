"""Promises that are known by their shape: "we're rewinding it tonight", "the hall will be dry by noon".

No list of words holds all that companies do. But what one of them says it is doing, or says will be so by a time that
it names, is promised as firmly as what begins with "I'll".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.promises.acts import is_of_money, kind_of_act, kind_of_verb, names_money
from recovery_eval.promises.models import Kind
from recovery_eval.promises.sentences import clause_around, sentence_around

_BEGUN = re.compile(
    r"\b(?:i['’]?m|i am|we['’]re|we are)\s+(?:(?:just|now|also|personally|currently)\s+)*(?P<verb>[a-z]{3,20}ing)\b",
    re.IGNORECASE,
)
# "We're trying", "I'm hoping", "we're getting lots of calls": no deed, or not one for this customer
_NO_DEED = re.compile(
    r"(?:go|hop|try|think|wonder|hav|be|say|see|talk|feel|experienc|work|sitt?|miss|wait|struggl|us|do|gett|look"
    r"|speak|tell"
    r"|assum|guess|read|hear|call|writ|apologis|apologiz|learn|kidd|jok|mean|show|los|sell|offer|ask|find|aim|plan"
    r"|expect|receiv|deal|cloud|runn|mak|chang(?= our)|com|leav|start|clos|open|clear(?=ly)|review(?= our))ing\b",
    re.IGNORECASE,
)
# "Our Becky's bringing it over at four", "I've arranged for a locksmith to come at six"
_THEIRS = re.compile(
    r"\b(?P<subject>(?i:our|the|my|one of (?:our|the))\s+(?:[\w’-]+\s+){0,2}?[\w’-]+|[A-Z][a-z]+|(?i:he|she|they"
    r"|maintenance|housekeeping))"
    r"(?:['’](?:s|re)|\s+(?:is|are))\s+(?:(?:just|now|also)\s+)*(?P<verb>[a-z]{3,20}ing)\b"
)
_ON_THEIR_WAY = re.compile(
    r"(?P<subject>(?:our|the|my|one of (?:our|the)|an?)\s+(?:[\w’-]+\s+){0,2}?[\w’-]+|[A-Z][a-z]+|he|she|they)"
    r"(?:['’](?:s|re)|\s+(?:is|are))\s+(?:(?:now|already)\s+)?on\s+(?:his|her|their)\s+way\b",
    re.IGNORECASE,
)
_HAD = re.compile(
    r"\b(?:i|we)(?:['’]ve|\s+have)\s+(?:(?:now|just|already|also)\s+)*(?:asked|told|arranged for"
    r"|got)\s+[\w’'-]+(?:\s+[\w’'-]+){0,3}?\s+to\s+"
    r"(?P<act>call|ring|phone|text|message|email|write|come|visit|pop|send|bring|deliver|post)\b",
    re.IGNORECASE,
)
_LOOKS_FORWARD = re.compile(r"(?:looking (?:forward|to\b)|following (?:you|suit))", re.IGNORECASE)
# Of whom no time is needed: "our seamstress will let it out"
_OURS = re.compile(r"(?i:our|their|my|one of (?:our|us|my))\b|[A-Z]")
_NO_ACT = re.compile(
    r"(?:be|have|need|want|know|like|love|see|help|do|get|understand|remember|appreciate|think|probably|not|never"
    r"|always"
    r"|try|work|continue|keep|make|take|find|hear|feel|expect|require|charge)\b",
    re.IGNORECASE,
)
# "a new one leaves us first thing tomorrow", "we expect the lights to be back by nine", "I'm on to the depot"
_LEAVES = re.compile(
    r"\b(?P<subject>(?:an?|the|your|our|one)\s+(?:[\w’'£-]+\s+){1,4}?)"
    r"(?P<act>leaves? (?:us|here|our \w+|the \w+)|goes? (?:out|off|in the post)|ships?)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:we|i) (?:expect|hope|aim|plan|intend)\s+(?P<subject>[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s+to\s+"
    r"(?P<act>be\s+(?:all\s+|back\s+)?[\w’'-]+|[\w’'-]+)",
    re.IGNORECASE,
)
_ON_THE_LINE = re.compile(
    r"\bi['’]?m (?:just |now )?(?:on (?:to|with)|onto|on the (?:phone|line|blower) (?:to|with))\s+(?:\w+\s+)?\w+",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now|straight away|right away|as we speak|at once|immediately|for you|myself|tonight|today|tomorrow"
    r"|this (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)
_FORETOLD = re.compile(
    r"(?P<modal>['’]ll|\b(?:will|shall|should)|['’]s gonna|['’](?:s|re) going to|\b(?:is|are) (?:going to|gonna"
    r"|due to)|\b(?:is|are) being(?=\s+\w+(?:ed|en|t)\b))\s+"
    r"(?:(?:also|now|then|definitely|certainly|all|just|hopefully)\s+)*"
    r"(?P<act>be\s+(?:all\s+|back\s+)?[\w’'-]+|[\w’'-]+)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:(?i:it|that|this|they|these|those|he|she|someone|somebody|everything|both"
    r"|(?:the|your|our|my|a|an|both|all|another|some|one of (?:our|the|us)|his|her|their"
    r"|this|that|these)\s+[\w£$€.'’&/-]+(?:\s+[\w£$€.'’&/-]+){0,5})"
    r"|[A-Z£$€][\w.’'-]*(?:\s+[\w’'-]+){0,3})\s*$"
)
_NO_SUBJECT = re.compile(
    r"\b(?:i|we|you|if|when|unless|until|who|which|what|how|where|why|whether|not|never|no|nobody|normally|usually"
    r"|generally|typically|always|often|mostly|once|while|because|sales?"
    r"|offers?|prices?|shop|store|office|lines|branch|(?<!^)that)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:[\s\-–—•*\"'(]*(?:and|but|so|then|also|ok|okay|right|yes|no|yeah|well|now|good news|hi|hello|which means"
    r"|meaning"
    r"|i promise|rest assured|don['’]t worry|in the meantime|after which|i (?:think|believe|expect|hope|know"
    r"|reckon))\b[\s,]*)*",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\s(it|that|this|they|he|she|there|you)$", re.IGNORECASE)
_GOES_BEFORE = re.compile(
    r"\b(?:sure|that|so|if|when|once|until|unless|hope|think|says?|said|saying|know|guess|reckons?|and|or|but|where"
    r"|what|how|who)\s*$",
    re.IGNORECASE,
)
_YOU_ARE_TO = re.compile(r"(?:have|get|receive|see|hear)\b", re.IGNORECASE)
_YOU_MUST = re.compile(
    r"\s*(?:have|get|see|hear) (?:to|some|more|plenty|time|used|that|how|why|what|if|a (?:message|prompt|screen"
    r"|button|page|menu|pop|choice)|an (?:option|error))\b",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"(?:be\s+)?(?:open|closed|shut|able|charged|billed|invoiced|required|needed|asked|unavailable|busy|debited"
    r"|deducted"
    r"|late|delayed|held|due|not|never|charge|need|have|require|cost|expire|end|close|start|begin|take|want|vary|depend"
    r"|rise|increase|remain|stay|continue|like|love|know|understand|mean|help|happen|renew|last|apply|display|prompt"
    r"|fine|ok|okay|happy|great|nice|good|over|the|an?|my|your|our|only|more|less|too|very|so|any|no|off|away|out)$",
    re.IGNORECASE,
)
_MAY_CLOSE = re.compile(r"\b(?:account|case|claim|complaint|file|ticket|policy)$", re.IGNORECASE)
_WORD_OF_IT = re.compile(
    r"\b(?:e-?mails?|texts?|messages?|calls?|letter|reply|answer|updates?|report|decision|news|breakdown)\b",
    re.IGNORECASE,
)
_IS_THERE = re.compile(
    r"(?:be\s+(?:back\s+)?(?:here|there|with|at|on|in|over|round)|arrive|land|reach|get|turn|leave|go|come|ship"
    r"|follow)$",
    re.IGNORECASE,
)
_IS_WELL = re.compile(
    r"be\s+(?:all\s+|back\s+)?(?:ready|live|active|back|working|up|sorted|done|clear|normal|available|finished|dry"
    r"|clean|gone"
    r"|running|restored|fixed|right|to|online|complete|completed|good|in)$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:(?i:he|she|someone|somebody|one of (?:us|the \w+|our \w+)|(?:the|your|our|my|their|his|her|a|an"
    r"|another)\s+(?:\w+\s+){0,2}"
    r"(?:\w+(?:er|or|ian|man|woman|ist|ress|person)|lad|girl|mate|team|crew|guys?|lads?|chap|nurse|mechanic|chef"
    r"|vet|boss|head|clerk"
    r"|colleague)s?)(?:\s+[A-Z][a-z]+)?"
    r"|(?i:our|their|my)\s+(?:\w+\s+){0,2}[A-Z][a-z]+"
    r"|(?!(?:It|This|That|They|These|Those|Everything|Both)\b)[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?)\s*$"
)
_HAD_TO = dict.fromkeys(("send", "bring", "deliver", "post"), Kind.SEND) | dict.fromkeys(
    ("come", "visit", "pop"), Kind.COME
)
BEGUN, FORETOLD = "promise-begun", "promise-foretold"
MOST_READ = 4_000


def stated(turn: int, text: str, times: Sequence[Signal]) -> Iterator[tuple[Kind, Signal]]:
    """Yields what a company turn promises by its shape, each with its kind.

    Args:
        turn: The turn's index.
        text: Its text.
        times: The times that it names, vague ones among them.
    """
    text = text[:MOST_READ]
    yield from _begun(turn, text)
    yield from _of_others(turn, text, times)
    yield from _foretold(turn, text, times)
    yield from _expected(turn, text, times)


def _begun(turn: int, text: str) -> Iterator[tuple[Kind, Signal]]:
    for found in _BEGUN.finditer(text):
        begins, ends = clause_around(text, found.start(), found.end())
        _, sentence_end = sentence_around(text, found.start(), found.end())
        if _NO_SUBJECT.search(text, begins, found.start()) or text[sentence_end : sentence_end + 1] == "?":
            continue
        words = text[found.start() : ends]
        kind = kind_of_verb(found["verb"]) or kind_of_act(words)
        if _LOOKS_FORWARD.match(text, found.start("verb")):
            continue
        is_now = _NOW.search(words) is not None
        if _NO_DEED.match(found["verb"]) or (kind is None and not is_now):
            continue
        yield (
            (Kind.REFUND if is_of_money(words) else kind or Kind.OTHER),
            Signal(BEGUN, turn, found.start(), found.end(), found.group(), ""),
        )


def _of_others(turn: int, text: str, times: Sequence[Signal]) -> Iterator[tuple[Kind, Signal]]:
    """Yields what others are doing by a time or for this customer, or have been asked to do for them."""
    for found in (*_THEIRS.finditer(text), *_ON_THEIR_WAY.finditer(text), *_HAD.finditer(text)):
        begins, ends = clause_around(text, found.start(), found.end())
        words = text[found.start() : ends]
        if _NO_SUBJECT.search(text, begins, found.start()):
            continue
        parts = found.groupdict()
        if "act" in parts:
            kind: Kind | None = _HAD_TO.get(found["act"].lower(), Kind.CONTACT)
        elif not _SOMEBODY.match(found["subject"]) or _NO_SUBJECT.search(found["subject"]):
            continue
        elif "verb" not in parts:
            kind = Kind.COME
        elif not (_NOW.search(words) or any(found.start() < time.start <= ends for time in times)):
            continue
        else:
            kind = kind_of_act(words) or (None if _NO_DEED.match(found["verb"]) else Kind.OTHER)
        if kind is not None:
            yield kind, Signal(BEGUN, turn, found.start(), found.end(), found.group(), "")


def _foretold(turn: int, text: str, times: Sequence[Signal]) -> Iterator[tuple[Kind, Signal]]:
    for found in _FORETOLD.finditer(text):
        begins, ends = clause_around(text, found.start(), found.end())
        _, sentence_end = sentence_around(text, found.start(), found.end())
        if text[sentence_end : sentence_end + 1] == "?":
            continue
        has_time = any(found.start() < time.start <= ends + 2 for time in times)
        lead = _LEAD.match(text[begins : found.start()])
        start = begins + (lead.end() if lead else 0)
        start += len(text[start : found.start()]) - len(text[start : found.start()].lstrip())
        subject = text[start : found.start()].strip()
        spoken = _SPOKEN.search(subject) if found["modal"][1:].lower() == "ll" and not _SUBJECT.match(subject) else None
        if spoken and _GOES_BEFORE.search(subject, 0, spoken.start(1)) is None:  # a call has no marks between clauses
            start, subject = start + spoken.start(1), spoken[1]
        if not subject and text[:begins].endswith((" and", " which")):
            subject = "it"  # "one's in the oven and will be at yours by seven"
        words = text[start:ends]
        kind = _kind(subject, found["act"], words, text[found.start("act") : ends]) if has_time else None
        if kind is None and _OURS.match(subject) and _SOMEBODY.match(subject) and not _is_no_act(subject, found["act"]):
            kind = kind_of_act(words) or Kind.OTHER
        if kind is not None:
            yield kind, Signal(FORETOLD, turn, start, found.end(), text[start : found.end()], "")


def _is_no_act(subject: str, act: str) -> bool:
    return bool(_NOT_THEIRS.match(act) or _NO_ACT.match(act) or _NO_SUBJECT.search(subject))


def _expected(turn: int, text: str, times: Sequence[Signal]) -> Iterator[tuple[Kind, Signal]]:
    """Yields what will leave by a time, what is expected by then, and whom somebody is speaking to just now."""
    for found in (*_LEAVES.finditer(text), *_EXPECTED.finditer(text)):
        _, ends = clause_around(text, found.start(), found.end())
        if not any(found.start() < time.start <= ends + 2 for time in times) or _NO_SUBJECT.search(found["subject"]):
            continue
        words = text[found.start() : ends]
        kind: Kind | None = Kind.SEND
        if found.re is _EXPECTED:
            money = is_of_money(words) or names_money(found["subject"])
            kind = (
                Kind.REFUND
                if money
                else _of_it(found["act"], is_somebody=_SOMEBODY.match(found["subject"]) is not None)
            )
        if kind is not None:
            yield kind, Signal(FORETOLD, turn, found.start(), found.end(), found.group(), "")
    for found in _ON_THE_LINE.finditer(text):
        yield Kind.LOOK_INTO, Signal(BEGUN, turn, found.start(), found.end(), found.group(), "")


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


def _kind(subject: str, act: str, clause: str, rest: str) -> Kind | None:
    """Returns what kind of promise a clause is that tells what will be, or None where it is none."""
    if subject.lower() == "there":
        return _of_what_there_is(rest)
    if subject.lower() == "you":
        return _of_you(act, clause, rest)
    if not _SUBJECT.match(subject) or _NO_SUBJECT.search(subject):
        return None
    if _NOT_THEIRS.match(act):
        return Kind.FIX if act.lower() == "be closed" and _MAY_CLOSE.search(subject) else None
    if is_of_money(clause) or names_money(subject):
        return Kind.REFUND
    return (
        Kind.CONTACT if _WORD_OF_IT.search(subject) else _of_it(act, is_somebody=_SOMEBODY.match(subject) is not None)
    )


def _of_it(act: str, *, is_somebody: bool) -> Kind | None:
    """Returns what is promised of somebody, or of something, that will do or be so."""
    if _IS_THERE.match(act):
        return Kind.COME if is_somebody else Kind.SEND
    if _IS_WELL.match(act):
        return Kind.FIX
    verb = act.rsplit(maxsplit=1)[-1]
    kind = kind_of_verb(verb)
    if kind is None and is_somebody and (verb.endswith("ing") or act == "see"):
        return Kind.COME
    return kind


def _of_what_there_is(rest: str) -> Kind | None:
    """Returns what "there'll be a cheque in the post tomorrow" promises."""
    if names_money(rest):
        return Kind.REFUND
    if re.match(r"be\s+(?:someone|somebody|an? \w+(?:er|or|ian|man|ist)\b)", rest, re.IGNORECASE):
        return Kind.COME
    if _WORD_OF_IT.search(rest):
        return Kind.CONTACT
    return (
        Kind.SEND
        if re.search(r"\b(?:in the post|waiting|with you|for you|on your|at your)\b", rest, re.IGNORECASE)
        else None
    )


def _of_you(act: str, clause: str, rest: str) -> Kind | None:
    if not _YOU_ARE_TO.match(act) or _YOU_MUST.match(rest):
        return None
    if is_of_money(clause):
        return Kind.REFUND
    if act.lower() == "see":
        return None
    return Kind.CONTACT if act.lower() == "hear" or _WORD_OF_IT.search(rest) else Kind.SEND
