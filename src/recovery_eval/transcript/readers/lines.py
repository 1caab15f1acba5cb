"""Lines of a file or stream: UTF-8, gzip or not, of bounded length."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from recovery_eval.errors import TranscriptError

from .place import Place
from .records import without_surrogates

# So much is held in memory at once: a line of JSON Lines, or the whole of a file of another format.
MAX_INPUT_CHARACTERS = 200_000_000
_GZIP = b"\x1f\x8b"
_LONGEST_NAME = 1000

Line = tuple[int, str | TranscriptError]


@contextmanager
def opened(source: str | os.PathLike[str] | IO[Any]) -> Iterator[tuple[str, IO[Any]]]:
    """Gives the name and the stream of a source; closes what it opened itself.

    Raises:
        TranscriptError: The file can't be opened, or the source is something else.
    """
    if not isinstance(source, str | os.PathLike):
        if not hasattr(source, "readline"):
            raise TranscriptError(f"can't read {type(source).__name__}; give a path or an open stream")
        yield _stream_name(source), _unpacked(source)
        return
    name = _shown(os.fspath(source))
    with _open(source, name) as stream:
        yield name, _unpacked(stream)


def _open(path: str | os.PathLike[str], name: str) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except IsADirectoryError:
        raise TranscriptError("this is a directory; name the files in it", source=name) from None
    except FileNotFoundError:
        raise TranscriptError("no such file", source=name) from None
    except (OSError, ValueError) as error:
        raise TranscriptError(f"can't open the file: {_reason(error)}", source=name) from None


def read_lines(stream: IO[Any], name: str) -> Iterator[Line]:
    """Yields 1-based number and text of each line with its line end, or the error that the line gives.

    A line that is not UTF-8 gives an error in its place and reading goes on; a line too long to hold, or a damaged
    file, gives an error and ends the reading.
    """
    number = 0
    while True:
        number += 1
        place = Place(name, number)
        try:
            line = stream.readline(MAX_INPUT_CHARACTERS + 1)
        except UnicodeDecodeError:
            yield number, place.error("not UTF-8 text; save it as UTF-8")
            return
        except (OSError, EOFError, zlib.error) as error:
            yield number, place.error(f"can't read on: {_reason(error)}")
            return
        if not line:
            return
        if len(line) > MAX_INPUT_CHARACTERS:
            yield (
                number,
                place.error(f"a line of more than {MAX_INPUT_CHARACTERS} characters; nothing after it is read"),
            )
            return
        yield number, line.removeprefix("\ufeff") if isinstance(line, str) else _decoded(line, place)


def _decoded(line: bytes, place: Place) -> str | TranscriptError:
    try:
        return line.decode("utf-8-sig" if place.line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        looks = "; it looks like UTF-16" if line[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        return place.error(f"not UTF-8 text (byte {error.start + 1} of the line){looks}; save it as UTF-8")


def _unpacked(stream: IO[Any]) -> IO[Any]:
    """Returns the stream, or what it holds if it is gzip."""
    start = b""
    if hasattr(stream, "peek"):
        start = stream.peek(2)[:2]
    elif isinstance(stream.read(0), bytes) and stream.seekable():
        start = stream.read(2)
        stream.seek(-len(start), os.SEEK_CUR)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=stream)) if start == _GZIP else stream


def _stream_name(stream: IO[Any]) -> str:
    name = getattr(stream, "name", None)
    return _shown(name) if isinstance(name, str) and not name.startswith("<") else "stdin"


def _shown(name: str | bytes) -> str:
    """Returns a path as errors show it; words of a conversation given by mistake are not shown."""
    text = os.fsdecode(name)
    if "\n" in text or len(text) > _LONGEST_NAME:
        return "(text given where a path was wanted; use to_transcript)"
    return without_surrogates(text)


def _reason(error: Exception) -> str:
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return "its gzip data is damaged"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
