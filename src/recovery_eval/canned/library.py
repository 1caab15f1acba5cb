"""Reads the replies of one file. What is broken is told with its place, and the rest is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from recovery_eval.canned.dialects import Dialect, Draft, detect, dialect_named
from recovery_eval.canned.dialects.generic import GENERIC, TEXTS
from recovery_eval.canned.dialects.shape import is_on
from recovery_eval.canned.files.csv_values import read_csv
from recovery_eval.canned.files.html_text import html_text
from recovery_eval.canned.files.json_values import read_json, read_json_lines
from recovery_eval.canned.files.markdown import read_markdown
from recovery_eval.canned.files.values import NO_REPLY, BrokenFileError, Record, place_of, records
from recovery_eval.canned.files.yaml_values import read_yaml
from recovery_eval.canned.models import REPORT_HEADING, Message, ReadFault, Reply, Suppression
from recovery_eval.canned.options import Options
from recovery_eval.canned.paths import START, SUFFIXES, shown
from recovery_eval.canned.source import Place, SourceFile
from recovery_eval.canned.suppressions import in_comments, in_record, in_yaml_comments
from recovery_eval.errors import UnknownNameError

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 20_000  # of one message as written
_MARKDOWN, _YAML = frozenset({".md", ".markdown"}), frozenset({".yml", ".yaml"})
_TEMPLATE = ".email"  # of Salesforce
_LINES, _TABLES = frozenset({".jsonl", ".ndjson"}), frozenset({".csv", ".tsv"})
_CUT = re.compile(r"[ \t]+(?P<comment>#\{)")  # a placeholder that a plain value of YAML ends at
_MARKDOWN_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_PICTURE = re.compile(rf"(?i)<(?:img|picture|svg|video|audio|iframe|object|embed)\b|{_MARKDOWN_PICTURE.pattern}")
MOST_NAMES = 12  # of columns or keys that are told


class Skipped:
    """A reply that is left out: switched off, a note to colleagues, a picture alone, or a macro that sends nothing."""


Read = Reply | ReadFault | Skipped


def read_file(path: Path, options: Options) -> Iterator[Read]:
    """Yields the replies of one file, and what of it can't be read."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        yield ReadFault(name, START, f"can't be read: {error.strerror}")
        return
    if len(content) > MAX_BYTES:
        yield ReadFault(name, START, f"larger than {MAX_BYTES:,} bytes; split it")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        column = len(before) - (before.rfind("\n") + 1) + 1
        place = Place(before.count("\n") + 1, column)
        yield ReadFault(name, place, f"not UTF-8: byte 0x{content[error.start]:02x}; save the file in UTF-8")
        return
    yield from read_text(text, name, options)


def read_text(text: str, name: str, options: Options) -> Iterator[Read]:
    """Yields the replies in the text of a file, whose name tells its format."""
    file = SourceFile(name, text)
    seen: dict[str, int] = {}
    if "\r" in text.rstrip("\r") and "\n" not in text:  # to git, and to whoever shows findings, all of it is one line
        yield ReadFault(name, START, "lines end in a carriage return alone, as on old Macs; save it with LF or CRLF")
        return
    try:
        dialect, drafts = _drafts(file, options)
    except BrokenFileError as error:
        yield ReadFault(name, error.place, error.message)
        return
    may_be_cut = file.suffix in _YAML and _CUT.search(text) is not None
    for draft in drafts:
        if isinstance(draft, BrokenFileError):
            yield ReadFault(name, draft.place, draft.message)
        elif _is_left_out(draft, file, options):
            yield Skipped()
        elif (wrong := _wrong_with(draft, file, may_be_cut=may_be_cut)) is not None:
            yield ReadFault(name, wrong.place, wrong.message)
        else:
            try:
                yield _reply(draft, file, dialect, options, seen)
            except UnknownNameError as error:
                yield ReadFault(name, file.place(draft.record.start), str(error))
            except BrokenFileError as error:
                yield ReadFault(name, error.place, error.message)


def _is_left_out(draft: Draft, file: SourceFile, options: Options) -> bool:
    is_off = not draft.active and not options.include_inactive
    if is_off or (not draft.public and not options.include_internal):
        return True
    return not draft.texts and (not draft.sends or not file.text.strip())  # an empty file is one not yet begun


