"""Whose name a placeholder stands for, in each help desk."""

from __future__ import annotations

import pytest

from recovery_eval.canned.library import read_text
from recovery_eval.canned.models import Reply
from recovery_eval.canned.options import Options
from recovery_eval.canned.syntax import broken_in, placeholders_in
from recovery_eval.canned.versions import parse

CUSTOMER, AGENT, OTHER = "customer-name", "agent", "other"


def parsed(text: str, dialect: str, options: Options | None = None) -> tuple[list[str], list[str]]:
    front = f"---\ndialect: {dialect}\n---\n" if dialect else "---\ntitle: x\n---\n"
    (reply,) = read_text(front + text, "f.md", Options())
    assert isinstance(reply, Reply)
    (message,) = parse(reply, options or Options())
    return [each.kind for each in message.placeholders], [problem.rule_id for problem in message.problems]


@pytest.mark.parametrize(
    ("dialect", "written", "kind"),
    [
        ("zendesk", "{{ticket.requester.first_name}}", CUSTOMER),
        ("zendesk", '{{ticket.requester.first_name | default: "there"}}', CUSTOMER),
        ("zendesk", "{{ ticket.requester.name }}", CUSTOMER),
        ("zendesk", "[[ticket.requester.first_name]]", CUSTOMER),
        ("zendesk", "{{current_user.first_name}}", AGENT),
        ("zendesk", "{{ticket.assignee.name}}", AGENT),
        ("zendesk", "{{ticket.ticket_field_123}}", OTHER),
        ("intercom", '{{user.name|fallback:"there"}}', CUSTOMER),
        ("intercom", '<attribute key="user.name" default="there"/>', CUSTOMER),
        ("intercom", '<attribute key="user.name"/>', CUSTOMER),
        ("intercom", "<attribute default='there' key='user.name'/>", CUSTOMER),
        ("intercom", "{{teammate.name}}", AGENT),
        ("freshdesk", "{{ticket.requester.firstname}}", CUSTOMER),
        ("freshdesk", "{{ticket.agent.name}}", AGENT),
        ("gorgias", "{{ticket.customer.firstname}}", CUSTOMER),
        ("gorgias", "{{ticket.customer.integrations.shopify.orders[0].name}}", OTHER),
        ("gorgias", "{{current_user.firstname}}", AGENT),
        ("helpscout", "{%customer.firstName,fallback=there%}", CUSTOMER),
        ("helpscout", "{%customer.firstName,fallback=%}", CUSTOMER),
        ("helpscout", "{%user.firstName%}", AGENT),
        ("helpscout", "%customer.firstName%", CUSTOMER),
        ("freescout", "{%customer.fullName%}", CUSTOMER),
        ("freescout", "{%user.firstName%}", AGENT),
        ("front", "{{recipient.first_name}}", CUSTOMER),
        ("front", "{{user.name}}", AGENT),
        ("hubspot", "{{ contact.firstname }}", CUSTOMER),
        ("hubspot", "{{ owner.firstname }}", AGENT),
        ("zammad", "#{ticket.customer.firstname}", CUSTOMER),
        ("zammad", "#{user.firstname}", AGENT),
        ("osticket", "%{ticket.name.first}", CUSTOMER),
        ("osticket", "%{recipient.name}", CUSTOMER),
        ("osticket", "%{staff.name.first}", AGENT),
        ("chatwoot", "{{contact.name}}", CUSTOMER),
        ("chatwoot", "{{ contact.first_name || 'there'}}", CUSTOMER),
        ("chatwoot", "{{agent.name}}", AGENT),
        ("salesforce", "{!Contact.FirstName}", CUSTOMER),
        ("salesforce", '{!NULLVALUE(Contact.FirstName,"there")}', CUSTOMER),
        ("salesforce", '{!NULLVALUE(Contact.FirstName,"")}', CUSTOMER),
        ("salesforce", '{!BLANKVALUE(Contact.FirstName, "Valued Customer (and friends)")}', CUSTOMER),
        ("salesforce", "{!Contact.FirstName, Valued Customer}", CUSTOMER),
        ("salesforce", '{!If(IsBlank(Contact.FirstName), "our.customer", Contact.FirstName)}', CUSTOMER),
        ("salesforce", '{!IF(ISPICKVAL(Case.Priority, "High"), User.FirstName, "us")}', AGENT),
        ("salesforce", "{!TEXT(TODAY() + 3)}", OTHER),
        ("", '{!BLANKVALUE(Contact.FirstName, "there")}', CUSTOMER),
        ("salesforce", "{{{Recipient.FirstName}}}", CUSTOMER),
        ("salesforce", "{!User.FirstName}", AGENT),
        ("", "{{customer.first_name}}", CUSTOMER),
        ("", "{{ customer.first_name | upcase }}", CUSTOMER),
        ("", "[customer name]", CUSTOMER),
        ("", "{{agent.first_name}}", AGENT),
        ("", "{{parcel.eta}}", OTHER),
    ],
)
def test_a_placeholder_stands_for(dialect: str, written: str, kind: str) -> None:
    assert parsed(f"Hi {written}, sorry.", dialect) == ([kind], [])


