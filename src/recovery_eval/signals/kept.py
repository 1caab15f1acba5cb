"""Keeps what takes long to make, so that one process compiles each signal once, whoever asks for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from recovery_eval.signals.files import SignalLibrary

if TYPE_CHECKING:
    from spacy.language import Language

    from recovery_eval.signals.finder import SignalFinder

_T = TypeVar("_T")
# A rulebook takes two places, its evaluator and its finder; all finders of a library and pipeline share one more.
MOST_KEPT = 64

_KEPT: dict[tuple[object, ...], _Place] = {}
_KEEPING = threading.Lock()


class _Place:
    """Where one thing is kept once it is made; the lock is held by the thread that makes it."""

    __slots__ = ("making", "thing")

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.thing: Any = None


def _forked() -> None:
    """Forgets in a forked process what another thread was making, for nobody goes on with it there."""
    for key, place in list(_KEPT.items()):
        if place.thing is None:
            del _KEPT[key]
        place.making = threading.Lock()
    _KEEPING.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_KEEPING.acquire, after_in_parent=_KEEPING.release, after_in_child=_forked)


def kept_finder(library: SignalLibrary, names: frozenset[str], nlp: Language | None) -> SignalFinder:
    """Returns a finder of the named signals, made the first time that it or its like is asked for."""
    from recovery_eval.signals.finder import SignalFinder, compiler_of  # late: it loads spaCy

    def make() -> SignalFinder:
        compiler = kept(("compiler", library.key, nlp), lambda: compiler_of(library, nlp))
        return SignalFinder(library, names=names, compiler=compiler)

    return kept(("finder", library.key, names, nlp), make)


def kept(key: tuple[object, ...], make: Callable[[], _T]) -> _T:
    """Returns what is kept under a key, or makes it; of more than can be kept, what was used longest ago goes.

    Of threads that ask for the same, one makes it and the others wait, unless `MOST_KEPT` others come meanwhile.
    """
    with _KEEPING:
        place = _KEPT[key] = _KEPT.pop(key) if key in _KEPT else _Place()
        while len(_KEPT) > MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
    with place.making:  # a lock of its own: it takes long, and what it needs is kept, too
        if place.thing is None:
            try:
                place.thing = make()
            except BaseException:
                with _KEEPING:  # or what can't be made would push out what is kept
                    if _KEPT.get(key) is place:
                        del _KEPT[key]
                raise
        thing: _T = place.thing
        return thing
