"""What the cases, and a corpus, make use of: which phrases find something, which conditions ever decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from recovery_eval.errors import Fault
from recovery_eval.judging import Judge, compile_rule
from recovery_eval.outcome import Outcome
from recovery_eval.rulebook import Condition, Rule
from recovery_eval.signals.finder import SignalFinder
from recovery_eval.sources import Loc, path_text
from recovery_eval.transcript import Transcript
from recovery_eval.workshop.folder import RuleFolder, Subject
from recovery_eval.workshop.proof import view_of
from recovery_eval.workshop.trace import alone, condition_words, inner_conditions

MOST_TURNS = 0.5  # a phrase that finds something in a larger share of turns says little
VOICES = frozenset({"agent", "customer"})  # whom signals are looked for in
FEWEST_SEEN = 10  # turns or conversations from which "in all of them" says something


class Use(NamedTuple):
    """How often a phrase or an `unless` is made use of.

    Attributes:
        subject: The signal.
        name: The phrase, or the path of the `unless`.
        place: Where it stands.
        cases: Number of turns in the signal's cases in which it finds, or cancels, something.
        turns: Number of turns of the corpus.
        of_turns: Number of turns of the corpus by those whom the signal is looked for in.
    """

    subject: str
    name: str
    place: Fault
    cases: int
    turns: int
    of_turns: int

    @property
    def dead(self) -> bool:
        """Whether nothing makes use of it."""
        return not self.cases and not self.turns

    @property
    def always(self) -> bool:
        """Whether it is in more than half of the corpus's turns."""
        return self.of_turns >= FEWEST_SEEN and self.turns > MOST_TURNS * self.of_turns


class Branch(NamedTuple):
    """How often a rule, or one of its conditions, comes out in each way.

    Attributes:
        subject: The rule.
        name: The condition as it stands; `the rule` for the rule itself.
        place: Where it stands.
        cases: How it comes out in the rule's cases; a condition that holds counts as `pass`.
        corpus: How it comes out in the corpus.
    """

    subject: str
    name: str
    place: Fault
    cases: Mapping[Outcome, int]
    corpus: Mapping[Outcome, int]

    @property
    def one_way(self) -> bool:
        """Whether the cases show it in one way only."""
        return len(self.cases) < 2

    @property
    def always(self) -> bool:
        """Whether it comes out the same in the whole corpus."""
        return sum(self.corpus.values()) >= FEWEST_SEEN and len(self.corpus) == 1


class Coverage(NamedTuple):
    """What the cases and a corpus reach; `conversations` counts those of the corpus."""

    uses: Sequence[Use]
    branches: Sequence[Branch]
    conversations: int


def coverage(folder: RuleFolder, subjects: Sequence[Subject], corpus: Iterable[Transcript] = ()) -> Coverage:
    """Returns what the cases of some rules and signals, and a corpus, reach.

    Args:
        folder: The folder of rules.
        subjects: Some of its rules and signals.
        corpus: Conversations, of which nothing is kept but counts.
    """
    counting = _Counting(folder, subjects)
    for subject in subjects:
        for case in subject.cases:
            if subject.key == "signal":
                speaker = folder.library.signals[subject.name].by
                counting.cases.read(case.transcript(speaker), subject.name, speaker)
            else:
                counting.cases.judge(case.transcript(), subject.name)
    conversations = 0
    for transcript in corpus:
        conversations += 1
        counting.corpus.read(transcript)
        counting.corpus.judge(transcript)
    uses = [use for subject in subjects if subject.key == "signal" for use in counting.uses(subject)]
    branches = [branch for subject in subjects if subject.key == "rule" for branch in counting.branches(subject)]
    return Coverage(uses, branches, conversations)


