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

_UNREADABLE = "\ufffd"
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

    Plain text with pictures between is several parts of one body. A damaged part gives what can be told.
    """
    try:
        parts = list(message.iter_attachments()) if message.is_multipart() else []
        more = [part for part in parts if _is_plain(part)]
        plain, html = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
        text = "\n".join(_content(part) for part in (plain, *more) if part is not None)
        own, cut = own_words(text if text.strip() else None, None if html is None else _content(html))
        return own, cut, len(parts) - len(more)
    except Exception:  # noqa: BLE001 - see above
        return "", 0, 0


def _is_plain(part: Any) -> bool:
    """Tells whether a part is text that stands in the body, and no file."""
    return part.get_content_type() == "text/plain" and not part.is_attachment() and part.get_filename() is None


def _content(part: Any) -> str:
    """Returns the text of a part; where its charset is unknown or not as told, as UTF-8 if more can be read so."""
    try:
        content = part.get_content()
    except Exception:  # noqa: BLE001 - an unknown charset or a broken transfer encoding, for the most part
        content = None
    found = [content] if isinstance(content, str) else []
    if not found or _UNREADABLE in found[0]:
        payload = part.get_payload(decode=True)
        found += [payload.decode("utf-8", "replace")] if isinstance(payload, bytes) else []
    return without_surrogates(min(found, key=lambda text: text.count(_UNREADABLE), default=""))


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
