from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from recovery_eval.canned.changed import changes_since, is_changed
from recovery_eval.canned.models import Place
from recovery_eval.errors import RecoveryEvalError
from tests.unit.canned.small import finding, reply

LINES = "".join(f"line {number}\n" for number in range(1, 11))


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "inner"
    folder.mkdir()
    git(tmp_path, "init", "-q")
    for name in ("a.md", "sp ace é.md", "same.md"):
        (folder / name).write_text(LINES, encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return folder


def test_changed_added_untracked_and_ignored_lines_are_told_by_path_from_the_top(repository: Path) -> None:
    (repository / "a.md").write_text(LINES.replace("line 4", "LINE 4"), encoding="utf-8")
    (repository / "sp ace é.md").write_text(LINES + "more\n", encoding="utf-8")
    (repository / "new.md").write_text("x", encoding="utf-8")
    (repository / ".gitignore").write_text("ignored.md", encoding="utf-8")
    (repository / "ignored.md").write_text("x", encoding="utf-8")
    changes = changes_since("HEAD", repository)
    assert changes.lines == {"inner/a.md": ((4, 4),), "inner/sp ace é.md": ((11, 11),)}
    assert not changes.touch(repository / "same.md", 1, 10)
    for name in (".gitignore", "ignored.md", "new.md"):
        assert changes.touch(repository / name, 1, 1)


def test_a_file_is_known_from_another_folder_and_through_a_link(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "a.md").write_text(LINES.replace("line 4", "LINE 4"), encoding="utf-8")
    (repository.parent / "ci").mkdir()
    (repository.parent / "linked").symlink_to(repository)
    monkeypatch.chdir(repository.parent / "ci")
    changes = changes_since("HEAD")
    for path in ("../inner/a.md", repository / "a.md", "../linked/a.md"):
        assert changes.touch(path, 4, 4)
        assert not changes.touch(path, 5, 5)


def test_a_file_that_git_is_told_to_take_for_binary_is_compared_all_the_same(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.md -diff\n", encoding="utf-8")
    (repository / "a.md").write_text(LINES.replace("line 4", "LINE 4"), encoding="utf-8")
    assert changes_since("HEAD", repository).lines == {"inner/a.md": ((4, 4),)}


@pytest.mark.parametrize(
    "setting", ["diff.interHunkContext=9", "diff.context=9", "color.diff=always", "diff.relative=true"]
)
def test_what_git_is_told_to_show_changes_nothing(repository: Path, setting: str) -> None:
    git(repository, "config", *setting.split("="))
    (repository / "a.md").write_text(LINES.replace("line 4", "LINE 4").replace("line 7", "LINE 7"), encoding="utf-8")
    assert changes_since("HEAD", repository).lines == {"inner/a.md": ((4, 4), (7, 7))}


def test_a_file_of_a_submodule_or_of_a_repository_within_counts_as_changed(repository: Path) -> None:
    for name in ("submodule", "nested"):
        (repository / name).mkdir()
        git(repository / name, "init", "-q")
        (repository / name / "b.md").write_text(LINES, encoding="utf-8")
        git(repository / name, "add", "-A")
        git(repository / name, "commit", "-qm", "first")
    git(repository, "add", "submodule")
    git(repository, "commit", "-qm", "with a submodule")
    (repository / "submodule" / "b.md").write_text(LINES.replace("line 4", "LINE 4"), encoding="utf-8")
    changes = changes_since("HEAD", repository)
    assert changes.touch(repository / "submodule" / "b.md", 4, 4)
    assert changes.touch(repository / "nested" / "b.md", 1, 1)


def test_a_file_outside_the_worktree_counts_as_changed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "a.md"
    outside.write_text(LINES, encoding="utf-8")
    assert changes_since("HEAD", repository).touch(outside, 1, 1)


def test_of_a_file_that_moved_only_other_lines_count(repository: Path) -> None:
    git(repository, "mv", "same.md", "moved.md")
    (repository / "deep").mkdir()
    git(repository, "mv", "sp ace é.md", "deep/é.md")
    (repository / "deep" / "é.md").write_text(LINES.replace("line 4", "LINE 4"), encoding="utf-8")
    changes = changes_since("HEAD", repository)
    assert changes.lines == {"inner/moved.md": (), "inner/deep/é.md": ((4, 4),)}
    assert not changes.touch(repository / "moved.md", 1, 10)
    assert changes.touch(repository / "deep" / "é.md", 4, 4)


def test_lines_taken_out_touch_both_sides_of_the_gap(repository: Path) -> None:
    (repository / "a.md").write_text(LINES.replace("line 4\n", ""), encoding="utf-8")
    changes = changes_since("HEAD", repository)
    assert [changes.touch(repository / "a.md", line, line) for line in range(1, 7)] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]


def test_what_came_to_the_base_after_we_parted_is_not_ours(repository: Path) -> None:
    git(repository, "checkout", "-qb", "ours")
    git(repository, "checkout", "-q", "main")
    (repository / "same.md").write_text(LINES.replace("line 1\n", "theirs\n"), encoding="utf-8")
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "ours")
    (repository / "a.md").write_text(LINES.replace("line 2\n", "ours\n"), encoding="utf-8")
    assert changes_since("main", repository).lines == {"inner/a.md": ((2, 2),)}


def test_a_finding_counts_where_any_line_of_its_reply_changed(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    (repository / "a.md").write_text(LINES.replace("line 7", "LINE 7"), encoding="utf-8")
    changes = changes_since("HEAD", repository)
    here = finding(2, path="a.md")
    whole = reply(path="a.md", place=Place(1, 1), end=Place(8, 1))
    upper = reply(path="a.md", place=Place(1, 1), end=Place(6, 1))
    assert is_changed(here, {("a.md", "late"): whole}, changes)
    assert not is_changed(here, {("a.md", "late"): upper}, changes)


@pytest.mark.parametrize("commit", ["no-such-branch", "--output=x", ""])
def test_a_commit_that_git_does_not_know_is_told(repository: Path, commit: str) -> None:
    with pytest.raises(RecoveryEvalError, match="git knows no commit"):
        changes_since(commit, repository)


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(RecoveryEvalError, match="needs a git repository"):
        changes_since("HEAD", tmp_path)
