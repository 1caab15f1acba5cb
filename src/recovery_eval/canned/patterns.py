"""Patterns of names, in which `*` stands for anything and every other character for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a whole name fits one of some patterns; capitals count."""
    return _compiled(tuple(patterns)).fullmatch(name) is not None


@lru_cache(maxsize=1_024)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    each = (".*".join(map(re.escape, pattern.split("*"))) for pattern in patterns)
    return re.compile("|".join(each) or "(?!)", re.DOTALL)
