"""What can't be read is told with the file's name, in YAML and TOML alike."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.sources import YamlSource, read_yaml
from recovery_eval.sources.text_files import MAX_BYTES
from recovery_eval.sources.toml_files import read_toml

Read = Callable[[Path], YamlSource | None]
both = pytest.mark.parametrize("read", [read_yaml, read_toml])


@both
def test_a_file_above_a_megabyte_is_refused_without_being_read_to_its_end(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_text("#" + "x" * MAX_BYTES)
    with pytest.raises(RuleFileError, match="larger than 1,000,000 bytes"):
        read(path)
    os.truncate(path, 1 << 40)  # more than fits into memory; takes no room on the disk
    with pytest.raises(RuleFileError, match="larger than 1,000,000 bytes"):
        read(path)


@both
def test_a_missing_file_a_folder_and_a_pipe_are_told_and_not_waited_for(read: Read, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RuleFileError, match="no such file"):
        read(tmp_path / "none")
    for name in (".", "pipe"):
        with pytest.raises(RuleFileError, match="not a regular file"):
            read(tmp_path / name)


@both
def test_a_path_that_the_system_refuses_is_told_as_a_fault_of_the_file(read: Read, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"x:1:1 [$] can't be read: File name too long"):
        read(tmp_path / ("x" * 300))


@both
def test_text_that_is_not_utf8_is_told_with_its_line(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "latin"
    path.write_bytes(b"# 1\n# caf\xe9\n")
    with pytest.raises(RuleFileError, match=r"latin:2:1 \$ not UTF-8"):
        read(path)


def test_a_number_that_python_reads_in_no_toml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text("a = " + "1" * 5_000)
    with pytest.raises(RuleFileError, match=r"long\.toml:1:1 [$] holds a number of too many digits"):
        read_toml(path)
