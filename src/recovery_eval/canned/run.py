"""A whole check: what is found, less what a team has switched off, explained, or knows already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from recovery_eval.canned.baseline import Known, compare
from recovery_eval.canned.changed import Changes, is_changed
from recovery_eval.canned.check import check, check_text
from recovery_eval.canned.models import CheckResult, Finding, Place, ReadFault
from recovery_eval.canned.own_rules import OWN_RULES, RuleText, rule_texts
from recovery_eval.canned.paths import files_in
from recovery_eval.canned.report import Report, at_least
from recovery_eval.canned.settings import RULEBOOK, Settings
from recovery_eval.canned.settings_files import NAMES
from recovery_eval.canned.suppressing import suppress
from recovery_eval.errors import RuleFileError, nearest
from recovery_eval.rulebook import load_rulebook
from recovery_eval.sources import Loc


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Checker:
    """Checks libraries as a team has settled it.

    Attributes:
        settings: What the team has settled.
        baseline: Findings that are known; None for none.
        changes: What changed, where only that is to count.
        today: For suppressions that expire.
        own_files: The baseline and the files that reports go to, which are no library, wherever they lie.
    """

    settings: Settings
    baseline: Known | None = None
    changes: Changes | None = None
    today: date = field(default_factory=_today)
    own_files: frozenset[Path] = frozenset()

    def check(self, paths: Iterable[str | Path]) -> Report:
        """Checks files and folders.

        Raises:
            RuleFileError: A rulebook is faulty, or the settings name a rule that there is not.
            UnknownNameError: No built-in rulebook has the name that the settings give.
        """
        faults: list[ReadFault] = []
        files: list[Path] = []
        own = {path.resolve() for path in self.own_files}
        for path in files_in(map(Path, paths)):
            if isinstance(path, ReadFault):
                faults.append(path)
            elif not (path.name in NAMES or (own and path.resolve() in own) or self.settings.excludes(path)):
                files.append(path)
        result = check(files, self.settings)
        return self.report(replace(result, faults=(*faults, *result.faults)))

    def check_text(self, text: str, name: str) -> Report:
        """Checks the text of a file, whose name tells its format; raises as `check` does."""
        return self.report(check_text(text, name, self.settings))

    def report(self, result: CheckResult) -> Report:
        """Returns what of a result counts."""
        rules = self.rules(result)
        _check_names(self.settings, rules)
        replies = [one.reply for one in result.replies]
        by_id = {(reply.path, reply.id): reply for reply in replies}
        found = sorted([*result.findings, *self._below_pass_mark(result)])
        parted = suppress(found, replies, rules, today=self.today)
        kept = [one for one in parted.kept if one.rule_id not in self.settings.for_path(one.path).disabled]
        compared = compare(kept, self.baseline or {}, result.whole, self.settings.root)
        new, known = compared.new, compared.known
        if self.changes is not None:
            new, known = (tuple(one for one in part if is_changed(one, by_id, self.changes)) for part in (new, known))
        return Report(
            findings=new,
            failing=tuple(one for one in new if self._fails(one)),
            faults=result.faults,
            replies=result.replies,
            rules=rules,
            suppressed=parted.hidden,
            known=known,
            unneeded=compared.gone if self.changes is None else 0,
            unchanged=len(kept) - len(new) - len(known),
            files=len(result.files),
            whole=result.whole,
            left_out=result.skipped,
        )

    def rules(self, result: CheckResult) -> dict[str, RuleText]:
        """Returns every rule that a finding of a result can name, by id."""
        chosen = dict.fromkeys(self.settings.for_path(one.reply.path).rulebook for one in result.replies)
        books = chosen or dict.fromkeys([self.settings.for_path(".").rulebook])
        return rule_texts(*map(load_rulebook, books))

    def _fails(self, finding: Finding) -> bool:
        return at_least(finding.severity, self.settings.fail_level_at(finding.path))

    def _below_pass_mark(self, result: CheckResult) -> Iterator[Finding]:
        """Yields a finding for each reply with too low a score, where it or the settings give a pass mark."""
        rule = OWN_RULES["below-pass-mark"]
        for reply, score, *_ in result.replies:
            options = self.settings.for_path(reply.path)
            mark = options.pass_mark if reply.pass_mark is None else reply.pass_mark
            if mark is None or score is None or score >= mark or rule.id in options.disabled:
                continue
            yield Finding(
                path=reply.path,
                start=reply.place,
                rule_id=rule.id,
                end=Place(reply.place.line, reply.place.column + 1),
                severity=rule.severity,
                message=f"The reply scores {score:g} of 100; the pass mark is {mark:g}",
                advice=rule.advice,
                reply_id=reply.id,
                reply_title=reply.title,
                reply_key=reply.key,
                score=score,
            )


def _check_names(settings: Settings, rules: Iterable[str]) -> None:
    """Raises RuleFileError where the settings switch off a rule that there is not, in this check or in another."""
    file = settings.file
    entries: list[tuple[Loc, str]] = [
        (("disable", number, "rule"), one.rule) for number, one in enumerate(file.disable)
    ]
    for number, layer in enumerate(file.per_path):
        entries += [(("per-path", number, "disable", n, "rule"), one.rule) for n, one in enumerate(layer.disable)]
    books = [file.rulebook or RULEBOOK, *(layer.rulebook for layer in file.per_path if layer.rulebook is not None)]
    known = {*rules, *(rule.id for book in books for rule in load_rulebook(settings.placed(book)).rules)}
    unknown = [(loc, name) for loc, name in entries if name not in known]
    if unknown and settings.source is not None:
        raise RuleFileError(
            settings.source.fault(loc, f"unknown rule {name!r}{nearest(name, known)}") for loc, name in unknown
        )
