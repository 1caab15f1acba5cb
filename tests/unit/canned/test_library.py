"""Libraries are read whole; what is broken in them is told with its place, and the rest is read."""

from __future__ import annotations

import errno
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from recovery_eval.canned.baseline import baseline_text
from recovery_eval.canned.check import check
from recovery_eval.canned.library import MAX_BYTES, Skipped, read_file, read_text
from recovery_eval.canned.models import Place, ReadFault, Reply
from recovery_eval.canned.options import Options
from recovery_eval.canned.paths import files_in
from recovery_eval.errors import UnknownNameError


def replies(text: str, name: str, options: Options | None = None) -> list[Reply]:
    read = list(read_text(text, name, options or Options()))
    assert not [one for one in read if isinstance(one, ReadFault)], read
    return [one for one in read if isinstance(one, Reply)]


ZENDESK = {
    "macros": [
        {
            "id": 25,
            "title": "Shipping :: Late",
            "active": True,
            "actions": [
                {"field": "comment_value", "value": "plain"},
                {"field": "comment_value_html", "value": "<p>Hi</p>"},
                {"field": "current_tags", "value": "late shipping"},
            ],
        },
        {"id": 26, "title": "Off", "active": False, "actions": [{"field": "comment_value", "value": "x"}]},
        {
            "id": 27,
            "title": "Note",
            "actions": [
                {"field": "comment_value", "value": "x"},
                {"field": "comment_mode_is_public", "value": "false"},
            ],
        },
        {
            "id": 28,
            "title": "Two",
            "actions": [
                {"field": "comment_value", "value": ["channel:web", "for the web"]},
                {"field": "comment_value", "value": ["channel:chat", "for the chat"]},
            ],
        },
    ]
}


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (
            ZENDESK,
            "z.json",
            [
                ("zendesk", "25", "Late", "Shipping", ("late", "shipping"), "Hi"),
                ("zendesk", "28#web", "Two", "", (), "for the web"),
                ("zendesk", "28#chat", "Two", "", (), "for the chat"),
            ],
        ),
        (
            {"type": "list", "data": [{"type": "macro", "id": "1", "name": "A", "body": "<p>h</p>", "body_text": "t"}]},
            "i.json",
            [("intercom", "1", "A", "", (), "t")],
        ),
        (
            {"id": 4, "name": "Refunds", "canned_responses": [{"id": 1, "title": "A", "content": "t"}]},
            "f.json",
            [("freshdesk", "1", "A", "Refunds", (), "t")],
        ),
        (
            [{"id": 1, "title": "A", "content": "t", "content_html": "<p>h</p>", "folder_id": 4}],
            "f.json",
            [("freshdesk", "1", "A", "", (), "h")],
        ),
        (
            {"id": "rsp_1", "name": "A", "body": "<p>t</p>", "is_available_for_all_inboxes": True},
            "r.json",
            [("front", "rsp_1", "A", "", (), "t")],
        ),
        (
            {
                "data": [
                    {
                        "id": 1,
                        "name": "A",
                        "language": "en",
                        "intent": "order/late",
                        "actions": [
                            {"name": "setResponseText", "arguments": {"body_text": "t"}},
                            {"name": "notify"},
                            {"name": "addTags", "arguments": {"tags": "late,vip"}},
                        ],
                    }
                ]
            },
            "g.json",
            [("gorgias", "1", "A", "", ("late", "vip", "order/late"), "t")],
        ),
        ({"_results": [{"id": "r", "name": "A", "body": "<p>t</p>"}]}, "f.json", [("front", "r", "A", "", (), "t")]),
        ([{"id": 1, "name": "A", "text": "{%user.x%}"}], "h.json", [("helpscout", "1", "A", "", (), "{%user.x%}")]),
        ([{"id": 1, "name": "A", "keywords": "k", "content": "t"}], "z.json", [("zammad", "1", "A", "", ("k",), "t")]),
        ([{"canned_id": 1, "title": "A", "response": "t"}], "o.json", [("osticket", "1", "A", "", (), "t")]),
        ([{"id": 1, "short_code": "a", "content": "t"}], "c.json", [("chatwoot", "1", "a", "", (), "t")]),
        ({"records": [{"Id": "1", "Name": "A", "Message": "t"}]}, "s.json", [("salesforce", "1", "A", "", (), "t")]),
        ([{"id": 1, "name": "A", "text": "t"}], "x.json", [("generic", "1", "A", "", (), "t")]),
        ({"version": 2, "replies": [{"id": "a", "text": "t"}]}, "x.json", [("generic", "a", "a", "", (), "t")]),
        ([{"id": "a", "title": "A", "folder": "F/G", "text": "t"}], "x.json", [("generic", "a", "A", "F/G", (), "t")]),
    ],
)  # fmt: skip
def test_an_export_is_known_by_its_shape(data: Any, name: str, wanted: list[tuple[Any, ...]]) -> None:
    read = replies(json.dumps(data), name)
    assert [(r.dialect, r.id, r.title, r.folder, r.tags, r.messages[0].text) for r in read] == wanted


