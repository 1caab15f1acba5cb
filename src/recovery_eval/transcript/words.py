"""Words that stand before a colon: those that name a role, and those that name no speaker at all."""

from __future__ import annotations

import unicodedata

from recovery_eval.transcript.models import Speaker

_WORDS_OF_ROLES = {
    Speaker.CUSTOMER: (
        "customer, client, caller, guest, user, end user, enduser, visitor, consumer, shopper, passenger, patient, "
        "tenant, buyer, subscriber, requester, cust, reviewer"
    ),
    Speaker.AGENT: (
        "agent, human agent, rep, representative, advisor, adviser, associate, operator, csr, support, support agent, "
        "support team, support rep, customer service, customer services, customer support, customer care, "
        "customer relations, customer success, customer experience, customer service agent, "
        "customer service advisor, customer service rep, customer service representative, service agent, service desk, "
        "help desk, helpdesk, supervisor, manager, admin, teammate, specialist, consultant, receptionist, staff, "
        "assistant, business, owner response, response from the owner"
    ),
    Speaker.BOT: "bot, chatbot, chat bot, custom bot, ai agent, automated agent, virtual agent, virtual assistant",
    Speaker.SYSTEM: "system, developer, trigger, ivr, acd, automated message",
    Speaker.INTERNAL: (
        "internal, internal note, internal comment, private note, private comment, agent note, staff note"
    ),
}
ROLE_WORDS = {word: role for role, words in _WORDS_OF_ROLES.items() for word in words.split(", ")}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# "Agent Priya", "Caller 2": the role words that may stand right before a name or a number.
TITLES = _words("agent rep advisor adviser operator supervisor manager customer client caller guest bot")

# Words that head a line inside what somebody wrote, as in "Total: 12", and are no speaker.
_HEADINGS = _words(
    """
    a account address also answer attachment attachments bcc booking bug cc channel chat check comment comments company
    conclusion contact conversation cost date day delivery description details duration edit email end ended error eta
    example expected feedback from fw fwd hint http https id important info invoice issue item items language link
    location mail mobile model monday tuesday wednesday thursday friday saturday sunday name nb note notes number option
    order origin p p.s payment phone plan postcode price priority problem product ps q qty quantity queue question re
    reason receipt ref reference refund result room sent sign size solution started start status step subject subtotal
    summary tel ticket time tip title to today tomorrow topic total tracking type update url version via warning website
    yesterday zip
    """
)
# The last words of longer ones: "Order number", "Chat Started".
_HEADING_ENDS = _words(
    """
    address amount code date details email ended id issue name note notes number origin reason reference result started
    status time type
    """
)


def fold(label: str) -> str:
    """Returns a label as it is compared: without case, invisible characters, underscores and doubled spaces."""
    if not label.isascii():
        label = "".join(char for char in label if unicodedata.category(char) != "Cf")
    return " ".join(label.casefold().replace("_", " ").replace("-", " ").split()).rstrip(".")


def names_nobody(name: str) -> bool:
    """Tells whether what stands in the place of a name tells a role alone: "Customer", "Visitor 4711"."""
    return fold(name).rstrip(" #0123456789") in ROLE_WORDS


def looks_like_a_name(label: str) -> bool:
    """Tells whether a label may be somebody's name: few words, capitals at both ends, nothing that heads a line."""
    words = label.split()
    folded = fold(label).split()
    if not folded or len(words) > 4:
        return False
    if len(words) == 1:
        return folded[-1] not in _HEADINGS
    return folded[-1] not in _HEADING_ENDS and not (words[0][0].islower() or words[-1][0].islower())
