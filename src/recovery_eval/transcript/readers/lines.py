"""Lines of a file or stream: UTF-8, gzip or not, of bounded length."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.records import without_surrogates

# So much is held in memory at once: a line of JSON Lines, or the whole of a file of another format.
MAX_INPUT_CHARACTERS = 200_000_000
_LONGEST_NAME = 1000
_OTHER_ENCODING = "save it as UTF-8, or name its encoding, as in encoding='cp1252' (in a shell: --encoding cp1252)"

Line = tuple[int, str | TranscriptError]


def open_path(path: str | os.PathLike[str], name: str) -> IO[bytes]:
    """Opens a file.

    Raises:
        TranscriptError: It can't be opened.
    """
    try:
        return Path(path).open("rb")
    except FileNotFoundError:
        raise TranscriptError("no such file", source=name) from None
    except (OSError, ValueError) as error:
        raise TranscriptError(f"can't open the file: {reason(error)}", source=name) from None


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
        except (OSError, EOFError, UnicodeError, zlib.error) as error:
            yield number, place.error(f"can't read on: {reason(error)}")
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
        return line.decode("utf-8-sig")  # a mark stands also where files were put one behind the other
    except UnicodeDecodeError as error:
        return place.error(f"not UTF-8 text (byte {error.start + 1} of the line); {_OTHER_ENCODING}")


def stream_name(stream: IO[Any]) -> str:
    """Returns what errors call a stream."""
    name = getattr(stream, "name", None)
    if name in ("<stdin>", 0):
        return "stdin"
    return shown_path(name) if isinstance(name, str) and not name.startswith("<") else "stream"


def shown_path(name: str | bytes) -> str:
    """Returns a path as errors show it; words of a conversation given by mistake are not shown."""
    text = os.fsdecode(name)
    if "\n" in text or len(text) > _LONGEST_NAME:
        return "(text given where a path was wanted; use to_transcript)"
    return without_surrogates(text)


def reason(error: Exception) -> str:
    """Returns why something can't be read, in a few words."""
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return "its gzip data is damaged"
    if isinstance(error, UnicodeError):
        return f"not text of this encoding; {_OTHER_ENCODING}"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
