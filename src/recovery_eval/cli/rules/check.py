"""`recovery-eval rules lint`, `coverage` and `mutate`: the rules themselves are judged."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.exit_codes import FAILED
from recovery_eval.cli.messages import complain
from recovery_eval.cli.rules.options import Folder, Names, chosen, read_named_folder

if TYPE_CHECKING:
    from recovery_eval.errors import TranscriptError


class CoverageFormat(StrEnum):
    """How coverage is written."""

    TEXT = "text"
    JSON = "json"


def lint_rules(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Folder of rules and signals.", show_default="the built-in ones"),
    ] = None,
    *,
    folder: Folder = None,
) -> None:
    """Judge rules and signals themselves.

    Lists what is still to be written, missing or too few cases, phrases and conditions that no case reaches, what
    stands twice, and rules that no rulebook chooses.

    Exit code: 0 nothing found, 1 something found, 2 files that can't be loaded.
    """
    from recovery_eval.display.wording import visible
    from recovery_eval.signals.finder import SignalFinder
    from recovery_eval.workshop.lint import lint

    if path is not None and folder is not None:
        raise typer.BadParameter("names the folder a second time; leave one of the two out", param_hint="--folder")
    rules = read_named_folder(path or folder)
    finder = SignalFinder(rules.library, thorough=True)
    with finder.pipeline.reading():
        findings = lint(rules, finder.read)
    for finding in findings:
        typer.echo(visible(str(finding)))
    if findings:
        raise typer.Exit(FAILED)
    judged = len(rules.subjects)
    typer.echo(f"{judged} {'rule or signal' if judged == 1 else 'rules and signals'}, nothing found")


def rules_coverage(
    names: Names = None,
    *,
    folder: Folder = None,
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Conversations, a file or folder.", show_default="corpora beside the rules"),
    ] = None,
    output_format: Annotated[CoverageFormat, typer.Option("--format", help="How to write.")] = CoverageFormat.TEXT,
) -> None:
    """List what the cases, and a corpus, never reach, and what is always on.

    Exit code: 0, or 2 where something can't be read.
    """
    from recovery_eval.display.coverage import coverage_json, coverage_text
    from recovery_eval.display.wording import several
    from recovery_eval.workshop.corpus import corpora_beside_rules, read_corpus
    from recovery_eval.workshop.coverage import coverage

    rules = read_named_folder(folder)
    paths = [corpus] if corpus is not None else corpora_beside_rules()
    left_out: list[TranscriptError] = []
    conversations = chain.from_iterable(read_corpus(path, left_out.append) for path in paths)
    found = coverage(rules, chosen(names, rules, folder), conversations)
    typer.echo(coverage_json(found) if output_format is CoverageFormat.JSON else coverage_text(found))
    if left_out:
        first = str(left_out[0]).partition(" Looked for, ")[0]  # the list of formats would drown the report
        complain(f"left out, as no conversation ({several(len(left_out), 'record')}); the first: {first}")


def mutate_rules(
    names: Names = None,
    *,
    folder: Folder = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes to share the work.")] = 1,
) -> None:
    """Drop each phrase, `unless` and condition in turn, and list what no case misses.

    A survivor may stand in known-survivors.yml at the top of the folder, with the reason; an entry there that is no
    longer needed is listed too.

    Exit code: 0 every mutant killed or known, 1 others survive or an entry is not needed, 2 files that can't be loaded
    or cases that come out wrong without any mutation.
    """
    from recovery_eval.display.mutation import mutation_text
    from recovery_eval.workshop.mutate import mutate
    from recovery_eval.workshop.survivors import report

    rules = read_named_folder(folder)
    subjects = chosen(names, rules, folder)
    tried = mutate(rules, subjects, jobs=jobs)
    found = report(rules.files, tried, {(subject.key, subject.name) for subject in subjects})
    typer.echo(mutation_text(found))
    if found.survivors or found.unused:
        raise typer.Exit(FAILED)
