"""Changes that may mend a finding. Whether one does is tried before anybody sees it (`recovery_eval.canned.fixes`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from recovery_eval.canned.dialects import dialect_named
from recovery_eval.canned.models import Finding, Message, Place, Reply
from recovery_eval.canned.placeholders import ELSEWHERE, dialects_told
from recovery_eval.canned.report import Edit, Suggestion
from recovery_eval.canned.syntax import placeholders_in

# The placeholder of the customer's first name, as each help desk writes it.
NAME_PLACEHOLDERS = {
    "generic": "{{customer.first_name}}",
    "zendesk": "{{ticket.requester.first_name}}",
    "intercom": "{{user.name}}",
    "freshdesk": "{{ticket.requester.firstname}}",
    "gorgias": "{{ticket.customer.firstname}}",
    "helpscout": "{%customer.firstName%}",
    "freescout": "{%customer.firstName%}",
    "front": "{{recipient.first_name}}",
    "hubspot": "{{ contact.firstname }}",
    "zammad": "#{ticket.customer.firstname}",
    "osticket": "%{ticket.name.first}",
    "chatwoot": "{{contact.first_name}}",
    "salesforce": "{{{Recipient.FirstName}}}",
}
# The same with what is written where the name isn't known, for help desks that have a place for it.
WITH_FALLBACK = {
    "intercom": '{{user.name|fallback:"there"}}',
    "helpscout": "{%customer.firstName,fallback=there%}",
}

# A greeting that nobody is named in, alone or with a word for anybody.
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))"
    r"(?: (?P<anybody>there|all|customer|valued customer|sir or madam|sir/madam|friend))?"
    r"(?=[ ]?[,!.:\u2013-]|\s*\n|\s*$)",
    re.IGNORECASE,
)
_HAVE = r"(?: have|'ve|\u2019ve)?"
# Words that make an apology none, and plain ones for them. Each is tried in the order in which it stands.
_REWORDED = tuple(
    (re.compile(rf"\b(?P<keep>{words}", re.IGNORECASE), plain)
    for words, plain in (
        (rf"sorry) if you{_HAVE} (?:feel|felt)\b", r"\g<keep> that we made you feel"),
        (rf"sorry) (?:that )?you{_HAVE} (?:feel|felt)\b", r"\g<keep> that we made you feel"),
        (r"sorry|apologi[sz]e) if (?=we|our|i|this|that|it|the|your)\b", r"\g<keep> that "),
        (r"sorry) if you\b", r"\g<keep> that you"),
        (r"sorry),? but (?P<next>\w)", r"\g<keep>. \g<next>"),
    )
)


class NamePlaceholder(NamedTuple):
    """How the customer's name is written, the best way first, and whether that is sure."""

    forms: tuple[str, ...]
    is_sure: bool


def candidates(finding: Finding, reply: Reply, in_file: NamePlaceholder | None) -> Iterator[Suggestion]:
    """Yields changes that may mend a finding of a reply, the best first. None of them has been tried.

    Args:
        finding: The finding.
        reply: Its reply.
        in_file: What `placeholder_told` says of its file, which counts where the reply tells nothing.
    """
    if finding.rule_id == "customer-named":
        forms, is_sure = _name_placeholder(reply, in_file)
        for placeholder in forms:
            yield from _names(finding, reply, placeholder, is_sure)
    elif finding.rule_id == "no-non-apology":
        yield from _rewordings(finding, reply)


def placeholder_told(replies: Iterable[Reply]) -> NamePlaceholder | None:
    """Returns how the customer's name is written in some replies, or by the help desk that they tell.

    None where they tell no help desk.
    """
    replies = list(replies)
    texts = [(message.text, placeholders_in(message.text)) for one in replies for message in one.messages]
    named = sorted({one.dialect for one in replies if one.names_dialect})
    told = tuple(map(dialect_named, named)) or dialects_told(texts)
    if not told:
        return None
    used = Counter(
        text[one.start : one.end]
        for text, written in texts
        for one in written
        if "last" not in one.field.lower() and all(one.field.lower() in each.customer for each in told)
    )
    if used:
        return NamePlaceholder((used.most_common(1)[0][0],), is_sure=True)
    usual = NAME_PLACEHOLDERS[told[0].name]
    if len(told) > 1:
        return NamePlaceholder((usual,), is_sure=all(NAME_PLACEHOLDERS[one.name] == usual for one in told))
    with_fallback = WITH_FALLBACK.get(told[0].name)
    return NamePlaceholder((with_fallback, usual) if with_fallback else (usual,), is_sure=True)


def _name_placeholder(reply: Reply, in_file: NamePlaceholder | None) -> NamePlaceholder:
    own = placeholder_told([reply])
    if own is not None and own.is_sure and not reply.names_dialect:
        return own  # else the file knows more: "{{agent.first_name}}" alone is written so in several help desks
    return in_file or NamePlaceholder((NAME_PLACEHOLDERS[reply.dialect],), is_sure=False)


def _names(finding: Finding, reply: Reply, placeholder: str, is_sure: bool) -> Iterator[Suggestion]:
    message = reply.messages[0]
    greeting = _GREETING.match(message.text)
    if not finding.quote and greeting is not None:
        start, end = greeting.span("anybody") if greeting["anybody"] else (greeting.end(), greeting.end())
        for edit in _edits(reply, message, start, end, placeholder if greeting["anybody"] else f" {placeholder}"):
            yield Suggestion(f"write {placeholder} in the greeting", edit, is_safe=is_sure and not reply.has_twin)
    elif ELSEWHERE not in finding.quote and (found := _message_of(finding, reply)) is not None:
        message, start = found
        for edit in _edits(reply, message, start, start + len(finding.quote), placeholder):
            yield Suggestion(f"write {placeholder} for “{finding.quote}”", edit, is_safe=False)


def _rewordings(finding: Finding, reply: Reply) -> Iterator[Suggestion]:
    found = _message_of(finding, reply)
    if found is None:
        return
    message, start = found
    end = start + len(finding.quote)
    for pattern, words in _REWORDED:
        for match in pattern.finditer(message.text, max(0, start - 30), min(len(message.text), end + 30)):
            if match.end() > start and match.start() < end:
                new = _capital_after_stop(match.expand(words))
                for edit in _edits(reply, message, match.start(), match.end(), new):
                    yield Suggestion(f"“{new.strip()}” for “{match[0].strip()}”", edit, is_safe=False)


def _capital_after_stop(words: str) -> str:
    head, stop, tail = words.rpartition(". ")
    return head + stop + tail[:1].upper() + tail[1:] if stop else words


def _message_of(finding: Finding, reply: Reply) -> tuple[Message, int] | None:
    """Returns the message that holds the words of a finding, and where they begin in it."""
    for message in reply.messages:
        start = message.text.find(finding.quote) if finding.quote else -1
        while start >= 0:
            if message.place(start) == finding.start:
                return message, start
            start = message.text.find(finding.quote, start + 1)
    return None


def _edits(reply: Reply, message: Message, start: int, end: int, text: str) -> Iterator[Edit]:
    """Yields the edit that writes a text for some words; none where tags stand among them, which would go with them."""
    spans = [message.written.span(at, at + 1) for at in range(start, end)]
    if any(message.written.file.text[one[1] : other[0]].strip() for one, other in pairwise(spans)):
        return
    first, last = message.places(start, end)
    yield Edit(reply.path, first, Place(*max(first, last)), message.written.escaped(text))
