"""A single mail: its headers, and the words of its body.

The standard library fails on damaged mail in ways that it does not name, from `OverflowError` for a date to
`HeaderParseError`, so every call that parses is guarded against all of them.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from recovery_eval.transcript.readers.quotes import own_words
from recovery_eval.transcript.readers.records import without_surrogates

_HEADERS_END = re.compile(rb"\r?\n\r?\n")


def parse_mail(raw: bytes) -> EmailMessage:
    """Returns a mail; one damaged beyond parsing has no headers, and what follows them for its words."""
    try:
        return email.message_from_bytes(raw, policy=email.policy.default)
    except Exception:  # noqa: BLE001 - see above
        message = EmailMessage()
        message.set_payload(_HEADERS_END.split(raw, maxsplit=1)[-1].decode("utf-8", "replace"))
        return message


def mail_text(raw: bytes, media: str | None = None) -> tuple[str, int, int]:
    """Returns what `body_of` does.

    Args:
        raw: The mail; or, with a `media` type of its own that is no whole message, its body alone.
        media: The media type, where the headers stand elsewhere.
    """
    if media is not None and not raw.lstrip()[:200].lower().startswith((b"content-", b"from:", b"mime-")):
        raw = b"Content-Type: " + media.encode("ascii", "replace") + b"\r\n\r\n" + raw
    return body_of(parse_mail(raw))


def body_of(message: EmailMessage) -> tuple[str, int, int]:
    """Returns the sender's own words in the plain part, else in the HTML part, how much was cut, and the attachments.

    A damaged part gives what can be told.
    """
    try:
        body: Any = message.get_body(preferencelist=("plain", "html"))
        attachments = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
        text = "" if body is None else _content(body)
        is_html = body is not None and body.get_content_subtype() == "html"
    except Exception:  # noqa: BLE001 - see above
        return "", 0, 0
    return *(own_words(None, text) if is_html else own_words(text, None)), attachments


def _content(part: Any) -> str:
    try:
        content = part.get_content()
    except Exception:  # noqa: BLE001 - an unknown charset or a broken transfer encoding, for the most part
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return without_surrogates(content) if isinstance(content, str) else ""


def header(message: EmailMessage, name: str) -> str:
    """Returns a header on one line; empty where it is missing or damaged beyond reading."""
    try:
        value = message[name]
        return without_surrogates(" ".join(str(value).split())) if value is not None else ""
    except Exception:  # noqa: BLE001 - see above
        return ""


def sender(message: EmailMessage) -> tuple[str | None, str | None]:
    """Returns name and address of who sent a mail."""
    try:
        addresses: tuple[Address, ...] = message["from"].addresses
        name, address = addresses[0].display_name, addresses[0].addr_spec
    except Exception:  # noqa: BLE001 - see above
        return None, None
    return without_surrogates(name) or None, without_surrogates(address).lower() or None
