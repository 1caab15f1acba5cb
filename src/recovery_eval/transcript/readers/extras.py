"""Libraries that a few formats need and most users don't."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from recovery_eval.transcript.readers.place import Place


def needed(module: str, extra: str, what: str, place: Place) -> Any:
    """Returns an optional module.

    Args:
        module: Its import name.
        extra: The extra of this package that installs it.
        what: What it is needed for, as in "reading WebVTT".
        place: What was to be read.

    Raises:
        TranscriptError: The module is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise place.error(
            f'{what} needs {package}, which is not installed; install it with: pip install "recovery_eval[{extra}]"'
        ) from None
