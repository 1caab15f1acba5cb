from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery_eval.canned.candidates import NAME_PLACEHOLDERS, WITH_FALLBACK
from recovery_eval.canned.dialects import DIALECTS
from recovery_eval.canned.fixes import fixed_text, safe_edits, suggestions
from recovery_eval.canned.library import Read, read_text
from recovery_eval.canned.options import Options
from recovery_eval.canned.report import Report, Suggestion
from recovery_eval.canned.run import Checker
from recovery_eval.canned.settings import Disabled, Settings, SettingsFile
from tests.unit.canned.small import POOR, library

REST = "I'm so sorry that we lost your parcel. It was our mistake. I'll ring you tomorrow. Does that work for you?"


def tried(text: str, name: str = "late.md") -> tuple[Report, dict[str, Suggestion]]:
    """The report on a file, and its suggestions by rule."""
    settings = Settings()
    report = Checker(settings).check_text(text, name)
    return report, {finding.rule_id: one for finding, one in suggestions(report, settings).items()}


def mended(text: str, name: str = "late.md") -> str:
    """The file with all safe suggestions made."""
    report, _ = tried(text, name)
    return fixed_text(report.sources[name], safe_edits(suggestions(report, Settings())).get(name, ()))


def markdown(text: str) -> str:
    return f"---\ntitle: Complaint\ntags: [complaint]\ndialect: generic\n---\n{text}\n"


@pytest.mark.parametrize(
    ("greeting", "wanted"),
    [
        ("Hi,", "Hi {{customer.first_name}},"),
        ("Hi there,", "Hi {{customer.first_name}},"),
        ("Dear Customer,", "Dear {{customer.first_name}},"),
        ("Good morning!", "Good morning {{customer.first_name}}!"),
        ("Hello", "Hello {{customer.first_name}}"),
        ("<b>Hi</b>,", "<b>Hi</b> {{customer.first_name}},"),
        ("Hi <b>there</b>,", "Hi <b>{{customer.first_name}}</b>,"),
        ('Hi&nbsp;<i class="q">valued customer</i>,', 'Hi&nbsp;<i class="q">{{customer.first_name}}</i>,'),
    ],
)
def test_a_greeting_of_nobody_gets_the_placeholder(greeting: str, wanted: str) -> None:
    assert mended(markdown(f"{greeting}\n\n{REST}")) == markdown(f"{wanted}\n\n{REST}")


@pytest.mark.parametrize("opening", ["", "Thanks for writing.\n\n", "Hi everyone at the office,\n\n"])
def test_where_there_is_no_plain_greeting_nothing_is_written(opening: str) -> None:
    text = markdown(opening + REST)
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    ["Hi valued <b>customer</b>,", "Hi <b>Mar</b>garet,", "Hi {{customer.first_name}}, sorry if <i>you</i> felt so."],
)
def test_what_tags_stand_in_is_not_written_over(text: str) -> None:
    report, found = tried(json.dumps([{"id": "late", "title": "Late", "text": f"{text}\n\n{REST}"}]), "late.json")
    assert report.findings
    assert not found


@pytest.mark.parametrize("greeting", ["Hi Margaret,", "Hi, Margaret!"])
def test_a_name_that_is_typed_in_is_suggested_and_not_replaced(greeting: str) -> None:
    text = markdown(f"{greeting}\n\n{REST}")
    report, found = tried(text)
    one = found["customer-named"]
    assert (one.description, one.is_safe) == ("write {{customer.first_name}} for “Margaret”", False)
    assert fixed_text(report.sources["late.md"], [one.edit]) == text.replace("Margaret", "{{customer.first_name}}")
    assert mended(text) == text


def test_a_hollow_apology_gets_words_as_a_suggestion_only() -> None:
    _, found = tried(POOR)
    one = found["no-non-apology"]
    assert one.description == "“sorry that we made you feel” for “sorry if you felt”"
    assert one.edit.text == "sorry that we made you feel"
    assert not one.is_safe
    assert "sorry if you felt" in mended(POOR)