class _Tally:
    """What some conversations reach.

    Attributes:
        found: For a signal, a phrase and an `unless` that cancels it (or None), the number of turns.
        turns: The number of turns by speaker.
        outcomes: How each condition comes out.
    """

    def __init__(self, finder: SignalFinder, judges: Mapping[str, Mapping[str, Judge]]) -> None:
        self._finder = finder
        self._judges = judges
        self.found: Counter[tuple[str, str, str | None]] = Counter()
        self.turns: Counter[str] = Counter()
        self.outcomes: defaultdict[tuple[str, str], Counter[Outcome]] = defaultdict(Counter)

    def read(self, transcript: Transcript, signal: str | None = None, speaker: str | None = None) -> None:
        """Counts what phrases find: of one signal and in its speaker's turns, or of all."""
        turns = [turn for turn in transcript.turns if turn.speaker.value in VOICES & {speaker or turn.speaker.value}]
        with self._finder.pipeline.reading():
            read = [self._finder.read(turn.text, turn.speaker.value) for turn in turns]
        self.turns.update(turn.speaker.value for turn in turns)
        for found in read:
            kept = [one for one in found if signal in {None, one.signal}]
            self.found.update({(f.signal, f.phrase, cancel) for f in kept for cancel in (None, f.cancelled_by)})

    def judge(self, transcript: Transcript, rule: str | None = None) -> None:
        """Counts how the conditions of one rule, or of all, come out."""
        with self._finder.pipeline.reading():
            view = view_of(transcript, self._finder.find(transcript))
        for name in self._judges if rule is None else (rule,):
            for path, judge in self._judges[name].items():
                self.outcomes[name, path][judge(view).outcome] += 1


class _Counting:
    """The cases' tally and the corpus's, and what they come to."""

    def __init__(self, folder: RuleFolder, subjects: Sequence[Subject]) -> None:
        self._folder = folder
        finder = SignalFinder(folder.library, thorough=True)
        rules = [folder.rules[subject.name] for subject in subjects if subject.key == "rule"]
        judges = {
            rule.id: {path_text(loc): compile_rule(judged) for loc, _, judged in _conditions(rule)} for rule in rules
        }
        self.cases, self.corpus = _Tally(finder, judges), _Tally(finder, judges)

    def uses(self, subject: Subject) -> Iterable[Use]:
        """Yields the phrases and `unless` of a signal."""
        spec = self._folder.library.signals[subject.name]
        of_turns = self.corpus.turns[spec.by]
        tallies = (self.cases, self.corpus)
        for at, group in spec.placed_groups:
            for index, phrase in enumerate(group.phrases):
                cases, turns = (tally.found[spec.name, phrase, None] for tally in tallies)
                yield Use(spec.name, phrase, subject.source.fault((*at, "phrases", index), ""), cases, turns, of_turns)
            for name in group.unless:
                loc = (*at, "unless", name)
                phrases = spec.cancelled_by_unless_of(group)
                cases, turns = (sum(tally.found[spec.name, one, name] for one in phrases) for tally in tallies)
                yield Use(spec.name, path_text(loc), subject.source.fault(loc, "", at_key=True), cases, turns, of_turns)

    def branches(self, subject: Subject) -> Iterable[Branch]:
        """Yields a rule and its conditions."""
        for loc, words, _ in _conditions(self._folder.rules[subject.name]):
            path = path_text(loc)
            cases, corpus = (tally.outcomes[subject.name, path] for tally in (self.cases, self.corpus))
            name = f"{path} {words}" if words else "the rule"
            yield Branch(subject.name, name, subject.source.fault(loc, "", at_key=not words), cases, corpus)


def _conditions(rule: Rule) -> Iterable[tuple[Loc, str, Rule]]:
    """Yields the rule itself, then a rule for each of its conditions, with where they stand and their words."""
    yield ("rule",), "", rule
    for head, condition in (("applies_when", rule.applies_when), ("require", rule.require)):
        for loc, inner in _all_conditions(condition, (head,)) if condition is not None else ():
            yield loc, condition_words(inner), alone(rule, inner)


def _all_conditions(condition: Condition, loc: Loc) -> Iterable[tuple[Loc, Condition]]:
    yield loc, condition
    for at, part in inner_conditions(condition):
        yield from _all_conditions(part, (*loc, *at))
