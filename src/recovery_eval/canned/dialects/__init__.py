"""The help desks whose libraries are read: the shape of their exports and their placeholders, one file each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.canned.dialects.chatwoot import CHATWOOT
from recovery_eval.canned.dialects.freshdesk import FRESHDESK
from recovery_eval.canned.dialects.front import FRONT
from recovery_eval.canned.dialects.generic import GENERIC
from recovery_eval.canned.dialects.gorgias import GORGIAS
from recovery_eval.canned.dialects.helpscout import FREESCOUT, HELPSCOUT
from recovery_eval.canned.dialects.hubspot import HUBSPOT
from recovery_eval.canned.dialects.intercom import INTERCOM
from recovery_eval.canned.dialects.osticket import OSTICKET
from recovery_eval.canned.dialects.salesforce import SALESFORCE
from recovery_eval.canned.dialects.shape import Dialect, Draft
from recovery_eval.canned.dialects.zammad import ZAMMAD
from recovery_eval.canned.dialects.zendesk import ZENDESK
from recovery_eval.errors import UnknownNameError

__all__ = ["DIALECTS", "Dialect", "Draft", "detect", "dialect_named"]

# In the order in which the shape of a file is tried; the first that has it is taken.
DIALECTS: tuple[Dialect, ...] = (
    ZENDESK,
    INTERCOM,
    GORGIAS,
    FRONT,
    ZAMMAD,
    CHATWOOT,
    FRESHDESK,
    OSTICKET,
    SALESFORCE,
    HUBSPOT,
    HELPSCOUT,
    FREESCOUT,
    GENERIC,
)


def dialect_named(name: str) -> Dialect:
    """Returns a dialect. Raises UnknownNameError, with the nearest name, where there is none."""
    for dialect in DIALECTS:
        if dialect.name == name:
            return dialect
    raise UnknownNameError("dialect", name, (dialect.name for dialect in DIALECTS))


def detect(data: Any) -> tuple[Dialect, Iterator[Draft]] | None:
    """Returns the first dialect whose exports have the shape of some data, with the replies; None where none has."""
    for dialect in DIALECTS:
        drafts = dialect.drafts(data)
        if drafts is not None:
            return dialect, drafts
    return None