@pytest.mark.parametrize(
    ("dialect", "written", "kind"),
    [
        ("zendesk", "{{ticket.requester.fist_name}}", CUSTOMER),
        ("zendesk", "{{ticket.asignee.first_name}}", OTHER),
        ("zendesk", "{%customer.firstName%}", OTHER),
        ("zendesk", "%customer.firstName%", OTHER),
        ("freshdesk", "{{ticket.requester.first_name}}", CUSTOMER),
        ("zammad", "#{customer.firstname}", OTHER),
        ("hubspot", "{{contact.first_name}}", CUSTOMER),
        ("intercom", "{{user.nmae}}", CUSTOMER),
        ("intercom", "{{user.aemn}}", OTHER),
        ("", "{{ticket.requester.fist_name}}", CUSTOMER),
        ("", "{{tiket.requester.first_name}}", CUSTOMER),
        ("", "{{customer.surnaem}}", OTHER),
        ("", "{{user.nmae}}", OTHER),
        ("", "{{user.nickname}}", OTHER),
    ],
)
def test_a_field_that_the_help_desk_lacks_is_told_and_names_whom_it_nearly_names(
    dialect: str, written: str, kind: str
) -> None:
    assert parsed(f"Hi {written}, sorry.", dialect) == ([kind], ["unknown-placeholder"])


@pytest.mark.parametrize("dialect", ["hubspot", ""])
@pytest.mark.parametrize("field", ["contact.nickname", "contact.first_order", "contact.name_of_pet"])
def test_a_field_of_ones_own_is_not_taken_for_a_misspelt_name(dialect: str, field: str) -> None:
    """HubSpot's `contact.*` covers them; without a dialect, other fields beside them tell it."""
    assert parsed(f"Hi {{{{contact.firstname}}}}, {{{{owner.firstname}}}} {{{{{field}}}}}", dialect)[1] == []


@pytest.mark.parametrize("field", ["customer.title", "customer.email"])
def test_a_library_of_ones_own_knows_what_else_is_said_of_customers(field: str) -> None:
    assert parsed(f"Dear {{{{{field}}}}} {{{{customer.last_name}}}}, {{{{agent.name}}}}", "")[1] == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("{{contact.firstname}} {{contact.lifecyclestage}} {{owner.firstname}} {{ticket.x}}", "HubSpot"),
        ("{{customer.last_name}} {{agent.name}}", "“customer.hue” is not a field that is known"),
        ("{{customer_name}}", "“customer.hue” is not a field that is known"),
        ("#{customer.nick}", "“customer.nick” is not a field that is known"),
        ("%{ticket.name} {{ticket.x}}", "“customer.hue” is not written as osTicket writes placeholders"),
    ],
)
def test_a_help_desk_is_named_only_where_one_alone_has_the_other_fields(fields: str, told: str) -> None:
    (reply,) = read_text(f"---\ntitle: x\n---\n{fields} {{{{customer.hue}}}}", "f.md", Options())
    assert isinstance(reply, Reply)
    messages = [problem.message for message in parse(reply, Options()) for problem in message.problems]
    assert any(told in message for message in messages), messages


