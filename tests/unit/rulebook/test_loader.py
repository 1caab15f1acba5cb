from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from recovery_eval.errors import RuleFileError, UnknownNameError
from recovery_eval.rulebook import Rulebook, builtin_library, load_rulebook, rulebook_names, shelf
from recovery_eval.rulebook.shelf import built_in_folder
from recovery_eval.sources import YamlFolder, YamlSource
from tests.unit.rulebook.folders import write, write_book, write_root, write_rule, write_signal


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_root(tmp_path / "rules")
    monkeypatch.setattr("recovery_eval.rulebook.loader.rules_root", lambda: folder)
    return folder


def faults_of(name_or_path: str | Path) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        load_rulebook(name_or_path)
    return [str(fault) for fault in caught.value.faults]


def own_book(folder: Path, rules: str = "says-sorry") -> Path:
    return write_book(folder / "own", "mine", rules)


def test_a_rulebook_holds_its_rules_in_order_with_its_own_weights_and_severities(root: Path) -> None:
    book = load_rulebook("core")
    assert [(rule.id, rule.weight, rule.severity) for rule in book.rules] == [
        ("says-sorry", 1.0, "minor"),
        ("gives-reasons", 3.0, "critical"),
    ]
    assert (book.name, book.version, book.pass_mark) == ("core", "1.0", 70)


def test_a_rulebook_knows_the_signals_it_uses_and_the_library_has_them_all(root: Path) -> None:
    assert load_rulebook("short").signals == {"apology"}
    assert set(builtin_library().signals) == {"apology", "excuse"}


def test_an_item_written_as_a_number_is_text(root: Path) -> None:
    assert load_rulebook("short")["says-sorry"].source[0].item == "1"