def test_a_change_that_mends_nothing_or_breaks_another_rule_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery_eval.canned import candidates

    pattern = candidates._REWORDED[0][0]
    useless = ((pattern, r"\g<keep> if you feel"), (pattern, r"\g<keep> . Unfortunately the courier lost it. You felt"))
    monkeypatch.setattr(candidates, "_REWORDED", useless)
    report, found = tried(POOR)
    assert "no-non-apology" in {finding.rule_id for finding in report.findings}
    assert "no-non-apology" not in found


def test_a_fix_in_json_keeps_the_rest_of_the_file_as_it_is() -> None:
    body = f"<p>Hi there,</p><p>Caf\\u00e9 &amp; bar: {REST}</p>"
    text = (
        '{"macros": [{"id": 7, "title": "Complaint::Late", "active": true,\r\n  "actions": '
        f'[{{"field": "comment_value_html", "value": "{body}"}}]}}]}}\r\n'
    )
    new = mended(text, "zendesk.json")
    assert new == text.replace("Hi there", "Hi {{ticket.requester.first_name}}")
    assert json.loads(new)


def test_a_placeholder_that_the_file_would_read_as_a_comment_is_not_written() -> None:
    # In YAML, " #" ends a plain value.
    text = f"- id: a\n  name: Complaint\n  keywords: late\n  content: Hi there, {REST.replace(': ', ' ')}\n"
    assert mended(text, "zammad.yml") == text


SAVED = "{%customer.firstName,fallback=there%}"


@pytest.mark.parametrize(
    ("beside", "wanted"),
    [
        ("By {%user.firstName%}.", SAVED),
        ("Hello {%customer.firstName,fallback=friend%}.", "{%customer.firstName,fallback=friend%}"),
        ("Hello {%customer.firstName%}.", "{%customer.firstName%}"),  # FreeScout's exports have the same shape
    ],
)
def test_in_help_scout_the_name_gets_a_fallback_unless_the_file_writes_it_without(beside: str, wanted: str) -> None:
    replies = [{"id": 1, "name": "Complaint", "text": f"<p>Hi there,</p>{REST}"}, {"name": "Other", "text": beside}]
    text = json.dumps({"_embedded": {"saved-replies": replies}})
    assert mended(text, "saved.json") == text.replace("Hi there", f"Hi {wanted}")


def test_where_a_fallback_would_break_the_file_the_name_is_written_without() -> None:
    rest = REST.replace(",", "")
    table = f"name,text\nComplaint,Hi there! {rest}\n"  # a comma would end the cell
    settings = Settings(dialect="helpscout")
    report = Checker(settings).check_text(table, "saved.csv")
    (one,) = [each for each in suggestions(report, settings).values() if "greeting" in each.description]
    assert one.edit.text == "{%customer.firstName%}"


def test_quotation_marks_of_a_fallback_are_escaped_in_json() -> None:
    macros = [
        {"type": "macro", "id": name, "name": "Late", "body_text": f"Hi{name},\n\n{REST}"} for name in ("", " Margaret")
    ]
    text = json.dumps({"type": "list", "data": macros})
    new = json.loads(mended(text, "intercom.json"))
    assert new["data"][0]["body_text"] == f'Hi {{{{user.name|fallback:"there"}}}},\n\n{REST}'
    _, found = tried(text, "intercom.json")
    assert found["customer-named"].edit.text == r"{{user.name|fallback:\"there\"}}"


