"""Raw spaCy `Matcher` patterns, for the rare thing that phrases can't say."""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import Matcher

from recovery_eval.signals.models import SignalSpec

_NEEDS_COMPONENT = {
    "POS": "tagger",
    "TAG": "tagger",
    "MORPH": "morphologizer",
    "DEP": "parser",
    "LEMMA": "lemmatizer",
    "ENT_TYPE": "ner",
}


def add_patterns(spec: SignalSpec, matcher: Matcher, nlp: Language) -> str | None:
    """Adds a signal's token patterns to a matcher, or returns why that can't be done."""
    patterns = [list(pattern) for pattern in spec.tokens]
    problem = _problem_of(patterns, nlp)
    if problem is None:
        try:
            matcher.add(_key_of(spec), patterns, greedy="LONGEST")
        except ValueError as error:  # spaCy's own words, but for its heading
            problem = "spaCy refuses a pattern: " + " ".join(str(error).rpartition("\n\n")[2].split())
    return problem


def match_id(spec: SignalSpec, nlp: Language) -> int:
    """Returns the number under which a matcher finds a signal's patterns."""
    number: int = nlp.vocab.strings[_key_of(spec)]
    return number


def _key_of(spec: SignalSpec) -> str:
    return f"tokens:{spec.name}"


def _problem_of(patterns: list[list[dict[str, object]]], nlp: Language) -> str | None:
    """Returns why a pipeline can't serve token patterns, or None."""
    for key, value in (pair for pattern in patterns for token in pattern for pair in token.items()):
        component = _NEEDS_COMPONENT.get(key.upper())  # spaCy takes keys in any case
        if component and component not in nlp.pipe_names:
            has = ", ".join(nlp.pipe_names) or "nothing but a tokenizer"
            return f"a pattern uses {key}, which needs a pipeline with {component!r}; this one has {has}"
        if isinstance(value, dict) and "REGEX" in {str(inner).upper() for inner in value}:
            return f"a pattern uses REGEX, whose time nothing bounds; list the words: {key}: {{IN: [...]}}"
    return None
