from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from recovery_eval.canned.run import Checker
from recovery_eval.canned.settings import Settings, matches
from recovery_eval.canned.settings_files import find_settings, read_settings
from recovery_eval.errors import RecoveryEvalError, RuleFileError

GOOD = """
paths = ["macros"]
exclude = ["macros/old"]
dialect = "zendesk"
pass-mark = 80
fail-level = "major"
disable = [{rule = "no-boilerplate", reason = "agreed"}]

[placeholders]
customer-names = ["Ticket.Nickname"]

[[per-path]]
paths = ["macros/billing"]
fail-level = "critical"
rulebook = "ours.yml"
disable = [{rule = "no-overpromise", reason = "we do"}]

[[per-path]]
paths = ["macros/billing/vip/*"]
pass-mark = 95
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def faults(name: str, text: str) -> list[str]:
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as raised:
        find_settings()
    return [str(fault) for fault in raised.value.faults]


def test_without_a_file_the_defaults_hold() -> None:
    settings = find_settings()
    options = settings.for_path("a.md")
    assert (options.rulebook, options.dialect, options.pass_mark) == ("canned-responses", None, None)
    assert settings.fail_level_at("a.md") == "minor"


def test_what_holds_for_a_file_is_what_is_said_last_and_closest(tmp_path: Path) -> None:
    Path("recovery-eval.toml").write_text(GOOD, encoding="utf-8")
    settings = find_settings()
    for path, mark, level, disabled in (
        ("macros/a.md", 80, "major", {"no-boilerplate"}),
        ("macros/billing/a.md", 80, "critical", {"no-boilerplate", "no-overpromise"}),
        ("macros/billing/vip/a.md", 95, "critical", {"no-boilerplate", "no-overpromise"}),
    ):
        options = settings.for_path(path)
        assert (options.pass_mark, settings.fail_level_at(path), set(options.disabled)) == (mark, level, disabled)
    assert settings.for_path("macros/billing/a.md").rulebook == str(tmp_path / "ours.yml")
    assert settings.for_path("macros/a.md").customer_names == {"ticket.nickname"}
    assert settings.excludes("macros/old/deep/a.md")
    assert not settings.excludes("macros/older.md")


def test_dynamic_content_is_read_from_the_exports_that_the_settings_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def item(name: str, *variants: dict[str, object]) -> dict[str, object]:
        return {"name": name, "placeholder": f"{{{{dc.{name}}}}}", "variants": variants}

    english = {"content": "<p>We&#39;re sorry.</p>", "locale_id": 1, "default": True}
    german = {"content": "Es tut uns leid.", "locale_id": 8, "default": False}
    off = {"content": "Sorry you feel so.", "locale_id": 1, "default": True, "active": False}
    for name, items in (("one.json", [item("Late", german, english)]), ("two.json", [item("lost", off, german)])):
        Path(name).write_text(json.dumps({"items": [*items, item("none")]}), encoding="utf-8")
    Path("recovery-eval.toml").write_text(
        '[placeholders]\ndynamic-content = ["one.json", "two.json"]\n', encoding="utf-8"
    )
    settings = find_settings()
    Path("inner").mkdir()
    monkeypatch.chdir("inner")
    content = {"dc.late": "We're sorry.", "dc.lost": "Es tut uns leid.", "dc.none": ""}
    assert settings.for_path("a.md").dynamic_content == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "the dynamic content can't be read: No such file"),
        (b"{", "dc.json:1:2: "),
        (b"\xff", "not UTF-8"),
        (b'{"macros": []}', "holds no dynamic content"),
        (b"[]", "holds no dynamic content"),
    ],
)
def test_dynamic_content_that_can_not_be_read_is_told(content: bytes | None, words: str) -> None:
    Path("recovery-eval.toml").write_text('[placeholders]\ndynamic-content = ["dc.json"]\n', encoding="utf-8")
    if content is not None:
        Path("dc.json").write_bytes(content)
    with pytest.raises(RecoveryEvalError, match=words):
        find_settings().for_path("a.md")


def test_the_command_line_wins_over_the_file() -> None:
    settings = Settings(dialect="front", rulebook="core", pass_mark=1.0, fail_level="info")
    options = settings.for_path("a.md")
    assert (options.dialect, options.rulebook, options.pass_mark) == ("front", "core", 1.0)
    assert settings.fail_level_at("a.md") == "info"


def test_patterns_count_from_the_folder_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("recovery-eval.toml").write_text(GOOD, encoding="utf-8")
    inner = tmp_path / "macros" / "billing"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_settings().fail_level_at("a.md") == "critical"


@pytest.mark.parametrize("name", ["recovery-eval.yml", "recovery-eval.toml", "pyproject.toml"])
def test_settings_are_found_upwards_as_far_as_the_repository(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "[tool.recovery-eval]\n" if name == "pyproject.toml" else ""
    line = "dialect: front\n" if name.endswith(".yml") else 'dialect = "front"\n'
    Path(name).write_text(header + line, encoding="utf-8")
    inner = Path("a/b")
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_settings().for_path("x.md").dialect == "front"
    Path(".git").mkdir()
    assert find_settings().for_path("x.md").dialect is None


@pytest.mark.parametrize("top", [".git", "recovery-eval.toml"])
def test_a_check_started_inside_a_library_sees_the_folders_of_its_replies_as_one_started_above(
    top: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(top).touch()
    inner = tmp_path / "macros" / "complaints"
    inner.mkdir(parents=True)
    (inner / "scratched.md").write_text("Hi there, a new one is on its way.\n", encoding="utf-8")

    def seen(path: str) -> list[tuple[str, str]]:
        report = Checker(find_settings()).check([path])
        return [(report.replies[0].reply.folder, finding.rule_id) for finding in report.findings]

    above = seen("macros")
    assert ("macros/complaints", "sincere-apology") in above
    for folder, path in ((inner, "."), (inner, "scratched.md"), (tmp_path / "macros", "complaints")):
        monkeypatch.chdir(folder)
        assert seen(path) == above


def test_a_project_without_our_table_has_no_settings() -> None:
    Path("pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert find_settings().source is None
    with pytest.raises(RuleFileError, match=r"has no table \[tool.recovery-eval\]"):
        read_settings(Path("pyproject.toml"))


def test_every_fault_of_a_pyproject_is_told_at_its_place() -> None:
    text = (
        '[project]\ndescription = """\n[tool.recovery-eval]\npaths = 1\n"""\n[tool.recovery-eval]\n'
        'paths = [\n  "macros", # a ] here\n]\npass_mark = 3\nfail-level = "majr"\n'
        'disable = [{rule = "a", reson = "b"}]\n[[tool.recovery-eval.per-path]]\npaths = ["a"]\n'
        '[[tool.recovery-eval.per-path]]\npaths = "b"\n[tool.recovery-eval.per-path.complaints]\n"tgas" = []\n'
    )
    assert sorted(faults("pyproject.toml", text)) == [
        "pyproject.toml:10:1 $.pass_mark unknown key 'pass_mark'; did you mean 'pass-mark'?",
        "pyproject.toml:11:14 $.fail-level expected 'info', 'minor', 'major' or 'critical'; did you mean 'major'?",
        "pyproject.toml:12:1 $.disable[0].reson unknown key 'reson'; did you mean 'reason'?",
        "pyproject.toml:12:11 $.disable[0].reason missing key 'reason'",
        "pyproject.toml:16:9 $.per-path[1].paths expected a list; write [ ] around it",
        "pyproject.toml:18:1 $.per-path[1].complaints.tgas unknown key 'tgas'; did you mean 'tags'?",
    ]


def test_yaml_settings_are_told_at_their_place_too() -> None:
    assert faults("recovery-eval.yml", "paths: [macros]\nfail-levle: major\n") == [
        "recovery-eval.yml:2:1 $.fail-levle unknown key 'fail-levle'; did you mean 'fail-level'?"
    ]


def test_broken_toml_is_told_with_line_and_column() -> None:
    assert faults("recovery-eval.toml", 'paths = ["a"]\ndialect = \n')[0].startswith(
        "recovery-eval.toml:2:11 $ not valid TOML: "
    )


def test_two_files_of_settings_in_one_folder_are_refused() -> None:
    Path("recovery-eval.yml").write_text("dialect: front\n", encoding="utf-8")
    assert faults("recovery-eval.toml", "") == [
        "recovery-eval.yml:1:1 $ settings stand in recovery-eval.toml as well; keep one of the two"
    ]


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("macros/a.md", "macros", True),
        ("macros/a.md", "./macros/", True),
        ("macros/deep/a.md", "macros/*.md", True),
        ("macros2/a.md", "macros", False),
        ("a.md", "*.json", False),
        ("macros/[old]/a.md", "macros/[old]", True),
        ("macros/o/a.md", "macros/[old]", False),
        ("macros/why?/a.md", "macros/why?/*", True),
        ("macros/whys/a.md", "macros/why?", False),
        ("deep/a.md", ".", True),
        ("a.md", "./", True),
        ("../a.md", ".", False),
    ],
)
def test_a_pattern_is_a_folder_or_has_stars_and_no_other_signs(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, (pattern,)) is fits


@pytest.mark.parametrize("key", ['exclude = ["{}"]', '[[per-path]]\npaths = ["{}"]'])
@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("/srv/macros/old", "patterns count from the folder of the settings; leave out what leads there"),
        ("C:/macros/old", "patterns count from the folder of the settings; leave out what leads there"),
        (r"macros\\old", "write folders with slashes: macros/old"),
    ],
)
def test_a_pattern_that_would_fit_no_path_is_refused(key: str, pattern: str, words: str) -> None:
    Path("recovery-eval.toml").write_text(key.format(pattern), encoding="utf-8")
    with pytest.raises(RuleFileError, match=re.escape(words)):
        find_settings()


def test_a_folder_can_be_told_to_hold_another_language_and_a_reply_tells_its_own_first() -> None:
    Path("recovery-eval.toml").write_text('[[per-path]]\npaths = ["de"]\nlocale = "de"\n', encoding="utf-8")
    entry = "- {{id: late, tags: [late], {}text: 'Hi {{{{customer.first_name}}}}, it is late.'}}\n"
    for path, more in (("de/a.yml", ""), ("de/b.yml", "locale: en-GB, "), ("en/a.yml", "")):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(entry.format(more), encoding="utf-8")
    report = Checker(find_settings()).check(["de", "en"])
    assert sorted({finding.path for finding in report.findings}) == ["de/b.yml", "en/a.yml"]
    assert "1 in other languages" in report.summary()


@pytest.mark.parametrize(("mark", "wanted"), [("0.9", "90"), ("1", "100"), ("0.875", "87.5")])
def test_a_pass_mark_that_is_a_share_is_refused_for_every_reply_would_pass(mark: str, wanted: str) -> None:
    assert faults("recovery-eval.toml", f"pass-mark = {mark}\n") == [
        f"recovery-eval.toml:1:13 $.pass-mark scores run from 0 to 100; write {wanted}"
    ]


@pytest.mark.parametrize("key", ["customer-names", "agent-names", "known"])
@pytest.mark.parametrize(
    ("field", "bare"), [("{{ticket.shop}}", "ticket.shop"), ("#{shop.*}", "shop.*"), ("{!A__c}", "A__c")]
)
def test_a_field_of_ones_own_in_braces_is_refused_for_it_would_fit_none(key: str, field: str, bare: str) -> None:
    assert faults("recovery-eval.toml", f'[placeholders]\n{key} = ["{field}"]\n') == [
        f"recovery-eval.toml:2:{len(key) + 4} $.placeholders.{key}[0] write the field without its braces: {bare}"
    ]


def test_an_unknown_dialect_is_told_with_the_nearest() -> None:
    assert faults("recovery-eval.toml", 'dialect = "zendsk"\n') == [
        "recovery-eval.toml:1:11 $.dialect unknown dialect 'zendsk'; did you mean 'zendesk'?"
    ]
