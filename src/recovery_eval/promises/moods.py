"""How the customer takes it, where no words tell that a promise was kept or broken: thanks for it, or "still nothing".

Who names what was promised and is glad of it has it. Who comes back after the due time with "still", "nothing" or
"not a soul", and names nothing else that was promised, has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from recovery_eval.evidence import Signal
from recovery_eval.promises.clock import is_after
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.conversation import Conversation
from recovery_eval.promises.later import CONFIRMED, DENIED, later_turns
from recovery_eval.promises.models import Kind
from recovery_eval.transcript.models import Speaker

_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]*")
_GLAD = re.compile(
    r"\b(?:thanks|thank you|thx|cheers|ta|lovely|perfect(?:ly)?|great|brilliant|fantastic|gorgeous|beautiful(?:ly)?"
    r"|happy|love[sd]?|sorted|spot on|delighted|pleased|chuffed|much better|appreciated?|wonderful|superb|amazing"
    r"|excellent|result|all (?:good|fine|well|done)|as good as new|a treat|at last|finally|phew)\b"
    r"|[😊😀😁😍🥰🙏🙌👍💚❤🎉]|[:;]-?\)",
    re.IGNORECASE,
)
# What is only hoped for, asked or denied
_NOT_SO = re.compile(
    r"\b(?:not|never|no|none|still|nothing|nobody|wrong|broken|but|if|when|once|until|will|shall|would|should|could"
    r"|can|may|hope|hoping|wait(?:ing)?|please|need|want|looking forward|supposed|said|promised|was meant|again)\b"
    r"|n['’]?t\b|['’]ll\b|\?",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|got|came|did|does|works?|fits?|looks?|feels?|runs?|picked|unpacked"
    r"|collected|tried|opened|installed|fitted|here|back|on|up)\b|['’](?:s|re|ve)\b|\w{3,}ed\b",
    re.IGNORECASE,
)
_WANTING = re.compile(
    r"^\s*no \w+\s*[.!]*$|\b(?:still|nothing|nobody|no one|noone|not a (?:soul|word|peep|thing|penny|sausage|sign"
    r"|squeak|dicky bird)|no sign|waited|nowhere|zilch|no show|(?:no|nor) (?:call|word|news|reply|answer|update)"
    r"|where(?:['’]s| is| are| has)|(?:is|was) (?:any|some)(?:one|body)|(?:has|have|did|was|does|is)(?:n['’]?t| not)"
    r"|never)\b",
    re.IGNORECASE,
)
# Of word that was to come only these tell: who is unhappy may well have had it
_NO_WORD = re.compile(
    r"\b(?:not a (?:word|peep|squeak|sausage|dicky bird|soul)|nobody|no one|noone|silence|heard nothing"
    r"|nothing\s*(?:[.!]|$)|(?:is|can|could|will) (?:any|some)(?:one|body)\b.*\b(?:tell|update|explain|answer|help"
    r"|there)|by the phone|(?:no|nor) (?:call|word|news|reply|answer|update)"
    r"|what(?:['’]s| is) (?:going on|happening))",
    re.IGNORECASE,
)
_DOABLE = frozenset({Kind.SEND, Kind.COME, Kind.FIX, Kind.REFUND, Kind.OTHER})
SAME_BREATH = timedelta(minutes=30)  # thanks said sooner may be for the promise itself


def moods(one: Commitment, due: datetime | None, seen: Conversation) -> Iterator[Signal]:
    """Yields the words of the customer that let one tell what became of a promise, in their order."""
    for turn, _, text in later_turns(one, seen.turns, by=[Speaker.CUSTOMER]):
        glad = _GLAD.search(text)
        for found in _SENTENCE.finditer(text):
            quote = found.group().rstrip()
            signal = Signal("", turn, found.start(), found.start() + len(quote), quote, "")
            if glad and one.kind in _DOABLE and _is_so(found.group()) and seen.is_same_matter(one, signal):
                if _is_no_answer(one, turn, seen):
                    yield signal._replace(name=CONFIRMED)
            elif due is not None and not glad and _is_wanting(one, turn, due, signal, seen):
                yield signal._replace(name=DENIED)


def _is_so(sentence: str) -> bool:
    return _IS.search(sentence) is not None and _NOT_SO.search(sentence) is None


def _is_no_answer(one: Commitment, turn: int, seen: Conversation) -> bool:
    """Whether the customer's turn is more than the reply to the promise itself."""
    is_apart = is_after(seen.moments[turn], seen.moments[one.turn], SAME_BREATH)
    if is_apart is not None:
        return is_apart
    return any(seen.turns[between].speaker is Speaker.AGENT for between in range(one.turn + 1, turn))


def _is_wanting(one: Commitment, turn: int, due: datetime, signal: Signal, seen: Conversation) -> bool:
    if one.kind is Kind.PASS_ON or not is_after(seen.moments[turn], due):
        return False
    words = _WANTING if one.kind in _DOABLE else _NO_WORD
    if words.search(signal.quote) is None:
        return False
    return seen.is_latest(one, signal) and not seen.is_named_by_another(one, signal)