@pytest.mark.parametrize("key", ["locale", "language", "lang"])
def test_the_language_of_a_reply_is_read(key: str) -> None:
    table = f"id,title,text,{key}\n1,A,Hallo,de\n2,B,Hi,\n"
    assert [reply.locale for reply in replies(table, "a.csv")] == ["de", None]
    macro = {"id": 1, "name": "A", "actions": [{"name": "setResponseText", "arguments": {"body_text": "t"}}]}
    macros = {"data": [macro | {"language": "de"}, macro | {"id": 2}]}
    assert [reply.locale for reply in replies(json.dumps(macros), "g.json")] == ["de", None]


def test_a_text_that_stands_twice_is_told_where_there_are_two() -> None:
    twice, once = {"body_html": "<p>t</p>", "body_text": "t"}, {"body_html": "<p>t</p>"}
    actions = [{"name": "setResponseText", "arguments": one} for one in (twice, once)]
    macros = [{"id": 1, "name": "A", "actions": [action]} for action in actions]
    assert [reply.has_twin for reply in replies(json.dumps({"data": macros}), "g.json")] == [True, False]


def test_an_email_template_is_of_salesforce() -> None:
    (reply,) = replies("Hi there", "Late.email")
    assert (reply.dialect, reply.title) == ("salesforce", "Late")
    assert replies("Hi there", "Late.email", Options(dialect="zendesk"))[0].dialect == "zendesk"


def test_a_table_tells_in_words_what_answers_a_complaint() -> None:
    table = "title,text,answers_complaint\na,x,TRUE\nb,x,no\nc,x,\n"
    assert [reply.answers_complaint for reply in replies(table, "a.csv")] == [True, False, None]


@pytest.mark.parametrize("text", [baseline_text({}), '{"version": 1, "tool": {"name": "recovery_eval"}}'])
def test_a_baseline_or_a_report_beside_the_replies_is_none_of_them(text: str) -> None:
    assert list(read_text(text, "known.json", Options())) == []


def test_hubspot_snippets_come_as_a_table() -> None:
    (reply,) = replies('name,shortcut,body\nLate,late,"Hi ""you"""\n', "h.csv")
    assert (reply.dialect, reply.id, reply.title, reply.messages[0].text) == ("hubspot", "late", "Late", 'Hi "you"')


def test_what_is_off_or_internal_is_read_only_on_request() -> None:
    options = Options(include_inactive=True, include_internal=True)
    assert [reply.id for reply in replies(json.dumps(ZENDESK), "z.json", options)] == [
        "25",
        "26",
        "27",
        "28#web",
        "28#chat",
    ]
    assert sum(isinstance(one, Skipped) for one in read_text(json.dumps(ZENDESK), "z.json", Options())) == 2


