"""Which kind of act some words promise, by their verb and by what it is done to.

Signals find a promise by its kind where a list holds its words. What they find by its shape alone ("we'll rewind it")
is sorted here. Money comes first: whatever is done with it, the customer is to have it.
"""

from __future__ import annotations

import re

from recovery_eval.promises.models import Kind
from recovery_eval.promises.verbs import bases

_SUM = (
    r"(?:[£$€]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:quid|pounds?|euros?|dollars?|bucks)\b"
    r"|\b(?:tenner|fiver|quid|pounds|dollars)\b)"
)
_MONEY = (
    rf"(?:{_SUM}|\b(?:money|funds|refunds?|payments?|deposit|compensation|cheque|fee|fees|fine|charges?|difference)\b)"
)
_GIVES_MONEY = re.compile(
    # "£5 off", "ten quid back", "your deposit will be in your account"
    rf"{_MONEY}[^,;:.]*?\b(?:off|back|credited|refunded|paid|repaid|returned|waived|towards|reversed"
    r"|(?:in|into|on|onto|to) (?:your|the|her|his|their) (?:bank|account|card|balance|bill|wallet|statement))\b"
    rf"|\b(?:knock\w*|tak(?:e|ing)|credit\w*|refund\w*|waiv\w*|reimburs\w*|repay\w*|return\w*|giv(?:e|ing) you"
    rf"|wip(?:e|ing)|void\w*|scrap\w*|writ(?:e|ing) off)\b[^,;:.]*?{_MONEY}"
    r"|\bmak(?:e|ing) up the (?:difference|shortfall)\b|\bsettl(?:e|ing) up with you\b"
    # "a cheque for £36 will be with you", "you'll see £850 by Friday"
    rf"|\bcheque for\b|\byou\b[^,;:.]*?\b(?:see|get|have|receive)\b[^,;:.]*?{_SUM}"
    r"|\b(?:foot|settle|cover|pay)\w*(?: for)? (?:the|your|any|all|that|whatever)\b(?! (?:shift|visit|route|phones?"
    r"|desk|claim)\b)"
    r"|\bon (?:me|us|the house)\b(?!\s+(?:to|for)\b)",
    re.IGNORECASE,
)
_PAID_BY = re.compile(
    rf"{_SUM}|\b(?:money|funds|refunds?|payments?|deposit|compensation|cheque|credit|reimbursement)\b", re.IGNORECASE
)
_DECLINES = re.compile(r"\b(?:invoice|bill|charge) (?:you|for)\b|\byou(?:['’]ll| will) (?:pay|owe)\b", re.IGNORECASE)

