from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_eval.canned.outputs import FORMATS
from recovery_eval.cli.watching import PARTED_BY
from tests.unit.canned.small import GOOD, POOR, library
from tests.unit.canned.test_changed import git
from tests.unit.cli.conversations import run, run_for_real


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


@pytest.fixture
def macros(tmp_path: Path) -> Path:
    library(tmp_path)
    return Path("macros")


def settings(text: str) -> None:
    Path("recovery-eval.toml").write_text(text, encoding="utf-8")


def test_findings_are_told_with_place_and_line_and_give_1(macros: Path) -> None:
    result = run("check", macros)
    assert result.exit_code == 1
    assert "macros/late.md:8:7: major no-non-apology: " in result.stdout
    assert "  8 | We're sorry if you felt ignored." in result.stdout
    assert "macros/lost.md" not in result.stdout
    assert result.stdout.splitlines()[-1].startswith("2 replies in 2 files; ")


def test_a_baseline_holds_wherever_the_check_is_called(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings('paths = ["macros"]\nbaseline = "known.json"\n')
    (macros / "also.md").write_text(POOR, encoding="utf-8")
    assert run("check", "--update-baseline").exit_code == 0
    written = Path("known.json").read_text(encoding="utf-8")
    monkeypatch.chdir("macros")
    assert run("check").exit_code == 0
    assert run("check", "late.md", "--update-baseline").exit_code == 0
    assert Path("../known.json").read_text(encoding="utf-8") == written


def test_a_baseline_without_settings_counts_from_its_own_folder(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("check", "macros", "--baseline", "known.json", "--update-baseline")
    monkeypatch.chdir("macros")
    assert run("check", ".", "--baseline", "../known.json").exit_code == 0


def test_a_baseline_that_was_moved_away_from_its_files_is_told(macros: Path) -> None:
    run("check", "macros", "--baseline", "known.json", "--update-baseline")
    moved = Path("ci").resolve() / "known.json"
    moved.parent.mkdir()
    Path("known.json").rename(moved)
    result = run("check", "macros", "--baseline", moved)
    assert result.exit_code == 0  # its replies seem to be moved
    assert f"{moved}: none of its files is there; their paths count from {moved.parent}" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are not UTF-8")
def test_a_name_that_is_not_utf_8_is_no_hindrance_to_any_report(macros: Path) -> None:
    (macros / "late.md").rename(macros / os.fsdecode(b"\xff.md"))
    reports = [f"{form}:{'/dev/stdout' if form == 'json' else form}" for form in FORMATS]
    options = [part for report in reports for part in ("--output", report)]
    shown = run_for_real("check", macros, *options, environment={"GITHUB_STEP_SUMMARY": "summary.md"})
    assert (shown.returncode, shown.stderr) == (1, b"")
    assert "udcff.md" in json.dumps(json.loads(shown.stdout))
    assert "%FF.md" in Path("sarif").read_text(encoding="utf-8")
    assert "udcff.md" in Path("summary.md").read_text(encoding="utf-8")
    assert run("check", macros, "--baseline", "known.json", "--update-baseline").exit_code == 0
    assert run("check", macros, "--baseline", "known.json").exit_code == 0


def test_a_clean_library_gives_0(macros: Path) -> None:
    result = run("check", macros / "lost.md")
    assert (result.stdout, result.exit_code) == ("1 reply in 1 file; nothing found\n", 0)


def test_what_cannot_be_read_gives_2_and_the_rest_is_checked(macros: Path) -> None:
    (macros / "broken.json").write_text('[{"id": 1,', encoding="utf-8")
    result = run("check", macros)
    assert result.exit_code == 2
    assert result.stdout.startswith("macros/broken.json:1:")
    assert "no-non-apology" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a file or folder, or set 'paths'"),
        (["nowhere.md"], "no such file"),
        (["macros", "--output", "sarfi"], "did you mean 'sarif'?"),
        (["macros", "--output", "report.json"], "write FORMAT:FILE, as in json:report.json"),
        (["macros", "--output", "text", "--output", "json"], "two formats go to one place"),
        (["macros", "--output", "json:a.txt", "--output", "text:macros/../a.txt"], "two formats go to one place"),
        (["macros", "--pass-mark", "0.9"], "scores run from 0 to 100; write 90"),
        (["macros", "--dialect", "zendsk"], "did you mean 'zendesk'?"),
        (["macros", "--rulebook", "cor"], "did you mean 'core'?"),
        (["macros", "--baseline", "none.json"], "write one with --update-baseline"),
        (["macros", "--update-baseline"], "name the file by --baseline"),
        (["macros", "--diff-base", "HEAD"], "needs a git repository"),
        (["macros", "--stdin-filename", "a.md"], "can't be combined with paths"),
        (["empty"], "nothing to check there"),
    ],
)
def test_wrong_use_gives_2_and_says_why(macros: Path, arguments: list[str], words: str) -> None:
    Path("empty").mkdir()
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert words in " ".join((result.stderr + result.stdout).replace("│", " ").split())


