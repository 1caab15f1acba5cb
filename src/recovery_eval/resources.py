"""Where the built-in signals, rules and rulebooks are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from recovery_eval.errors import RecoveryEvalError


@cache  # it is asked for at every call of `evaluate`
def rules_root() -> Path:
    """Returns the folder of the built-in rules: inside an installed wheel, else the checkout's `rules/`.

    Raises:
        RecoveryEvalError: Neither is there; the message names both.
    """
    package = Path(str(files("recovery_eval")))
    installed = package / "_rules"
    checkout = package.parent.parent / "rules"
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise RecoveryEvalError(
        f"the built-in rules are missing: neither {installed} nor {checkout} is a folder; install the package again"
    )
