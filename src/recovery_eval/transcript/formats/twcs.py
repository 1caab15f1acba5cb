"""twcs.csv, the Customer Support on Twitter data set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.csv_table import csv_header, csv_table
from recovery_eval.transcript.formats.grouping import grouped
from recovery_eval.transcript.formats.tables import Row, check_width
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source

_COLUMNS = (
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "text",
    "response_tweet_id",
    "in_response_to_tweet_id",
)
_TIME = "%a %b %d %H:%M:%S %z %Y"
_NO_TWEET = ("", "nan")  # pandas writes either
_TRUTH = {"true": Speaker.CUSTOMER, "false": Speaker.AGENT}


def _is_twcs(sample: bytes) -> bool:
    header, _ = csv_header(sample[:4_000].decode("utf-8-sig", "replace"))
    return set(_COLUMNS[:3]) <= {cell.strip().lower() for cell in header}


def _read(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads tweets; those that answer one another, whole trees with their branches, are a conversation by time."""
    header, rows = csv_table(source)
    places = {cell.strip().lower(): number for number, cell in enumerate(header)}
    missing = [column for column in _COLUMNS if column not in places]
    if missing:
        raise place.error(f"the table has no column {' and none '.join(repr(column) for column in missing)}")

    def cell(row: Row, column: str) -> str:
        at = places[column]
        return row.cells[at] if at < len(row.cells) else ""

    trees = _Trees()
    for row in rows():
        tweet = _id(cell(row, "tweet_id"))
        for other in (*cell(row, "response_tweet_id").split(","), cell(row, "in_response_to_tweet_id")):
            if other.strip().lower() not in _NO_TWEET:
                trees.join(tweet, _id(other))

    for _, group in grouped(rows, lambda row: trees.of(_id(cell(row, "tweet_id")))):
        inside = Place(place.source, group[0][1].line, place.path, f"{place.default_id}:{group[0][0]}")
        try:
            check_width(group, len(header), inside)
            yield _conversation(
                [{name: cell(row, name) for name in _COLUMNS} | {"line": str(row.line)} for _, row in group],
                inside,
                options,
            )
        except TranscriptError as error:
            yield error


def _conversation(tweets: list[dict[str, str]], place: Place, options: Options) -> Transcript:
    ids = {_id(tweet["tweet_id"]) for tweet in tweets}
    first = next((tweet for tweet in tweets if _id(tweet["in_response_to_tweet_id"]) not in ids), tweets[0])
    draft = Draft(place, options.who, _id(first["tweet_id"]))
    for tweet in tweets:
        line = int(tweet["line"])
        speaker = _TRUTH.get(tweet["inbound"].strip().lower())
        if speaker is None:
            raise Place(place.source, line).error("inbound: should be True or False")
        try:
            time = datetime.strptime(tweet["created_at"].strip(), _TIME)  # noqa: DTZ007 - the format has %z
        except ValueError:
            raise Place(place.source, line).error("created_at: is no time as Twitter wrote it") from None
        author = tweet["author_id"]
        draft.say(tweet["text"], speaker, author, message=_id(tweet["tweet_id"]), name=author, time=time, line=line)
    return draft.transcript("twcs", channel="tweet")


def _id(text: str) -> str:
    """Returns a tweet's id; a table that pandas wrote has "3.0" for 3."""
    return text.strip().removesuffix(".0")


class _Trees:
    """Which tweets belong together: disjoint sets with path halving."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def of(self, tweet: str) -> str:
        """Returns the tweet that stands for the set."""
        up = self._up
        while (above := up.get(tweet, tweet)) != tweet:
            up[tweet] = tweet = up.get(above, above)
        return tweet

    def join(self, one: str, other: str) -> None:
        """Puts two tweets into one set."""
        self._up[self.of(one)] = self.of(other)


READER = Reader(
    name="twcs",
    title="Customer Support on Twitter (twcs.csv)",
    takes=Takes.BYTES,
    looks_for="a first line with the columns tweet_id, author_id and inbound",
    matches=_is_twcs,
    read=_read,
    rank=360,
)