def _wrong_with(draft: Draft, file: SourceFile, *, may_be_cut: bool) -> BrokenFileError | None:
    """Returns why a reply can't be judged; None where it can."""
    if not draft.texts:
        return BrokenFileError(_why_no_text(draft.record), file.place(draft.record.start))
    for text in draft.texts:
        if len(text) > MAX_CHARACTERS:
            message = f"a message of more than {MAX_CHARACTERS:,} characters is no reply; split it"
            return BrokenFileError(message, file.place(text.written.span(0, 0)[0]))
        if may_be_cut and (comment := _CUT.match(file.text, text.written.span(0, len(text))[1])):
            message = (
                "YAML takes “#” after a space for a comment, so the text ends here; put it between quotation marks"
            )
            return BrokenFileError(message, file.place(comment.start("comment")))
    return None


def _drafts(file: SourceFile, options: Options) -> tuple[Dialect, Iterable[Draft | BrokenFileError]]:
    data, broken = _data(file, options.top)
    if _is_ours(data) or _is_our_report(file, data):
        return GENERIC, []
    name = options.dialect or ("salesforce" if file.suffix == _TEMPLATE else None)
    chosen = dialect_named(name) if name else None
    if chosen is not None and (drafts := chosen.drafts(data)) is not None:
        return chosen, [*_in_order([*drafts], data, file), *broken]
    detected = detect(data)
    if detected is None:
        if broken or not data:
            return GENERIC, broken or [BrokenFileError("holds no replies")]
        raise BrokenFileError(
            f"holds no replies in a shape that is known: a list of id, title, text, or an export{_names_in(data)}"
        )
    return chosen or detected[0], [*_in_order([*detected[1]], data, file), *broken]


def _is_ours(data: object) -> bool:
    """Tells a baseline or a report of this check, which may lie beside the replies, by the tool that it names."""
    holders = list(records(data)) if isinstance(data, Record) else []
    # SARIF names it in each run
    holders += [tool for one in holders for run in records(one.get("runs")) for tool in records(run.get("tool"))]
    tools = [part for one in holders for part in (one.get("tool"), one.get("driver"))]
    return any((tool.word("name") if isinstance(tool, Record) else tool) == "recovery_eval" for tool in tools)


def _is_our_report(file: SourceFile, data: object) -> bool:
    """Tells a report of this check in Markdown, or one in GitLab's format that isn't empty."""
    if file.suffix in _MARKDOWN:
        return file.text.startswith(REPORT_HEADING)
    return (
        file.suffix == ".json"
        and isinstance(data, list)
        and bool(data)
        and all(isinstance(one, Record) and {"check_name", "fingerprint", "severity"} <= one.keys() for one in data)
    )


def _names_in(data: object) -> str:
    names = list({key.lower(): key for record in records(data) for key in record}.values())
    return f"; found: {', '.join(names[:MOST_NAMES])}" if names else ""


def _in_order(drafts: list[Draft], data: object, file: SourceFile) -> list[Draft | BrokenFileError]:
    """Adds an error for each entry beside the replies that is none; tells each YAML record where the next begins."""
    if file.suffix in _YAML:
        for draft, following in pairwise(drafts):
            draft.record.end = max(following.record.start, draft.record.start)
        if drafts:
            drafts[-1].record.end = len(file.text)
    taken = {id(draft.record) for draft in drafts}
    lists = [data] if isinstance(data, list) else data.values() if isinstance(data, Record) else ()
    missed = [
        BrokenFileError(_why_no_text(one), place_of(one, file))
        for entries in lists
        if isinstance(entries, list) and any(id(one) in taken for one in entries)
        for one in entries
        if id(one) not in taken
    ]
    return [*drafts, *missed]


def _why_no_text(entry: object) -> str:
    """Returns why an entry is no reply."""
    if not isinstance(entry, Record):
        return NO_REPLY
    for key in TEXTS:
        value = entry.get(key)
        if value is not None and not isinstance(value, (str, list, Record)):
            return f"the reply's “{key}” is no text; put it between quotation marks"
    return "the reply has no text"


def _data(file: SourceFile, top: Path | None) -> tuple[Any, list[BrokenFileError]]:
    """Returns what a file holds, and the records of it that are broken."""
    suffix = file.suffix
    if suffix in _MARKDOWN or suffix == _TEMPLATE:
        return read_markdown(file, top), []
    if suffix in _YAML:
        return read_yaml(file), []
    if suffix in _LINES:
        values: Iterable[Record | BrokenFileError] = read_json_lines(file)
    elif suffix in _TABLES:
        values = map(_with_small_keys, read_csv(file))
    elif suffix == ".json":
        return read_json(file), []
    else:
        raise BrokenFileError(f"not a kind of file that is read; those end in {', '.join(sorted(SUFFIXES))}")
    rows = list(values)
    return (
        [row for row in rows if not isinstance(row, BrokenFileError)],
        [row for row in rows if isinstance(row, BrokenFileError)],
    )


