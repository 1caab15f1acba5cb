"""Signal files and word files as data: the shapes that a QA lead writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, field_validator, model_validator

from recovery_eval.sources import STRICT, Loc, as_list


def _identifier(value: str) -> str:
    if not value.replace("-", "").isalnum() or value != value.lower() or not all(value.split("-")):
        raise ValueError("must be words in small letters joined by '-', as in sincere-apology")
    return value


# What signals, rules and rulebooks are called, and the conditions of a signal.
Identifier = Annotated[str, Field(max_length=80), AfterValidator(_identifier)]
Phrase = Annotated[str, Field(min_length=1)]
Voice = Literal["agent", "customer"]


Names = Annotated[
    tuple[Identifier, ...], BeforeValidator(as_list, json_schema_input_type=Identifier | tuple[Identifier, ...])
]
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(as_list, json_schema_input_type=Phrase | tuple[Phrase, ...])]


class Unless(BaseModel):
    """A condition that cancels a match. The shape is that of medspaCy's ConText: cue, direction, distance, scope.

    Attributes:
        then: Cues that cancel when they follow the match.
        before: Cues that cancel when they come before it.
        inside: Cues that cancel when they stand within the matched words.
        within: How many words away a cue may begin (`then`) or end (`before`); by default anywhere in the scope.
        same: The scope, the match's sentence or its whole turn.
    """

    model_config = STRICT

    then: Phrases = ()
    before: Phrases = ()
    inside: Phrases = ()
    within: int | None = Field(default=None, ge=1, le=50)
    same: Literal["sentence", "turn"] = "sentence"

    @model_validator(mode="after")
    def _has_cue(self) -> Unless:
        if not (self.then or self.before or self.inside):
            raise ValueError("needs 'then', 'before' or 'inside': the words that cancel the match")
        return self


class After(BaseModel):
    """What an earlier turn must hold for a match to count.

    Attributes:
        signal: Any one of these signals.
        by: Or simply: a turn by this speaker.
        within: How many turns back it may be; by default any number.
    """

    model_config = STRICT

    signal: Names = ()
    by: Voice | None = None
    within: int | None = Field(default=None, ge=1, le=100)

    @model_validator(mode="after")
    def _has_condition(self) -> After:
        if not self.signal and self.by is None:
            raise ValueError("needs 'signal' or 'by': what must have come earlier")
        return self


class PhraseGroup(BaseModel):
    """Phrases that share their conditions.

    Attributes:
        phrases: The phrases.
        unless: What cancels a match, by name.
        after: What must have come in an earlier turn.
    """

    model_config = STRICT

    phrases: tuple[Phrase, ...] = ()
    unless: dict[Identifier, Unless] = Field(default_factory=dict)
    after: After | None = None

    def written(self) -> Iterator[tuple[Loc, str]]:
        """Yields every phrase and cue with its path below the group."""
        yield from ((("phrases", index), phrase) for index, phrase in enumerate(self.phrases))
        for name, unless in self.unless.items():
            for way in ("before", "inside", "then"):
                cues = enumerate(getattr(unless, way))
                yield from ((("unless", name, way, index), cue) for index, cue in cues)


class FurtherGroup(PhraseGroup):
    """A group beside the phrases of the file itself.

    Attributes:
        phrases: The phrases, without which it would find nothing.
        shares_unless: What cancels the file's own phrases cancels these, too.
        hints: Makes hints of the phrases, `always`, or `late`: once the other speaker has answered anything. A hint
            counts where the signal's `borne_out_by`, other phrases or another turn bear it out, or nobody answers.
    """

    phrases: tuple[Phrase, ...] = Field(min_length=1)
    shares_unless: bool = False
    hints: Literal["always", "late"] | None = None


class FoundWith(BaseModel):
    """Another signal whose words are this one's too, given what came earlier.

    Attributes:
        signal: The other signal, of the same speaker.
        after: What must have come in an earlier turn.
    """

    model_config = STRICT

    signal: Identifier
    after: After


def _needs_an_answer(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("needs a signal of the other speaker: what answers the turn")
    return names


class AnsweredBy(BaseModel):
    """What the other speaker's answer tells of the turn before it; the whole turn is the evidence.

    Attributes:
        signal: The answer, any one of these signals of the other speaker: who regrets something answers a complaint,
            however it was worded.
        without: Signals of the other speaker whose words answer nothing, where they are the answer's too: who is sorry
            for a late reply need regret nothing else.
        holds: What the answered turn must hold, any one of these signals of its speaker; by default nothing.
        lacks: What the answered turn must not hold, none of these signals of its speaker.
        first: Only where no turn so far has the signal.
    """

    model_config = STRICT

    signal: Names
    without: Names = ()
    holds: Names = ()
    lacks: Names = ()
    first: bool = False

    _has_an_answer = field_validator("signal")(_needs_an_answer)


class UnlessAnsweredBy(BaseModel):
    """What the other speaker's answer tells against the turn before it, whose finds are near misses then.

    Attributes:
        signal: The first answer, any one of these signals of the other speaker: who is delighted answers no complaint.
        without: Signals of the same speaker that the answer must not hold.
    """

    model_config = STRICT

    signal: Names
    without: Names = ()

    _has_an_answer = field_validator("signal")(_needs_an_answer)


class Mention(NamedTuple):
    """Where a signal's file names another signal.

    Attributes:
        at: The path in the file.
        name: The other signal.
        of_same: Whether it has to be one of the same speaker, or of the other one; None: no matter whose.
    """

    at: Loc
    name: str
    of_same: bool | None


class SignalSpec(PhraseGroup):
    """One signal file.

    Attributes:
        name: The signal's name, the file's name too.
        by: Whose turns it is looked for in.
        meaning: What the act is, in a sentence.
        also: Further phrases with conditions of their own.
        tokens: Raw spaCy `Matcher` patterns, for the rare thing that phrases can't say.
        found_with: Another signal by whose words it is found where its own phrases find nothing.
        answered_by: What the other speaker's answer tells of a turn in which no phrase found anything.
        unless_answered_by: What answer of the other speaker shows that the turn before it was not meant so.
        borne_out_by: Signals of the other speaker, any one of which bears out a hint before it; a late one after it,
            too.
        found_by: A finder in code, for the few signals that need one.
        adds_to: A signal of the same speaker, as which all that this one finds counts too; so a team teaches a
            built-in signal its own words.
        one_a_turn: One find in a turn is enough; the rest of the turn is not searched for more.
        detail: A finer point than the acts that people label, for rules that ask for it; `annotate` leaves it out.
        common_anchors: Allows phrases whose rarest words are very common ones; they cost time on every turn.
    """

    name: Identifier = Field(alias="signal")
    by: Voice
    meaning: str = Field(min_length=1)
    also: tuple[FurtherGroup, ...] = ()
    tokens: tuple[tuple[dict[str, object], ...], ...] = ()
    found_with: FoundWith | None = None
    answered_by: AnsweredBy | None = None
    unless_answered_by: UnlessAnsweredBy | None = None
    borne_out_by: Names = ()
    found_by: Literal["names"] | None = None
    adds_to: Identifier | None = None
    one_a_turn: bool = False
    detail: bool = False
    common_anchors: bool = False

    @model_validator(mode="after")
    def _finds_something(self) -> SignalSpec:
        if not (self.phrases or self.also or self.tokens or self.found_by):
            raise ValueError("needs phrases, or another way to be found")
        if any(group.hints for group in self.also) and not self.borne_out_by:
            raise ValueError("hints need 'borne_out_by': the signals of the other side that bear them out")
        return self

    @model_validator(mode="after")
    def _adds_words_alone(self) -> SignalSpec:
        rests_on_others = self.found_with or self.answered_by or self.unless_answered_by or self.borne_out_by
        if self.adds_to is not None and (rests_on_others or self.found_by):
            raise ValueError("'adds_to' goes with phrases or tokens alone, not with other ways to be found or doubted")
        return self

    @property
    def groups(self) -> tuple[PhraseGroup, ...]:
        """Returns every group that finds something, the file's own first."""
        return (self, *self.also) if self.phrases or self.tokens else self.also

    @property
    def placed_groups(self) -> tuple[tuple[Loc, PhraseGroup], ...]:
        """Returns the file's own keys as a group, then the others, each with its path in the file."""
        return ((), self), *((("also", index), group) for index, group in enumerate(self.also))

    def unless_of(self, group: PhraseGroup) -> Mapping[str, Unless]:
        """Returns all that cancels the phrases of one of its groups."""
        shares = isinstance(group, FurtherGroup) and group.shares_unless
        return {**self.unless, **group.unless} if shares else group.unless

    def cancelled_by_unless_of(self, group: PhraseGroup) -> tuple[str, ...]:
        """Returns the phrases that the `unless` of one of its groups can cancel; `tokens` stands for token patterns."""
        if group is not self:
            return group.phrases
        sharing = [phrase for other in self.also if other.shares_unless for phrase in other.phrases]
        return (*self.phrases, *sharing, "tokens")

    @property
    def mentions(self) -> Iterator[Mention]:
        """Yields every signal that this one asks for, in its own turn or others; itself, if it asks for itself."""
        for at, group in self.placed_groups:
            if group.after is not None:
                yield from _mentions((*at, "after", "signal"), group.after.signal)
        if self.adds_to is not None:
            yield Mention(("adds_to",), self.adds_to, of_same=True)
        if self.found_with is not None:
            yield Mention(("found_with", "signal"), self.found_with.signal, of_same=True)
            yield from _mentions(("found_with", "after", "signal"), self.found_with.after.signal)
        if self.answered_by is not None:
            yield from _mentions(("answered_by", "signal"), self.answered_by.signal, of_same=False)
            yield from _mentions(("answered_by", "without"), self.answered_by.without, of_same=False)
            yield from _mentions(("answered_by", "holds"), self.answered_by.holds, of_same=True)
            yield from _mentions(("answered_by", "lacks"), self.answered_by.lacks, of_same=True)
        if self.unless_answered_by is not None:
            yield from _mentions(("unless_answered_by", "signal"), self.unless_answered_by.signal, of_same=False)
            yield from _mentions(("unless_answered_by", "without"), self.unless_answered_by.without, of_same=False)
        yield from _mentions(("borne_out_by",), self.borne_out_by, of_same=False)

    @property
    def depends_on(self) -> frozenset[str]:
        """The names of the signals that this one mentions."""
        return frozenset(mention.name for mention in self.mentions)


def _mentions(at: Loc, names: tuple[str, ...], *, of_same: bool | None = None) -> Iterator[Mention]:
    return (Mention(at, name, of_same) for name in names)


class WordFile(BaseModel):
    """One file of words.

    Attributes:
        about: What the lists are for and where they come from.
        shared: The lists serve phrases of any topic; others serve the phrases of a few signals.
        lists: Word lists by name; an entry is a phrase and may name other lists.
        norms: Usual spelling to its variants, all matched alike; each is one word.
    """

    model_config = STRICT

    about: str = Field(min_length=1)
    shared: bool = False
    lists: dict[str, tuple[Phrase, ...]] = Field(default_factory=dict)
    norms: dict[str, tuple[Phrase, ...]] = Field(default_factory=dict)