def test_nothing_to_check_can_be_allowed() -> None:
    assert run("check", "--allow-empty").exit_code == 0


def test_settings_name_paths_and_what_fails(macros: Path) -> None:
    settings('paths = ["macros"]\nfail-level = "critical"\n')
    result = run("check")
    assert (result.exit_code, "no-non-apology" in result.stdout) == (0, True)
    assert run("check", "--fail-level", "minor").exit_code == 1
    assert run("check", "--fail-level", "major").exit_code == 1  # that of the findings itself
    assert run("check", "--fail-level", "minor", "--exit-zero").exit_code == 0


@pytest.mark.parametrize("command", ["check", "library"])
def test_settings_that_are_named_hold_in_place_of_those_that_are_found(macros: Path, command: str) -> None:
    settings('disable = [{rule = "customer-named", reason = "later"}]\n')
    Path("own.toml").write_text('disable = [{rule = "no-non-apology", reason = "later"}]\n', encoding="utf-8")
    shown = run(command, macros, "--config", "own.toml").stdout
    assert ("customer-named" in shown, "no-non-apology" in shown) == (True, False)
    result = run(command, macros, "--config", "none.toml")
    assert (result.exit_code, "none.toml" in result.stderr) == (2, True)


def test_a_disabled_rule_is_not_told_and_an_unknown_one_is_a_fault_of_the_settings(macros: Path) -> None:
    settings('disable = [{rule = "no-non-apology", reason = "later"}]\n')
    assert "no-non-apology" not in run("check", macros).stdout
    settings('disable = [{rule = "no-nonapology", reason = "later"}]\n')
    result = run("check", macros)
    assert result.exit_code == 2
    assert "recovery-eval.toml:1:11 $.disable[0].rule unknown rule 'no-nonapology'" in result.stderr


@pytest.mark.parametrize("arguments", [["macros/late.md", "--rulebook", "core"], ["macros/lost.md"]])
def test_settings_hold_whichever_rulebook_and_files_are_named(macros: Path, arguments: list[str]) -> None:
    own = '[[per-path]]\npaths = ["macros/lost.md"]\nrulebook = "core"\n'
    settings(f'disable = [{{rule = "no-boilerplate", reason = "later"}}]\n{own}')
    result = run("check", *arguments)
    assert "unknown rule" not in result.stderr
    assert result.exit_code < 2


@pytest.mark.parametrize("rule", ["unused-suppression", "below-pass-mark", "unknown-placeholder"])
def test_what_the_check_finds_by_itself_can_be_disabled_too(macros: Path, rule: str) -> None:
    note = "\n{{ticket.colour}} <!-- recovery: ignore[no-overpromise] agreed -->\n"
    (macros / "late.md").write_text(POOR + note, encoding="utf-8")
    arguments = ("check", macros, "--pass-mark", "90", "--dialect", "zendesk")
    assert f" {rule}: " in run(*arguments).stdout
    settings(f'disable = [{{rule = "{rule}", reason = "later"}}]\n')
    assert f" {rule}: " not in run(*arguments).stdout


def test_excluded_files_the_settings_and_the_baseline_are_no_library(macros: Path) -> None:
    Path("recovery-eval.yml").write_text("exclude: ['*/late.md']\nbaseline: known.json\n", encoding="utf-8")
    assert run("check", ".", "--update-baseline").exit_code == 0
    assert run("check", ".").stdout == "1 reply in 1 file; nothing found\n"


def test_a_pass_mark_makes_a_low_score_a_finding(macros: Path) -> None:
    result = run("check", macros, "--pass-mark", "90")
    assert "macros/late.md:1:1: major below-pass-mark: The reply scores " in result.stdout
    annotated = run("check", macros, "--pass-mark", "90", "--output", "github").stdout
    assert "line=1,endLine=1,col=1,endColumn=2,title=below-pass-mark" in annotated


