"""Salesforce: records of Quick Text, in JSON, YAML or CSV, and the text of email templates.

The fields of `User` and `Sender` were not seen in Salesforce's own documentation. What stands behind a comma, as in
`{!Contact.FirstName, customer}`, is sent where the field is empty; Salesforce saves it as `BLANKVALUE(…)`.
"""

from __future__ import annotations

from recovery_eval.canned.dialects.shape import Columns, Dialect, fields, listed

SALESFORCE = Dialect(
    name="salesforce",
    title="Salesforce",
    drafts=Columns(
        marks=("Name", "Message"), text=("Message",), id=("Id", "DeveloperName"), title=("Name",),
        folder=("FolderName", "Category"), active="IsInsertable", inside="records",
    ).drafts,
    shapes=frozenset({"bang", "triple"}),
    customer=fields(
        "contact.{firstname lastname name}", "lead.{firstname lastname name}", "recipient.{firstname lastname name}",
        "case.contact.{firstname lastname name}", "account.{firstname lastname}", "case.suppliedname",
    ),
    agent=fields(
        "user.{firstname lastname name}", "sender.{firstname lastname name}", "case.owner.{firstname lastname name}",
        "case.{ownerfirstname ownerlastname ownerfullname}", "$user.{firstname lastname}",
    ),
    other=listed(
        "contact.{email phone title salutation}", "case.*", "account.*", "organization.*", "user.{email phone title}",
        "recipient.{email phone title salutation}", "sender.{email phone title}", "lead.*", "opportunity.*", "order.*",
        "$*", "*__c", "*__r", "*__c.*", "*__r.*", "*(*)",
    ),
)  # fmt: skip
