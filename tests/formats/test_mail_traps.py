from __future__ import annotations

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts
from recovery_eval.transcript.readers.html_text import html_text
from recovery_eval.transcript.readers.quotes import cut_quotes


@pytest.mark.parametrize(
    ("mail", "own"),
    [
        ("Fine.\n\nOn 3 Nov 2026, Jane wrote:\n> We are sorry\n", "Fine."),
        ("Fine.\n\nOn Tue, 3 Nov 2026 at 10:00, Jane\n<jane@shop.example>\nwrote:\n\nWe are sorry\n", "Fine."),
        ("On 3 Nov 2026, Jane wrote:\n> Which one?\nThe red one.\n> By when?\nToday.", "The red one.\nToday."),
        ("Fine.\n-----Original Message-----\nFrom: Jane\n\nWe are sorry", "Fine."),
        ("Fine.\n\nFrom: Jane\nSent: Monday\nTo: Sam\nSubject: Tap\n\nWe are sorry", "Fine."),
        ("Gut.\n\nVon: Jane\nGesendet: Montag\nAn: Sam\n\nEs tut uns leid", "Gut."),
        ("Bien.\n\nDe : Jane\nEnvoyé : lundi\nÀ : Sam\n\nNous sommes navrés", "Bien."),
        ("Bien.\n\nDe: Jane\nEnviado: lunes\nPara: Sam\n\nLo sentimos", "Bien."),
        ("Goed.\n\nVan: Jane\nVerzonden: maandag\nAan: Sam\n\nHet spijt ons", "Goed."),
        ("Bene.\n\nDa: Jane\nInviato: lunedì\nA: Sam\nOggetto: Rubinetto\n\nCi dispiace", "Bene."),
        ("Godt.\n\nFra: Jane\nSendt: mandag\nTil: Sam\nEmne: Hanen\n\nVi beklager", "Godt."),
        ("Bra.\n\nFrån: Jane\nSkickat: måndag\nTill: Sam\nÄmne: Kranen\n\nVi beklagar", "Bra."),
        ("Bem.\n\nDe: Jane\nEnviado em: segunda\nPara: Sam\nAssunto: Torneira\n\nLamentamos", "Bem."),
        ("Bem.\n\nEm 3 de nov. de 2026, Jane escreveu:\n> Lamentamos", "Bem."),
        ("Gut.\n\nAm 3. Nov. 2026 um 10:00 schrieb Jane Doe:\n> Es tut uns leid", "Gut."),
        ("Fine.\n-- \nSam\nwe are sorry Ltd", "Fine."),
        ("Fine.\nSent from my telephone", "Fine."),
        ("Thanks, fine.\n- one\n- two\nBest,\nSam", "Thanks, fine.\n- one\n- two\nBest,\nSam"),
        (
            "Wet.\n\nOn Monday your plumber wrote:\nI come at 5.\n\nNo.",
            "Wet.\n\nOn Monday your plumber wrote:\nI come at 5.\n\nNo.",
        ),
        ("On Monday Jane wrote:\n> Which one?\nThe red one.", "The red one."),
        ("Fine.\n\nOn Monday, jane@shop.example wrote:\n\nWe are sorry\n", "Fine."),
        ("Gut.\n\nAm 03.11.26 schrieb Jane:\n\nEs tut uns leid", "Gut."),
        ("On Monday nobody came:\nwhy?", "On Monday nobody came:\nwhy?"),
        ("From: the start it dripped\nand drips", "From: the start it dripped\nand drips"),
        (
            "From: our FAQ\nQ: Can I?\nA: Yes.\nQ: Who pays?\nA: We do.",
            "From: our FAQ\nQ: Can I?\nA: Yes.\nQ: Who pays?\nA: We do.",
        ),
        ("", ""),
    ],
)
def test_quoted_mail_and_signatures_are_cut_and_nothing_else(mail: str, own: str) -> None:
    kept, cut = cut_quotes(mail)
    assert kept == own
    assert (cut == 0) == (kept == mail.strip())


