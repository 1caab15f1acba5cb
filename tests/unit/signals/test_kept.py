"""What takes long to make is made once, and what was used longest ago makes room."""

from __future__ import annotations

import os
import pickle
import signal
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from recovery_eval import annotate, evaluate, load_rulebook
from recovery_eval.errors import RuleFileError
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals import compiler, kept
from recovery_eval.signals.kept import kept_finder
from recovery_eval.signals.models import SignalSpec

TALK = "Customer: The kettle leaks.\nAgent: I am so sorry, Ines. I'll ring you tomorrow."


RULE = """rule: parcel
title: The parcel is named
why: So that it is known which.
source: [{framework: our-list, item: 1}]
require: {signal: names-parcel, by: agent}
advice: Name it.
may_misfire: ["The parcel of somebody else."]
"""


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_KEPT", {})


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The signals compiled so far."""
    names: list[str] = []
    compile_one = compiler.SignalCompiler._compile

    def counted(self: compiler.SignalCompiler, spec: SignalSpec) -> object:
        names.append(spec.name)
        return compile_one(self, spec)

    monkeypatch.setattr(compiler.SignalCompiler, "_compile", counted)
    return names


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A rulebook of somebody's own, with one signal and one rule."""
    signal = "signal: names-parcel\nby: agent\nmeaning: The agent names the parcel.\nphrases: [your parcel]\n"
    book = "rulebook: ours\nversion: '1'\ntitle: Ours\ndescription: For a test.\npass_mark: 50\nrules: [parcel]\n"
    for name, text in (("names-parcel.signal", signal), ("parcel.rule", RULE), ("ours", book)):
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path / "ours.yml"


def test_what_was_used_longest_ago_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for key in ("a", "b", "a", "c"):
        kept.kept((key,), object)
    assert list(kept._KEPT) == [("a",), ("c",)]


def test_a_signal_is_compiled_once_whatever_asks_for_it(compiled: list[str]) -> None:
    for name in ("core", "seven-actions", "ten-rules"):
        assert evaluate(TALK, name).promises
    annotate(TALK)
    assert load_rulebook("core").signals < set(compiled)
    assert len(compiled) == len(set(compiled))


def test_a_rulebook_that_came_from_another_process_is_compiled_once(compiled: list[str]) -> None:
    sent = pickle.dumps(load_rulebook("four-tips"))
    for _ in range(3):
        rulebook = pickle.loads(sent)  # noqa: S301 - our own bytes
        assert rulebook == load_rulebook("four-tips")
        assert evaluate(TALK, rulebook).score is not None
        assert annotate(TALK, rulebook)
    assert len(compiled) == len(set(compiled))
    assert len(kept._KEPT) == 3


def test_threads_that_start_together_compile_a_signal_once(compiled: list[str]) -> None:
    start = Barrier(4)

    def read(name: str) -> float | None:
        start.wait()
        return evaluate(TALK, name).score

    with ThreadPoolExecutor(4) as pool:
        assert None not in list(pool.map(read, ["core", "core", "four-tips", "core"]))
    assert len(compiled) == len(set(compiled))


def test_what_could_not_be_made_is_tried_again() -> None:
    with pytest.raises(ZeroDivisionError):
        kept.kept(("a",), lambda: 1 // 0)
    assert kept.kept(("a",), lambda: 1) == 1


def test_a_rulebook_given_by_its_path_is_compiled_once_however_often_it_is_read(compiled: list[str], own: Path) -> None:
    text = "Customer: Where is it?\nAgent: I see your parcel here."
    for _ in range(2):
        assert [found.name for found in annotate(text, own)] == ["names-parcel"]
        assert evaluate(text, own).passed
    assert compiled == ["names-parcel"]
    assert len(kept._KEPT) == 3  # its compiler, finder and evaluator


def test_a_rulebook_whose_files_have_changed_is_compiled_anew(compiled: list[str], own: Path) -> None:
    signal = own.with_name("names-parcel.signal.yml")
    for old, new in (("your parcel", "your big parcel"), ("big parcel", "huge parcel")):
        signal.write_text(signal.read_text("utf-8").replace(old, new), encoding="utf-8")
        annotate(TALK, own)
    assert [found.quote for found in annotate("Agent: I see your huge parcel.", own)] == ["your huge parcel"]
    assert compiled == ["names-parcel"] * 2


def test_a_fault_found_in_compiling_is_told_at_the_line_where_it_stands_by_now(own: Path) -> None:
    signal = own.with_name("names-parcel.signal.yml")
    for text, line in (("[the]", 4), ("\n# Told by an article.\n- the", 6)):
        signal.write_text(signal.read_text("utf-8").partition("phrases:")[0] + f"phrases: {text}\n", encoding="utf-8")
        with pytest.raises(RuleFileError, match=f"signal.yml:{line}:"):
            annotate(TALK, own)


def test_words_that_a_later_rulebook_names_are_found_though_read_before() -> None:
    library = builtin_library()
    one = kept_finder(library, frozenset({"apology"}), None)
    with one.pipeline.reading():
        assert [found.signal for found in one.read(TALK.partition("Agent: ")[2], "agent")] == ["apology"]
    alone = kept_finder(library, frozenset({"follow-up"}), None)
    assert alone.pipeline is one.pipeline
    with alone.pipeline.reading():
        assert [found.quote for found in alone.read("I'll ring you tomorrow.", "agent")] == ["I'll ring you"]


def test_what_can_not_be_made_takes_no_place() -> None:
    def fail() -> None:
        raise RuleFileError([])

    with pytest.raises(RuleFileError):
        kept.kept(("broken",), fail)
    assert ("broken",) not in kept._KEPT


def ends_well(work: Callable[[], object]) -> bool:
    """Forks, and tells whether the work ends in the new process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads
        child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    for _ in range(600):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_process_that_is_forked_while_a_thread_reads_can_evaluate() -> None:
    wanted = evaluate(TALK)
    finder = kept_finder(builtin_library(), load_rulebook().signals, None)
    begun = Event()

    def read() -> None:
        with finder.pipeline.reading():
            begun.set()
            time.sleep(0.2)

    def evaluate_as_before() -> None:
        assert evaluate(TALK) == wanted

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        begun.wait()
        assert ends_well(evaluate_as_before)
        reading.result()
    assert evaluate(TALK) == wanted


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_process_that_is_forked_while_a_thread_makes_what_is_kept_makes_it_itself() -> None:
    begun, forked = Event(), Event()

    def make_slowly() -> str:
        begun.set()
        forked.wait()
        return "ours"

    def ask() -> None:
        assert kept.kept(("thing",), lambda: "theirs") == "theirs"

    with ThreadPoolExecutor(1) as threads:
        making = threads.submit(kept.kept, ("thing",), make_slowly)
        begun.wait()
        assert ends_well(ask)
        forked.set()
        assert making.result() == "ours"
    assert kept.kept(("thing",), str) == "ours"