def _with_small_keys(row: Record | BrokenFileError) -> Record | BrokenFileError:
    """Returns a row that has each value under its column's name in small letters, too: spreadsheets like capitals."""
    if isinstance(row, BrokenFileError):
        return row
    return Record.at(row.start, row.end, {**{key.lower(): value for key, value in row.items()}, **row})


def _reply(draft: Draft, file: SourceFile, dialect: Dialect, options: Options, seen: dict[str, int]) -> Reply | Skipped:
    record = draft.record
    suffix = file.suffix
    messages: list[Message] = []
    notes: list[Suppression] = list(in_record(record, file))
    for text in draft.texts:
        plain, comments = html_text(text.written, keep_lines=suffix in _MARKDOWN)
        messages.append(Message(plain.text, plain))
        notes += in_comments(comments, text.written)
    if not any(_MARKDOWN_PICTURE.sub("", message.text).strip() for message in messages):  # mark-up alone
        if any(_PICTURE.search(text) for text in draft.texts):
            return Skipped()
        raise BrokenFileError(_why_no_text(record), file.place(record.start))
    if suffix in _YAML:
        start, end = (_first_line(file.text, at) for at in (record.start, record.end))
        notes += in_yaml_comments(file, start, end, draft.texts)
    elif suffix in _MARKDOWN:
        notes += in_yaml_comments(file, 0, draft.texts[0].written.span(0, 0)[0])
    named = draft.id or draft.title
    return Reply(
        path=file.path,
        id=_unique(named or f"line {file.place(record.start).line}", seen),
        title=draft.title or draft.id,
        folder=draft.folder,
        tags=draft.tags,
        locale=draft.locale or options.locale,
        messages=tuple(messages),
        suppressions=tuple(notes),
        place=file.place(record.start),
        dialect=_dialect_of(record, dialect),
        answers_complaint=_said(record),
        end=file.place(record.end),
        key="" if named else _key(messages),
        has_twin=draft.has_twin,
        names_dialect=dialect is not GENERIC or options.dialect is not None or bool(record.word("dialect")),
        pass_mark=_pass_mark(record, file),
    )


def _first_line(text: str, start: int) -> int:
    """Returns where the line of a YAML record begins, or the first of the comments that stand right above it."""
    if start >= len(text):
        return len(text)
    line = text.rfind("\n", 0, start) + 1
    indent = len(text[line:start]) - len(text[line:start].lstrip())
    while line > 0:
        above = text.rfind("\n", 0, line - 1) + 1
        words = text[above:line].lstrip(" ")
        if not words.startswith("#") or line - above - len(words) > indent:
            break
        line = above
    return line


def _key(messages: Iterable[Message]) -> str:
    """Returns a hash of what a reply says, which stays the same when lines come above it."""
    return hashlib.sha256("\0".join(message.text for message in messages).encode()).hexdigest()


def _dialect_of(record: Record, dialect: Dialect) -> str:
    """Returns the dialect that a reply names itself, or that of its file."""
    named = record.word("dialect")
    return dialect_named(named).name if named else dialect.name


def _said(record: Record) -> bool | None:
    said = record.get("answers_complaint")
    if isinstance(said, str) and said.strip():  # in a table all values are words
        return is_on(said)
    return said if isinstance(said, bool) else None


def _pass_mark(record: Record, file: SourceFile) -> float | None:
    """Returns the least score that a reply asks of itself, which up to 1 is a share of 100."""
    settings = record.get("recovery_eval")
    expected = settings.get("expect") if isinstance(settings, Record) else None
    if expected is None:
        return None
    least = expected.get("min_score") if isinstance(expected, Record) and len(expected) == 1 else None
    if isinstance(least, bool) or not isinstance(least, (int, float)) or not 0 <= least <= 100:
        place = place_of(expected if isinstance(expected, Record) else record, file)
        raise BrokenFileError(
            "“expect” holds one key, min_score, with a number from 0 to 100, or a share up to 1", place
        )
    return least * 100 if least <= 1 else least


def _unique(name: str, seen: dict[str, int]) -> str:
    """Returns a name that was not `seen`, where each name has the last number that was put behind it."""
    unique = name
    while unique in seen:
        seen[name] += 1
        unique = f"{name} ({seen[name]})"
    seen[unique] = 1
    return unique
