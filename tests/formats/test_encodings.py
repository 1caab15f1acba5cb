"""Every sample of text, in the encodings and with the line ends that exports come in."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from recovery_eval.transcript import Transcript
from tests.formats.samples import FOLDER, SAMPLES, read

# Mails name the encoding of each part, so nobody saves them in another one.
MAILS = (".eml", ".mbox")
TEXTS = [name for name in SAMPLES if (FOLDER / name).is_file() and not name.endswith((".parquet", ".xlsx", ".tsv"))]
WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8-bom": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16-le": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}


def said(transcripts: list[Transcript]) -> list[list[tuple[object, ...]]]:
    return [[(t.speaker, t.text, t.time, t.offset, t.name, t.line) for t in each.turns] for each in transcripts]


def text_of(name: str) -> str:
    return (FOLDER / name).read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for name in TEXTS if not name.endswith(MAILS)])
def test_a_text_says_the_same_in_every_encoding_that_tells_itself(name: str, way: str) -> None:
    assert said(read(name, WAYS[way](text_of(name)))) == said(read(name))


@pytest.mark.parametrize("name", [name for name in TEXTS if not name.endswith(MAILS)])
def test_a_text_says_the_same_in_an_encoding_that_is_named(name: str) -> None:
    assert said(read(name, text_of(name).encode("utf-32"), encoding="utf-32")) == said(read(name))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_says_the_same_with_the_line_ends_of_windows(name: str) -> None:
    content = (FOLDER / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    # Inside the quotes of a table a line end is a part of the text, and stays as it is.
    assert said(read(name, content)) == [
        [
            (*turn[:1], str(turn[1]).replace("\n", "\r\n") if name.endswith(".csv") else turn[1], *turn[2:])
            for turn in each
        ]
        for each in said(read(name))
    ]


def test_a_mail_keeps_the_encoding_of_its_parts_behind_a_byte_order_mark() -> None:
    content = (FOLDER / "email.eml").read_bytes()
    assert said(read("email.eml", codecs.BOM_UTF8 + content)) == said(read("email.eml"))
