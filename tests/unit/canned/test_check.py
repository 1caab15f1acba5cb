"""Replies are judged as what they are: one side of a conversation, with gaps for names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recovery_eval.canned.check import check, check_text
from recovery_eval.canned.models import CheckResult, Finding, Place
from recovery_eval.canned.options import ComplaintPatterns, Options
from recovery_eval.errors import RecoveryEvalError, UnknownNameError

NAME = "{{ticket.requester.first_name}}"
SOUND = (
    f"Hi {NAME},\n\nI'm so sorry your tulips came a day late. We packed them too late, and that is our mistake. "
    "I've refunded the postage.\n\nDoes that work for you? I'll write to you on Friday."
)


def judged(text: str, options: Options | None = None, *, head: str = "tags: [complaint]") -> CheckResult:
    return check_text(f"---\ndialect: zendesk\n{head}\n---\n{text}\n", "f.md", options)


def found(text: str, options: Options | None = None, *, head: str = "tags: [complaint]") -> list[tuple[str, str]]:
    return [(finding.rule_id, finding.quote) for finding in judged(text, options, head=head).findings]


def test_a_sound_reply_passes() -> None:
    result = judged(SOUND)
    assert result.findings == ()
    assert [one.score for one in result.replies] == [100.0]


@pytest.mark.parametrize(
    ("salutation", "wanted"),
    [
        ("Hi {{ticket.requester.first_name}},", []),
        ('Hi {{ticket.requester.first_name | default: "there"}},', []),
        ("Hi there,", [("customer-named", "")]),
        ("Hi Gillian,", [("customer-named", "Gillian")]),
        ("Hi Gillian Marsh-Okoro,", [("customer-named", "Gillian Marsh-Okoro")]),
        ("Dear Mrs Okoro,", [("customer-named", "Okoro")]),
        ("Hi {{current_user.first_name}},", [("customer-named", "{{current_user.first_name}}")]),
        ("{{ticket.requester.first_name}}!", []),
        ("Hi {{ticket.id}},", [("customer-named", "")]),
        ("Hi\n{{current_user.first_name}},", [("customer-named", "{{current_user.first_name}}")]),
        ("It is me, {{current_user.first_name}},", [("customer-named", "")]),
    ],
)
def test_the_customer_is_named_by_a_placeholder_of_theirs(salutation: str, wanted: list[tuple[str, str]]) -> None:
    assert found(SOUND.replace(f"Hi {NAME},", salutation)) == wanted


def test_every_name_typed_in_is_told() -> None:
    text = SOUND.replace(f"Hi {NAME},", "Hi Gillian,").replace("Does that", "Thank you, Stuart. Does that")
    assert found(text) == [("customer-named", "Gillian"), ("customer-named", "Stuart")]


@pytest.mark.parametrize(
    "words",
    [
        "Our tuner, Mr Adeyemi, will ring the bell at nine.",
        "Dr Lindgren sees the cat at four.",
        "Marvellous! The choir takes you.",
        "The ferry took Naples for its harbour.",
    ],
)
def test_somebody_who_is_spoken_of_is_no_name_typed_in(words: str) -> None:
    assert found(f"Hi {NAME},\n\n{words}", head="title: Hours") == []


def test_who_is_greeted_by_a_title_is_typed_in_also_beside_a_placeholder() -> None:
    assert found(f"Dear Mrs Okoro, hello {NAME}.", head="title: Hours") == [("customer-named", "Okoro")]


def test_a_form_is_held_against_the_answer_to_a_complaint_alone() -> None:
    text = SOUND + " Please fill in the claim form."
    assert found(text) == [("no-effort-demand", "fill in the claim form")]
    assert found(text, head="title: Dog licence") == []


def test_a_complaint_that_is_waved_away_is_told() -> None:
    assert found(SOUND + " Please calm down.") == [("no-dismissal", "calm down")]


def test_a_finding_says_what_was_found_and_why_an_apology_does_not_count() -> None:
    text = SOUND.replace(" I've refunded the postage.", " We are short-staffed this week.")
    told = {finding.rule_id: finding.message for finding in judged(text).findings}
    assert told == {
        "no-blame-or-excuse": "An excuse: “short-staffed”",
        "sincere-apology": "Nothing found for “The agent apologised, and meant it”; “I'm so sorry” was not counted: "
        "the same message holds an excuse, “short-staffed”",
    }


def test_a_name_for_a_gap_that_nobody_fills_is_not_called_one_typed_in() -> None:
    text = SOUND.replace(f"Hi {NAME},", "Hi {first_name},")
    told = {finding.quote: finding.message for finding in judged(text).findings if finding.rule_id == "customer-named"}
    assert told == {"{first_name}": "“{first_name}” will not be filled in; every customer would be called by it"}


def test_the_agents_signature_is_not_the_customers_name() -> None:
    text = SOUND.replace(f"Hi {NAME},", "Hi,") + "\n\nKind regards,\n{{current_user.first_name}}"
    assert found(text) == [("customer-named", "")]


def test_where_something_is_missing_the_first_line_is_shown() -> None:
    (finding,) = judged(SOUND.replace("Does that work for you? ", "")).findings
    assert isinstance(finding, Finding)
    assert (finding.rule_id, finding.start, finding.end) == (
        "invites-confirmation",
        Place(5, 1),
        Place(5, len(f"Hi {NAME},") + 1),
    )
    assert (finding.quote, finding.severity) == ("", "minor")


@pytest.mark.parametrize("end", ["\n", "  \r\n"])
def test_where_something_is_missing_the_end_of_the_line_is_not_shown(end: str) -> None:
    (finding,) = judged(f"Hello,{end}Thanks.", head="title: x").findings
    assert (finding.start, finding.end) == (Place(5, 1), Place(5, 7))


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  "])
def test_a_sentence_that_an_editor_wrapped_is_read_as_one(end: str) -> None:
    text = f"Hi {NAME},{end}we're sorry{end}if you feel let down."
    (finding,) = judged(text, head="title: x").findings
    assert (finding.rule_id, finding.quote) == ("no-non-apology", f"sorry{end}if you feel")
    assert (finding.start.line, finding.end.line) == (6, 7)


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  "])
@pytest.mark.parametrize(
    "promise", ["I'll telephone next|Tuesday.", "I'll be in touch by|5 pm.", "We shall write when|Ada is back."]
)
def test_a_sentence_goes_on_with_a_capital_after_a_word_that_ends_none(end: str, promise: str) -> None:
    assert found(SOUND.replace("I'll write to you on Friday.", promise.replace("|", end))) == []


WRAPPED = f"""Hi {NAME},