def test_sentences_that_a_mail_program_wrapped_are_one_line_again() -> None:
    long = "We know that the tap drips all night, and we are sorry"
    assert cut_quotes(f"Hi Sam,\n\n{long} \nif you\nslept badly.\nYours,\n> a\nB") == (
        f"Hi Sam,\n\n{long} if you\nslept badly.\nYours,\nB",
        1,
    )
    kept = f"{long}.\nit is fixed\n{long}\n\nbye\n{long}\n- one"
    assert cut_quotes(kept) == (kept, 0)


@pytest.mark.parametrize(
    "text",
    [
        *("On " * 100_000, "\n" * 200_000, "> " * 100_000, "From: a\n" * 50_000, "_" * 300_000, "a \t" * 50_000),
        "On 3 Nov 2026 Jane wrote:\n> a\n" * 150_000,
    ],
)
def test_quotes_are_cut_from_hostile_mail_soon(text: str) -> None:
    cut_quotes(text)


def test_the_words_of_hostile_html_are_found_soon() -> None:
    assert html_text("a<blockquote type=cite>" + "<div>" * 150_000 + "</p></title>" * 150_000) == "a"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<div>One<br>Two<br/>Three</div>", "One\nTwo\nThree"),
        ("a<style>p {}</style><script>x</script>b", "ab"),
        ("<p>New</p><blockquote type=cite><p>Old</p></blockquote><p>Last</p>", "New\nLast"),
        ('<p>New</p><div class="gmail_quote"><div>Old</div></div>', "New"),
        ("<html><head><meta charset=utf-8><title>x</title><body>Hello<p>there</p></body></html>", "Hello\nthere"),
        ("<head><title>x</title><p>Hello", "Hello"),
        ("New<blockquote type=cite><head><title>x</title><body>Old</blockquote>", "New"),
        ("New<blockquote type=cite>Old<div>Old<div>Old</div></blockquote>Last</div></div>", "New\nLast"),
        ("<blockquote>a quotation of the writer</blockquote>", "a quotation of the writer"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("", ""),
    ],
)
def test_html_becomes_what_its_reader_saw(html: str, text: str) -> None:
    assert html_text(html) == text


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Auto-Submitted: auto-replied", "automatic answer"), ("Precedence: bulk", "mass mail"), ("X: y", None)],
)
def test_mail_of_machines_is_counted_and_not_read(header: str, kind: str | None) -> None:
    mail = f"From: Jane <jane@shop.example>\nTo: sam@home.example\nSubject: x\n{header}\n\nHello\n"
    (transcript,) = read_transcripts(mail.encode(), agent="jane@shop.example")
    assert transcript.left_out == ({kind: 1} if kind else {})
    assert len(transcript.turns) == (0 if kind else 1)


def mailbox(*mails: str) -> bytes:
    return "\n".join(f"From x Tue Nov  3 10:0{n}:00 2026\n{mail}\n" for n, mail in enumerate(mails)).encode()


@pytest.mark.parametrize(
    ("answer", "threads"),
    [
        ("Subject: Tap\nReferences: <0@x> <1@x>", 1),
        ("Subject: Tap\nIn-Reply-To: <1@x>", 1),
        ("Subject: Re: Tap", 1),
        ("Subject: AW: [shop] Tap", 1),
        ("Subject: Fw: Tap", 1),
        ("Subject: Tap", 2),
        ("Subject: Re: Other", 2),
    ],
)
def test_mails_make_a_thread_by_the_ids_they_answer_or_by_their_subject(answer: str, threads: int) -> None:
    first = "From: sam@home.example\nMessage-ID: <1@x>\nSubject: Tap\n\nIt drips"
    second = f"From: jane@shop.example\nMessage-ID: <2@x>\n{answer}\n\n>From noon I can come"
    speakers = {"@home.example": "customer", "@shop.example": "agent"}
    found = list(read_transcripts(mailbox(first, second), speakers=speakers))
    assert len(found) == threads
    assert [(turn.speaker.value, turn.text) for each in found for turn in each.turns] == [
        ("customer", "It drips"),
        ("agent", "From noon I can come"),
    ]


