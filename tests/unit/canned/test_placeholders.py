"""Whose name a placeholder stands for, in each help desk."""

from __future__ import annotations

import pytest

from recovery_eval.canned.library import read_text
from recovery_eval.canned.models import Reply
from recovery_eval.canned.options import Options
from recovery_eval.canned.syntax import broken_in, placeholders_in
from recovery_eval.canned.versions import parse

CUSTOMER, AGENT, OTHER = "customer-name", "agent", "other"


def parsed(text: str, dialect: str, options: Options | None = None) -> tuple[list[tuple[str, bool, bool]], list[str]]:
    front = f"---\ndialect: {dialect}\n---\n" if dialect else "---\ntitle: x\n---\n"
    (reply,) = read_text(front + text, "f.md", Options())
    assert isinstance(reply, Reply)
    (message,) = parse(reply, options or Options())
    kinds: list[tuple[str, bool, bool]] = [
        (each.kind, each.has_fallback, each.is_known) for each in message.placeholders
    ]
    return kinds, [problem.rule_id for problem in message.problems]


@pytest.mark.parametrize(
    ("dialect", "written", "kind", "has_fallback"),
    [
        ("zendesk", "{{ticket.requester.first_name}}", CUSTOMER, False),
        ("zendesk", '{{ticket.requester.first_name | default: "there"}}', CUSTOMER, True),
        ("zendesk", "{{ ticket.requester.name }}", CUSTOMER, False),
        ("zendesk", "[[ticket.requester.first_name]]", CUSTOMER, False),
        ("zendesk", "{{current_user.first_name}}", AGENT, False),
        ("zendesk", "{{ticket.assignee.name}}", AGENT, False),
        ("zendesk", "{{ticket.ticket_field_123}}", OTHER, False),
        ("intercom", '{{user.name|fallback:"there"}}', CUSTOMER, True),
        ("intercom", '<attribute key="user.name" default="there"/>', CUSTOMER, True),
        ("intercom", '<attribute key="user.name"/>', CUSTOMER, False),
        ("intercom", "{{teammate.name}}", AGENT, False),
        ("freshdesk", "{{ticket.requester.firstname}}", CUSTOMER, False),
        ("freshdesk", "{{ticket.agent.name}}", AGENT, False),
        ("gorgias", "{{ticket.customer.firstname}}", CUSTOMER, False),
        ("gorgias", "{{ticket.customer.integrations.shopify.orders[0].name}}", OTHER, False),
        ("gorgias", "{{current_user.firstname}}", AGENT, False),
        ("helpscout", "{%customer.firstName,fallback=there%}", CUSTOMER, True),
        ("helpscout", "{%customer.firstName,fallback=%}", CUSTOMER, False),
        ("helpscout", "{%user.firstName%}", AGENT, False),
        ("freescout", "{%customer.fullName%}", CUSTOMER, False),
        ("freescout", "{%user.firstName%}", AGENT, False),
        ("front", "{{recipient.first_name}}", CUSTOMER, False),
        ("front", "{{user.name}}", AGENT, False),
        ("hubspot", "{{ contact.firstname }}", CUSTOMER, False),
        ("hubspot", "{{ owner.firstname }}", AGENT, False),
        ("zammad", "#{ticket.customer.firstname}", CUSTOMER, False),
        ("zammad", "#{user.firstname}", AGENT, False),
        ("osticket", "%{ticket.name.first}", CUSTOMER, False),
        ("osticket", "%{recipient.name}", CUSTOMER, False),
        ("osticket", "%{staff.name.first}", AGENT, False),
        ("chatwoot", "{{contact.name}}", CUSTOMER, False),
        ("chatwoot", "{{ contact.first_name || 'there'}}", CUSTOMER, True),
        ("chatwoot", "{{agent.name}}", AGENT, False),
        ("salesforce", "{!Contact.FirstName}", CUSTOMER, False),
        ("salesforce", '{!NULLVALUE(Contact.FirstName,"there")}', CUSTOMER, True),
        ("salesforce", '{!NULLVALUE(Contact.FirstName,"")}', CUSTOMER, False),
        ("salesforce", "{{{Recipient.FirstName}}}", CUSTOMER, False),
        ("salesforce", "{!User.FirstName}", AGENT, False),
        ("", "{{customer.first_name}}", CUSTOMER, False),
        ("", "{{ customer.first_name | upcase }}", CUSTOMER, False),
        ("", "[customer name]", CUSTOMER, False),
        ("", "{{agent.first_name}}", AGENT, False),
        ("", "{{parcel.eta}}", OTHER, False),
    ],
)
def test_a_placeholder_stands_for(dialect: str, written: str, kind: str, has_fallback: bool) -> None:
    assert parsed(f"Hi {written}, sorry.", dialect) == ([(kind, has_fallback, True)], [])


@pytest.mark.parametrize(
    ("dialect", "written"),
    [
        ("zendesk", "{{ticket.requester.fist_name}}"),
        ("zendesk", "{%customer.firstName%}"),
        ("freshdesk", "{{ticket.requester.first_name}}"),
        ("zammad", "#{customer.firstname}"),
        ("", "{{customer.surnaem}}"),
        ("", "{{user.nickname}}"),
    ],
)
def test_a_field_that_the_help_desk_lacks_is_told(dialect: str, written: str) -> None:
    assert parsed(f"Hi {written}, sorry.", dialect) == ([(OTHER, False, False)], ["unknown-placeholder"])


def test_user_is_told_apart_by_what_stands_beside_it() -> None:
    assert parsed("Hi {{user.name}}", "") == ([(OTHER, False, False)], ["unknown-placeholder"])
    assert parsed('Hi {{user.name|fallback:"there"}}', "")[0] == [(CUSTOMER, True, True)]
    assert parsed("Hi {{recipient.first_name}}, {{user.name}}", "")[0][1] == (AGENT, False, True)
    assert parsed("Hi {{user.name}}, {{teammate.name}}", "")[0][0] == (CUSTOMER, False, True)


def test_fields_of_ones_own_are_told_in_the_options() -> None:
    options = Options(
        customer_names=frozenset({"buyer"}), agent_names=frozenset({"seller"}), known_placeholders=("deal.*",)
    )
    kinds, problems = parsed("Hi {{buyer}}, {{deal.day}}, {{seller}}", "zendesk", options)
    assert ([kind for kind, _, _ in kinds], problems) == ([CUSTOMER, OTHER, AGENT], [])


@pytest.mark.parametrize(
    "broken",
    [
        "{{ticket.requester.first_name}", "{ticket.requester.first_name}", "{{ticket.requester.first_name", "{{}}",
        "ticket.requester.first_name}}", "{%customer.firstName}", "%{ticket.name.first", "#{ticket.customer.firstname",
        "{!Contact.FirstName", "[[ticket.requester.first_name]", "%customer.firstName%",
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
