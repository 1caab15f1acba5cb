"""Which lines of a library changed since a commit. Git is asked; nothing is fetched or written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from recovery_eval.canned.models import Finding, Reply
from recovery_eval.errors import RecoveryEvalError

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(?P<start>\d+)(?:,(?P<count>\d+))? @@", re.MULTILINE)


class Changes(NamedTuple):
    """What changed.

    Attributes:
        lines: First and last line of each changed stretch, by path from the top of the worktree.
        whole: Files that git tracks and the commit does not have.
        tracked: Files that git tracks.
        top: The worktree, links followed.
    """

    lines: Mapping[str, tuple[tuple[int, int], ...]]
    whole: frozenset[str]
    tracked: frozenset[str]
    top: Path

    def touch(self, path: str | Path, first: int, last: int) -> bool:
        """Whether any of these lines of a file changed; what git can't compare counts as changed."""
        file = Path(os.path.realpath(path))
        if not file.is_relative_to(self.top):
            return True
        name = file.relative_to(self.top).as_posix()
        if name in self.whole or name not in self.tracked:
            return True
        return any(a <= last and b >= first for a, b in self.lines.get(name, ()))


def changes_since(commit: str, folder: Path | None = None) -> Changes:
    """Returns what changed in the working tree since it parted from a commit.

    A file that git does not track here counts as new, be it ignored, or in a submodule or another repository: nothing
    tells that it did not change. Of one that moved, only the lines count that are others than before.

    Args:
        commit: Any name that git knows: a hash, a branch, a tag.
        folder: Where to ask; the working folder by default.

    Raises:
        RecoveryEvalError: There is no git, no repository, or no such commit.
    """
    git = _Git(folder or Path.cwd())
    top = git.run("rev-parse", "--show-toplevel", check=False)
    if top is None:
        raise RecoveryEvalError("--diff-base needs a git repository, and this folder is in none")
    git = _Git(Path(os.path.realpath(top.removesuffix("\n"))))
    base = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}", check=False)
    if base is None:
        raise RecoveryEvalError(
            f"--diff-base: git knows no commit {commit!r}; a shallow clone may lack it (fetch-depth: 0)"
        )
    base = (git.run("merge-base", base.strip(), "HEAD", check=False) or base).strip()
    plain = ("--no-color", "--no-ext-diff", "--no-textconv", "--text", "--no-relative", "--find-renames")
    told = git.words("diff", *plain, "--diff-filter=AMTR", "--name-status", "-z", base, "--")
    whole: set[str] = set()
    lines = {}
    for status in told:
        names = [next(told) for _ in range(2 if status.startswith("R") else 1)]  # of a file that moved, old and new
        if status == "A":
            whole |= {*names}
            continue
        alone = ("--unified=0", "--inter-hunk-context=0")  # of the lines around, git may be told to show some
        diff = git.run("diff", *plain, *alone, base, "--", *(f":(literal){name}" for name in names)) or ""
        hunks = _HUNK.finditer(diff)
        lines[names[-1]] = tuple(_stretch(int(hunk["start"]), int(hunk["count"] or 1)) for hunk in hunks)
    return Changes(lines, frozenset(whole), frozenset(git.words("ls-files", "-z")), git.folder)


def is_changed(finding: Finding, replies: Mapping[tuple[str, str], Reply], changes: Changes) -> bool:
    """Whether the reply of a finding changed, or the words of a finding that belongs to no reply."""
    reply = replies.get((finding.path, finding.reply_id))
    if reply is None:
        return changes.touch(finding.path, finding.start.line, finding.end.line)
    last = max(finding.end.line, (reply.end or reply.place).line)
    return changes.touch(finding.path, min(reply.place.line, finding.start.line), last)


def _stretch(start: int, count: int) -> tuple[int, int]:
    """Lines of a hunk; where lines were only taken out, those on both sides of the gap."""
    return (start, start + count - 1) if count else (start, start + 1)


class _Git:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._program = shutil.which("git")
        if self._program is None:
            raise RecoveryEvalError("--diff-base needs git, and there is none on the PATH")

    def run(self, *arguments: str, check: bool = True) -> str | None:
        """Returns what git says; None where it fails and that is an answer."""
        result = subprocess.run(  # noqa: S603  # git itself, and no shell
            [str(self._program), "-c", "core.quotePath=false", *arguments],
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            check=False,
        )
        if result.returncode:
            if check:
                said = result.stderr.decode("utf-8", "replace").strip()
                raise RecoveryEvalError(f"--diff-base: git {arguments[0]} failed: {said}")
            return None
        return result.stdout.decode("utf-8", "surrogateescape")

    def words(self, *arguments: str) -> Iterator[str]:
        """Yields what git lists, each word closed by a null character."""
        return iter((self.run(*arguments) or "").split("\0")[:-1])