def test_only_a_mailbox_escapes_lines_that_begin_with_from() -> None:
    mail = "From: sam@home.example\nTo: jane@shop.example\nSubject: Tap\n\nNo.\n\n>From noon I can come\n"
    single, *_ = read_transcripts(mail.encode(), customer="sam@home.example")
    assert [turn.text for turn in single.turns] == ["No."]
    assert single.left_out == {"quoted or signature line": 1}
    box, *_ = read_transcripts(f"From x Mon Nov  3 10:00:00 2026\n{mail}".encode(), customer="sam@home.example")
    assert [turn.text for turn in box.turns] == ["No.\n\nFrom noon I can come"]


def test_a_mail_in_an_unknown_charset_is_read_as_far_as_it_can_be() -> None:
    mail = b"From: a@shop.example\nTo: b@home.example\nSubject: x\nContent-Type: text/plain; charset=x\n\ncaf\xe9 ok"
    (transcript,) = read_transcripts(mail, agent="a@shop.example")
    assert transcript.turns[0].text == "caf\ufffd ok"


@pytest.mark.parametrize(
    "date", ["Tue, 3 Nov 99999999999999999999 10:00:00 +0000", "yesterday", "Tue, 99 Nov 2026", ""]
)
def test_a_date_that_is_none_loses_no_words(date: str) -> None:
    mail = f"From: a@shop.example\nTo: b@home.example\nSubject: x\nDate: {date}\n\nHello\n"
    (transcript,) = read_transcripts(mail.encode(), agent="a@shop.example")
    assert [(turn.text, turn.time) for turn in transcript.turns] == [("Hello", None)]
    assert transcript.left_out == {"date that can't be read": 1}


def test_a_mail_damaged_beyond_parsing_asks_who_wrote_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexError

    monkeypatch.setattr("email.message_from_bytes", fail)
    mail = b"From: a@shop.example\nTo: b@home.example\nSubject: x\n\nHello\n"
    with pytest.raises(TranscriptError, match=r"\(no name\)"):
        list(read_transcripts(mail))


def test_a_line_with_a_clock_time_begins_no_mail_of_a_mailbox() -> None:
    mail = "From: sam@home.example\nSubject: Tap\n\nNo.\n\nFrom here I see it is 10:00 and nobody came"
    (box,) = read_transcripts(mailbox(mail), customer="sam@home.example")
    assert [turn.text for turn in box.turns] == ["No.\n\nFrom here I see it is 10:00 and nobody came"]


def test_the_rule_above_an_earlier_message_is_cut_with_it() -> None:
    mail = f"Fine.\n\n{'_' * 32}\nFrom: Jane\nSent: Monday\nTo: Sam\nSubject: Tap\n\nWe are sorry"
    assert cut_quotes(mail) == ("Fine.", 6)


@pytest.mark.parametrize(
    "html",
    [
        '<div>Fine.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Jane</div><div>Sorry</div>',
        '<div>Fine.<div class="freshdesk_quote"><blockquote class="freshdesk_quote">Sorry</blockquote></div></div>',
        '<p>Fine.</p><div class="gmail_quote">On Monday Jane wrote:<blockquote>Sorry</blockquote></div>',
    ],
)
def test_quotes_in_html_are_cut_and_counted(html: str) -> None:
    mail = f"From: a@shop.example\nTo: b@home.example\nSubject: x\nContent-Type: text/html\n\n{html}\n"
    (transcript,) = read_transcripts(mail.encode(), agent="a@shop.example")
    assert [turn.text for turn in transcript.turns] == ["Fine."]
    assert transcript.left_out["quoted or signature line"] > 0
    source = {"body": html, "author": {"type": "user"}}
    record = {"type": "conversation", "source": source, "conversation_parts": {"conversation_parts": []}}
    (intercom,) = read_transcripts(record)
    assert intercom.left_out["quoted or signature line"] > 0


