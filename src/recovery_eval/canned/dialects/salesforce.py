"""Salesforce: records of Quick Text, in JSON, YAML or CSV, and the text of email templates.

The fields of `User` and `Sender`, and `NULLVALUE`, were not seen in Salesforce's own documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.shape import Dialect, Draft, fields, is_on, listed
from recovery_eval.canned.files.values import Record, records


def _drafts(data: Any) -> Iterator[Draft] | None:
    if isinstance(data, Record):
        data = data.get("records", data)
    quick = [record for record in records(data) if "Name" in record and "Message" in record]
    return (_of_quick_text(record) for record in quick) if quick else None


def _of_quick_text(record: Record) -> Draft:
    text = record.text("Message")
    return Draft(
        record,
        (text,) if text else (),
        record.word("Id", "DeveloperName"),
        record.word("Name"),
        record.word("FolderName", "Category"),
        active=is_on(record.get("IsInsertable", True)),
    )


SALESFORCE = Dialect(
    name="salesforce",
    title="Salesforce",
    drafts=_drafts,
    shapes=frozenset({"bang", "triple"}),
    customer=fields(
        "contact.{firstname lastname name}", "lead.{firstname lastname name}", "recipient.{firstname lastname name}",
        "case.contact.{firstname lastname name}", "account.{firstname lastname}", "case.suppliedname",
    ),
    agent=fields(
        "user.{firstname lastname name}", "sender.{firstname lastname name}", "case.owner.{firstname lastname name}",
        "case.{ownerfirstname ownerlastname ownerfullname}",
    ),
    other=listed(
        "contact.{email phone title salutation}", "case.*", "account.*", "organization.*", "user.{email phone title}",
        "recipient.{email phone title salutation}", "sender.{email phone title}", "lead.*", "opportunity.*", "order.*",
        "$*",
    ),
)  # fmt: skip
