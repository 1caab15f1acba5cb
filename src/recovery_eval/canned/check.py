"""Checks libraries of canned responses: every reply, in every version that a customer may be sent.

The way of a reply: read from its file (`library`), its placeholders and conditions read (`versions`), each version
evaluated as a conversation, what only a library can know added (`judging`), and each fault placed in its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from recovery_eval.canned.dialects import DIALECTS
from recovery_eval.canned.judging import NAMED, Fault, Judge, TypedNames, Verdict, Words, problem_faults, transcript_of
from recovery_eval.canned.library import Skipped, read_file, read_text
from recovery_eval.canned.liquid import MOST_BRANCHES
from recovery_eval.canned.models import CheckResult, Finding, JudgedReply, Place, ReadFault, Reply
from recovery_eval.canned.options import Config, Options
from recovery_eval.canned.paths import files_in, shown
from recovery_eval.canned.placeholders import Problem
from recovery_eval.canned.versions import Parsed, Version, parse, versions_of
from recovery_eval.checklist import Checklist
from recovery_eval.errors import RecoveryEvalError
from recovery_eval.evaluator import evaluate_many
from recovery_eval.rulebook import Rulebook, builtin_library, load_rulebook, rulebook_names
from recovery_eval.signals.names import NameFinder

_TOO_MANY = Problem(
    "malformed-condition",
    0,
    1,
    f"the conditions of the messages together make more than {MOST_BRANCHES} texts",
    "Split the reply; only the first of them were judged.",
)
_CUSTOMER_FIELDS = frozenset(field for dialect in DIALECTS for field in dialect.customer)


class _Job(NamedTuple):
    """A reply that waits to be judged."""

    reply: Reply
    options: Options
    parsed: list[Parsed]
    versions: list[Version]
    answers_complaint: bool


def check(paths: Iterable[str | Path], config: Config | None = None) -> CheckResult:
    """Checks every canned response in some files and folders.

    Args:
        paths: Files, and folders in which every library file is taken.
        config: The options of each file; by default those of `Options`.

    Returns:
        Findings with their places, what could not be read, and every reply with its score.

    Raises:
        UnknownNameError: No built-in rulebook, or no dialect, has the name in the options.
        RuleFileError: The rulebook's files are faulty.
        RecoveryEvalError: One path is given in place of several.
    """
    if isinstance(paths, str | Path):  # the letters of a text would be paths, "/" among them
        raise RecoveryEvalError(f"paths: give a list of files and folders, as in [{str(paths)!r}]")
    config = config or Options()
    found: list[tuple[Reply | ReadFault | Skipped, Options]] = []
    files: list[str] = []
    for path in files_in(map(Path, paths)):
        if isinstance(path, ReadFault):
            found.append((path, Options()))
            continue
        files.append(shown(path))
        options = config.for_path(files[-1])
        found += [(one, options) for one in read_file(path, options)]
    return _result(found, files)


def check_text(text: str, name: str, config: Config | None = None) -> CheckResult:
    """Checks the text of one file, whose name tells its format. Raises as `check` does."""
    options = (config or Options()).for_path(name)
    return _result([(one, options) for one in read_text(text, name, options)], [name])


def check_replies(replies: Iterable[Reply], config: Config | None = None) -> CheckResult:
    """Checks replies that are read already. Raises as `check` does."""
    config = config or Options()
    return _result([(reply, config.for_path(reply.path)) for reply in replies], [])


def _result(found: list[tuple[Reply | ReadFault | Skipped, Options]], files: list[str]) -> CheckResult:
    jobs = [_job(one, options) for one, options in found if isinstance(one, Reply)]
    findings: list[Finding] = []
    judged: list[JudgedReply] = []
    for job, verdicts in _judged(jobs):
        scores = [each.score for each in verdicts if each.score is not None]
        is_partly_elsewhere = any(version.is_partly_elsewhere for version in job.versions)
        reply = JudgedReply(job.reply, min(scores, default=None), is_partly_elsewhere)
        judged.append(reply)
        found_here = _findings(job, verdicts, reply.score)
        findings += [finding for finding in found_here if finding.rule_id not in job.options.disabled]
    return CheckResult(
        findings=tuple(sorted(findings)),
        faults=tuple(sorted((one for one, _ in found if isinstance(one, ReadFault)), key=_where_broken)),
        replies=tuple(judged),
        files=tuple(files),
        skipped=sum(isinstance(one, Skipped) for one, _ in found),
    )


def _where_broken(fault: ReadFault) -> tuple[str, Place]:
    return fault.path, fault.place


def _job(reply: Reply, options: Options) -> _Job:
    parsed = parse(reply, options)
    versions = list(islice(versions_of(parsed), MOST_BRANCHES + 1))
    if len(versions) > MOST_BRANCHES:
        versions.pop()
        parsed[0] = replace(parsed[0], problems=(*parsed[0].problems, _TOO_MANY))
    return _Job(reply, options, parsed, versions, options.complaints.hold_for(reply))


def _judged(jobs: list[_Job]) -> Iterator[tuple[_Job, list[Verdict]]]:
    """Yields every reply with the verdicts on its versions, in order within each rulebook.

    What is the same text for the same purpose is judged once, however many replies hold it.
    """
    names = TypedNames(NameFinder(builtin_library()))
    rulebooks: dict[str | Path, list[_Job]] = {}
    for job in jobs:
        rulebooks.setdefault(job.options.rulebook, []).append(job)
    for name, those in rulebooks.items():
        rulebook = load_rulebook(name)
        is_own = name not in rulebook_names()  # it may be written for any language
        checklists = _checklists(those, rulebook)
        judges = {
            key: _judge(names, options, rulebook)
            for key, options in {id(job.options): job.options for job in those}.items()
        }
        for job in those:
            judge, complaint = judges[id(job.options)], job.answers_complaint
            verdicts = [
                judge.verdict(
                    version,
                    checklists[complaint, version.words],
                    answers_complaint=complaint,
                    is_english=job.reply.is_english and version.is_english,
                    reads_others=is_own,
                )
                for version in job.versions
            ]
            yield job, verdicts


def _judge(names: TypedNames, options: Options, rulebook: Rulebook) -> Judge:
    advice = next((rule.advice for rule in rulebook.rules if rule.id == NAMED), "")
    fields = _CUSTOMER_FIELDS | options.customer_names
    return Judge(names, customer_fields=fields, disabled=options.disabled, advice=advice)


def _checklists(jobs: list[_Job], rulebook: Rulebook) -> dict[tuple[bool, tuple[str, ...]], Checklist]:
    """Returns what a rulebook says of every version, by whether it answers a complaint and by its words."""
    versions = {(job.answers_complaint, version.words): version for job in jobs for version in job.versions}
    transcripts = (transcript_of(version, answers_complaint=key[0]) for key, version in versions.items())
    return dict(zip(versions, evaluate_many(transcripts, rulebook), strict=True))


def _findings(job: _Job, verdicts: list[Verdict], score: float | None) -> Iterator[Finding]:
    """Yields each fault of a reply once, with the branch where it doesn't show in all of them."""
    branches: dict[tuple[str, Words | None], tuple[Fault, list[str | None]]] = {}
    for version, each in zip(job.versions, verdicts, strict=True):
        for fault in each.faults:
            branches.setdefault((fault.rule_id, fault.words), (fault, []))[1].append(version.branch)
    for fault, shown_in in branches.values():
        branch = None if len(set(shown_in)) == len(verdicts) else _branch(shown_in)
        yield _finding(job.reply, fault, branch, score)
    for index, parsed in enumerate(job.parsed):
        for fault in problem_faults(parsed.problems, index):
            yield _finding(job.reply, fault, None, score)


def _branch(shown_in: list[str | None]) -> str | None:
    more = len(set(shown_in)) - 1
    return f"{shown_in[0]} (and {more} more)" if more and shown_in[0] else shown_in[0]


def _finding(reply: Reply, fault: Fault, branch: str | None, score: float | None) -> Finding:
    start, end, quote = _where(reply, fault.words)
    return Finding(
        path=reply.path,
        start=start,
        rule_id=fault.rule_id,
        end=end,
        severity=fault.severity,
        message=fault.message,
        advice=fault.advice,
        reply_id=reply.id,
        reply_title=reply.title,
        reply_key=reply.key,
        quote=quote,
        branch=branch,
        score=score,
    )


def _where(reply: Reply, words: Words | None) -> tuple[Place, Place, str]:
    """Returns the place and the quote of words; where something is missing, the reply's first line and no quote."""
    if words is not None:
        message = reply.messages[words.message]
        return *message.places(words.start, words.end), message.text[words.start : words.end]
    text = reply.messages[0].text
    start = len(text) - len(text.lstrip())
    end = start + len(text[start:].partition("\n")[0].rstrip())
    return *reply.messages[0].places(start, end), ""
