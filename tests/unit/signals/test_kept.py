"""What takes long to make is made once, and what was used longest ago makes room."""

from __future__ import annotations

import pytest

from recovery_eval import annotate, evaluate, load_rulebook
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals import compiler, kept
from recovery_eval.signals.kept import kept_finder
from recovery_eval.signals.models import SignalSpec

TALK = "Customer: The kettle leaks.\nAgent: I am so sorry, Ines. I'll ring you tomorrow."


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_KEPT", {})


def test_what_was_used_longest_ago_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for key in ("a", "b", "a", "c"):
        kept.kept((key,), object)
    assert list(kept._KEPT) == [("a",), ("c",)]


def test_a_signal_is_compiled_once_whatever_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_one = compiler.SignalCompiler._compile

    def counted(self: compiler.SignalCompiler, spec: SignalSpec) -> object:
        compiled.append(spec.name)
        return compile_one(self, spec)

    monkeypatch.setattr(compiler.SignalCompiler, "_compile", counted)
    for name in ("core", "seven-actions", "ten-rules"):
        assert evaluate(TALK, name).promises
    annotate(TALK)
    assert load_rulebook("core").signals < set(compiled)
    assert len(compiled) == len(set(compiled))


def test_words_that_a_later_rulebook_names_are_found_though_read_before() -> None:
    library = builtin_library()
    one = kept_finder(library, frozenset({"apology"}), None)
    with one.pipeline.reading():
        assert [found.signal for found in one.read(TALK.partition("Agent: ")[2], "agent")] == ["apology"]
    alone = kept_finder(library, frozenset({"follow-up"}), None)
    assert alone.pipeline is one.pipeline
    with alone.pipeline.reading():
        assert [found.quote for found in alone.read("I'll ring you tomorrow.", "agent")] == ["I'll ring you"]
