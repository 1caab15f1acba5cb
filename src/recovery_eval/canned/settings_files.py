"""Finds and reads the settings of a library."""

from __future__ import annotations

from pathlib import Path

from recovery_eval.canned.settings import Settings, SettingsFile
from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.sources import YamlSource, read_yaml, validate

TABLE = ("tool", "recovery-eval")
NAMES = ("recovery-eval.toml", "recovery-eval.yml", "pyproject.toml")
# What people write for these.
_ALMOST = tuple(
    f"{name}{suffix}" for name in ("recovery-eval", "recovery_eval") for suffix in (".yaml", ".yml", ".toml")
)
_ALMOST_TABLE = ("tool", "recovery_eval")


def find_settings(folder: Path | None = None) -> Settings:
    """Returns the settings of a folder: of the nearest one, upwards, that has any; the defaults where none has.

    The search ends at a folder that holds `.git`.

    Raises:
        RuleFileError: The settings are wrong, or a folder has two files of them.
    """
    start = (folder or Path.cwd()).resolve()
    for place in (start, *start.parents):
        found = [source for name in NAMES if (place / name).is_file() and (source := _read(place / name)) is not None]
        if len(found) > 1:
            message = f"settings stand in {found[0].file} as well; keep one of the two"
            raise RuleFileError([found[1].fault((), message)])
        if found:
            return _settings(place, found[0])
        _refuse_almost(place)
        if (place / ".git").exists():
            break
    return Settings(root=start)


def _refuse_almost(folder: Path) -> None:
    """Raises RuleFileError where a folder without settings has what was surely meant as such."""
    for name in _ALMOST:
        if (folder / name).is_file():
            raise RuleFileError(
                [Fault(_shown(folder / name), 1, 1, "$", f"not read; settings stand in {NAMES[0]}, {NAMES[1]}")]
            )
    project = folder / NAMES[2]
    if project.is_file():
        from recovery_eval.sources.toml_files import read_toml

        almost = read_toml(project, _ALMOST_TABLE, shown_as=_shown(project))
        if almost is not None:
            raise RuleFileError([almost.fault((), f"not read; settings stand in [{'.'.join(TABLE)}]")])


def read_settings(path: Path) -> Settings:
    """Returns the settings of one file: `pyproject.toml`, or any other TOML or YAML file.

    Raises:
        RuleFileError: The file can't be read, or its settings are wrong.
    """
    source = _read(path)
    if source is None:
        raise RuleFileError([Fault(str(path), 1, 1, "$", f"has no table [{'.'.join(TABLE)}]")])
    return _settings(path.resolve().parent, source)


def _read(path: Path) -> YamlSource | None:
    shown = _shown(path)
    if path.suffix == ".toml":
        from recovery_eval.sources.toml_files import read_toml

        return read_toml(path, TABLE if path.name == "pyproject.toml" else (), shown_as=shown)
    return read_yaml(path, shown_as=shown)


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _settings(root: Path, source: YamlSource) -> Settings:
    return Settings(root=root, file=validate(source, SettingsFile), source=source)