def test_a_mail_whose_plain_text_is_empty_is_read_out_of_its_html() -> None:
    case = {"TextBody": "", "HtmlBody": "<p>It drips</p>", "Incoming": True}
    reply = {"body_text": "", "body": "<p>It drips</p>", "incoming": True}
    comment = {"author_id": 7, "plain_body": "", "body": "", "html_body": "<p>It drips</p>"}
    values = [
        {"EmailMessages": {"records": [case]}},
        {"conversations": [reply]},
        {"ticket": {"requester_id": 7}, "comments": [comment]},
    ]
    for value in values:
        (transcript,) = read_transcripts(value)
        assert [turn.text for turn in transcript.turns] == ["It drips"]


def mail(kind: str, *parts: bytes) -> Transcript:
    head = f"From: sam@x.example\nTo: a@b.example\nSubject: Tap\nDate: Tue, 3 Nov 2026 10:00:00 +0000\n{kind}\n\n"
    body = b"".join(b"--B\n" + part + b"\n" for part in parts[1:]) + b"--B--\n" if len(parts) > 1 else b""
    (transcript,) = read_transcripts(head.encode() + parts[0] + body, customer="sam@x.example")
    return transcript


def test_the_html_part_is_read_where_the_plain_one_is_blank() -> None:
    parts = (b"", b"Content-Type: text/plain\n\n \n", b"Content-Type: text/html\n\n<p>It drips</p>")
    found = mail("MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=B", *parts)
    assert [turn.text for turn in found.turns] == ["It drips"]


def test_plain_text_between_pictures_is_one_body_and_a_file_of_text_is_none() -> None:
    parts = (
        b"",
        b"Content-Type: text/plain\n\nIt drips here:\n",
        b"Content-Type: image/png\n\nAAAA\n",
        b"Content-Type: text/plain\n\nand there.\n",
        b"Content-Type: text/plain; name=log.txt\n\nlog\n",
        b"Content-Type: text/plain\nContent-Disposition: attachment\n\nlog\n",
    )
    found = mail("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B", *parts)
    assert [turn.text.split() for turn in found.turns] == [["It", "drips", "here:", "and", "there."]]
    assert found.left_out == {"attachment": 3}


@pytest.mark.parametrize(
    "kind", ["X-Mailer: x", "Content-Type: text/plain; charset=us-ascii", "Content-Type: text/plain"]
)
def test_a_mail_that_tells_no_charset_or_ascii_alone_may_be_utf_8(kind: str) -> None:
    assert mail(kind, "Café à 9 h – désolé".encode()).turns[0].text == "Café à 9 h – désolé"


def test_a_mail_keeps_the_charset_by_which_most_can_be_read() -> None:
    raw = "Café désolé".encode("cp1252") + b" \x81"
    assert mail("Content-Type: text/plain; charset=windows-1252", raw).turns[0].text == "Café désolé \ufffd"


HEADER = b"From: sam@x.example\nTo: a@b.example\nSubject: Tap\n"
FROM = b"From sam@x.example Tue Nov  3 10:00:00 2026\n"


@pytest.mark.parametrize("mark", [b"", b"\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("gap", [b"", b"\n", b"\n\n"])
def test_a_mail_begins_where_a_header_follows_its_from_line(mark: bytes, gap: bytes) -> None:
    words = b"It drips.\n\nFrom Monday, 2 Nov 2026, 10:00 on it did.\n"
    mailbox = mark + FROM + HEADER + b"\n" + words + gap + FROM + HEADER + b"\nAnd drips.\n"
    found = list(read_transcripts(mailbox, customer="sam@x.example"))
    assert [turn.text for each in found for turn in each.turns] == [words.decode().strip(), "And drips."]


def test_a_mail_that_stands_twice_in_a_mailbox_is_one_turn() -> None:
    mail = FROM + HEADER + b"Message-ID: <1@x.example>\n\nIt drips.\n\n"
    (found,) = read_transcripts(mail * 2, customer="sam@x.example")
    assert ([turn.text for turn in found.turns], found.left_out) == (["It drips."], {"copy of a mail": 1})
