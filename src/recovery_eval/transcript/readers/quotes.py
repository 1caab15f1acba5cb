"""What somebody wrote in a mail, without the earlier mails quoted below it and without the signature.

Own code, for the libraries that do this cut sentences that begin with "Thanks," together with all that follows, and
take minutes for some inputs (docs/decisions/0006). Each line is looked at once, and only its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recovery_eval.transcript.readers.html_text import html_words

# The end of a long line within a sentence, where a mail program wrapped it: the next goes on in small letters.
_WRAPPED = re.compile(r"^(.{40,}[^\s.!?:;])[ \t]*\n(?=[a-z])", re.MULTILINE)
_LOOKED_AT = 300  # characters of a line
_HEADER_LINES = 6  # lines in which an Outlook header has to be complete

_VERBS = r"wrote|a écrit|schrieb.{0,80}|escribió|escreveu|ha scritto|schreef.{0,80}|skrev.{0,80}"
_WROTE = re.compile(rf"(?:On|Le|Am|El|Em|Il|Op|Den)\s.{{4,250}}\s(?:{_VERBS})\s?:")
_WROTE_BEGINS = re.compile(r"(?:On|Le|Am|El|Em|Il|Op|Den)\s+\S")
_DATED = re.compile(r"\d{4}|\d[:./-]\d|@")
_EARLIER = r"original message|forwarded message|original-nachricht|ursprüngliche nachricht|message d'origine"
_ORIGINAL = re.compile(rf"[-_]{{3,}}\s*(?:{_EARLIER})\s*[-_]{{3,}}", re.IGNORECASE)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Fra|Från)\s?:", re.IGNORECASE)
_OTHER = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Verzonden|Aan|Onderwerp"
    r"|Inviato|Data|A|Oggetto|Sendt|Dato|Til|Emne|Enviada|Enviado em|Assunto|Skickat|Till|Ämne)\s?:",
    re.IGNORECASE,
)
# What is left at the end: what a telephone adds, and the rule above an earlier message.
_TAIL = re.compile(r"(?:Sent from my|Sent from Mail for|Get Outlook for)\s.{1,60}|_{5,}")


def own_words(plain: str | None, html: str | None) -> tuple[str, int]:
    """Returns the sender's own words, out of the HTML where the plain text is empty, and how much was cut."""
    quoted = 0
    if not plain:
        plain, quoted = html_words(html or "")
    own, cut = cut_quotes(plain)
    return own, quoted + cut


def cut_quotes(text: str) -> tuple[str, int]:
    """Returns the words that are the sender's own, and how many lines were cut.

    Cut are lines that begin with ">" and the line above them that says who wrote; everything from a header of an
    earlier message on ("-----Original Message-----", a block of From, Sent and To, "On 3 Nov 2026 … wrote:" above
    unmarked lines); the signature from its mark "-- " on; and "Sent from my …" at the end. What stands between or
    below quoted lines stays. Sentences that were wrapped are one line again.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at][:_LOOKED_AT].strip()
        if line.startswith(">"):
            at += 1
        elif (span := _wrote(lines, at)) and _is_quoted(lines, at + span):
            at += span
        elif _is_dated(lines[at : at + span]) or line == "--" or _ORIGINAL.match(line) or _is_header(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    while kept and (not kept[-1].strip() or _TAIL.fullmatch(kept[-1][:_LOOKED_AT].strip())):
        kept.pop()
    own = _WRAPPED.sub(r"\1 ", "\n".join(kept)).strip()
    filled = sum(1 for line in lines if line.strip())
    return own, filled - sum(1 for line in kept if line.strip())


def _wrote(lines: Sequence[str], at: int) -> int:
    """Returns how many lines, at most three, say here who wrote what is quoted below; 0 where none does."""
    if not _WROTE_BEGINS.match(lines[at][:_LOOKED_AT].strip()):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + 3], start=1):
        joined = f"{joined} {line[:_LOOKED_AT].strip()}".strip()
        if joined.endswith(":"):
            return count if _WROTE.fullmatch(joined[: 2 * _LOOKED_AT]) else 0
    return 0


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    """Tells whether the next filled line is marked as quoted, or there is none."""
    below = next((lines[after] for after in range(at, len(lines)) if lines[after].strip()), ">")
    return below.lstrip().startswith(">")


def _is_dated(lines: Sequence[str]) -> bool:
    """Tells whether a mail program wrote these lines: it gives a date, a time or an address, and people seldom do."""
    return any(_DATED.search(line[:_LOOKED_AT]) for line in lines)


def _is_header(lines: Sequence[str], at: int) -> bool:
    """Tells whether a block of From, Sent, To and Subject begins here: three of its lines in the next six."""
    if not _FROM.match(lines[at][:_LOOKED_AT].strip()):
        return False
    found = [_OTHER.match(line[:_LOOKED_AT].strip()) for line in lines[at + 1 : at + _HEADER_LINES]]
    return len({other[0].lower() for other in found if other}) >= 2  # not "A:" twice, of questions and answers