@pytest.mark.parametrize(
    "name",
    [
        "ticket.requester.first_name",
        "ticket.requester.firstname",
        "ticket.customer.firstname",
        "recipient.first_name",
        "customer.first_name",
        "customer_name",
        "requester.name",
    ],
)
def test_no_number_of_other_fields_tells_more_than_a_name(name: str) -> None:
    others = "{{ticket.order_number}} {{ticket.carrier}} {{company.motto}}"
    assert parsed(f"Hi {{{{{name}}}}}, {others}.", "") == ([CUSTOMER, OTHER, OTHER, OTHER], [])


@pytest.mark.parametrize("written", ["{{username}}", "{{ticket_id}}", "{{shop_name}}"])
def test_a_field_without_dots_is_ones_own(written: str) -> None:
    assert parsed(f"Hi {written}", "") == ([OTHER], [])


def test_what_the_options_list_is_not_taken_for_misspelt() -> None:
    written, options = "{{contact.first_name}}", Options(known_placeholders=("contact.first_name",))
    assert parsed(written, "hubspot", options) == ([OTHER], [])
    assert parsed(written, "hubspot") == ([CUSTOMER], ["unknown-placeholder"])


def test_user_is_told_apart_by_what_stands_beside_it() -> None:
    assert parsed("Hi {{user.name}}", "") == ([OTHER], ["unknown-placeholder"])
    assert parsed('Hi {{user.name|fallback:"there"}}', "")[0] == [CUSTOMER]
    assert parsed("Hi {{recipient.first_name}}, {{user.name}}", "")[0][1] == AGENT
    assert parsed("Hi {{user.name}}, {{teammate.name}}", "")[0][0] == CUSTOMER
    assert parsed("{% assign who = recipient.first_name %}Hi {{who}}, {{user.name}}", "") == ([CUSTOMER, AGENT], [])


def test_fields_of_ones_own_are_told_in_the_options() -> None:
    options = Options(
        customer_names=frozenset({"buyer"}), agent_names=frozenset({"seller"}), known_placeholders=("deal.*",)
    )
    kinds, problems = parsed("Hi {{buyer}}, {{deal.day}}, {{seller}}", "zendesk", options)
    assert (kinds, problems) == ([CUSTOMER, OTHER, AGENT], [])


@pytest.mark.parametrize(
    ("field", "pattern", "known"),
    [
        ("order.items[0].name", "order.items[0].name", True),
        ("order.items[3].name", "order.items[*].name", True),
        ("order.items0.name", "order.items[0].name", False),
        ("Deal.Day", "deal.*", True),
        ("deal.day", "deal.?ay", False),
    ],
)
def test_a_star_alone_stands_for_anything_in_a_field_of_ones_own(field: str, pattern: str, known: bool) -> None:
    _, problems = parsed(f"{{{{{field}}}}}", "zendesk", Options(known_placeholders=(pattern,)))
    assert problems == ([] if known else ["unknown-placeholder"])


@pytest.mark.parametrize(
    "broken",
    [
        "{{ticket.requester.first_name}", "{ticket.requester.first_name}", "{{ticket.requester.first_name", "{{}}",
        "ticket.requester.first_name}}", "{%customer.firstName}", "%{ticket.name.first", "#{ticket.customer.firstname",
        "{!Contact.FirstName", "[[ticket.requester.first_name]", "%mailbox.name%",
    ],
)  # fmt: skip
def test_what_lacks_a_brace_is_told_with_its_place(broken: str) -> None:
    text = f"Hi {broken}\nand {{{{a.b}}}} more"
    whole = placeholders_in(text)
    assert [text[start:end] for start, end in broken_in(text, whole)] == [broken]
    assert [one.field for one in whole] == ["a.b"]