def test_zendesks_dynamic_content_is_passed_over() -> None:
    variants = [{"content": "We are sorry.", "locale_id": 1, "default": True}]
    items = [{"id": 1, "name": "Late", "placeholder": "{{dc.late}}", "variants": variants}]
    assert replies(json.dumps({"items": items}), "dc.json") == []


@pytest.mark.parametrize("wrong", ["{min_score: 101}", "{min_score: good}", "{min_score: true}", "{score: 7}", "70"])
def test_what_a_reply_asks_of_itself_is_a_score(wrong: str) -> None:
    text = f"- {{id: a, text: x, recovery_eval: {{expect: {wrong}}}}}\n- {{id: b, text: y}}\n"
    fault, reply = read_text(text, "f.yml", Options())
    assert isinstance(fault, ReadFault)
    assert "one key, min_score, with a number from 0 to 100, or a share up to 1" in fault.message
    assert fault.place.column > 1
    assert isinstance(reply, Reply)


def test_several_messages_are_one_reply() -> None:
    (reply,) = replies("- {id: a, messages: [one, {text: two}]}\n", "f.yml")
    assert [message.text for message in reply.messages] == ["one", "two"]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a/complaints/deep/late.md", "a/complaints/deep"),
        ("../b/late.md", "b"),
        ("recovery-eval/b/late.md", "b"),
        ("/a/b/late.md", "b"),
        ("late.md", ""),
    ],
)
def test_the_folders_of_a_markdown_file_are_its_folder(path: str, folder: str) -> None:
    assert replies("Hi", path)[0].folder == folder


def test_a_path_from_the_root_says_the_same_as_one_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert replies("Hi", f"{tmp_path.as_posix()}/complaints/deep/late.md")[0].folder == "complaints/deep"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markdown_keeps_its_lines_under_the_front_matter(end: str) -> None:
    text = end.join(["---", "title: Late", "tags: [a, b]", "---", "", "Hi there,", "", "I'm *sorry*."])
    (reply,) = replies(text, "folder/late.md")
    assert (reply.title, reply.id, reply.folder, reply.tags) == ("Late", "late", "folder", ("a", "b"))
    message = reply.messages[0]
    assert message.text.split() == ["Hi", "there,", "I'm", "*sorry*."]
    assert message.place(message.text.index("sorry")) == Place(8, 6)


def test_front_matter_may_be_empty() -> None:
    assert [message.text for message in replies("---\n---\nHi", "a.md")[0].messages] == ["Hi"]


def test_ids_are_unique_in_a_file() -> None:
    assert [r.id for r in replies("- {id: a, text: x}\n- {id: a, text: y}\n", "f.yml")] == ["a", "a (2)"]
    table = "id,text\na (2),x\n" + "a,x\n" * 20_000
    assert [r.id for r in replies(table, "f.csv")] == ["a (2)", "a", *(f"a ({number})" for number in range(3, 20_002))]


NOTE = "recovery: ignore[customer-named] no name (until 2030-01-31)"
KEY = '{"rule": "customer-named", "reason": "no name", "expires": "2030-01-31"}'
SUPPRESSED = [
    ("f.yml", f"- id: a\n  # {NOTE}\n  text: x\n- {{id: b, text: y}}\n", 2),
    ("f.md", f"---\ntitle: x\n---\nHi <!-- {NOTE} --> you\n", 4),
    ("f.md", f"---\ntitle: x  # {NOTE}\n---\nHi you\n", 2),
    ("f.json", f'[{{"id": 1,\n"text": "<p>a</p><!-- {NOTE} -->"}}]', 2),
    ("f.csv", "id,text,recovery_eval_ignore\na,x,customer-named: no name (until 2030-01-31)\n", 2),
    ("g.json", f'[{{"id": 1, "text": "x", "recovery_eval": {{"ignore": [\n{KEY}]}}}}]', 2),
    ("g.yml", f"- id: a\n  text: x\n  recovery_eval:\n    ignore:\n      - {KEY}\n", 5),
]