def test_a_rulebook_is_asked_for_a_rule_by_id_and_names_the_nearest_when_it_has_none(root: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'says-sorry'"):
        load_rulebook("short")["say-sorry"]
    with pytest.raises(UnknownNameError, match="unknown rule '0'; known: says-sorry"):
        load_rulebook("short")[0]  # type: ignore[index]


def test_a_rulebook_is_a_collection_of_its_rules_by_id(root: Path) -> None:
    book = load_rulebook("core")
    assert list(book) == list(book.rules)
    assert len(book) == 2
    assert "says-sorry" in book
    assert "say-sorry" not in book


def test_a_built_in_rulebook_is_read_once_whatever_the_thread(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = Barrier(8)

    def slowly(folder: Path) -> YamlFolder:
        time.sleep(0.05)
        return built_in_folder(folder)

    monkeypatch.setattr(shelf, "built_in_folder", slowly)

    def load(name: str) -> Rulebook:
        start.wait()
        return load_rulebook(name)

    with ThreadPoolExecutor(8) as pool:
        books = list(pool.map(load, ["core", "short"] * 4))
    assert len(set(map(id, books))) == 2
    assert len({id(book.library) for book in books}) == 1
    assert load_rulebook("core") is books[0]


def test_an_unknown_rulebook_is_told_with_the_nearest_name(root: Path) -> None:
    assert rulebook_names() == ("core", "short")
    with pytest.raises(UnknownNameError, match="unknown rulebook 'cor'; did you mean 'core'"):
        load_rulebook("cor")


def test_a_rulebook_of_ones_own_chooses_among_built_in_and_own_rules(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path, "says-sorry, greets")
    write_signal(path.parent / "deep" / "er", "greeting", "good morning")
    write_rule(path.parent / "deep", "greets", "greeting")
    book = load_rulebook(path)
    assert [rule.id for rule in book.rules] == ["says-sorry", "greets"]
    assert set(book.library.signals) == {"apology", "excuse", "greeting"}
    assert load_rulebook(str(path)) == book


def test_built_in_files_are_not_read_again_for_signals_and_words_of_ones_own(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own_book(tmp_path, "says-sorry, greets")
    write_signal(path.parent, "greeting", "good morning")
    write_rule(path.parent, "greets", "greeting")
    write(path.parent / "words" / "ours.yml", "about: Ours.\nlists: {ours: [our shop]}\n")
    builtin = builtin_library()
    read: list[str] = []
    read_one = YamlFolder.read

    def noted(folder: YamlFolder, file: Path) -> YamlSource:
        read.append(file.name)
        return read_one(folder, file)

    monkeypatch.setattr(YamlFolder, "read", noted)
    library = load_rulebook(path).library
    assert set(read) == {"greeting.signal.yml", "greets.rule.yml", "mine.yml", "ours.yml"}
    assert library.lists.keys() == {*builtin.lists, "ours"}
    assert set(builtin.signals) == {"apology", "excuse"}


def test_own_words_alone_are_taken_too(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    write(path.parent / "words" / "mine.yml", "about: Ours.\nlists: {ours: [our shop]}\n")
    assert load_rulebook(path).digest != load_rulebook(own_book(tmp_path / "plain")).digest


def test_an_own_rule_or_signal_cannot_take_a_built_in_id_or_title(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    write_rule(path.parent, "says-sorry", title="Another title")
    write_rule(path.parent, "new-rule", title="Title of says-sorry")
    write_signal(path.parent, "apology")
    messages = "\n".join(faults_of(path))
    own = path.parent
    there = "exists already, in rules/apology/{}; choose another name"
    taken = f"a rule 'says-sorry' {there.format('says-sorry.rule.yml')}"
    assert f"{own}/says-sorry.rule.yml:1:7 $.rule {taken}" in messages
    assert f"{own}/new-rule.rule.yml:2:8 $.title the title is that of rule 'says-sorry' too" in messages
    taken = f"a signal 'apology' {there.format('apology.signal.yml')}"
    assert f"{own}/apology.signal.yml:1:9 $.signal {taken}" in messages


def test_a_copied_file_is_told_to_be_the_copy_and_which_file_has_its_name(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    own = path.parent
    write_signal(own, "greeting", "good morning")
    write_rule(own, "greets", "greeting")
    for kind in ("rule", "signal"):
        file = own / ("greets.rule.yml" if kind == "rule" else "greeting.signal.yml")
        write(own / f"a-copy.{kind}.yml", file.read_text())
    there = "exists already, in {}; choose another name"
    assert faults_of(path) == [
        f"{own}/a-copy.rule.yml:1:7 $.rule a rule 'greets' {there.format(own / 'greets.rule.yml')}",
        f"{own}/a-copy.signal.yml:1:9 $.signal a signal 'greeting' {there.format(own / 'greeting.signal.yml')}",
    ]


def test_a_word_list_that_is_there_is_told_with_its_file(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    for name in ("first", "second"):
        write(path.parent / "words" / f"{name}.yml", "about: Ours.\nlists: {jargon: [sprocket]}\n")
    words = path.parent / "words"
    there = f"exists already, in {words}/first.yml; choose another name"
    assert faults_of(path) == [f"{words}/second.yml:2:9 $.lists.jargon a word list 'jargon' {there}"]


def test_all_faults_of_all_files_come_at_once(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path, "says-sory, broken, says-sorry, says-sorry")
    write(path.parent / "broken.rule.yml", "rule: broken\ntitel: x\n")
    write_rule(path.parent, "wrong-signal", "apologie")
    write(path.parent / "bad.signal.yml", "signal: [\n")
    faults = faults_of(path)
    files = {fault.split(":")[0] for fault in faults}
    assert files == {str(path), f"{path.parent}/broken.rule.yml", f"{path.parent}/bad.signal.yml"}
    assert any("unknown rule 'says-sory'; did you mean 'says-sorry'?" in fault for fault in faults)
    assert any("rule 'says-sorry' is chosen twice" in fault for fault in faults)
    assert any("unknown key 'titel'; did you mean 'title'?" in fault for fault in faults)
    assert not any("'broken'" in fault for fault in faults)


def test_an_unknown_signal_is_told_at_its_place_with_the_nearest(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    write_rule(path.parent, "wrong-signal", "apologie")
    assert faults_of(path) == [
        f"{path.parent}/wrong-signal.rule.yml:5:19 $.require.signal unknown signal 'apologie'; did you mean 'apology'?"
    ]


def test_unknown_signals_are_told_whatever_else_is_wrong_with_the_rule(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    rule = write_rule(path.parent, "wrong", "apologie")
    require = "{any_of: [{signal: [apology, excus], bye: agent}, {signal: apology, after: {signal: apologie}}]}"
    write(rule, rule.read_text().replace("{signal: apologie, by: agent}", require).replace("advice", "advise"))
    assert [fault.split(" ", 1)[1].split("; ")[0] for fault in faults_of(path)] == [
        "$.advice missing key 'advice'",
        "$.require.any_of[0].signal[1] unknown signal 'excus'",
        "$.require.any_of[0].bye unknown key 'bye'",
        "$.require.any_of[1].after.signal unknown signal 'apologie'",
        "$.advise unknown key 'advise'",
    ]


def test_a_key_that_is_there_twice_is_told_with_all_else_that_is_wrong(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path, "says-sory")
    write(path, path.read_text() + "pass_mark: 70\nextra: 1\n")
    rule = write_rule(path.parent, "wrong", "apologie")
    write(rule, rule.read_text().replace("advice", "why: twice\nadvise"))
    told = [fault.split(" ", 1)[1].split("; ")[0] for fault in faults_of(path)]
    assert told == [
        "$.rules[0] unknown rule 'says-sory'",
        "$.pass_mark duplicate key 'pass_mark'",
        "$.extra unknown key 'extra'",
        "$.advice missing key 'advice'",
        "$.require.signal unknown signal 'apologie'",
        "$.why duplicate key 'why'",
        "$.advise unknown key 'advise'",
    ]


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ("{signal: apology, by: customer}", ":5:19 $.require.signal"),
        ("{none_of: [{signal: [excuse, apology], by: customer}]}", ":5:39 $.require.none_of[0].signal[1]"),
        ("{signal: excuse, by: customer, with: [apology]}", ":5:48 $.require.with[0]"),
        ("{turn_by: agent, after: {signal: apology, by: customer}}", ":5:43 $.require.after.signal"),
    ],
)
def test_a_signal_that_its_speaker_never_performs_is_told_at_its_place(
    root: Path, tmp_path: Path, condition: str, place: str
) -> None:
    path = own_book(tmp_path)
    rule = write_rule(path.parent, "never-holds")
    rule.write_text(rule.read_text().replace("{signal: apology, by: agent}", condition))
    faults = [fault for fault in faults_of(path) if "'apology'" in fault]
    assert faults == [f"{rule}{place} 'apology' is a signal of the agent, not of the customer"]


def test_a_rule_or_rulebook_stands_in_a_file_of_its_name(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    write_rule(path.parent, "greets").rename(path.parent / "other.rule.yml")
    renamed = path.rename(path.parent / "book.yml")
    assert [fault.split(" ", 2)[2] for fault in faults_of(renamed)] == [
        "the file must be named mine.yml",
        "the file must be named greets.rule.yml",
    ]


def test_a_rulebook_that_is_not_there_is_told(root: Path, tmp_path: Path) -> None:
    assert faults_of(tmp_path / "none.yml") == [f"{tmp_path / 'none.yml'}:1:1 $ no such file"]
    (fault,) = faults_of(f"{'n' * 300}.yml")
    assert fault.endswith("n.yml:1:1 $ can't be read: File name too long")


def test_a_rulebook_beside_the_built_in_rules_does_not_take_them_for_its_own(root: Path, tmp_path: Path) -> None:
    inside = write_book(root, "inside", "says-sorry")
    around = write_book(tmp_path, "around", "says-sorry, greets")
    write_rule(tmp_path / "more", "greets")
    write_signal(tmp_path / "more", "greeting", "good morning")
    assert [rule.id for rule in load_rulebook(inside).rules] == ["says-sorry"]
    assert [rule.id for rule in load_rulebook(around).rules] == ["says-sorry", "greets"]


def test_a_rulebook_in_a_huge_folder_is_refused_instead_of_searched(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recovery_eval.sources.folder.MAX_ENTRIES", 5)
    path = own_book(tmp_path)
    for number in range(6):
        write(path.parent / f"{number}.txt", "x")
    (fault,) = faults_of(path)
    assert "give it a folder of its own" in fault


def test_hidden_folders_and_links_out_of_the_folder_are_not_entered(root: Path, tmp_path: Path) -> None:
    path = own_book(tmp_path)
    write(path.parent / ".git" / "broken.rule.yml", "rule: [")
    write(tmp_path / "elsewhere" / "broken.rule.yml", "rule: [")
    (path.parent / "link").symlink_to(tmp_path / "elsewhere")
    assert [rule.id for rule in load_rulebook(path).rules] == ["says-sorry"]


def book_with(root: Path, old: str, new: str, name: str = "apology/says-sorry.rule.yml") -> Rulebook:
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())
    return load_rulebook(write_book(root.parent / "fresh", "mine", "says-sorry"))


def fresh(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_root(tmp_path / str(number) / "rules")
    monkeypatch.setattr("recovery_eval.rulebook.loader.rules_root", lambda: root)
    return root


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("apology/says-sorry.rule.yml", "rule: says-sorry", "# a comment\nrule:   'says-sorry'"),
        ("apology/says-sorry.rule.yml", "\n", "\r\n"),
        ("apology/says-sorry.rule.yml", "{signal: apology, by: agent}", "{by: agent, signal: apology}"),
        ("apology/says-sorry.rule.yml", "require:", "weight: 1.0\nrequire:"),
        ("apology/apology.signal.yml", "by: agent", "by:    agent # who"),
    ],
)
def test_comments_line_ends_key_order_and_written_out_defaults_keep_the_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    same = book_with(fresh(tmp_path, 1, monkeypatch), "rule: says-sorry", "rule: says-sorry")
    assert book_with(fresh(tmp_path, 2, monkeypatch), old, new, name).digest == same.digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("apology/says-sorry.rule.yml", "require:", "weight: 2\nrequire:"),
        ("apology/says-sorry.rule.yml", "by: agent", "by: agent, at_least: 2"),
        ("apology/says-sorry.rule.yml", "Do better", "Do best"),
        ("apology/apology.signal.yml", "sorry about", "sorry for"),
        ("apology/excuse.signal.yml", "very busy", "busy"),
    ],
)
def test_a_change_of_weight_condition_words_or_phrase_changes_the_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    same = book_with(fresh(tmp_path, 1, monkeypatch), "rule: says-sorry", "rule: says-sorry")
    assert book_with(fresh(tmp_path, 2, monkeypatch), old, new, name).digest != same.digest


def test_a_digest_does_not_depend_on_how_the_path_is_given(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own_book(tmp_path, "says-sorry, greets")
    write_signal(path.parent / "deep", "greeting", "good morning")
    write_rule(path.parent, "greets", "greeting")
    whole = load_rulebook(path)
    monkeypatch.chdir(path.parent)
    assert load_rulebook("./mine.yml") == whole
    assert load_rulebook(Path("mine.yml")).digest == load_rulebook("../own/mine.yml").digest == whole.digest


def test_a_digest_is_a_sha256_in_hex_and_equal_books_are_equal(root: Path, tmp_path: Path) -> None:
    book = load_rulebook(own_book(tmp_path))
    assert len(book.digest) == 64
    assert int(book.digest, 16)
    assert {book, load_rulebook(own_book(tmp_path))} == {book}


def test_a_rulebook_changed_in_code_has_a_digest_of_its_own(root: Path) -> None:
    core = load_rulebook("core")
    for other in (replace(core, rules=core.rules[:1]), replace(core, pass_mark=1)):
        assert other.digest != core.digest
        assert other != core
        assert replace(other, rules=core.rules, pass_mark=core.pass_mark) == core
