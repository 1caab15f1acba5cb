"""What a checklist tells beyond its rules: the promise ledger and the apology profile.

Most checklists are made for their score, so this is found only when it is asked for, with the built-in signals and
pipeline, whatever the rulebook.
"""

from __future__ import annotations

from typing import NamedTuple

from recovery_eval.apology import APOLOGY_SIGNALS, ApologyProfile
from recovery_eval.evidence import by_name
from recovery_eval.promises import LEDGER_SIGNALS, Promise
from recovery_eval.rulebook import builtin_library
from recovery_eval.signals.kept import kept_finder
from recovery_eval.transcript.models import Transcript

_SIGNALS = LEDGER_SIGNALS | APOLOGY_SIGNALS


class Beyond(NamedTuple):
    """The ledger and the profile of one conversation."""

    promises: tuple[Promise, ...] = ()
    apology: ApologyProfile = ApologyProfile()


def read_beyond(transcript: Transcript) -> Beyond:
    """Returns the promise ledger and the apology profile of a conversation. Threads may share it."""
    from recovery_eval.promises import promises_in

    finder = kept_finder(builtin_library(), _SIGNALS, None)
    with finder.pipeline.reading():
        signals = finder.find(transcript).signals
    return Beyond(promises_in(by_name(signals), transcript.turns), ApologyProfile.of(signals))
