from __future__ import annotations

from pathlib import Path

import pytest

from recovery_eval.errors import RuleFileError
from recovery_eval.rulebook import load_rulebook
from tests.unit.rulebook.folders import write, write_book, write_root, write_rule, write_signal

HEAD = 'rulebook: {name}\nversion: "2"\ntitle: Ours\ndescription: For tests.\n'
NEEDED = "is needed; only a rulebook that extends another can do without it"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_root(tmp_path / "rules")
    monkeypatch.setattr("recovery_eval.rulebook.loader.rules_root", lambda: folder)
    return folder


def extending(folder: Path, name: str, lines: str) -> Path:
    return write(folder / f"{name}.yml", HEAD.format(name=name) + lines)


def faults_of(path: Path) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        load_rulebook(path)
    return [f"{Path(fault.file).name}:{fault.line} {fault.path} {fault.message}" for fault in caught.value.faults]


def test_an_extending_rulebook_takes_over_rules_in_order_and_the_pass_mark(root: Path, tmp_path: Path) -> None:
    book = load_rulebook(extending(tmp_path / "own", "ours", "extends: core\n"))
    core = load_rulebook("core")
    assert (book.rules, book.pass_mark) == (core.rules, core.pass_mark)
    assert (book.name, book.version, book.title) == ("ours", "2", "Ours")


