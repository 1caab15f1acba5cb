"""The functions that users call, `evaluate`, `evaluate_many` and `annotate`; and `explain`, for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recovery_eval import __version__
from recovery_eval.checklist import Checklist, Provenance
from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging import View, compile_rulebook
from recovery_eval.promises import LEDGER_SIGNALS
from recovery_eval.rulebook import Rulebook, builtin_library, load_rulebook
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.kept import kept, kept_finder
from recovery_eval.transcript import Speaker, Transcript

if TYPE_CHECKING:
    from spacy.language import Language

    from recovery_eval.signals.finder import Findings, SignalFinder

# Conversations read ahead by `evaluate_many`. A memory zone costs as much as tokenizing one tweet, so it is shared.
READ_AHEAD = 32


def evaluate(transcript: Any, rulebook: str | Path | Rulebook = "core", *, nlp: Language | None = None) -> Checklist:
    """Evaluates one conversation against a rulebook.

    Safe to call from several threads; they take turns at the tokenizer.

    Args:
        transcript: A `Transcript`, plain text with speaker labels, a list of chat messages or turns, or a record that
            holds `turns` or `messages`: whatever `to_transcript` takes.
        rulebook: The name of a built-in rulebook, the path of one's own, or a loaded `Rulebook`.
        nlp: A spaCy pipeline to use instead of the built-in tokenizer. Its vocabulary is given this package's norms.

    Returns:
        The checklist. All offsets in it are half-open and count Unicode code points of the turn's own text.

    Raises:
        TranscriptError: The transcript can't be read.
        UnknownNameError: No built-in rulebook has this name.
        RuleFileError: The rulebook's files are faulty; holds all faults.
        RecoveryEvalError: What is given as `rulebook` or `nlp` is none, or none that can be used here.
    """
    return _ready(rulebook, nlp).evaluate([_as_transcript(transcript)])[0]


def evaluate_many(
    transcripts: Iterable[Any], rulebook: str | Path | Rulebook = "core", *, nlp: Language | None = None
) -> Iterator[Checklist]:
    """Evaluates a stream of conversations, in order and in constant memory.

    Args:
        transcripts: Conversations in any form that `evaluate` takes. Up to 32 are read ahead.
        rulebook: As for `evaluate`.
        nlp: As for `evaluate`.

    Yields:
        One checklist a conversation.

    Raises:
        TranscriptError: At the conversation that can't be read, after the checklists of all before it; or at the first
            step, where one conversation or a data frame is given in place of many conversations.
        UnknownNameError, RuleFileError: At the first step, as for `evaluate`.
    """
    evaluator = _ready(rulebook, nlp)
    for batch in _batches(transcripts):
        yield from evaluator.evaluate(batch)


def annotate(
    transcript: Any, rulebook: str | Path | Rulebook | None = None, *, nlp: Language | None = None
) -> tuple[Signal, ...]:
    """Returns every act found in a conversation, in the order of its words. Takes and raises as `evaluate` does.

    With a rulebook, these are the signals that its rules look at, one's own among them. Without one, they are the
    built-in ones that people label: signals that only serve a rule or the promise ledger are left out; the command
    `recovery-eval signals --explain` shows them too.
    """
    if rulebook is not None:
        return explain(transcript, rulebook, nlp=nlp)[0]
    library = builtin_library()
    acts = frozenset(name for name, signal in library.signals.items() if not signal.detail)
    return _found(transcript, library, acts, nlp).signals


def explain(
    transcript: Any, rulebook: str | Path | Rulebook | None = None, *, nlp: Language | None = None
) -> tuple[tuple[Signal, ...], tuple[NearMiss, ...]]:
    """Returns every signal of a conversation, and every near miss. Takes and raises as `evaluate` does.

    With a rulebook, only the signals that its rules look at; without one, all built-in ones.
    """
    if rulebook is None:
        library = builtin_library()
        return _found(transcript, library, frozenset(library.signals), nlp)
    loaded = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    return _found(transcript, loaded.library, loaded.signals, nlp)


def _as_transcript(given: Any) -> Transcript:
    if isinstance(given, Transcript):
        _check_turns(given)
        return given
    from recovery_eval.transcript import to_transcript  # late: it loads the readers

    return to_transcript(given)


def _check_turns(transcript: Transcript) -> None:
    """Refuses turns that nobody checked: many rules would miss those of a speaker "agent", which is no `Speaker`."""
    for index, turn in enumerate(transcript.turns):
        if type(getattr(turn, "speaker", None)) is not Speaker or not isinstance(turn.text, str):
            problem = f"turns[{index}] needs to be a Turn whose speaker is a Speaker and whose text is text"
            hint = "model_copy and model_construct check nothing; make Turn(…) or use Transcript.model_validate"
            raise TranscriptError(problem, record=transcript.id, hint=hint)


def _found(transcript: Any, library: SignalLibrary, names: frozenset[str], nlp: Language | None) -> Findings:
    _check_pipeline(nlp)
    finder = kept_finder(library, names, nlp)
    with finder.pipeline.reading():
        found = finder.find(_as_transcript(transcript))
    # Others come along where one of these rests on them.
    return found._replace(
        signals=tuple([signal for signal in found.signals if signal.name in names]),
        near_misses=tuple([near for near in found.near_misses if near.name in names]),
    )


class _Evaluator:
    """A rulebook, compiled."""

    def __init__(self, rulebook: Rulebook, finder: SignalFinder) -> None:
        self._finder = finder
        self._judges = compile_rulebook(rulebook)
        self._asks_for_promises = rulebook.signals >= LEDGER_SIGNALS
        self._provenance = Provenance(
            rulebook=rulebook.name,
            rulebook_version=rulebook.version,
            digest=rulebook.digest,
            package_version=__version__,
            spacy_version=version("spacy"),
            pass_mark=rulebook.pass_mark,
        )

    def evaluate(self, batch: Sequence[Transcript]) -> list[Checklist]:
        """Returns one checklist a transcript. The pipeline is held while signals are looked for, not while judging."""
        with self._finder.pipeline.reading():
            findings = [self._finder.find(transcript) for transcript in batch]
        return [self._judge(*pair) for pair in zip(batch, findings, strict=True)]

    def _judge(self, transcript: Transcript, findings: Findings) -> Checklist:
        turns = transcript.turns
        view = View.of(findings.signals, findings.near_misses, [turn.speaker for turn in turns], turns)
        if self._asks_for_promises:
            from recovery_eval.promises import promises_in  # late: few rulebooks ask for them

            view = view._replace(promises=promises_in(view.signals, turns))
        return Checklist(transcript.id, tuple([judge(view) for judge in self._judges]), self._provenance, transcript)


def _ready(rulebook: str | Path | Rulebook, nlp: Language | None) -> _Evaluator:
    loaded = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    _check_pipeline(nlp)
    key = ("evaluator", loaded.digest, nlp)
    return kept(key, lambda: _Evaluator(loaded, kept_finder(loaded.library, loaded.signals, nlp)))


def _check_pipeline(nlp: object) -> None:
    if nlp is not None and not isinstance(getattr(nlp, "pipe_names", None), list):  # a class has a property instead
        given = type(nlp).__name__
        raise RecoveryEvalError(f"nlp: give a loaded pipeline, such as spacy.load('en_core_web_sm'), not {given}")


def _batches(transcripts: Iterable[Any]) -> Iterator[list[Transcript]]:
    """Yields lists of up to `READ_AHEAD` transcripts; a fault is raised only after all before it were yielded."""
    is_one = isinstance(transcripts, str | bytes | Mapping | Transcript)
    is_table = hasattr(type(transcripts), "columns")  # a data frame, of which a loop makes the names of its columns
    if is_one or is_table or not isinstance(transcripts, Iterable):
        given = type(transcripts).__name__
        raise TranscriptError(
            f"{given} is no list of conversations; give one, or use evaluate for one conversation "
            "and read_transcripts for files and data frames"
        )
    batch: list[Transcript] = []
    try:
        for number, given in enumerate(transcripts):
            batch.append(_numbered(given, number))
            if len(batch) == READ_AHEAD:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _numbered(given: Any, number: int) -> Transcript:
    try:
        return _as_transcript(given)
    except TranscriptError as error:
        problem = f"item {number} (from 0): {error.problem}"
        raise TranscriptError(problem, record=error.record, hint=error.hint) from None
