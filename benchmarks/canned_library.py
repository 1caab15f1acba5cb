"""Writes `corpora/canned/library/`: the texts of `corpora/canned/texts/` as the exports of many help desks.

    python -m benchmarks.canned_library

Every reply begins sound. Where a fault is seeded, what must be found is noted in `texts/expected.jsonl`, with the line
and column at which the words stand in the file: found by looking for the words as written, not by reading the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.canned_desks import DESKS, Desk, Reply, Seed

CANNED = Path(__file__).parent.parent / "corpora" / "canned"
TEXTS = CANNED / "texts"
LIBRARY = CANNED / "library"
MENDED, SOUND, OTHER = 7, 4, 9  # replies of each sort in each dialect
_MARK = re.compile(r" ?\[(?P<what>[acf]):(?P<words>.*?)\]")
_NAMES = (
    "Gillian", "Stuart", "Ngozi", "Priya", "Matteo", "Aisha", "Henrik", "Yuki", "Carlos", "Fatima", "Liam", "Olga",
    "Tomasz", "Wanjiru", "Deborah",
)  # fmt: skip


def _lines(name: str) -> list[tuple[str, str]]:
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(title, text) for title, _, text in (line.partition(" :: ") for line in lines)]


def _plain(text: str, *, without: str = "") -> str:
    """Returns a text without its marks, and without the sentences that some of the marks stand for."""
    kept = _MARK.sub(
        lambda match: "" if match["what"] in without else match[0].replace(f"[{match['what']}:", "")[:-1], text
    )
    return "\n\n".join(part.strip() for part in kept.split(" / ") if part.strip())


def _seeded(number: int, text: str, faults: dict[str, str], desk: Desk, name: str) -> tuple[str, tuple[Seed, ...]]:
    """Returns the text of the faulty reply of a number in its dialect, and what is wrong with it."""
    if number == 0:
        sentence, words = _sentence(faults["no-blame-or-excuse"])
        branch = f"if {desk.condition}" if desk.condition else None
        put = f"{{% if {desk.condition} %}}{sentence}{{% endif %}}" if desk.condition else sentence
        return _with(_plain(text), put), (
            Seed("no-blame-or-excuse", words, branch), Seed("sincere-apology", "", branch))  # fmt: skip
    if number == 1:
        sentence, words = _sentence(faults["no-non-apology"])
        return _with(_plain(text), sentence), (Seed("no-non-apology", words), Seed("sincere-apology", ""))
    if number == 2:
        return _plain(text, without="af"), (Seed("sincere-apology", ""), Seed("follow-up-promised", ""))
    if number == 3:
        sentence, words = _sentence(faults["no-effort-demand"])
        return _with(_plain(text, without="c"), sentence), (
            Seed("invites-confirmation", ""), Seed("no-effort-demand", words))  # fmt: skip
    if number == 4:
        sentence, words = _sentence(faults["no-boilerplate"])
        return _with(_plain(text).replace("@", name, 1), sentence), (
            Seed("customer-named", name), Seed("no-boilerplate", words))  # fmt: skip
    if number == 5:
        promise, promised = _sentence(faults["no-overpromise"])
        favour, favoured = _sentence(faults["no-favour-framing"])
        return _with(_plain(text).replace("@", desk.agent, 1), f"{promise} {favour}"), (
            Seed("customer-named", desk.agent), Seed("no-overpromise", promised),
            Seed("no-favour-framing", favoured))  # fmt: skip
    nameless = re.sub(r"^(\w+(?: \w+)?) @,", r"\1,", _plain(text)) if not text.startswith("@") else _plain(text)
    put = f"Your number is {desk.unknown}. It is under {desk.malformed} too."
    return _with(nameless, put), (
        Seed("customer-named", ""), Seed("unknown-placeholder", desk.unknown),
        Seed("malformed-placeholder", desk.malformed))  # fmt: skip


def _sentence(marked: str) -> tuple[str, str]:
    words = re.search(r"\[(.*?)\]", marked)
    assert words is not None, marked  # noqa: S101 - our own texts
    return marked.replace("[", "").replace("]", ""), words[1]


def _with(text: str, sentence: str) -> str:
    """Puts a sentence at the end of the paragraph after the salutation."""
    first, second, *rest = text.split("\n\n")
    return "\n\n".join([first, f"{second} {sentence}", *rest])


def replies_of(index: int, desk: Desk) -> list[Reply]:
    """Returns the replies of one dialect, faulty ones among sound ones."""
    faults: dict[str, list[str]] = {}
    for kind, sentence in _lines("faults"):
        faults.setdefault(kind, []).append(sentence)
    own = {kind: sentences[index] for kind, sentences in faults.items()}
    mended = _lines("mended")[index * MENDED : (index + 1) * MENDED]
    sound = _lines("sound")[index * SOUND : (index + 1) * SOUND]
    other = _lines("other")[index * OTHER : (index + 1) * OTHER]
    replies: list[Reply] = []

    def add(title: str, text: str, seeds: tuple[Seed, ...], *, complaint: bool) -> None:
        filled = text.replace("@", desk.customer[len(replies) % len(desk.customer)]).replace("~", desk.link)
        replies.append(Reply(f"{desk.name}-{len(replies) + 1:02}", title, filled, seeds, complaint))

    for number, (title, text) in enumerate(mended):
        add(title, *_seeded(number, text, own, desk, _NAMES[index]), complaint=True)
        if number < len(sound):
            kept, plain = sound[number]
            add(kept, _plain(plain) if number else _greeting(_plain(plain), desk), (), complaint=True)
    for title, text in other:
        add(title, _plain(text), (), complaint=False)
    return replies


def _greeting(text: str, desk: Desk) -> str:
    """Greets by name where it is known, in the help desks that have conditions."""
    if not desk.condition:
        return text
    greeting, comma, rest = text.partition(" @,")
    field = re.sub(r"[{}\s]|\|.*", "", desk.customer[0])
    return f"{{% if {field} %}}{greeting} @{{% else %}}Hello there{{% endif %}},{rest}" if comma else text


def expected(desk: Desk, replies: list[Reply], files: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yields what must be found in the files of a dialect, by looking for the words as they are written there."""
    after = 0
    for reply in replies:
        name, content = next((n, c) for n, c in files.items() if len(files) == 1 or reply.id in n)
        first_line = desk.encode(reply.text.split("\n", 1)[0])
        start = content.index(first_line, after)
        after = start + len(first_line) if len(files) == 1 else 0
        for seed in reply.seeds:
            at = content.index(desk.encode(seed.words), start) if seed.words else start
            line = content.count("\n", 0, at) + 1
            column = at - content.rfind("\n", 0, at)
            yield {
                "path": name,
                "line": line,
                "column": column,
                "rule": seed.rule,
                "reply": reply.id,
                "branch": seed.branch,
            }


def library() -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Returns the files of the library by name, and everything that must be found in them."""
    files: dict[str, str] = {}
    found: list[dict[str, Any]] = []
    for index, desk in enumerate(DESKS):
        replies = replies_of(index, desk)
        written = desk.write(replies)
        files.update(written)
        found += expected(desk, replies, written)
    return files, found


def main() -> None:
    """Writes the library and its manifest."""
    files, found = library()
    for name, content in files.items():
        path = LIBRARY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    lines = (json.dumps(one, ensure_ascii=False) for one in found)
    (TEXTS / "expected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(MENDED + SOUND + OTHER for _ in DESKS)} replies, {len(found)} faults, {len(files)} files")


if __name__ == "__main__":
    main()