def test_what_a_reply_asks_of_itself_goes_before_the_pass_mark(macros: Path) -> None:
    late = (macros / "late.md").read_text(encoding="utf-8")
    for mark, code in (("0.9", "90"), ("95", "95"), ("0", None)):
        asks = late.replace("---\n", f"---\nrecovery_eval: {{expect: {{min_score: {mark}}}}}\n", 1)
        (macros / "late.md").write_text(asks, encoding="utf-8")
        said = run("check", macros, "--pass-mark", "80").stdout
        assert ("below-pass-mark" in said) is (code is not None)
        assert f"the pass mark is {code}" in said or code is None
        assert "suppression" not in said


def test_a_baseline_lets_an_old_library_pass_and_a_new_fault_fail(macros: Path) -> None:
    assert run("check", macros, "--baseline", "known.json", "--update-baseline").exit_code == 0
    known = Path("known.json").read_bytes()
    passed = run("check", macros, "--baseline", "known.json")
    assert (passed.exit_code, "in the baseline" in passed.stdout) == (0, True)
    (macros / "late.md").write_text("\n" + POOR.replace("\ntags", "\nlocale: en\ntags").lstrip(), encoding="utf-8")
    (macros / "new.md").write_text(POOR.replace("id: late", "id: new"), encoding="utf-8")
    failed = run("check", macros, "--baseline", "known.json")
    assert failed.exit_code == 1
    assert "macros/new.md" in failed.stdout
    assert "macros/late.md:" not in failed.stdout
    (macros / "new.md").unlink()
    run("check", macros, "--baseline", "known.json", "--update-baseline")
    assert Path("known.json").read_bytes() == known
    (macros / "late.md").write_text(GOOD, encoding="utf-8")
    assert "entries too many" in run("check", macros, "--baseline", "known.json").stdout