QUIET = REST.replace("'", "\u2019")
SINGLE = "{{ user.name | fallback: 'there' }}"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        (
            "late.yml",
            f'- {{id: a, title: Complaint, dialect: intercom, text: "Hi there, {REST}"}}\n',
            r"Hi {{user.name|fallback:\"there\"}},",
        ),
        (
            "late.yml",
            f"[{{id: a, title: Late, text: 'Hi there, {QUIET}'}}, {{id: b, title: B, text: \"Hello {SINGLE}\"}}]\n",
            "Hi {{ user.name | fallback: ''there'' }},",
        ),
        (
            "late.csv",
            f'id,title,dialect,text\na,Complaint,intercom,"Hi there, {REST}"\n',
            'Hi {{user.name|fallback:""there""}},',
        ),
    ],
)
def test_words_are_written_as_the_quotation_marks_around_them_ask(name: str, text: str, wanted: str) -> None:
    new = mended(text, name)
    assert new == text.replace("Hi there,", wanted)
    assert not tried(new, name)[0].faults


def test_what_breaks_many_replies_of_a_file_is_tried_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = []

    def counting(text: str, name: str, options: Options) -> Iterator[Read]:
        readings.append(text)
        return read_text(text, name, options)

    monkeypatch.setattr("recovery_eval.canned.fixes.read_text", counting)
    rows = "".join(f"{n},Complaint,helpscout,Hi there! {REST.replace(',', '')}\n" for n in range(40))
    new = mended(f"id,title,dialect,text\n{rows}", "late.csv")
    assert new.count("Hi {%customer.firstName%}!") == 40
    assert len(readings) < 40


def test_of_changes_that_break_their_own_replies_the_others_are_made() -> None:
    rest = REST.replace(",", "")
    rows = "".join(f"{n},Complaint,{('helpscout', 'generic')[n % 2]},Hi there! {rest}\n" for n in range(6))
    new = mended(f"id,title,dialect,text\n{rows}", "late.csv")
    assert new.count("Hi {{customer.first_name}}!") == 3


def test_of_changes_that_break_the_whole_file_the_others_are_made() -> None:
    rest = REST.replace(",", "")
    quoted = [f'- {{id: {n}, title: Complaint, dialect: generic, text: "Hi! {rest}"}}\n' for n in range(9)]
    plain = (
        f"- {{id: p, title: Complaint, dialect: generic, text: Hi! {rest}}}\n"  # which brackets of a placeholder end
    )
    new = mended("".join([*quoted[:4], plain, *quoted[4:]]), "late.yml")
    assert new.count("Hi {{customer.first_name}}!") == 9
    assert plain in new


NAMED = ("zendesk", "zammad", "generic")