@pytest.mark.parametrize("text", ["50% off", "a [link](x) and [a note]", "5 < 6 > 4", "100 %", "Mr [sic] x"])
def test_plain_text_holds_no_placeholder(text: str) -> None:
    assert placeholders_in(text) == []
    assert list(broken_in(text, [])) == []


@pytest.mark.parametrize(
    "text", ["{{" + " " * 100_000, "{{{" + " " * 100_000, "{" + "a" * 300_000, "{" + "a." * 200_000]
)
def test_long_runs_of_one_sign_are_read_once_and_not_in_every_split(text: str) -> None:
    assert placeholders_in(text) == []
    assert len(list(broken_in(text, []))) <= 1


FIRST = "ticket.requester.first_name"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"{{% assign name = {FIRST} %}}Hi {{{{name}}}}", [CUSTOMER]),
        (f"{{% assign a = {FIRST} %}}{{% assign b = a %}}Hi {{{{ b | capitalize }}}}", [CUSTOMER]),
        (
            f"{{% if x %}}{{% assign a = {FIRST} %}}{{% else %}}{{% assign a = 'you' %}}{{% endif %}}{{{{a}}}}",
            [CUSTOMER],
        ),
        (f"{{% capture a %}}Hi {{{{{FIRST}}}}}{{% endcapture %}}{{{{a}}}}", [CUSTOMER, CUSTOMER]),
        ("{% assign name = ticket.assignee.first_name %}Hi {{name}}", [AGENT]),
        (
            f"{{% assign a = {FIRST} | split: ' ' %}}{{{{a[0]}}}} {{{{a.first}}}} {{{{a.size}}}}",
            [CUSTOMER, CUSTOMER, OTHER],
        ),
        ("{% assign when = 'Friday' %}by {{when}}", [OTHER]),
        ("{% for t in ticket.tags %}{{t}} {{t.name}} {{forloop.index}}{% endfor %}", [OTHER, OTHER, OTHER]),
        ("{% increment x %}{{x}}{% cycle 'a', 'b' %}{% # note %}{% if x contains '50%' %}a{% endif %}", [OTHER]),
        ("{{ 'now' | date: '%A' }}{{- ' ' -}}", [OTHER, OTHER]),
    ],
)
def test_liquid_names_and_values_are_no_fields_of_the_help_desk(text: str, kinds: list[str]) -> None:
    assert parsed(text, "zendesk") == (kinds, [])


def test_a_name_that_nothing_gave_is_still_unknown() -> None:
    assert parsed("{% assign name = x %}Hi {{nmae}}", "zendesk") == ([OTHER], ["unknown-placeholder"])


def test_between_backticks_chatwoot_fills_nothing_in() -> None:
    assert parsed("Hi `{{contact.name}}` {{contact.name}}", "chatwoot") == ([CUSTOMER], ["unknown-placeholder"])
    assert parsed("Hi `{{ticket.requester.name}}`", "zendesk") == ([CUSTOMER], [])


def test_a_placeholder_in_a_comment_reaches_nobody() -> None:
    text = "{% comment %}{{ticket.requester.nmae}}{% endcomment %}Hi {{ticket.requester.name}}"
    assert parsed(text, "zendesk") == ([CUSTOMER], [])


def test_raw_text_is_filled_in_by_nobody() -> None:
    text = "{% raw %}{% if x %}{{ticket.requester.name}}{% endraw %}{{ticket.requester.name}}"
    assert parsed(text, "zendesk") == ([CUSTOMER], ["unknown-placeholder"] * 2)


@pytest.mark.parametrize(
    ("text", "dialect", "kind"),
    [
        ("{{ticket.customer.integrations[12].orders[0].name}}", "gorgias", OTHER),
        ("{!$User.FirstName}", "salesforce", AGENT),
        ("{%mailbox.fromName%}", "helpscout", OTHER),
        ("{!Contact.Nickname__c}", "salesforce", OTHER),
        ("{!Parcel__c.Carrier__r.Name}", "salesforce", OTHER),
    ],
)
def test_a_field_of_ones_own_shop_or_org_is_known(text: str, dialect: str, kind: str) -> None:
    assert parsed(text, dialect) == ([kind], [])