@pytest.mark.parametrize(("name", "text", "line"), SUPPRESSED)
def test_a_rule_is_switched_off_in_each_format(name: str, text: str, line: int) -> None:
    first, *others = replies(text, name)
    (note,) = first.suppressions
    assert (note.rule, note.reason, note.expires, note.place.line) == (
        "customer-named", "no name", date(2030, 1, 31), line)  # fmt: skip
    assert [other.suppressions for other in others] == [()] * len(others)


def _item(keys: str) -> str:
    return f"- {{id: a, text: x, recovery_eval: {{ignore: [{{{keys}}}]}}}}\n"


@pytest.mark.parametrize(
    ("name", "text", "expires"),
    [
        ("f.md", "---\ntitle: x\n---\nHi <!-- recovery: ignore[a] until 3 of us agree -->\n", None),
        ("f.yml", _item("rule: a, expires: 2030-01-31T10:00:00Z"), date(2030, 1, 31)),
    ],
)
def test_a_note_holds_up_to_its_day(name: str, text: str, expires: date | None) -> None:
    (reply,) = replies(text, name)
    assert [(type(note.expires), note.expires, note.problem) for note in reply.suppressions] == [
        (type(expires), expires, "")
    ]


@pytest.mark.parametrize(
    ("name", "text", "place", "problem"),
    [
        ("f.md", "Hi <!-- recovery: ignore[a] b (until 2030-02-31) -->\n", (1, 9), "“2030-02-31” is no day"),
        ("f.md", "Hi <!-- recovery: ignore[a] b (until 31.1.2030) -->\n", (1, 9), "“31.1.2030” is no day"),
        ("f.md", "Hi <!-- recovery: ignore a, our guarantee -->\n", (1, 9), "write it as in “recovery: ignore[rule]"),
        ("f.md", "Hi <!-- Recovery-eval disable a -->\n", (1, 9), "write it as in “recovery: ignore[rule]"),
        ("f.yml", "# recovery:ignore no-overpromise\n- {id: a, text: x}\n", (1, 3), "write it as in “recovery: ign"),
        ("f.yml", "- text: |\n    Hi\n    # recovery: ignore[a] b\n  # c\n", (3, 7), "it stands in the text itself"),
        ("f.yml", "- text: 'Hi # recovery: ignore[a] b'\n", (1, 15), "it stands in the text itself"),
        ("f.yml", _item("rule: a, expires: soon"), (1, 45), "“soon” is no day"),
        ("f.yml", _item("rule: a, expires: 2030"), (1, 45), "“2030” is no day"),
        ("f.yml", _item("rule: a, expire: 2030-01-31"), (1, 45), "no key “expire”; did you mean 'expires'?"),
        ("f.yml", _item("reason: a"), (1, 45), "it names no rule"),
        (
            "f.yml",
            "- {id: a, text: x, recovery_eval: {ignroe: [a]}}\n",
            (1, 3),
            "no key “ignroe”; did you mean 'ignore'?",
        ),
        ("f.yml", "- {id: a, text: x, recovery_eval: [a]}\n", (1, 3), "“recovery_eval” holds a key “ignore”"),
        ("f.yml", "- {id: a, text: x, recovery_eval: {ignore: [7]}}\n", (1, 3), "“ignore” holds rules"),
        ("f.yml", "- {id: a, text: x, recovery-eval: {ignore: [a]}}\n", (1, 3), "write it as “recovery_eval”"),
        ("f.csv", "id,text,recovery_eval_ignore\na,x,no-overpromise our guarantee\n", (2, 5), "“rule: the reason”"),
        ("f.csv", "id,text,Recovery eval ignore\na,x,no-overpromise: a\n", (2, 1), "it as “recovery_eval_ignore”"),
    ],
)
def test_a_note_that_cannot_be_read_is_told(name: str, text: str, place: tuple[int, int], problem: str) -> None:
    (reply,) = replies(text, name)
    (note,) = reply.suppressions
    assert problem in note.problem
    assert note.place == place


