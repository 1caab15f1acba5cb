"""What a command ends with where not all is well; the higher code where two hold."""

from __future__ import annotations

FAILED = 1
"""What was judged does not pass: a checklist or a case failed, something was found, a mutant survives."""

BAD_INPUT = 2
"""Something could not be read or used. A wrong call ends so, too."""

READER_GONE = 128 + 13
"""Who read the output left before its end, as `head` does: what a shell reports for a program that SIGPIPE ended."""
