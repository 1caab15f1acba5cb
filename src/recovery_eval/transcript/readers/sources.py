"""Files, streams and bytes as something that can be looked into, read once as it comes, or opened again.

Whatever is given becomes a stream of bytes here, once: gzip is unpacked, and text in another encoding becomes UTF-8.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.readers.lines import open_path, reason, shown_path, stream_name
from recovery_eval.transcript.readers.records import without_surrogates

if TYPE_CHECKING:
    from typing_extensions import Buffer

SAMPLE_BYTES = 65_536
_IN_MEMORY = 32_000_000
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Source:
    """What conversations are read from.

    Args:
        name: What errors call it.
        stream: The stream that was given or opened; it is not closed.
        path: The file that it is, where it is one that can be opened again.
        encoding: The encoding of its text; by default UTF-8, or UTF-16 where a byte order mark says so.
    """

    def __init__(
        self, name: str, stream: IO[Any], path: str | os.PathLike[str] | None = None, encoding: str | None = None
    ) -> None:
        self.name = name
        self.path = path
        self._encoding = encoding
        self._stream = _prepared(stream, encoding)
        self._sample: bytes | None = None
        self._copy: IO[bytes] | None = None

    def sample(self) -> bytes:
        """Returns the beginning: 64 KB, or as much as has two lines of JSON, so that a live stream isn't waited for."""
        if self._sample is None:
            pieces: list[bytes] = []
            size = filled = 0
            while size < SAMPLE_BYTES and (piece := self._stream.readline(SAMPLE_BYTES - size)):
                pieces.append(piece)
                size += len(piece)
                filled += not piece.isspace()
                if filled == 2 and b"".join(pieces).removeprefix(_BOM).lstrip()[:1] in (b"{", b"["):
                    break
            self._sample = b"".join(pieces)
        return self._sample

    def stream(self) -> IO[bytes]:
        """Returns the whole as a stream. To be asked for once, and not beside `open`."""
        return _buffered(self._stream, self.sample())

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Opens the whole from its beginning, as often as is wanted; a stream is copied to a temporary file for it."""
        if self.path is not None:
            with open_path(self.path, self.name) as stream:
                yield _prepared(stream, self._encoding)
        else:
            yield self._copied()

    @contextmanager
    def open_seekable(self) -> Iterator[IO[bytes]]:
        """Opens the whole as `open` does, for a reader that goes back and forth."""
        if self.path is not None and self._encoding is None:
            with open_path(self.path, self.name) as stream:
                if stream.read(2) not in (_GZIP, *_UTF_16):
                    stream.seek(0)
                    yield stream
                    return
        yield self._copied()

    def _copied(self) -> IO[bytes]:
        if self._copy is None:
            self._copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close()
            shutil.copyfileobj(self.stream(), self._copy)
        self._copy.seek(0)
        return self._copy

    @contextmanager
    def lines(self) -> Iterator[IO[str]]:
        """Opens the whole as text, from its beginning, with its line ends as they stand."""
        with self.open() as stream:
            text = io.TextIOWrapper(_buffered(stream), encoding="utf-8-sig", newline="")
            yield text

    def close(self) -> None:
        """Removes the temporary copy, if one was made."""
        if self._copy is not None:
            self._copy.close()


@contextmanager
def opened(source: Any, encoding: str | None = None) -> Iterator[Source]:
    """Opens a path, a stream or bytes, and closes what it opened itself.

    Raises:
        TranscriptError: The file can't be opened or read, or the source is something else.
    """
    name = "bytes"
    with ExitStack() as stack:
        try:
            if isinstance(source, str | os.PathLike):
                name = shown_path(os.fspath(source))
                stream = stack.enter_context(open_path(source, name))
                # A pipe, such as a shell's <(…), gives its bytes once: opened again it would begin behind the sample.
                given = Source(name, stream, source if Path(source).is_file() else None, encoding)
            elif isinstance(source, bytes | bytearray | memoryview):
                given = Source(name, io.BytesIO(bytes(source)), None, encoding)
            elif hasattr(source, "readline"):
                name = stream_name(source)
                given = Source(name, source, None, encoding)
            else:
                raise TranscriptError(f"can't read {type(source).__name__}; give a path or an open stream")
            stack.callback(given.close)
            yield given
        except (EOFError, OSError, zlib.error, UnicodeError) as error:
            raise TranscriptError(f"can't read on: {reason(error)}", source=name) from None


def _prepared(stream: IO[Any], encoding: str | None) -> io.BufferedReader[Any]:
    binary = isinstance(stream.read(0), bytes)
    buffered: io.BufferedReader[Any] = _buffered(stream) if binary else _reencoded(stream)
    if buffered.peek(2)[:2] == _GZIP:
        buffered = _buffered(gzip.GzipFile(fileobj=buffered))
    if binary and (encoding or buffered.peek(2)[:2] in _UTF_16):
        text = io.TextIOWrapper(buffered, encoding=encoding or "utf-16", newline="")
        buffered = _reencoded(text)
    return buffered


def _buffered(stream: Any, before: bytes = b"") -> io.BufferedReader[Any]:
    """Returns a buffered reader that leaves the stream open when it is closed."""
    return io.BufferedReader(_Joined(before, stream), SAMPLE_BYTES)


def _reencoded(text: IO[str]) -> io.BufferedReader[Any]:
    return io.BufferedReader(_Encoded(text), SAMPLE_BYTES)


class _Joined(io.RawIOBase):
    """What was read already, and then the rest."""

    def __init__(self, before: bytes, rest: IO[bytes]) -> None:
        self._before = memoryview(before)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        target = memoryview(buffer)
        if self._before:
            size = min(len(target), len(self._before))
            target[:size] = self._before[:size]
            self._before = self._before[size:]
            return size
        read = getattr(self._rest, "read1", self._rest.read)
        piece = read(len(target))
        target[: len(piece)] = piece
        return len(piece)


class _Encoded(io.RawIOBase):
    """A text stream as UTF-8."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        target = memoryview(buffer)
        if not self._rest:
            self._rest = without_surrogates(self._text.read(SAMPLE_BYTES)).encode()
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
