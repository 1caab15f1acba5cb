"""How help desks write their libraries: the shapes of their exports, and their placeholders, whole and broken."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple


class Seed(NamedTuple):
    """A fault: the rule, and the words at which it must be found; "" for the reply's first line."""

    rule: str
    words: str
    branch: str | None = None


class Reply(NamedTuple):
    """One reply before it is written."""

    id: str
    title: str
    text: str
    seeds: tuple[Seed, ...]
    answers_complaint: bool


class Desk(NamedTuple):
    """How one help desk writes things.

    Attributes:
        name: The file's stem.
        customer: Placeholders for the customer's name, used in turn.
        agent: The placeholder for the agent's name.
        link: Another placeholder that is known.
        unknown: A placeholder with a slip in its name, and not nearly the customer's: that would be told as one fault.
        malformed: A placeholder that lacks something.
        condition: A condition in Liquid, or "" where the help desk has none.
        encode: Turns plain text into what stands in the file.
        write: Returns the files, by name, that hold replies.
    """

    name: str
    customer: tuple[str, ...]
    agent: str
    link: str
    unknown: str
    malformed: str
    condition: str
    encode: Callable[[str], str]
    write: Callable[[list[Reply]], dict[str, str]]


def _as_is(text: str) -> str:
    return text


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _html(text: str) -> str:
    return escape(text)


def _json_html(text: str) -> str:
    return _json(_html(text))


def _csv(text: str) -> str:
    return text.replace('"', '""')


def _csv_html(text: str) -> str:
    return _csv(_html(text))


def _body(text: str) -> str:
    """Returns the HTML of a text."""
    return "".join(f"<p>{_html(part)}</p>" for part in text.split("\n\n"))


def _dumped(data: Any) -> str:
    return json.dumps(data, indent=1) + "\n"


def _table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def _title(reply: Reply) -> str:
    return f"Complaint: {reply.title}" if reply.answers_complaint else reply.title


def _tags(reply: Reply) -> list[str]:
    return ["complaint", "spring"] if reply.answers_complaint else ["spring"]


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else "" for line in text.split("\n"))


def _markdown(replies: list[Reply]) -> dict[str, str]:
    return {
        f"markdown/{r.id}.md": f"---\ntitle: {json.dumps(r.title)}\ntags: [{', '.join(_tags(r))}]\n---\n{r.text}\n"
        for r in replies
    }


def _yaml(replies: list[Reply]) -> dict[str, str]:
    items = (
        f"  - id: {reply.id}\n    title: {json.dumps(reply.title)}\n    tags: [{', '.join(_tags(reply))}]\n"
        f"    text: |-\n{_indented(reply.text, 6)}\n"
        for reply in replies
    )
    return {"yaml.yml": "replies:\n" + "".join(items)}


def _json_list(replies: list[Reply]) -> dict[str, str]:
    return {"json.json": _dumped([
        {"id": r.id, "folder": "Complaints" if r.answers_complaint else "Desk", "title": r.title, "text": r.text}
        for r in replies
    ])}  # fmt: skip


def _csv_table(replies: list[Reply]) -> dict[str, str]:
    rows = ((r.id, r.title, " ".join(_tags(r)), r.text) for r in replies)
    return {"csv.csv": _table(("id", "title", "tags", "text"), rows)}


def _zendesk(replies: list[Reply]) -> dict[str, str]:
    return {"zendesk.json": _dumped({"macros": [
        {"id": n, "title": ("Complaints::" if r.answers_complaint else "Desk::") + r.title, "active": True,
         "actions": [{"field": "comment_value_html", "value": _body(r.text)}, {"field": "status", "value": "pending"}]}
        for n, r in enumerate(replies)
    ]})}  # fmt: skip


def _intercom(replies: list[Reply]) -> dict[str, str]:
    return {"intercom.json": _dumped({"type": "list", "data": [
        {"type": "macro", "id": r.id, "name": _title(r), "body_text": r.text} for r in replies
    ]})}  # fmt: skip


def _freshdesk(replies: list[Reply]) -> dict[str, str]:
    return {"freshdesk.json": _dumped([
        {"id": r.id, "title": _title(r), "folder_id": 4, "content_html": f"<div>{_body(r.text)}</div>"} for r in replies
    ])}  # fmt: skip


def _gorgias(replies: list[Reply]) -> dict[str, str]:
    return {"gorgias.json": _dumped({"data": [
        {"id": r.id, "name": r.title, "actions": [
            {"name": "setResponseText", "arguments": {"body_html": _body(r.text)}},
            {"name": "addTags", "arguments": {"tags": ",".join(_tags(r))}},
        ]} for r in replies
    ]})}  # fmt: skip


def _helpscout(replies: list[Reply]) -> dict[str, str]:
    return {"helpscout.json": _dumped({"_embedded": {"saved-replies": [
        {"id": n, "name": _title(r), "text": _body(r.text)} for n, r in enumerate(replies)
    ]}})}  # fmt: skip


def _front(replies: list[Reply]) -> dict[str, str]:
    return {"front.json": _dumped({"_results": [
        {"id": r.id, "name": _title(r), "subject": "", "body": _body(r.text)} for r in replies
    ]})}  # fmt: skip


def _zammad(replies: list[Reply]) -> dict[str, str]:
    rows = ((r.id, r.title, " ".join(_tags(r)), _body(r.text), "true") for r in replies)
    return {"zammad.csv": _table(("id", "name", "keywords", "content", "active"), rows)}


