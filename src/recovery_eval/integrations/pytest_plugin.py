"""A pytest plugin: every canned response in files such as `late.recovery.yml` is a test.

The plugin is imported in every run of pytest, so whatever is heavy is imported when the first such file is collected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from recovery_eval.canned.models import Finding, ReadFault
    from recovery_eval.canned.report import Report

OPTION = "recovery_eval_files"
PATTERNS = [f"*.recovery.{suffix}" for suffix in ("md", "yml", "yaml", "json", "csv")]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the setting that names the files."""
    parser.addini(OPTION, "names of files whose canned responses are tests", type="args", default=PATTERNS)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collects a file whose name fits."""
    patterns: list[str] = parent.config.getini(OPTION)
    if any(fnmatch(file_path.name, pattern) for pattern in patterns):
        collected: pytest.File = RepliesFile.from_parent(parent, path=file_path)
        return collected
    return None


class RepliesFile(pytest.File):
    """A file of canned responses. It is checked once, by the settings that hold for the root of the tests."""

    def collect(self) -> Iterable[pytest.Item]:
        """Yields a test for each reply and for each thing that can't be read; fails where the settings are at fault."""
        from recovery_eval.canned.baseline import read_baseline
        from recovery_eval.canned.fixes import suggestions
        from recovery_eval.canned.run import Checker
        from recovery_eval.canned.settings_files import find_settings
        from recovery_eval.errors import RecoveryEvalError

        try:
            settings = find_settings(self.config.rootpath)
            known = read_baseline(settings.baseline) if settings.baseline is not None else None
            report = Checker(settings, baseline=known).check([self.path])
            report = replace(report, suggestions=suggestions(report, settings))
        except RecoveryEvalError as error:
            raise self.CollectError(str(error)) from error
        yield from self._items(report)

    def _items(self, report: Report) -> Iterator[pytest.Item]:
        from recovery_eval.display.wording import visible

        for reply, *_ in report.replies:
            found = [finding for finding in report.failing if finding.reply_id == reply.id]
            name, title = visible(reply.id), visible(reply.title)  # pytest prints them as they are
            item: ReplyItem = ReplyItem.from_parent(
                self, name=name, title=title, line=reply.place.line, report=report, found=found
            )
            yield item
        for fault in report.faults:  # a test, as an error of the collection would keep all other tests from running
            unread: FaultItem = FaultItem.from_parent(
                self, name=f"unreadable at {fault.place.line}:{fault.place.column}", fault=fault
            )
            yield unread


class ReplyItem(pytest.Item):
    """One canned response as a test: it fails by findings that fail the check."""

    def __init__(self, *, title: str, line: int, report: Report, found: list[Finding], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._title = title
        self._line = line
        self._report = report
        self._found = found

    def runtest(self) -> None:
        """Fails where something was found."""
        if self._found:
            raise ReplyFailedError

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Returns the findings, each with its line of the file."""
        if not isinstance(excinfo.value, ReplyFailedError):
            return super().repr_failure(excinfo, style)
        from recovery_eval.canned.outputs.text import findings_text

        return findings_text(self._report, self._found)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Returns where the reply stands, counted from 0 as pytest does."""
        return self.path, self._line - 1, self._title or self.name


class FaultItem(pytest.Item):
    """What can't be read, a reply or the whole file, as a test that fails."""

    def __init__(self, *, fault: ReadFault, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._fault = fault

    def runtest(self) -> None:
        """Fails."""
        raise UnreadableError(str(self._fault))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Returns what is wrong, and where."""
        is_ours = isinstance(excinfo.value, UnreadableError)
        return str(excinfo.value) if is_ours else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Returns where it stands, counted from 0 as pytest does."""
        return self.path, self._fault.place.line - 1, self.name


class ReplyFailedError(Exception):
    """A canned response has findings."""


class UnreadableError(Exception):
    """A file, or a reply in it, can't be read."""
