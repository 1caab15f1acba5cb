"""`recovery-eval rules list`, `show`, `signals`, `words` and `explain`: what is judged, by which words, and why."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.exit_codes import BAD_INPUT
from recovery_eval.cli.inputs import Agent, Columns, Customer, Encoding, Files, Format, Speakers, inputs_from
from recovery_eval.cli.output import columns
from recovery_eval.cli.rules.options import Folder, read_named_folder
from recovery_eval.errors import RecoveryEvalError, UnknownNameError

if TYPE_CHECKING:
    from recovery_eval.rulebook import Rule, Rulebook
    from recovery_eval.transcript import Transcript
    from recovery_eval.workshop.examples import Examples
    from recovery_eval.workshop.folder import RuleFolder

RulebookOption = Annotated[
    str, typer.Option("--rulebook", metavar="NAME|PATH", help="The rulebook that holds the rules.")
]


def list_rules(*, rulebook: RulebookOption = "core") -> None:
    """List the rules of a rulebook, in its order."""
    from recovery_eval.display.rule import rulebook_text
    from recovery_eval.rulebook import load_rulebook

    typer.echo(rulebook_text(load_rulebook(rulebook)))


def show_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id, as in sincere-apology.")],
    *,
    rulebook: RulebookOption = "core",
) -> None:
    """Show all about one rule.

    Why it is there, where it comes from, what to do about a failure, and where it may err.
    """
    from recovery_eval.display.rule import rule_text
    from recovery_eval.rulebook import load_rulebook

    typer.echo(rule_text(_named(rule, load_rulebook(rulebook)), width=columns(sys.stdout)))


def list_signals(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Signals to show whole.", show_default="a line for each")
    ] = None,
    *,
    folder: Folder = None,
) -> None:
    """List the signals that rules can ask for, or show some of them with their phrases.

    Below each phrase stands an example from the folder's cases, where they have one, with the words that it finds in
    brackets; below each `unless` one of words that it cancels.
    """
    from recovery_eval.display.vocabulary import signals_text

    read = read_named_folder(folder)
    text = signals_text(read.library, names or (), examples=_examples(read, names or ()), width=columns(sys.stdout))
    typer.echo(text)


def list_words(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Lists to show whole.", show_default="a line for each")
    ] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="List those, too, that serve a few built-in signals alone.")
    ] = False,
    folder: Folder = None,
) -> None:
    """List the marks of phrases and the word lists that they can name in { }, or show some lists whole."""
    from recovery_eval.display.vocabulary import words_text

    text = words_text(read_named_folder(folder).library, names or (), everything=everything, width=columns(sys.stdout))
    typer.echo(text)


def explain_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id, as in sincere-apology.")],
    *,
    files: Files = None,
    identifier: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="The conversation, where files hold several.", show_default="all"),
    ] = None,
    rulebook: RulebookOption = "core",
    input_format: Format = None,
    agent: Agent = None,
    customer: Customer = None,
    speaker: Speakers = None,
    column: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Tell step by step why a rule passed or failed.

    Shows for each conversation whether the rule applies and which of its conditions hold, with the words that decided
    and the words that nearly did.

    Exit code: 0, or 2 where something could not be read.
    """
    inputs = inputs_from(files, input_format, speaker, agent, customer, column, encoding)
    from recovery_eval.display.trace import trace_text
    from recovery_eval.rulebook import load_rulebook
    from recovery_eval.workshop.proof import Looker
    from recovery_eval.workshop.trace import trace

    loaded = load_rulebook(rulebook)
    explained = _named(rule, loaded)
    looker = Looker(loaded.library, explained.signals)
    width = columns(sys.stdout)
    separator = ""
    for transcript in _picked(inputs.transcripts(), identifier):
        typer.echo(separator + trace_text(trace(explained, looker.view(transcript)), transcript, width=width))
        separator = "\n\n"
    if inputs.failed:
        raise typer.Exit(BAD_INPUT)


def _examples(folder: RuleFolder, names: Collection[str]) -> Mapping[str, Examples]:
    """Returns the examples of the signals of these names that the folder itself holds."""
    subjects = [subject for subject in folder.subjects if subject.key == "signal" and subject.name in names]
    if not subjects:
        return {}
    from recovery_eval.workshop.examples import examples  # late: it loads spaCy

    return examples(folder, subjects)


def _named(rule: str, rulebook: Rulebook) -> Rule:
    try:
        return rulebook[rule]
    except UnknownNameError as error:
        hint = f"it was looked for in the rulebook {rulebook.name!r}; --rulebook names another"
        raise RecoveryEvalError(f"{error}\n{hint}") from error


def _picked(transcripts: Iterable[Transcript], identifier: str | None) -> Iterator[Transcript]:
    """Yields the conversations of an id, or all. Raises UnknownNameError where only others were read."""
    others = set()
    found = False
    for transcript in transcripts:
        if identifier in {None, transcript.id}:
            found = True
            yield transcript
        else:
            others.add(transcript.id)
    if others and identifier is not None and not found:
        raise UnknownNameError("conversation", identifier, others)