@pytest.mark.parametrize("text", ["|\n    Hi", "Hi", "'Hi'", '"Hi"', ">-\n    Hi\n"])
def test_a_comment_right_behind_a_text_of_yaml_is_a_note(text: str) -> None:
    (reply,) = replies(f"- text: {text}\n  # recovery: ignore[a] b\n", "f.yml")
    assert [(one.rule, one.problem) for one in reply.suppressions] == [("a", "")]


def test_a_comment_right_above_an_entry_of_yaml_is_its_own() -> None:
    text = (
        "# recovery: ignore[first] above\n- id: a\n  text: x\n  # recovery: ignore[second] in it\n"
        "# the next one\n# recovery: ignore[third] above\n- id: b\n  text: y\n# recovery: ignore[fourth] at the end"
    )
    assert [[note.rule for note in reply.suppressions] for reply in replies(text, "f.yml")] == [
        ["first", "second"],
        ["third", "fourth"],
    ]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "good.yml").write_text("- {id: a, text: 'Hello {{first_name}}, thanks.'}\n")
    (tmp_path / "bad.yml").write_text("- id: a\n  text: [\n")
    (tmp_path / "cyclic.yml").write_text("a: &x\n  b: *x\n")
    (tmp_path / "half.json").write_text('[{"id": 1, "text": "x"},\n {"id": 2')
    (tmp_path / "latin.csv").write_bytes("id,text\n1,caf\u00e9\n".encode("latin-1"))
    (tmp_path / "other.json").write_text('{"name": "a package", "version": 1}')
    (tmp_path / "open.md").write_text("---\ntitle: x\nHi")
    (tmp_path / "lines.jsonl").write_text('{"id": 1, "text": "Hi {{first_name}}"}\n{"id": \n')
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "self.md").symlink_to(tmp_path / "sub" / "self.md")
    (tmp_path / "sub" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    with (tmp_path / "big.json").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    return tmp_path


def test_broken_files_are_told_with_their_place_and_the_rest_is_checked(broken: Path) -> None:
    result = check([Path()])
    faults = {(fault.path, *fault.place): fault.message for fault in result.faults}
    assert set(faults) == {
        ("bad.yml", 3, 1),
        ("big.json", 1, 1),
        ("cyclic.yml", 1, 4),
        ("half.json", 2, 10),
        ("latin.csv", 2, 6),
        ("lines.jsonl", 2, 7),
        ("open.md", 1, 1),
        ("other.json", 1, 1),
        ("sub/gone.md", 1, 1),
        ("sub/self.md", 1, 1),
        ("sub/up", 1, 1),
    }
    assert "20,000,000 bytes" in faults["big.json", 1, 1]
    assert "UTF-8" in faults["latin.csv", 2, 6]
    assert "quotation marks" not in faults["bad.yml", 3, 1]  # which are asked for where a placeholder opens a text
    assert [judged.reply.path for judged in result.replies] == ["good.yml", "lines.jsonl"]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = files_in([tmp_path / "no.md"])
    assert isinstance(fault, ReadFault)
    assert fault.message == "no such file or folder"


def test_a_name_that_is_too_long_is_told_in_words() -> None:
    (fault,) = files_in([Path("n" * 300)])
    assert isinstance(fault, ReadFault)
    assert fault.message == "can't be read: File name too long"


def test_a_folder_that_may_be_listed_and_not_entered_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("open.md").write_text("Hi")
    Path("shut/inner").mkdir(parents=True)
    Path("shut/a.md").write_text("Hi")
    ask = os.stat

    def stat(path: Any, *more: Any, **options: Any) -> os.stat_result:
        if isinstance(path, Path) and "shut" in path.parent.parts:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return ask(path, *more, **options)

    monkeypatch.setattr(os, "stat", stat)  # whoever is root may enter every folder
    faults = [ReadFault(name, Place(1, 1), "can't be read: Permission denied") for name in ("shut/a.md", "shut/inner")]
    assert list(files_in([Path()])) == [Path("open.md"), *faults]
    assert list(files_in([Path("shut/inner")])) == faults[1:]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def iterdir(folder: Path) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert list(files_in([Path()])) == [ReadFault(".", Place(1, 1), "the folder can't be read: Permission denied")]


@pytest.mark.parametrize("name", ["a.md", "a.csv", "a.yml"])
def test_the_line_ends_of_old_macs_are_told_for_no_other_program_counts_them(name: str) -> None:
    (fault,) = read_text("id,text\r1,Hi\r", name, Options())
    assert isinstance(fault, ReadFault)
    assert (fault.place, fault.message) == (
        Place(1, 1),
        "lines end in a carriage return alone, as on old Macs; save it with LF or CRLF",
    )
    assert isinstance(next(read_text("Hi\rthere\n", "a.md", Options())), Reply)


def test_hidden_files_and_files_of_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.md", "a.md", "b.txt", "c.yml", "D.CSV", "README.md"):
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe")
    assert list(files_in([tmp_path / "README.md"])) == [tmp_path / "README.md"]
    assert {path.name for path in files_in([tmp_path]) if isinstance(path, Path)} == {"a.md", "c.yml", "D.CSV"}


def test_what_is_no_file_is_told_where_it_is_named_or_named_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("pipe", "pipe.md"):
        os.mkfifo(name)
    Path("lost").symlink_to("nowhere")
    told = [ReadFault("lost", Place(1, 1), "a link that leads nowhere, or round in a circle")]
    told += [ReadFault(name, Place(1, 1), "not a regular file") for name in ("pipe", "pipe.md")]
    assert list(files_in([Path()])) == [told[0], told[2]]
    assert list(files_in([Path("pipe")])) == [told[1]]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("x")
    assert list(files_in([Path("a.md"), Path(), tmp_path / "a.md"])) == [Path("a.md")]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfid,text\r\n1,sorry\r\n")
    (reply,) = read_file(path, Options())
    assert isinstance(reply, Reply)
    assert reply.messages[0].place(0) == Place(2, 3)


def test_an_unknown_dialect_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'zendesk'"):
        list(read_text("- {id: a, text: x}", "f.yml", Options(dialect="zendsk")))


def test_an_unknown_dialect_of_one_reply_is_told_and_the_rest_is_read() -> None:
    read = list(read_text("- {id: a, text: x, dialect: zendsk}\n- {id: b, text: y}\n", "f.yml", Options()))
    assert [type(one) for one in read] == [ReadFault, Reply]


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        (
            "f.yml",
            "- {id: a, text: x}\n- {id: b, txt: y}\n- just words\n",
            [("2:3", "has no text"), ("3:3", "not a reply")],
        ),
        (
            "f.yml",
            "- {id: a, text: x}\n- {id: b, text: 12}\n- {id: c, text: no}\n",
            [("2:3", "no text; put"), ("3:3", "no text; put")],
        ),
        ("f.yml", "- {id: a, text: x}\n- {id: b, messages: [x, {txt: y}]}\n", [("2:3", "has no text")]),
        ("f.yml", "- {id: a, messages: [7]}\n- {id: b, text: x}\n", [("1:3", "has no text")]),
        ("f.csv", "id,title,text\na,x,Hi\nb,y\n", [("3:1", "has no text")]),
        ("f.md", "---\ntitle: x\n---\n", [("1:1", "has no text")]),
        ("f.csv", "id,text\n1,<p>&nbsp;</p><!-- x -->\n2,Hi\n", [("2:1", "has no text")]),
        (
            "f.json",
            '{"data": [{"type": "macro", "body": "x"},\n {"type": "macro", "body": null}]}',
            [("2:2", "has no text")],
        ),
        ("f.json", '[{"id": 1, "text": "' + "x" * 20_001 + '"}]', [("1:21", "more than 20,000 characters")]),
        ("f.yml", "- id: a\n  text: Hi #{ticket.customer.firstname}, sorry\n", [("2:12", "for a comment")]),
        (
            "f.yml",
            "- id: a\n  text: {{customer.name}}, hi\n",
            [("2:10", "a text that begins with “{{” between")],
        ),
        ("f.md", "---\nid: a\nid: b\n---\nHi", [("3:1", "the first is in line 2")]),
        ("f.csv", "nickname,Words\na,b\n", [("1:1", "found: nickname, Words")]),
    ],
)
def test_what_is_no_reply_is_told_with_its_place(name: str, text: str, wrong: list[tuple[str, str]]) -> None:
    faults = [one for one in read_text(text, name, Options()) if isinstance(one, ReadFault)]
    assert [f"{one.place.line}:{one.place.column}" for one in faults] == [place for place, _ in wrong]
    for fault, (_, words) in zip(faults, wrong, strict=True):
        assert words in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "Title,Body\nLate,Hi\n",
        "TITLE;Text\nLate;Hi\n",
        "sep=;\r\ntitle;text\r\nLate;Hi\r\n",
        "title|text\nLate|Hi\n",
        "\r\n\ntitle,text\nLate,Hi\n",
        "title,text,,\n,,,\nLate,Hi,,\n,,,,,,\n",
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(text: str) -> None:
    (reply,) = replies(text, "A.CSV")
    assert (reply.title, reply.messages[0].text) == ("Late", "Hi")


