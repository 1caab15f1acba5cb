"""Exports that say themselves that they are not whole: a page of several, or fewer items than they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Transcript

# What an export says it lacks ends like this in `left_out`.
NOT_HELD = "that the export does not hold"
_FURTHER = f"further page {NOT_HELD}"
# True where more follows; where one of these is given, it goes before the addresses, which some give on every page.
_FLAGS = (("has_more",), ("hasMore",), ("meta", "has_more"), ("meta", "hasMore"))
# The address of the next page, or what to ask for it by.
_NEXT = (
    ("next_page",),
    ("next_url",),
    ("links", "next"),
    ("_pagination", "next"),
    ("meta", "next_cursor"),
    ("meta", "next_page_url"),
    ("NextToken",),
    ("nextPageToken",),
    ("next_page_token",),
    ("nextRecordsUrl",),
)
# A list, and how many items it has on all pages together.
_COUNTS = (("comments", "count"), ("records", "totalSize"))
_INNER = ("CaseComments", "EmailMessages")


def telling_what_lacks(
    results: Iterable[Transcript | TranscriptError], value: object
) -> Iterator[Transcript | TranscriptError]:
    """Yields the conversations of an export; where it says that more follows, `left_out` tells that of each."""
    lacks = isinstance(value, Mapping) and "turns" not in value and _is_partial(value)
    for result in results:
        yield _lacking_more(result) if lacks and isinstance(result, Transcript) else result


def lacking(transcript: Transcript) -> dict[str, int]:
    """Returns what the export of a conversation says that it lacks: how many of each kind."""
    return {kind: count for kind, count in transcript.left_out.items() if kind.endswith(NOT_HELD)}


def _lacking_more(transcript: Transcript) -> Transcript:
    left_out = {**transcript.left_out, _FURTHER: 1}
    return transcript.model_copy(update={"left_out": dict(sorted(left_out.items()))})


def _is_partial(value: Mapping[Any, Any]) -> bool:
    flags = [flag for path in _FLAGS if isinstance(flag := _at(value, path), bool)]
    follows = any(flags) if flags else any(_at(value, path) for path in _NEXT)
    inner = (value[key] for key in _INNER if isinstance(value.get(key), Mapping))
    return follows or _counts_more(value) or any(map(_is_partial, inner))


def _counts_more(value: Mapping[Any, Any]) -> bool:
    return any(
        isinstance(items := value.get(key), list | tuple)
        and isinstance(count := value.get(total), int)
        and count > len(items)
        for key, total in _COUNTS
    )


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