def _osticket(replies: list[Reply]) -> dict[str, str]:
    items = (
        f"- canned_id: {n}\n  isenabled: 1\n  title: {json.dumps(_title(r))}\n  response: |\n"
        f"{_indented(_body(r.text), 4)}\n"
        for n, r in enumerate(replies, start=1)
    )
    return {"osticket.yaml": "".join(items)}


def _chatwoot(replies: list[Reply]) -> dict[str, str]:
    return {"chatwoot.json": _dumped([
        {"id": n, "account_id": 1, "short_code": _title(r), "content": r.text} for n, r in enumerate(replies)
    ])}  # fmt: skip


def _salesforce(replies: list[Reply]) -> dict[str, str]:
    rows = ((r.title, "Complaints" if r.answers_complaint else "Desk", r.text, "true") for r in replies)
    return {"salesforce.csv": _table(("Name", "Category", "Message", "IsInsertable"), rows)}


def _hubspot(replies: list[Reply]) -> dict[str, str]:
    return {"hubspot.csv": _table(("name", "shortcut", "body"), ((_title(r), r.id, r.text) for r in replies))}


_ZENDESK = (
    "{{ticket.requester.first_name}}",
    '{{ticket.requester.first_name | default: "there"}}',
    "{{ticket.requester.name}}",
)
_CHAT = 'ticket.via == "chat"'
DESKS = (
    Desk("markdown", ("{{customer.first_name}}", "{{customer.name}}"), "{{agent.first_name}}", "{{help.link}}",
         "{{customer.refrence}}", "{{order.number}", 'order.state == "late"', _as_is, _markdown),
    Desk("yaml", ("{{customer.first_name}}", "{{first_name}}"), "{{agent.name}}", "{{help.link}}",
         "{{customer.numbr}}", "{order.number}", 'order.state == "late"', _as_is, _yaml),
    Desk("json", ("{{contact.first_name}}", "{{customer.name}}"), "{{agent.name}}", "{{help.link}}",
         "{{agent.fone}}", "order.number}}", 'order.state == "late"', _json, _json_list),
    Desk("csv", ('{{customer.first_name | default: "there"}}', "{{customer.full_name}}"), "{{agent.name}}",
         "{{help.link}}",
         "{{customer.e_mail}}", "{{order.number", "order.late", _csv, _csv_table),
    Desk("zendesk", _ZENDESK, "{{current_user.first_name}}", "{{ticket.link}}", "{{ticket.idd}}", "{{ticket.id}",
         _CHAT, _json_html, _zendesk),
    Desk("intercom", ('{{user.name|fallback:"there"}}', "{{user.first_name}}"), "{{teammate.name}}", "{{company.page}}",
         "{{user.surname_}}", "{{user.id}", "user.city", _json, _intercom),
    Desk("freshdesk", ("{{ticket.requester.firstname}}", "{{ticket.requester.name}}"), "{{ticket.agent.name}}",
         "{{ticket.url}}", "{{ticket.requester.fone}}", "{ticket.id}", 'ticket.source == "Phone"', _json_html,
         _freshdesk),
    Desk("gorgias", ("{{ticket.customer.firstname}}", "{{ticket.customer.name}}"), "{{current_user.firstname}}",
         "{{ticket.customer.integrations.shopify.orders[0].order_status_url}}", "{{ticket.customer.fone}}",
         "{{ticket.id}",
         "ticket.custom_fields.vip", _json_html, _gorgias),
    Desk("helpscout", ("{%customer.firstName%}", "{%customer.firstName,fallback=there%}"), "{%user.firstName%}",
         "{%conversation.url%}", "{%conversation.nummer%}", "{%conversation.number}", "", _json_html, _helpscout),
    Desk("front", ("{{recipient.first_name}}", "{{recipient.name}}"), "{{user.name}}", "{{account.page}}",
         "{{recipient.handel}}", "{{account.id}", "account.vip", _json_html, _front),
    Desk("zammad", ("#{ticket.customer.firstname}", "#{ticket.customer.fullname}"), "#{user.firstname}",
         "#{config.fqdn}",
         "#{ticket.nummer}", "#{ticket.number", "", _csv_html, _zammad),
    Desk("osticket", ("%{ticket.name.first}", "%{recipient.name.first}"), "%{staff.name.first}",
         "%{ticket.client_link}",
         "%{ticket.numbr}", "%{ticket.number", "", _html, _osticket),
    Desk("chatwoot", ("{{contact.name}}", "{{contact.first_name || 'there'}}"), "{{agent.name}}", "{{account.name}}",
         "{{contact.fone_number}}", "{{conversation.id}", 'inbox.name == "Web"', _json, _chatwoot),
    Desk("salesforce", ("{!Contact.FirstName}", '{!NULLVALUE(Contact.FirstName,"there")}', "{{{Recipient.FirstName}}}"),
         "{!User.FirstName}", "{!Case.Link}", "{!Contact.Fone}", "{!Case.Number", "", _csv, _salesforce),
    Desk("hubspot", ("{{ contact.firstname }}", "{{contact.firstname}}"), "{{ owner.firstname }}", "{{ company.page }}",
         "{{ kontact.number }}", "{{ ticket.id }", "ticket.vip", _csv, _hubspot),
)  # fmt: skip
