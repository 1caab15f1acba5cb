"""Folders of YAML files: which files in them count, and what messages call these."""

from __future__ import annotations

import os
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources.source import YamlSource
from recovery_eval.sources.yaml_files import read_yaml

MAX_ENTRIES = 20_000
ENDINGS = (".yml", ".yaml", ".yml.txt", ".yaml.txt")  # the last two are what Notepad makes of the first
WORDS = "words"
_ENVIRONMENT = "pyvenv.cfg"  # stands at the top of every virtual environment
_OTHERS = "node_modules"


@dataclass(frozen=True)
class YamlFolder:
    """A folder whose YAML files are read, with those of all folders below it.

    Not entered are hidden folders, virtual environments, `node_modules` and links.

    Attributes:
        path: The folder.
        called: What messages call it; by default its path as it was given.
        skip: A folder inside it that is not entered either, resolved.
    """

    path: Path
    called: str | None = None
    skip: Path | None = None

    def files(self, ending: str = ".yml") -> list[Path]:
        """Returns the files whose names end so, in the order of their paths.

        Raises:
            RuleFileError: More than `MAX_ENTRIES` files and folders stand here.
        """
        return [path for path in self.candidates if path.name.endswith(ending)]

    @cached_property
    def candidates(self) -> list[Path]:
        """The files with any of `ENDINGS`. Raises as `files` does."""
        found: list[Path] = []
        entries = 0
        for place, folders, names in os.walk(self.path):
            here = Path(place)
            if _ENVIRONMENT in names and here != self.path:
                folders.clear()
                continue
            entries += len(folders) + len(names)
            if entries > MAX_ENTRIES:
                message = f"more than {MAX_ENTRIES:,} files stand around this rulebook; give it a folder of its own"
                raise RuleFileError([Fault(self.called or str(self.path), 1, 1, "$", message)])
            folders[:] = [name for name in folders if self._is_entered(here / name)]
            found += [here / name for name in names if name.endswith(ENDINGS)]
        return sorted(found)

    def _is_entered(self, folder: Path) -> bool:
        if folder.name.startswith(".") or folder.name == _OTHERS:
            return False
        return self.skip is None or folder.resolve() != self.skip

    def holds_words(self, path: Path) -> bool:
        """Whether a file stands in a folder `words`, where word lists are."""
        return path.parent.name == WORDS and path.parent != self.path

    def shown(self, path: Path) -> str:
        """Returns what messages call a file of this folder."""
        return str(path) if self.called is None else f"{self.called}/{path.relative_to(self.path).as_posix()}"

    def read(self, path: Path) -> YamlSource:
        """Reads one of the files. Raises as `read_yaml` does."""
        return read_yaml(path, shown_as=self.shown(path))

    def homes(self, paths: Iterable[Path], suffix: str) -> dict[str, str]:
        """Returns the file in which a rule or signal of each name should stand, by the files' own names."""
        homes: dict[str, str] = {}
        for path in paths:
            homes.setdefault(path.name.removesuffix(suffix), self.shown(path))
        return homes


def name_fault(source: YamlSource, key: str, name: str, suffix: str, homes: MutableMapping[str, str]) -> Fault | None:
    """Returns a fault where a rule or signal is another file's already, or its file is not named after it.

    Args:
        source: The file.
        key: `rule` or `signal`.
        name: Its id or name.
        suffix: What names of such files end in.
        homes: The file of each name; this one is added where the name has none.
    """
    home = homes.setdefault(name, source.file)
    if home != source.file:
        return source.fault((key,), f"a {key} {name!r} exists already, in {home}; choose another name")
    if Path(source.file).name != name + suffix:
        return source.fault((key,), f"the file must be named {name}{suffix}")
    return None
