"""One call of `recovery-eval check`, which may check again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from recovery_eval.cli.inputs import standard_input
from recovery_eval.cli.messages import complain
from recovery_eval.cli.output import writing
from recovery_eval.cli.watching import changes_below, run_at_changes
from recovery_eval.errors import RecoveryEvalError

if TYPE_CHECKING:
    from recovery_eval.canned.models import Finding
    from recovery_eval.canned.report import Report, Suggestion
    from recovery_eval.canned.run import Checker
    from recovery_eval.canned.settings import Settings

_MARK = b"\xef\xbb\xbf"  # the byte-order mark of UTF-8, which is kept where it stands


class Run:
    """What a call of the command was asked to do.

    Args:
        settings: The settings, with what the command line says.
        paths: Files and folders; those of the settings where there are none.
        baseline: The baseline's file; that of the settings for None.
        diff_base: The commit since which replies have to have changed, or None for all replies.
        stdin_filename: The name of the file that standard input stands for, or None.
        reports: Files that reports go to, which are left out of what is checked.
        allow_empty: Whether nothing to check is no error.
    """

    def __init__(
        self,
        settings: Settings,
        paths: list[Path],
        baseline: Path | None,
        diff_base: str | None,
        stdin_filename: str | None,
        *,
        reports: Iterable[Path | None] = (),
        allow_empty: bool,
    ) -> None:
        if stdin_filename is not None and paths:
            raise typer.BadParameter("can't be combined with paths", param_hint="--stdin-filename")
        if settings.source is None and baseline is not None:  # then what the baseline names counts from its own folder
            settings = replace(settings, root=baseline.resolve().parent)
        self._settings = settings
        self._paths = paths or [settings.root / path for path in settings.file.paths]
        self._baseline = baseline or settings.baseline
        self._diff_base = diff_base
        self._reports = tuple(path for path in reports if path is not None)
        self._stdin_filename = stdin_filename
        self._allow_empty = allow_empty
        if self._baseline is not None and self._baseline.resolve() in {path.resolve() for path in self._reports}:
            raise typer.BadParameter("names the baseline, which a report would write over", param_hint="--output")
        if not self._paths and stdin_filename is None and not allow_empty:
            raise typer.BadParameter("name a file or folder, or set 'paths' in the settings", param_hint="PATH")

    def report(self, *, fix: bool = False) -> Report:
        """Checks; mends first what is safe to mend, where that is wanted."""
        from recovery_eval.canned.fixes import suggestions

        checker = self._checker(with_baseline=True)
        report = self._check(checker)
        found = suggestions(report, self._settings)
        if fix and self._stdin_filename is None and _mend(report, found):
            report = self._check(checker)
            found = suggestions(report, self._settings)
        return replace(report, suggestions=found)

    def report_of_all(self) -> Report:
        """Checks without baseline or suggestions."""
        return self._check(self._checker(with_baseline=False))

    def update_baseline(self) -> int:
        """Writes the baseline anew, and returns how many files or replies could not be read."""
        from recovery_eval.canned.baseline import baseline_text, read_baseline, updated
        from recovery_eval.display.wording import several

        if self._baseline is None:
            raise typer.BadParameter("name the file by --baseline, or in the settings", param_hint="--update-baseline")
        old = read_baseline(self._baseline) if self._baseline.exists() else {}
        report = self._check(self._checker(with_baseline=False))
        text = baseline_text(updated(old, report.findings, report.whole, self._settings.root))
        with writing(self._baseline) as stream:
            stream.write(text)
        for fault in report.faults:
            complain(str(fault))
        complain(f"{self._baseline}: {several(len(report.findings), 'finding')} written down")
        return len(report.faults)

    def at_changes(self, check: Callable[[], object]) -> None:
        """Checks, and again at every change below the paths and of the settings, until interrupted.

        Raises:
            RecoveryEvalError: The package that watches files is not there.
        """
        from recovery_eval.canned.paths import SUFFIXES
        from recovery_eval.canned.settings_files import NAMES

        source = self._settings.source
        here = Path.cwd()
        settled_in = (
            [Path(source.file)]
            if source is not None
            else [folder / name for folder in (here, *here.parents) for name in NAMES]  # where they may come to stand
        )
        settings_files = {path.resolve() for path in settled_in}
        files = [*settled_in, *(path for path in self._paths if not path.is_dir())]
        folders = [path for path in self._paths if path.is_dir()]
        reports = {path.resolve() for path in self._reports}  # which every check writes anew

        def is_watched(name: str) -> bool:
            path = Path(name)
            is_read = path.suffix.lower() in SUFFIXES or path.name in NAMES or path.resolve() in settings_files
            return is_read and path.resolve() not in reports

        run_at_changes(check, changes_below(folders, is_watched, files))

    def _checker(self, *, with_baseline: bool) -> Checker:
        from recovery_eval.canned.baseline import read_baseline
        from recovery_eval.canned.changed import changes_since
        from recovery_eval.canned.run import Checker

        known = read_baseline(self._baseline) if with_baseline and self._baseline is not None else None
        root = self._settings.root
        if known and not any((root / path).exists() for path in known):
            complain(f"{self._baseline}: none of its files is there; their paths count from {root}")
        return Checker(
            self._settings,
            baseline=known,
            changes=changes_since(self._diff_base) if self._diff_base is not None else None,
            own_files=frozenset({*self._reports, *([self._baseline] if self._baseline is not None else [])}),
        )

    def _check(self, checker: Checker) -> Report:
        from recovery_eval.canned.paths import shown

        stand_in = Path(self._stdin_filename) if self._stdin_filename is not None else None
        named = self._paths if stand_in is None else [stand_in]
        excluded = [path for path in named if self._settings.excludes(path) and (path is stand_in or path.is_file())]
        for path in excluded:
            complain(f"{path}: not checked, for 'exclude' in the settings leaves it out")
        if stand_in is not None:
            return checker.check([]) if excluded else checker.check_text(self._input, shown(stand_in))
        report = checker.check(self._paths)
        if not report.files and not report.faults and not self._allow_empty:
            raise RecoveryEvalError("nothing to check there; --allow-empty lets that pass")
        return report

    @cached_property
    def _input(self) -> str:
        try:
            return standard_input().read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise RecoveryEvalError(f"{self._stdin_filename}: not UTF-8; save the file in UTF-8") from error


def _mend(report: Report, found: Mapping[Finding, Suggestion]) -> bool:
    """Makes the safe changes, and tells whether there was any. A file that was changed meanwhile is left as it is."""
    from recovery_eval.canned.fixes import fixed_text, safe_edits

    mended = False
    for path, edits in safe_edits(found).items():
        source, file = report.sources[path], Path(path)
        content = file.read_bytes()
        if content.removeprefix(_MARK) != source.text.encode():
            complain(f"{path}: changed while it was checked; left as it is")
            continue
        mark = _MARK.decode() if content.startswith(_MARK) else ""
        with writing(file) as stream:
            stream.write(mark + fixed_text(source, edits))
        complain(f"{path}: {len(edits)} mended")
        mended = True
    return mended
