"""A folder of files, or the ZIP archive of one: names and bounded reading, and never anything outside it."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.readers.json_text import load_json
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.records import without_surrogates
from recovery_eval.transcript.readers.sources import Source

MAX_FILES = 200_000
MAX_FILE_BYTES = 1_000_000_000
# A ZIP that unpacks to more than this many times its own size, and to more than the bytes, is made to harm.
MAX_RATIO = 200
MAX_RATIO_FROM = 50_000_000


class Folder:
    """Files below one folder, by their names with "/" between.

    Attributes:
        name: What errors call the folder.
        names: The names of all its files.
        source: The archive, where it is one.
    """

    def __init__(
        self, name: str, names: frozenset[str], read: Callable[[str], bytes], source: Source | None = None
    ) -> None:
        self.name = name
        self.names = names
        self.source = source
        self._read = read

    def read(self, name: str) -> bytes:
        """Returns the bytes of a file.

        Raises:
            TranscriptError: The file can't be read, or is too large.
        """
        try:
            return self._read(name)
        except TranscriptError:
            raise
        except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            raise TranscriptError(f"can't be read: {type(error).__name__}", source=f"{self.name}/{name}") from None

    def document(self, name: str) -> Node:
        """Returns what a file of JSON holds.

        Raises:
            TranscriptError: The file can't be read, or is not JSON.
        """
        place = Place(f"{self.name}/{name}")
        return Node(load_json(self.read(name).decode("utf-8-sig", "replace"), place), place)


@contextmanager
def open_folder(path: str | os.PathLike[str], name: str) -> Iterator[Folder]:
    """Gives the files of a folder on disk. Links that lead out of it are left alone."""
    root = Path(path).resolve()
    names: dict[str, Path] = {}
    for file in root.rglob("*"):
        if len(names) == MAX_FILES:
            raise TranscriptError(f"a folder of more than {MAX_FILES} files; name the files in it", source=name)
        if file.is_file() and file.resolve().is_relative_to(root):
            names[without_surrogates(file.relative_to(root).as_posix())] = file

    def read(wanted: str) -> bytes:
        file = names[wanted]
        _check_size(file.stat().st_size, f"{name}/{wanted}")
        return file.read_bytes()

    yield Folder(name, frozenset(names), read)


@contextmanager
def open_zip(source: Source) -> Iterator[Folder]:
    """Gives the files of a ZIP archive; nothing is ever unpacked to disk."""
    with source.open_seekable() as stream:
        try:
            archive = zipfile.ZipFile(stream)
            infos = {info.filename: info for info in archive.infolist() if _is_file(info)}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise TranscriptError(f"a damaged ZIP archive: {type(error).__name__}", source=source.name) from None
        _check_archive(infos.values(), source.name)
        top = _top(infos)

        def read(wanted: str) -> bytes:
            with archive.open(infos[top + wanted]) as file:
                return _bounded(file, f"{source.name}/{wanted}")

        yield Folder(source.name, frozenset(name.removeprefix(top) for name in infos), read, source)


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Tells whether an entry is a file of the archive, and not one that macOS puts beside each."""
    return not info.is_dir() and not info.filename.startswith("__MACOSX/")


def _check_archive(entries: Collection[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(info.file_size for info in entries)
    packed = sum(info.compress_size for info in entries)
    if len(entries) > MAX_FILES or (unpacked > MAX_RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)):
        raise TranscriptError("a ZIP archive that unpacks to far more than itself is not read", source=name)


def _bounded(file: IO[bytes], name: str) -> bytes:
    content = file.read(MAX_FILE_BYTES + 1)
    _check_size(len(content), name)
    return content


def _check_size(size: int, name: str) -> None:
    if size > MAX_FILE_BYTES:
        raise TranscriptError(f"a file of more than {MAX_FILE_BYTES} bytes", source=name)


def _top(names: dict[str, zipfile.ZipInfo]) -> str:
    """Returns the one folder that holds everything, with its "/"; empty where there is none."""
    tops = {PurePosixPath(name).parts[0] for name in names if "/" in name} if names else set()
    if len(tops) == 1 and all("/" in name for name in names):
        return f"{tops.pop()}/"
    return ""