def test_it_changes_weights_where_they_stand_and_adds_its_own_rules_at_the_end(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_signal(own, "greeting", "good morning")
    write_rule(own, "greets", "greeting")
    lines = "extends: core\npass_mark: 90\nrules: [greets, {rule: says-sorry, weight: 5, severity: critical}]\n"
    book = load_rulebook(extending(own, "ours", lines))
    assert [(rule.id, rule.weight, rule.severity) for rule in book.rules] == [
        ("says-sorry", 5.0, "critical"),
        ("gives-reasons", 3.0, "critical"),
        ("greets", 1.0, "minor"),
    ]
    assert book.pass_mark == 90


def test_it_does_without_the_rules_that_it_leaves_out(root: Path, tmp_path: Path) -> None:
    book = load_rulebook(extending(tmp_path / "own", "ours", "extends: core\nleave_out: [says-sorry]\n"))
    assert [rule.id for rule in book.rules] == ["gives-reasons"]


def test_a_rulebook_named_by_its_path_lends_the_rules_and_signals_around_it(root: Path, tmp_path: Path) -> None:
    write_signal(tmp_path / "company", "greeting", "good morning")
    write_rule(tmp_path / "company", "greets", "greeting")
    write_signal(tmp_path / "team", "farewell", "good night")
    write_rule(tmp_path / "team", "leaves", "farewell")
    extending(tmp_path / "company", "company", "extends: short\nrules: [{rule: greets, weight: 4}]\n")
    lines = "extends: ../company/company.yml\nrules: [leaves, {rule: greets, severity: major}]\n"
    book = load_rulebook(extending(tmp_path / "team", "team", lines))
    assert [(rule.id, rule.weight, rule.severity) for rule in book.rules] == [
        ("says-sorry", 1.0, "minor"),
        ("greets", 4.0, "major"),
        ("leaves", 1.0, "minor"),
    ]
    assert set(book.library.signals) == {"apology", "excuse", "greeting", "farewell"}


def test_a_rulebook_in_a_folder_inside_that_of_the_extended_one_reads_each_file_once(
    root: Path, tmp_path: Path
) -> None:
    company = tmp_path / "company"
    write_signal(company, "greeting", "good morning")
    write_rule(company, "greets", "greeting")
    extending(company, "company", "extends: core\n")
    path = extending(company / "team", "team", "extends: ../company.yml\nrules: [greets]\n")
    assert [rule.id for rule in load_rulebook(path).rules] == ["says-sorry", "gives-reasons", "greets"]


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ("pass_mark: 70\n", [f"ours.yml:1 $ 'rules' {NEEDED}"]),
        (
            "rules: []\nleave_out: [says-sorry]\n",
            [
                f"ours.yml:1 $ 'pass_mark' {NEEDED}",
                f"ours.yml:5 $.rules 'rules' {NEEDED}",
                "ours.yml:6 $.leave_out needs 'extends': the rulebook whose rules are left out",
            ],
        ),
        (
            "extends: cor\n",
            ["ours.yml:5 $.extends no built-in rulebook 'cor' (one of your own: ./cor.yml); did you mean 'core'?"],
        ),
        (
            "extends: cor\nleave_out: [says-sorry]\nrules: [x]\n",
            [
                "ours.yml:5 $.extends no built-in rulebook 'cor' (one of your own: ./cor.yml); did you mean 'core'?",
                "ours.yml:7 $.rules[0] unknown rule 'x'; known: gives-reasons, says-sorry",
            ],
        ),
        ("extends: ./a.txt\n", ["ours.yml:5 $.extends write the path of a .yml file, or a built-in rulebook's name"]),
        ("extends: ./none.yml\n", ["none.yml:1 $ no such file"]),
        (
            "extends: ./ours.yml\n",
            ["ours.yml:5 $.extends goes in a circle: this rulebook is extended by the one that it extends"],
        ),
        (
            "extends: core\nleave_out: [says-sory, gives-reasons, gives-reasons]\nrules: [gives-reasons, x]\n",
            [
                "ours.yml:6 $.leave_out[0] unknown rule 'says-sory'; did you mean 'says-sorry'?",
                "ours.yml:6 $.leave_out[2] is left out twice",
                "ours.yml:7 $.rules[0] rule 'gives-reasons' is left out, too; take it out of one of the lists",
                "ours.yml:7 $.rules[1] unknown rule 'x'; known: gives-reasons, says-sorry",
            ],
        ),
        (
            "extends: short\nleave_out: [says-sorry]\n",
            ["ours.yml:6 $.leave_out leaves no rule; keep one, or choose others under 'rules'"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_extending_rulebook_is_told_at_its_place(
    root: Path, tmp_path: Path, lines: str, faults: list[str]
) -> None:
    assert faults_of(extending(tmp_path / "own", "ours", lines)) == faults


def test_a_circle_through_several_files_is_refused(root: Path, tmp_path: Path) -> None:
    path = extending(tmp_path / "a", "one", "extends: ../b/two.yml\n")
    extending(tmp_path / "b", "two", "extends: ../a/one.yml\n")
    (fault,) = faults_of(path)
    assert fault.startswith("two.yml:5 $.extends goes in a circle")


def test_a_tower_of_rulebooks_is_refused(root: Path, tmp_path: Path) -> None:
    for number in range(10):
        extending(tmp_path / "own", f"book-{number}", f"extends: ./book-{number + 1}.yml\n")
    extending(tmp_path / "own", "book-10", "extends: core\n")
    (fault,) = faults_of(tmp_path / "own" / "book-0.yml")
    assert fault.startswith("book-9.yml:5 $.extends more than 10 rulebooks stand on one another")
    assert load_rulebook(tmp_path / "own" / "book-2.yml").pass_mark == 70


def test_the_faults_of_the_extended_rulebook_and_of_ones_own_rules_come_at_once(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "base.yml", "rulebook: base\n")
    write(tmp_path / "own" / "broken.rule.yml", "rule: broken\n")
    path = extending(tmp_path / "own", "ours", "extends: ../base.yml\n")
    assert {fault.split(":")[0] for fault in faults_of(path)} == {"base.yml", "broken.rule.yml"}


def test_the_digest_covers_what_comes_of_it_and_not_how_it_is_written(root: Path, tmp_path: Path) -> None:
    extends = load_rulebook(
        extending(tmp_path / "a", "ours", "extends: core\nrules: [{rule: says-sorry, weight: 2}]\n")
    )
    rules = "[{rule: says-sorry, weight: 2}, {rule: gives-reasons, weight: 3, severity: critical}]"
    written_out = load_rulebook(extending(tmp_path / "b", "ours", f"pass_mark: 70\nrules: {rules}\n"))
    assert extends.digest == written_out.digest


def test_a_change_in_the_extended_rulebook_changes_the_digest(root: Path, tmp_path: Path) -> None:
    write_book(tmp_path / "own", "base", "says-sorry")
    path = extending(tmp_path / "own", "ours", "extends: ./base.yml\n")
    before = load_rulebook(path).digest
    write_book(tmp_path / "own", "base", "{rule: says-sorry, weight: 2}")
    assert load_rulebook(path).digest != before