def test_of_a_file_that_is_broken_in_part_the_baseline_keeps_what_it_holds(macros: Path) -> None:
    lines = [json.dumps({"id": name, "title": "Complaint", "text": "Sorry if you felt ignored."}) for name in "ab"]
    (macros / "late.jsonl").write_text("\n".join(lines), encoding="utf-8")
    known = ("--baseline", "known.json", "--update-baseline")
    run("check", macros, *known)
    before = Path("known.json").read_text(encoding="utf-8")
    (macros / "late.jsonl").write_text("\n".join(["{", lines[1]]), encoding="utf-8")
    assert "too many" not in run("check", macros, "--baseline", "known.json").stdout
    assert run("check", macros, *known).exit_code == 2
    assert Path("known.json").read_text(encoding="utf-8") == before
    (macros / "late.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("check", macros, "--baseline", "known.json").exit_code == 0


def test_what_a_file_held_that_has_no_reply_in_use_any_more_is_too_much_in_the_baseline(macros: Path) -> None:
    (macros / "off.yml").write_text("- {id: a, title: Complaint, text: Hi}\n", encoding="utf-8")
    run("check", macros, "--baseline", "known.json", "--update-baseline")
    (macros / "off.yml").write_text("- {id: a, title: Complaint, active: false, text: Hi}\n", encoding="utf-8")
    assert "entries too many" in run("check", macros, "--baseline", "known.json").stdout
    run("check", macros, "--baseline", "known.json", "--update-baseline")
    assert "off.yml" not in Path("known.json").read_text(encoding="utf-8")


def test_a_suppression_in_the_file_holds_and_an_unused_one_is_told(macros: Path) -> None:
    note = "<!-- recovery: ignore[{}] agreed with legal (until 2999-12-31) -->\n"
    rules = "no-non-apology, sincere-apology, customer-named"
    (macros / "late.md").write_text(POOR + note.format(rules), encoding="utf-8")
    assert run("check", macros).stdout == "2 replies in 2 files; nothing found; 3 suppressed\n"
    (macros / "late.md").write_text(POOR + note.format(rules + ", no-overpromise"), encoding="utf-8")
    assert "macros/late.md:9:6: minor unused-suppression: " in run("check", macros).stdout


def test_only_replies_that_changed_since_a_commit_count(macros: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "all")
    found = run("check", macros).stdout.count("macros/late.md:")
    result = run("check", macros, "--diff-base", "HEAD")
    assert (result.exit_code, f"{found} in replies that did not change" in result.stdout) == (0, True)
    (macros / "late.md").write_text(POOR.replace("at nine", "at ten"), encoding="utf-8")
    assert run("check", macros, "--diff-base", "HEAD").exit_code == 1


def test_several_forms_are_written_at_once(macros: Path) -> None:
    result = run("check", macros, "--output", "github", "--output", "sarif:a.sarif", "--output", "junit:b.xml")
    assert result.stdout.startswith("::error file=macros/late.md,line=")
    assert json.loads(Path("a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("b.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_on_github_the_summary_goes_where_the_runner_wants_it(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("summary.md").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    run("check", macros)
    assert Path("summary.md").read_text(encoding="utf-8") == "before\n"
    run("check", macros, "--output", "github")
    assert Path("summary.md").read_text(encoding="utf-8").startswith("before\n## Canned responses: failed\n")


def test_fix_writes_the_placeholder_and_nothing_else(macros: Path) -> None:
    written = "\ufeff" + POOR.replace("\n", "\r\n")
    (macros / "late.md").write_bytes(written.encode())
    result = run("check", macros, "--fix", "--dialect", "generic")
    fixed = written.replace("Hi there,", "Hi {{customer.first_name}},")
    assert (macros / "late.md").read_bytes() == fixed.encode()
    assert "macros/late.md: 1 mended" in result.stderr
    (macros / "late.md").write_text(POOR, encoding="utf-8")
    run("check", macros, "--fix", "--dialect", "generic")
    assert (macros / "late.md").read_text(encoding="utf-8") == POOR.replace("Hi there,", "Hi {{customer.first_name}},")
    assert "customer-named" not in result.stdout
    assert (macros / "lost.md").read_text(encoding="utf-8") == GOOD


def test_standard_input_stands_for_a_file(macros: Path) -> None:
    for name in ("macros/draft.md", "./macros/draft.md", str(macros.resolve() / "draft.md")):
        result = run("check", "--stdin-filename", name, stdin=POOR)
        assert (result.exit_code, "\nmacros/draft.md:8:7: " in result.stdout) == (1, True)
    shown = run_for_real("check", "--stdin-filename", "a.md", stdin=GOOD)
    assert (shown.returncode, shown.stdout) == (0, b"1 reply in 1 file; nothing found\n")


def test_an_empty_standard_input_is_no_fault_where_paths_have_settings_of_their_own() -> None:
    settings('[[per-path]]\npaths = ["macros"]\nfail-level = "major"\n')
    assert run("check", "--stdin-filename", "a.md", stdin="").exit_code == 0


def test_standard_input_that_is_not_utf_8_is_told() -> None:
    command = [sys.executable, "-m", "recovery_eval", "check", "--stdin-filename", "a.md"]
    result = subprocess.run(command, input=b"\xff\xfe", capture_output=True, check=False, timeout=120)
    assert (result.returncode, result.stderr) == (2, b"recovery-eval: a.md: not UTF-8; save the file in UTF-8\n")


def test_watching_checks_again_at_every_change(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changes(*paths: Path, watch_filter: object, **_: object) -> object:
        assert paths == (macros,)
        assert callable(watch_filter)
        assert (watch_filter(1, "a/b.md"), watch_filter(1, "a/b.md~")) == (True, False)
        assert watch_filter(1, str(macros.resolve() / "report.json")) is False
        (macros / "late.md").write_text(GOOD, encoding="utf-8")
        yield {1}
        (macros / "late.md").unlink()
        (macros / "lost.md").unlink()
        yield {1}
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    result = run("check", macros, "--watch", "--output", "text", "--output", f"json:{macros / 'report.json'}")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line.startswith("2 replies")][1] == (
        "2 replies in 2 files; nothing found"
    )
    assert "nothing to check there" in result.stderr


def test_watching_goes_by_the_settings_as_they_stand(macros: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings("paths = ['macros']")

    def changes(*paths: Path, watch_filter: object, **_: object) -> object:
        assert paths == (macros.resolve(),)
        assert callable(watch_filter)
        assert watch_filter(1, str(Path("recovery-eval.toml").resolve())) is True
        settings("paths = ['macros/lost.md']")
        yield {1}
        settings("")
        yield {1}
        settings("paths = ['macros']\nfail-lvl = 'major'")
        yield {1}
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    result = run("check", "--watch")
    assert result.exit_code == 0
    counts = [line.partition(";")[0] for line in result.stdout.splitlines() if line.endswith(("minor)", "found"))]
    assert counts == ["2 replies in 2 files", "1 reply in 1 file"]
    assert "name a file or folder, or set 'paths' in the settings" in result.stderr
    assert "unknown key 'fail-lvl'" in result.stderr


def test_watching_a_file_sees_every_change_of_it_and_the_settings_that_come(
    macros: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = macros / "late.md"

    def changes(*paths: Path, yield_on_timeout: bool, rust_timeout: int, **_: object) -> object:
        assert (paths, yield_on_timeout, rust_timeout) == ((), True, 1_000)
        yield set()  # nothing has changed, and nothing is checked
        for name in ("new", "newer"):  # an editor saves by putting a new file in the place of the old one
            (macros / name).write_text(GOOD + name, encoding="utf-8")
            (macros / name).replace(late)
            yield set()
        yield set()
        settings("fail-lvl = 'major'")
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr("watchfiles.watch", changes)
    result = run("check", late, "--watch")
    assert len([line for line in result.stdout.splitlines() if line.startswith("1 reply in 1 file")]) == 3
    assert result.stderr.splitlines().count(PARTED_BY) == 3
    assert "unknown key 'fail-lvl'" in result.stderr


@pytest.mark.parametrize("command", ["check", "library"])
def test_a_report_does_not_write_over_the_baseline(macros: Path, command: str) -> None:
    run("check", macros, "--baseline", "known.json", "--update-baseline")
    before = Path("known.json").read_bytes()
    settings('baseline = "known.json"\n')
    result = run(command, macros, "--output", "known.json" if command == "library" else "json:./known.json")
    assert (result.exit_code, Path("known.json").read_bytes()) == (2, before)
    assert "--output: names the baseline, which a report would write over" in result.stderr


def test_library_shows_scores_and_copies(macros: Path) -> None:
    (macros / "copy.md").write_text(GOOD.replace("id: lost", "id: again"), encoding="utf-8")
    result = run("library", macros)
    assert result.exit_code == 0
    assert "The same words" in result.stdout
    run("library", macros, "--format", "html", "--output", "library.html")
    assert Path("library.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert len(json.loads(run("library", macros, "--format", "json").stdout)["replies"]) == 3


def test_a_library_of_which_something_cannot_be_read_is_shown_and_gives_2(macros: Path) -> None:
    (macros / "broken.json").write_text("[", encoding="utf-8")
    result = run("library", macros)
    assert (result.exit_code, "Could not be read\n  macros/broken.json:1:2: " in result.stdout) == (2, True)
    Path("empty").mkdir()
    assert run("library", "empty").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fix", "--stdin-filename", "a.md"], "--fix: can't be combined with --stdin-filename"),
        (
            ["--diff-base", "HEAD", "--stdin-filename", "a.md"],
            "--diff-base: can't be combined with --stdin-filename",
        ),
        (["macros", "--fix", "--update-baseline"], "--fix: can't be combined with --update-baseline"),
        (["macros", "--diff-base", "HEAD", "--update-baseline"], "--diff-base: can't be combined with --update-"),
        (["macros", "--output", "json:x.json", "--update-baseline"], "--output: can't be combined with --update-"),
        (["macros", "--watch", "--update-baseline"], "--watch: can't be combined with --update-baseline"),
    ],
)
def test_options_that_would_be_ignored_are_refused(macros: Path, arguments: list[str], words: str) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("recovery-eval.yaml", "not read; settings stand in recovery-eval.toml, recovery-eval.yml"),
        ("pyproject.toml", "not read; settings stand in [tool.recovery-eval]"),
    ],
)
def test_settings_in_almost_the_right_place_are_told(macros: Path, name: str, words: str) -> None:
    Path(name).write_text("[tool.recovery_eval]\npaths = []\n", encoding="utf-8")
    result = run("check", macros)
    assert result.exit_code == 2
    assert words in result.stderr


def test_an_excluded_file_that_is_named_is_told(macros: Path) -> None:
    settings("exclude = ['macros/late.md']")
    result = run("check", macros / "late.md", macros / "lost.md")
    assert "macros/late.md: not checked, for 'exclude' in the settings leaves it out" in result.stderr
    assert result.exit_code == 0


def test_standard_input_that_stands_for_an_excluded_file_is_not_checked(macros: Path) -> None:
    settings("exclude = ['macros/late.md']")
    result = run("check", "--stdin-filename", "macros/late.md", stdin=POOR)
    assert (result.exit_code, result.stdout) == (0, "0 replies in 0 files; nothing found\n")
    assert "macros/late.md: not checked, for 'exclude' in the settings leaves it out" in result.stderr


@pytest.mark.parametrize(
    ("report", "text"),
    [
        ("markdown:summary.md", POOR),
        ("markdown:summary.md", GOOD),
        ("gitlab:quality.json", POOR),
        ("sarif:s.json", POOR),
        ("sarif:s.json", GOOD),
    ],
)
def test_a_report_in_the_folder_is_not_read_by_a_check_that_writes_none(macros: Path, report: str, text: str) -> None:
    for path in macros.iterdir():
        path.write_text(text, encoding="utf-8")
    first = run("check", ".", "--output", report, "--output", "text")
    second = run("check", ".")
    assert first.exit_code == second.exit_code
    assert second.stdout == first.stdout.replace("2 replies in 2 files", "2 replies in 3 files")


def test_an_empty_list_is_no_report_but_a_file_without_replies(macros: Path) -> None:
    (macros / "none.json").write_text("[]\n", encoding="utf-8")
    result = run("check", macros / "none.json")
    assert result.exit_code == 2
    assert "holds no replies" in result.stdout + result.stderr


def test_a_report_in_the_folder_is_not_read_at_the_next_check(macros: Path) -> None:
    first = run("check", ".", "--output", "json:report.json")
    second = run("check", ".", "--output", "json:report.json")
    assert first.exit_code == second.exit_code == 1
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["counts"]["faults"] == 0


def test_a_file_of_another_kind_is_told_which_kinds_are_read(macros: Path) -> None:
    Path("notes.txt").write_text("Hi", encoding="utf-8")
    assert "not a kind of file that is read; those end in .csv, .email" in run("check", "notes.txt").stdout


def test_what_is_left_out_is_counted(macros: Path) -> None:
    (macros / "off.yml").write_text("- {id: a, active: false, text: Hi}\n", encoding="utf-8")
    result = run("check", macros / "off.yml")
    assert result.stdout.endswith("; 1 left out (inactive, internal or without words)\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("map.md", "---\ntitle: Map\n---\n![our shop](https://shop.example/map.png)\n"),
        ("map.html.md", '<p><img src="map.png" alt="our shop"></p>'),
        ("map.json", '[{"title": "Map", "text": "<figure><img src=\'map.png\'></figure>"}]'),
    ],
)
def test_a_picture_alone_is_left_out_and_no_fault(macros: Path, name: str, text: str) -> None:
    (macros / name).write_text(text, encoding="utf-8")
    result = run("check", macros / name)
    assert result.stdout == ("0 replies in 1 file; nothing found; 1 left out (inactive, internal or without words)\n")
    assert result.exit_code == 0


def test_mark_up_without_words_or_pictures_is_still_a_fault(macros: Path) -> None:
    (macros / "empty.json").write_text('[{"title": "Map", "text": "<p><br></p>"}]', encoding="utf-8")
    result = run("check", macros / "empty.json")
    assert "the reply has no text" in result.stdout
    assert result.exit_code == 2


def test_a_report_to_a_dash_goes_to_standard_output(macros: Path) -> None:
    assert run("check", macros, "--output", "json:-").stdout == run("check", macros, "--output", "json").stdout
    assert not Path("-").exists()
    assert "two formats go to one place" in run("check", macros, "--output", "json:-", "--output", "text").stderr


def test_replies_in_other_languages_are_counted(macros: Path) -> None:
    (macros / "spät.md").write_text("---\nlocale: de\n---\nHallo {{customer.name}}", encoding="utf-8")
    assert run("check", macros / "spät.md").stdout == "1 reply in 1 file; nothing found; 1 in other languages\n"


def test_a_glance_at_a_library_needs_nothing_that_is_not_installed(
    macros: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    result = run("library", macros)
    assert result.exit_code == 0
    assert "Lowest scores" in result.stdout
    assert 'near-duplicates need RapidFuzz: pip install "recovery_eval[duplicates]"' in result.stdout


def test_an_entry_too_many_in_the_baseline_is_told(macros: Path) -> None:
    run("check", macros, "--baseline", "known.json", "--update-baseline")
    text = (macros / "late.md").read_text(encoding="utf-8")
    (macros / "late.md").write_text(text.replace("Hi there", "Hi {{customer.first_name}}"), encoding="utf-8")
    assert "The baseline has 1 entry too many; " in run("check", macros, "--baseline", "known.json").stdout
