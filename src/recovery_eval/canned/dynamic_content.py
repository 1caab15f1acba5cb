"""Zendesk's dynamic content: sentences that macros place by a name, as in `{{dc.late_apology}}`.

It is read as `GET /api/v2/dynamic_content/items` gives it. Of an item with variants the default one counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from recovery_eval.canned.dialects.shape import is_on
from recovery_eval.canned.files.html_text import html_text
from recovery_eval.canned.files.json_values import read_json
from recovery_eval.canned.files.values import BrokenFileError, Record, records
from recovery_eval.canned.source import SourceFile
from recovery_eval.canned.syntax import placeholders_in
from recovery_eval.errors import RecoveryEvalError


def read_dynamic_content(path: Path) -> Mapping[str, str]:
    """Returns the plain text of every item of an export, by its field in small letters, as in `dc.late_apology`.

    Raises:
        RecoveryEvalError: The file can't be read, or holds no dynamic content.
    """
    try:
        data = read_json(SourceFile(str(path), path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise RecoveryEvalError(f"{path}: the dynamic content can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecoveryEvalError(f"{path}: not UTF-8; save the file in UTF-8") from error
    except BrokenFileError as error:
        raise RecoveryEvalError(f"{path}:{error.place.line}:{error.place.column}: {error.message}") from error
    items = records(data.get("items") if isinstance(data, Record) else None)
    texts = {one.field.lower(): _text(item) for item in items for one in placeholders_in(item.word("placeholder"))}
    if not texts:
        raise RecoveryEvalError(f"{path}: holds no dynamic content: a list “items” of placeholder and variants")
    return texts


def _text(item: Record) -> str:
    variants = [one for one in records(item.get("variants")) if is_on(one.get("active", True))]
    chosen = next((one for one in variants if is_on(one.get("default", False))), variants[0] if variants else None)
    content = chosen.text("content") if chosen is not None else None
    return html_text(content.written)[0].text.strip() if content is not None else ""