I'm so sorry that your tulips stood in the rain for two days. We had
put them down at the wrong gate, and that is our mistake. There is a
new bunch for you, to be fetched whenever you like. Is our shop in Moor
Lane handy? I'll write to you on Friday.
"""


def test_a_line_that_is_full_goes_on_with_a_capital() -> None:
    assert found(WRAPPED) == []
    assert found(WRAPPED.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("that your tulips stood in the rain for two days. We had\nput them down at the wrong gate, and that", "that"),
        ("new bunch for you, to be fetched whenever you like. Is", "bunch for you. Is"),  # there was room for more
        ("for you, to", f"for you{' and yours' * 6}, to"),  # no editor has lines as long as that
    ],
)
def test_a_line_that_is_not_full_ends_there(old: str, new: str) -> None:
    assert [rule for rule, _ in found(WRAPPED.replace(old, new))] == ["invites-confirmation"]


@pytest.mark.parametrize("line", ["We're sorry", "Sorry for the wait, from all of us"])
def test_a_line_that_ends_in_another_word_ends_there(line: str) -> None:
    assert found(f"Hi {NAME},\n{line}\nIf you feel well, go ahead", head="title: x") == []


def test_what_stands_in_a_line_of_its_own_is_not_read_into_the_next() -> None:
    assert found(f"Hi {NAME}, we're sorry.\nif you feel well, go ahead", head="title: x") == []


@pytest.mark.parametrize(
    ("head", "options", "answers"),
    [
        ("tags: [complaint]", Options(), True),
        ("folder: Complaints/Late", Options(), True),
        ("title: Late parcel", Options(), True),
        ("title: A template", Options(), False),
        ("title: Late parcel\nanswers_complaint: false", Options(), False),
        ("title: Opening hours\nanswers_complaint: true", Options(), True),
        ("tags: [oops-17]", Options(complaints=ComplaintPatterns(tags=("Oops-*",))), True),
        ("title: '[Urgent] Wait'", Options(complaints=ComplaintPatterns(titles=("[urgent]*",))), True),
        ("title: Urn", Options(complaints=ComplaintPatterns(titles=("[urgent]*", "ur?"))), False),
        ("tags: [complaint]", Options(complaints=ComplaintPatterns((), (), ())), False),
    ],
)
def test_tags_folder_and_title_tell_what_answers_a_complaint(head: str, options: Options, answers: bool) -> None:
    rules = [rule for rule, _ in found(f"Hi {NAME}, we are open from nine to six.", options, head=head)]
    assert rules == (["follow-up-promised", "invites-confirmation", "sincere-apology"] if answers else [])


def test_a_reply_passes_when_every_branch_passes_and_the_finding_names_the_branch() -> None:
    text = SOUND.replace(
        "I've refunded", '{% if ticket.via == "chat" %}It was due to high demand. {% endif %}I\'ve refunded'
    )
    result = judged(text)
    assert {(f.rule_id, f.branch) for f in result.findings} == {
        ("no-blame-or-excuse", 'if ticket.via == "chat"'),
        ("sincere-apology", 'if ticket.via == "chat"'),
    }
    (one,) = result.replies
    assert one.score is not None
    assert one.score < 100


def test_what_fails_in_every_branch_names_none() -> None:
    text = SOUND.replace(f"Hi {NAME}", "{% if ticket.id %}Hi{% else %}Hello{% endif %}")
    assert [(f.rule_id, f.branch) for f in judged(text).findings] == [("customer-named", None)]


@pytest.mark.parametrize(
    ("tags", "salutation", "wanted"),
    [
        (f"{{% capture hi %}}Hi {NAME}{{% endcapture %}}", "{{ hi }},", []),
        ("{% capture hi %}Hi Gillian{% endcapture %}", "{{ hi }},", ["Gillian"]),
        ("{% capture x %}It will never happen again.{% endcapture %}", f"Hi {NAME},", []),
        ("{% assign hi = 'Hi Gillian' %}", "{{ hi }},", ["Gillian"]),
        ("{% assign end = 'It will never happen again.' %}", f"Hi {NAME}, {{{{ end }}}}", ["will never happen again"]),
        ("{% for x in y %}{% else %}It will never recur. {% endfor %}", f"Hi {NAME},", ["will never recur"]),
        # Words that are not all captured are told as far as they stand together.
        (
            "{% capture end %}felt ignored.{% endcapture %}",
            f"Hi {NAME}, sorry if you {{{{end}}}}",
            ["", "sorry if you "],
        ),
    ],
)
def test_words_that_are_captured_assigned_or_stand_for_an_empty_loop_are_judged_where_they_are_sent(
    tags: str, salutation: str, wanted: list[str]
) -> None:
    assert [quote for _, quote in found(tags + SOUND.replace(f"Hi {NAME},", salutation))] == wanted


def test_where_the_name_is_not_known_none_is_asked_for() -> None:
    known = f"{{% if ticket.requester.first_name %}}Hi {NAME}{{% else %}}Hello{{% endif %}}"
    assert found(SOUND.replace(f"Hi {NAME}", known)) == []
    other = f"{{% if ticket.via %}}Hi {NAME}{{% else %}}Hello{{% endif %}}"
    assert [(f.rule_id, f.branch) for f in judged(SOUND.replace(f"Hi {NAME}", other)).findings] == [
        ("customer-named", "if not ticket.via")
    ]


def test_too_many_branches_are_told() -> None:
    many = "".join(f"{{% if ticket.ticket_field_{n} %}}.{{% endif %}}" for n in range(9))
    (finding,) = judged(SOUND + many).findings
    assert finding.rule_id == "malformed-condition"
    assert "64 texts" in finding.message


@pytest.mark.parametrize(("count", "are_told"), [(3, False), (4, True)])
def test_too_many_branches_of_several_messages_are_told(count: int, are_told: bool) -> None:
    half = "".join(f"{{% if ticket.ticket_field_%d{n} %}}.{{% endif %}}".replace("%d", "{m}") for n in range(count))
    lines = "".join(f"    - 'Hi {NAME} {half.replace('{m}', str(m))}'\n" for m in range(2))
    findings = check_text(f"- id: a\n  dialect: zendesk\n  messages:\n{lines}", "f.yml").findings
    message = "the conditions of the messages together make more than 64 texts"
    assert [(one.rule_id, one.message) for one in findings] == [("malformed-condition", message)] * are_told


def test_sentences_kept_elsewhere_may_hold_what_is_missing() -> None:
    text = f"Hi {NAME},\n\n{{{{dc.late_apology}}}}\n\nThis was due to high demand."
    assert found(text) == [("no-blame-or-excuse", "high demand")]


APOLOGY = f"We are so sorry, {NAME}: your tulips came late, and that was our mistake."
REST = "I've refunded the postage. Does that work for you? I'll write to you on Friday."


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (APOLOGY, []),
        ("Thank you for waiting.", [("customer-named", ""), ("sincere-apology", "")]),
        (f"{{% if ticket.id %}}{APOLOGY}{{% endif %}}", []),  # with a condition it stays unknown
        ("See {{dc.more}}.", []),  # so does what it places in its turn
        (f"{APOLOGY} It will never happen again.", [("no-overpromise", "{{dc.Opening}}")]),
        (f"{APOLOGY} {{{{ticket.requester.fist_name}}}}", [("unknown-placeholder", "{{dc.Opening}}")]),
        (f"{APOLOGY} Take care, Gillian.", [("customer-named", "{{dc.Opening}}")]),
    ],
)
def test_sentences_kept_elsewhere_are_judged_where_they_are_known(content: str, wanted: list[tuple[str, str]]) -> None:
    options = Options(dynamic_content={"dc.opening": content})
    assert found(f"{{{{dc.Opening}}}}\n\n{REST}", options) == wanted


def test_a_finding_in_sentences_kept_elsewhere_says_its_words_and_where_they_are_placed() -> None:
    options = Options(dynamic_content={"dc.opening": f"{APOLOGY} It will never happen again."})
    (finding,) = judged(f"{{{{dc.opening}}}}\n\n{REST}", options).findings
    assert finding.message == "An absolute guarantee: “will never happen again”, in “{{dc.opening}}”"
    assert (finding.start, finding.end) == (Place(5, 1), Place(5, 15))
    options = Options(dynamic_content={"dc.opening": f"{APOLOGY} That was due to high demand."})
    told = [each.message for each in judged(f"{{{{dc.opening}}}}\n\n{REST}", options).findings]
    assert "“We are so sorry”, in “{{dc.opening}}” was not counted" in told[1]


@pytest.mark.parametrize(
    ("when", "is_a_time"),
    [
        ("by {{ticket.due_date}}", True),
        ("on {{Callback_Day}}", True),
        ("in {{ticket.count}} days", True),
        ("by {{ 'now' | date: '%A' }}", True),
        ("by {{ 'Friday' }}", True),
        ("by {{ticket.colour}}", False),
        ("in {{ticket.colour}} days", False),
    ],
)
def test_a_gap_for_a_day_or_a_number_tells_when(when: str, is_a_time: bool) -> None:
    options = Options(rulebook="five-steps", known_placeholders=("*",))
    rules = {rule for rule, _ in found(f"Hi {NAME}, I'll ring you {when}.", options)}
    assert ("follow-up-has-a-time" not in rules) == is_a_time


def test_the_messages_of_a_macro_are_one_conversation() -> None:
    first, second = SOUND.rsplit("\n\n", 1)
    head = "- id: a\n  dialect: zendesk\n  tags: [complaint]\n  messages:\n"
    library = f"{head}    - |\n{_indented(first)}\n    - |\n{_indented(second)}\n"
    assert check_text(library, "f.yml").findings == ()
    alone = library.replace(f"    - |\n{_indented(second)}\n", "")
    assert [f.rule_id for f in check_text(alone, "f.yml").findings] == ["follow-up-promised", "invites-confirmation"]


def _indented(text: str) -> str:
    return "\n".join(f"        {line}" if line else "" for line in text.split("\n"))


def test_a_rule_that_is_switched_off_neither_fails_nor_counts() -> None:
    text = SOUND.replace(f"Hi {NAME}", "Hi there")
    result = judged(text, Options(disabled={"customer-named": "names are not known here"}))
    assert result.findings == ()
    assert result.replies[0].score == 100


@pytest.mark.parametrize("locale", ["de", "fr-FR", "German"])
def test_of_a_reply_in_another_language_only_placeholders_are_judged(locale: str) -> None:
    head = f"tags: [complaint]\nlocale: {locale}"
    result = judged(f"{NAME}, per our policy: {{{{ticket.requester.fist_name}}}}", head=head)
    assert [finding.rule_id for finding in result.findings] == ["unknown-placeholder"]
    assert [one.score for one in result.replies] == [100.0]
    assert found("Guten Tag", head=head) == [("customer-named", "")]


@pytest.mark.parametrize("in_branch", [False, True])
@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de", "Danke, dass Sie warten. Leider, so ist es, kommt es später."),
        ("fr", "Merci. Désolé, c'est notre faute. Cordialement, l'équipe"),
        ("ru", "Спасибо, мы всё получили. Извините, это наша вина."),
    ],
)
def test_in_another_language_no_word_before_a_comma_is_taken_for_a_name(
    locale: str, words: str, in_branch: bool
) -> None:
    text, head = f"{NAME},\n\n{words}", f"locale: {locale}"
    if in_branch:
        condition = f"ticket.requester.language == '{locale}'"
        text, head = f"{{% if {condition} %}}{text}{{% else %}}Hi {NAME}, sorry.{{% endif %}}", "title: x"
    assert found(text, head=head) == []


def test_hidden_signs_that_turn_the_reading_direction_are_told() -> None:
    text = f"Hi {NAME}, \u2067olleh\u2069"
    assert found(text, head="title: x") == [("hidden-direction", "\u2067"), ("hidden-direction", "\u2069")]
    assert found(text, head="locale: ar") == []


@pytest.mark.parametrize(
    ("conditions", "judged_in"),
    [
        (
            "{% if ticket.requester.language == 'de' %}D{% else %}E{% endif %}",
            "if not ticket.requester.language == 'de'",
        ),
        (
            "{% if ticket.requester.language != 'en-GB' %}D{% else %}E{% endif %}",
            "if not ticket.requester.language != 'en-GB'",
        ),
        (
            "{% case ticket.requester.locale %}{% when 'de', 'at' %}D{% when 'English' %}E{% endcase %}",
            "if not ticket.requester.locale == 'de', 'at', if ticket.requester.locale == 'English'",
        ),
        (
            "{% case ticket.requester.locale %}{% when 'de', 'en' %}E{% else %}D{% endcase %}",
            "if ticket.requester.locale == 'de', 'en'",
        ),
        (
            "{% if user.language == 'German' or user.language == 'English' %}E{% else %}D{% endif %}",
            "if user.language == 'German' or user.language == 'English'",
        ),
    ],
)
def test_a_branch_in_another_language_is_not_judged_by_english_words(conditions: str, judged_in: str) -> None:
    told = {finding.branch for finding in judged(f"Hi {NAME}. {conditions}").findings}
    assert [branch.split(" (and")[0] for branch in told if branch] == [judged_in]


@pytest.mark.parametrize(
    ("condition", "otherwise", "is_judged"),
    [
        ("language == 'en-GB'", "If you felt ignored, we are sorry that you see it so.", True),
        ("locale == 'en-US' or ticket.requester.locale == 'en-CA'", "You are wrong, and it is your fault.", True),
        ("language == 'en-US'", "Es tut uns leid, dass Ihr Paket so spät kommt.", False),
        ("locale == 'en-AU'", "Het spijt ons dat uw pakket is vertraagd en wij bellen u morgen.", False),
        ("language == 'English'", "You are wrong, and it is your fault.", False),
    ],
)
def test_what_is_left_where_one_english_locale_was_asked_for_is_judged_if_its_words_are_english(
    condition: str, otherwise: str, is_judged: bool
) -> None:
    text = f"Hi {NAME}. {{% if ticket.requester.{condition} %}}{SOUND}{{% else %}}{otherwise}{{% endif %}}"
    told = {finding.branch for finding in judged(text).findings}
    assert told == ({f"if not ticket.requester.{condition}"} if is_judged else set())


@pytest.mark.parametrize("locale", ["en", "en-gb", "EN_US", "English", "all", "'*'", "7"])
def test_a_reply_in_english_is_judged(locale: str) -> None:
    assert ("sincere-apology", "") in found(f"Hi {NAME}", head=f"tags: [complaint]\nlocale: {locale}")


def test_a_rulebook_of_ones_own_judges_every_language(tmp_path: Path) -> None:
    book = "rulebook: ours\nversion: '1'\ntitle: Ours\ndescription: Ours.\nextends: canned-responses\n"
    (tmp_path / "ours.yml").write_text(book, encoding="utf-8")
    options = Options(rulebook=str(tmp_path / "ours.yml"))
    assert "sincere-apology" in dict(found(f"Hallo {NAME}", options, head="tags: [complaint]\nlocale: de"))


def test_other_rulebooks_judge_too() -> None:
    rules = {f.rule_id for f in judged("Sorry if you feel upset.", Options(rulebook="core")).findings}
    assert {"no-non-apology", "solution-confirmed"} <= rules
    with pytest.raises(UnknownNameError, match="did you mean 'core'"):
        judged(SOUND, Options(rulebook="cor"))


def test_each_path_has_its_options(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\ntitle: x\n---\nHi {{user.name}}, thanks.\n")

    class Each:
        def for_path(self, path: str) -> Options:
            return Options(dialect=None)

    class Mixed:
        def for_path(self, path: str) -> Options:
            return Options(customer_names=frozenset({"user.name"} if path.endswith("a.md") else ()))

    assert [Path(f.path).name for f in check([tmp_path], Mixed()).findings if f.rule_id == "customer-named"] == ["b.md"]
    assert len([f for f in check([tmp_path], Each()).findings if f.rule_id == "customer-named"]) == 2


def test_a_greeting_by_an_unknown_field_gets_the_advice_of_the_rule() -> None:
    (finding,) = [
        one for one in judged(SOUND.replace(NAME, "{{ticket.nick}}")).findings if one.rule_id == "customer-named"
    ]
    assert finding.advice.startswith("Use the customer's first name")


@pytest.mark.parametrize("path", ["macros/", Path("macros")])
def test_one_path_in_place_of_several_is_an_error_and_not_read_letter_by_letter(path: Any) -> None:
    with pytest.raises(RecoveryEvalError, match=r"paths: give a list of files and folders, as in \['macros/?'\]"):
        check(path)