def test_a_macro_that_sends_nothing_is_left_out() -> None:
    macros = [
        {"id": 1, "title": "Close", "actions": [{"field": "status", "value": "solved"}]},
        {"id": 2, "title": "Late", "actions": [{"field": "comment_value", "value": "Hi"}]},
        {"id": 3, "title": "Empty", "actions": []},
    ]
    read = list(read_text(json.dumps({"macros": macros}), "a.json", Options()))
    assert [type(one) for one in read] == [Skipped, Reply, Skipped]
    sends = {"name": "setResponseText", "arguments": {"body_text": "Hi"}}
    macros = [{"id": 1, "name": "Late", "actions": [sends]}, {"id": 2, "name": "Empty", "actions": []}]
    read = list(read_text(json.dumps({"data": macros}), "a.json", Options()))
    assert [type(one) for one in read] == [Reply, Skipped]


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [{"actions": [{"name": {"a": 1}, "arguments": {"body_text": "Hi"}}]}]}',
        '{"_results": "Hi"}',
        '{"_results": ["Hi"]}',
    ],
)
def test_an_export_of_wrong_kinds_of_values_is_told(text: str) -> None:
    found = list(read_text(text, "a.json", Options()))
    assert found
    assert not any(isinstance(one, Reply) for one in found)


@pytest.mark.parametrize(
    "header", ["id,text,tags,active,recovery_eval_ignore", "ID,text,Tags,Active,Recovery_Eval_Ignore"]
)
def test_no_column_is_lost_for_its_capitals(header: str) -> None:
    rows = "1,Hi there,complaint,yes,no-overpromise: our guarantee\n2,Hello,,no,\n"
    (reply,) = (one for one in read_text(f"{header}\n{rows}", "f.csv", Options()) if isinstance(one, Reply))
    assert (reply.id, reply.tags, [one.rule for one in reply.suppressions]) == ("1", ("complaint",), ["no-overpromise"])


def test_salesforces_own_capitals_are_known_in_a_table() -> None:
    text = "Id,Name,Message,Category,IsInsertable\n7,Late,Hi {!Contact.FirstName},Delivery,TRUE\n"
    (reply,) = read_text(text, "f.csv", Options())
    assert isinstance(reply, Reply)
    assert (reply.dialect, reply.id, reply.folder) == ("salesforce", "7", "Delivery")
