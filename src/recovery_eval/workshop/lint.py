"""Judges rules and signals themselves: what has no proof, and what no proof reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from recovery_eval.errors import Fault
from recovery_eval.signals.models import SignalSpec
from recovery_eval.signals.phrase import Choice, Gap, Node, Repeat, Word, parse_phrase
from recovery_eval.sources import Loc, YamlSource, validate
from recovery_eval.workshop.cases import Case
from recovery_eval.workshop.folder import RuleFolder, Subject

if TYPE_CHECKING:
    from recovery_eval.signals.reading import Found

FEWEST_CASES = 5
_MARKS = re.compile(r"[^\w\s?!.&“”‘„]+")  # but those that end a sentence, that read as a word, or are told as quotes
# What a scaffold has where its author is to write: at the beginning of a value or of what somebody says in it, …
_BLANK = re.compile(r"(?:\w+: )?TODO\b\s*(.*)")
_BLANK_COMMENT = re.compile(r"\s*#.*?\b(?=TODO\b\s*(.*))")  # … and anywhere in a comment.

# Returns what every phrase finds in a turn of a speaker, cancelled or not, whatever came before.
Read = Callable[[str, str], "Iterable[Found]"]


def lint(folder: RuleFolder, read: Read) -> list[Fault]:
    """Returns what is wrong with rules and signals that load well, ordered by file and line.

    Blanks of a scaffold; missing or too few cases; cases that are nobody's; curly quotes, marks and idle gaps in
    phrases; phrases and `unless` conditions that no case of their signal reaches; a phrase or a text that stands twice;
    a sentence that proves two rules, or two signals; a rule that none of the folder's rulebooks chooses. That ids and
    titles are used once, and that each pass names the fail that it nearly is or says why not, is seen to when the files
    are read.

    Args:
        folder: What to judge.
        read: `SignalFinder.read`, of a thorough finder over `folder.library`.
    """
    found = folder.nobodys_cases
    for subject in folder.subjects:
        found += [blank for source in (subject.source, subject.proof) if source for blank in _blanks(source)]
        found += _of_proof(subject)
        found += _twice(subject)
        found += _curly_quotes(subject)
        found += _idle(subject)
        if subject.key == "signal" and subject.proof is not None:
            found += _unreached(subject, folder.library.signals[subject.name], read)
    for key in ("rule", "signal"):
        found += _used_twice(case for subject in folder.subjects if subject.key == key for case in subject.cases)
    others = [*(rulebook.source for rulebook in folder.rulebooks), *folder.words]
    found += [blank for source in others for blank in _blanks(source)]
    found += _unchosen(folder)
    return sorted(found, key=lambda fault: (fault.file, fault.line, fault.column, fault.path))


def _blanks(source: YamlSource) -> Iterator[Fault]:
    for loc, text in _texts(source.data, ()):
        for blank in filter(None, map(_BLANK.match, text.splitlines())):
            yield source.fault(loc, f"still to be written: {blank[1]}")
    for number, line in enumerate(source.text.splitlines(), start=1):
        if comment := _BLANK_COMMENT.match(line):
            yield Fault(source.file, number, comment.end() + 1, "$", f"still to be written: {comment[1]}")


def _texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yields every text of a file with its path."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*loc, key))


def _of_proof(subject: Subject) -> Iterator[Fault]:
    if subject.proof is None:
        file = f"{subject.name}.{subject.key}.cases.yml"
        yield subject.source.fault((subject.key,), f"has no cases; write {file} beside it", at_key=True)
        return
    fewest = {"fail": FEWEST_CASES, "pass": FEWEST_CASES} if subject.key == "rule" else {"found": 1, "not_found": 1}
    for wanted, least in fewest.items():
        count = sum(case.wanted == wanted for case in subject.cases)
        if count < least:
            message = f"{count} {'case' if count == 1 else 'cases'} under {wanted!r}; write at least {least}"
            yield subject.proof.fault((wanted,), message, at_key=True)


def _twice(subject: Subject) -> Iterator[Fault]:
    """Yields phrases that stand twice in one group, and cases with the text and names of an earlier one."""
    data = subject.source.data
    groups: list[tuple[Loc, list[str]]] = []
    if subject.key == "signal":
        groups.append((("phrases",), data.get("phrases", [])))
        also = enumerate(data.get("also", ()))
        groups += [(("also", index, "phrases"), group.get("phrases", [])) for index, group in also]
    for at, phrases in groups:
        for index, phrase in enumerate(phrases):
            if phrases.index(phrase) < index:
                yield subject.source.fault((*at, index), "this phrase stands here twice; delete one")
    first: dict[tuple[str, str | None, str | None], Case] = {}
    for case in subject.cases:
        other = first.setdefault((case.data.text, case.data.customer_name, case.data.agent_name), case)
        if other is not case:
            yield case.fault(f"has the text of {other.wanted}[{other.index}]; write another", "text")


def _curly_quotes(subject: Subject) -> Iterator[Fault]:
    """Yields phrases in curly quotes, which YAML takes for words."""
    lines = subject.source.text.splitlines()
    for loc, place in subject.source.places.items() if subject.key == "signal" else ():
        if lines[place.line - 1][place.column - 1 :].startswith(("“", "”", "„", "‘")):
            yield subject.source.fault(loc, 'begins with a curly quote, which is taken for a word; write " instead')


def _idle(subject: Subject) -> Iterator[Fault]:
    """Yields what stands for nothing in phrases and cues: marks, and gaps at an end that nothing is beyond.

    The gap that ends a cue before the match, or begins one behind it, reaches towards the match.
    """
    groups = validate(subject.source, SignalSpec).placed_groups if subject.key == "signal" else ()
    for loc, phrase in (((*at, *below), phrase) for at, group in groups for below, phrase in group.written()):
        sequence = parse_phrase(phrase)
        for mark in _only_marks(sequence):
            message = f"{mark!r} stands for nothing in a phrase, as marks between words are passed over; drop it"
            yield subject.source.fault(loc, message)
        ends = isinstance(sequence[-1], Gap) and "before" not in loc
        if ends or (isinstance(sequence[0], Gap) and "then" not in loc):
            message = "a gap at the end stands for nothing, as it is as short as can be; drop it"
            yield subject.source.fault(loc, message)


def _only_marks(sequence: Sequence[Node]) -> Iterator[str]:
    for node in sequence:
        item = node.item if isinstance(node, Repeat) else node
        if isinstance(item, Word) and _MARKS.fullmatch(item.text):
            yield item.text
        elif isinstance(item, Choice):
            for option in item.options:
                yield from _only_marks(option)


def _unchosen(folder: RuleFolder) -> Iterator[Fault]:
    chosen = {choice.rule for rulebook in folder.rulebooks for choice in rulebook.file.rules}
    for subject in folder.subjects if folder.rulebooks else ():
        if subject.key == "rule" and subject.name not in chosen:
            yield subject.source.fault(("rule",), "no rulebook of this folder chooses this rule; add it to one")


def _unreached(subject: Subject, spec: SignalSpec, read: Read) -> Iterator[Fault]:
    """Yields phrases and conditions that nothing in the signal's cases makes use of."""
    texts = {turn.text for case in subject.cases for turn in case.transcript(spec.by).turns if turn.speaker == spec.by}
    found = {one for text in texts for one in read(text, spec.by) if one.signal == spec.name}
    matched = {one.phrase for one in found}
    cancelled = {(one.phrase, one.cancelled_by) for one in found}
    for at, group in spec.placed_groups:
        for index, phrase in enumerate(group.phrases):
            if phrase not in matched:
                message = "no case reaches this phrase; write one, or delete it"
                yield subject.source.fault((*at, "phrases", index), message)
        for name in group.unless:
            if not any((phrase, name) in cancelled for phrase in spec.cancelled_by_unless_of(group)):
                message = "no case reaches this condition; write one that it cancels, or delete it"
                yield subject.source.fault((*at, "unless", name), message, at_key=True)
    if spec.tokens and "tokens" not in matched:
        message = "no case reaches these patterns; write one, or delete them"
        yield subject.source.fault(("tokens",), message, at_key=True)


def _used_twice(cases: Iterable[Case]) -> Iterator[Fault]:
    """Yields cases with a sentence that another rule's, or another signal's, case has already."""
    first: dict[str, Case] = {}
    for case in cases:
        shared = [first.setdefault(sentence, case) for sentence in case.sentences()]
        others = sorted({str(other) for other in shared if other.subject != case.subject})
        if others:
            yield case.fault(f"has a sentence of {others[0]}; write another", "text")