def unnamed(*texts: str) -> str:
    return json.dumps([{"id": str(n), "title": "Late", "text": text} for n, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("texts", "placeholder", "is_safe"),
    [
        ([f"Hi,\n\n{REST} See {{{{ticket.assignee.name}}}}."], "{{ticket.requester.first_name}}", True),
        ([f"Hi,\n\n{REST}", "By {{ticket.assignee.name}}"], "{{ticket.requester.first_name}}", True),
        ([f"Hi,\n\n{REST}", "Hello {{customer.first_name}}"], "{{customer.first_name}}", True),
        ([f"Hi,\n\n{REST}", "{{customer.lastname}} {{customer.firstname}}"], "{{customer.firstname}}", True),
        ([f"Hi,\n\n{REST} {{{{agent.name}}}}", "Hello {{customer.first_name}}"], "{{customer.first_name}}", True),
        ([f"Hi,\n\n{REST} See {{{{ticket.id}}}}."], "{{ticket.requester.first_name}}", False),
        (
            [f"Hi,\n\n{REST} See {{{{ticket.assignee.name}}}}.", "Hello {{recipient.first_name}}, {{user.name}}"],
            "{{ticket.requester.first_name}}",
            True,
        ),
        ([f"Hi,\n\n{REST}"], "{{customer.first_name}}", False),
    ],
)
def test_a_placeholder_is_written_as_the_file_writes_them(texts: list[str], placeholder: str, is_safe: bool) -> None:
    report, _ = tried(unnamed(*texts), "a.json")
    found = suggestions(report, Settings())
    (one,) = [
        each for finding, each in found.items() if finding.rule_id == "customer-named" and finding.reply_id == "0"
    ]
    assert (one.edit.text.strip(), one.is_safe) == (placeholder, is_safe)


def test_a_sentence_that_a_suggestion_begins_has_a_capital() -> None:
    _, found = tried(markdown("Hi {{customer.first_name}},\n\nI'm sorry, but we packed it late. That was our mistake."))
    assert found["no-non-apology"].edit.text == "sorry. W"


def test_a_reply_that_the_file_has_twice_is_not_mended_by_half() -> None:
    macro = {
        "type": "macro",
        "id": "1",
        "name": "Late",
        "body": f"<p>Hi,</p><p>{REST}</p>",
        "body_text": f"Hi,\n\n{REST}",
    }
    text = json.dumps({"type": "list", "data": [macro]})
    _, found = tried(text, "intercom.json")
    assert not found["customer-named"].is_safe
    assert mended(text, "intercom.json") == text


def test_replies_of_one_file_that_name_different_help_desks_get_the_placeholder_of_their_own() -> None:
    replies = [{"id": name, "title": "Complaint", "dialect": name, "text": f"Hi,\n\n{REST}"} for name in NAMED]
    texts = [one["text"] for one in json.loads(mended(json.dumps(replies), "two.json"))]
    assert texts == [f"Hi {NAME_PLACEHOLDERS[name]},\n\n{REST}" for name in NAMED]


def test_two_replies_of_one_file_are_mended_together() -> None:
    replies = [{"id": name, "title": "Complaint", "dialect": "generic", "text": f"Hi,\n\n{REST}"} for name in "ab"]
    new = mended(json.dumps(replies), "two.json")
    assert new.count("Hi {{customer.first_name}},") == 2


@pytest.mark.parametrize(("dialect", "placeholder"), [*NAME_PLACEHOLDERS.items(), *WITH_FALLBACK.items()])
def test_every_dialect_has_a_placeholder_that_counts_as_the_customers_name(dialect: str, placeholder: str) -> None:
    text = json.dumps([{"id": "a", "title": "Complaint", "text": f"Hi {placeholder},\n\n{REST}"}])
    report = Checker(Settings(dialect=dialect)).check_text(text, "a.json")
    assert [one.reply.dialect for one in report.replies] == [dialect]
    assert not {"customer-named", "unknown-placeholder", "malformed-placeholder"} & {
        finding.rule_id for finding in report.findings
    }


def test_every_dialect_has_a_placeholder() -> None:
    assert NAME_PLACEHOLDERS.keys() == {dialect.name for dialect in DIALECTS}


def test_what_a_baseline_holds_is_not_taken_for_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recovery_eval.canned.baseline import updated

    monkeypatch.chdir(tmp_path)
    library(tmp_path)
    settings = Settings(dialect="generic")
    all_of_it = Checker(settings).check(["macros"])
    old = [finding for finding in all_of_it.findings if finding.rule_id != "customer-named"]
    report = Checker(settings, baseline=updated({}, old, (), tmp_path)).check(["macros"])
    assert [(one.rule_id, finding.is_safe) for one, finding in suggestions(report, settings).items()] == [
        ("customer-named", True)
    ]


def test_a_rule_that_is_switched_off_does_not_speak_against_a_suggestion() -> None:
    off = Disabled(rule="unknown-placeholder", reason="filled in by a plug-in")
    settings = Settings(file=SettingsFile(disable=(off,)))
    text = markdown(f"Hi there,\n\n{REST} See {{{{ticket.colour}}}}.").replace("generic", "zendesk")
    report = Checker(settings).check_text(text, "late.md")
    assert [(one.rule_id, each.is_safe) for one, each in suggestions(report, settings).items()] == [
        ("customer-named", True)
    ]
