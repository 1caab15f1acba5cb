"""What the models of these files have in common."""

from __future__ import annotations

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
"""How the models of these files are set: no key is passed over, and no value is taken for one of another kind."""


def as_list(value: object) -> object:
    """Takes a single text for a list of one; to be called before validation."""
    return (value,) if isinstance(value, str) else value