_VERBS = {
    Kind.LOOK_INTO: "look check investigate track trace hunt search dig chase examine inspect ask enquire inquire"
    " review test monitor study assess compare verify watch consult figure establish rummage comb quiz pull",
    Kind.PASS_ON: "pass raise escalate flag feed report share forward mention relay log",
    Kind.SEND: "send post mail email issue ship dispatch despatch deliver courier resend bike airmail pack wrap",
    Kind.COME: "come visit attend collect fetch knock",
    Kind.FIX: "fix mend repair patch change switch move swap book cancel redo reset restart rewrite adjust correct"
    " amend polish restore unlock unblock merge transfer upgrade sort install fit set roll reprint remake rebuild"
    " rebook refit retune replant rewire reopen rerun rerelease reseal redecorate repaint rehang reglaze reissue"
    " reload reinstall renew recut remix realign recalibrate reschedule reprogram rework revise resolve rectify"
    " release clear clean lift lower tighten loosen unjam unclog drain replumb deploy migrate sync push activate"
    " deactivate reroute tune replace extend backdate close reverse rollback undo",
}  # fmt: skip
_KIND_OF = {verb: kind for kind, verbs in _VERBS.items() for verb in verbs.split()}
_ACT = re.compile(
    r"(?:.*?(?:\b(?:will|shall|should|is|are|am|gonna|to)\b|['’](?:ll|s|re|m)\b|^let me\b|^i['’]?m\b)\s+)?"
    r"(?:(?:be|going|about|try|hope|aim|expect|to|and|also|then|now|just|gladly|personally|certainly|definitely)\s+)*"
    r"(?P<verb>[a-z][a-z-]*)(?P<object>.*)",
    re.IGNORECASE | re.DOTALL,
)
# "have the ceiling redecorated", "get it posted"
_HAS_DONE = re.compile(r"(?:\s+[\w’'-]+){1,4}?\s+(?P<done>[a-z]+(?:ed|t|en)|done)\b", re.IGNORECASE)
_TO_THEM = re.compile(
    r"\b(?:to|with|over to|out to|round to|at|for) (?:you|your|her|him|them)\b|\bin the post\b", re.IGNORECASE
)
_HANDS_OVER = re.compile(
    r"(?:get|have|bring|run|drop|rush|whizz|take|pack|bag|box)(?:ting|ing|ning|ping|hing)?$", re.IGNORECASE
)
_PHRASES = {
    Kind.CONTACT: re.compile(
        r"(?:confirm|reply|answer|report back|write|respond|post)(?:ing)?\b(?:\s+(?:it|this|that|an update|updates))?"
        r"\s+(?:here|back|to you)\b",
        re.IGNORECASE,
    ),
    Kind.PASS_ON: re.compile(r"let(?:ting)?\s+(?!you\b).*\bknow\b", re.IGNORECASE),
    Kind.LOOK_INTO: re.compile(
        r"giv(?:e|ing) (?:the|my|our|him|her|them)\b.*\ba (?:ring|call|bell|shout|buzz)\b"
        r"|keep(?:ing)? (?:an? )?(?:close )?(?:eye|watch|tabs)"
        r"|run(?:ning)? (?:an?|the|some) \w*\s?(?:test|check|scan|search)",
        re.IGNORECASE,
    ),
    Kind.FIX: re.compile(
        r"run(?:ning)? (?:an?|the|your|another|it)\b|turn(?:ing)?\b.*\b(?:on|off|up|down)\b"
        r"|do(?:ing)? (?:an?|the|your|it|that|them|another)\b(?! favou?r)"
        r"|mak(?:e|ing) (?:it|this|that|things) (?:right|good)|mak(?:e|ing) good",
        re.IGNORECASE,
    ),
    Kind.COME: re.compile(
        r"(?:drop|run|walk|drive|bring|join)(?:p?ing|n?ing)?\b.*"
        r"\b(?:off|round|over|in person|(?:up|down) to you|call|meeting)\b",
        re.IGNORECASE,
    ),
}
_PUTS = re.compile(r"(?:\s+[\w’'-]+){1,4}?\s+(?:in|on|back|through|right|straight|up)\b", re.IGNORECASE)
_PUTS_BY = re.compile(r"\b(?:aside|by|on hold|to one side|note|voucher|good word)\b", re.IGNORECASE)


def is_of_money(words: str) -> bool:
    """Whether a promise is one of money, whatever its verb: "I'll also knock £5 off"."""
    return _GIVES_MONEY.search(words) is not None and _DECLINES.search(words) is None


def names_money(words: str) -> bool:
    """Whether words name money, or what it is paid by."""
    return _PAID_BY.search(words) is not None


def kind_of_verb(verb: str) -> Kind | None:
    """Returns what a verb promises by itself, in any of its forms; None of one that says too little."""
    for base in sorted(bases(verb.lower()) | _plain(verb.lower())):
        if base in _KIND_OF:
            return _KIND_OF[base]
    return None


def kind_of_act(words: str) -> Kind | None:
    """Returns what words from a promise's first on promise, as far as their verb tells."""
    found = _ACT.match(words)
    if found is None:
        return None
    verb, rest = found["verb"], found["object"]
    done = _HAS_DONE.match(rest) if verb.lower() in {"have", "get", "getting", "having"} else None
    if _HANDS_OVER.match(verb) and _TO_THEM.search(rest) and done is None:
        return Kind.SEND
    if verb.lower() in {"have", "get", "getting", "having"}:
        return (Kind.FIX if done["done"].lower() == "done" else kind_of_verb(done["done"])) if done else None
    told = next((kind for kind, phrase in _PHRASES.items() if phrase.match(verb + rest)), None)
    if told is not None:
        return told
    if verb.lower() in {"put", "putting", "pop", "stick"} and _PUTS.match(rest):
        return None if _PUTS_BY.search(rest) else Kind.FIX
    return kind_of_verb(verb)


def _plain(verb: str) -> set[str]:
    """Returns what a past form may be of: "patch" of "patched"."""
    if not verb.endswith("ed") or len(verb) < 5:
        return {verb}
    stem = verb[:-2]
    return {stem, stem + "e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())
