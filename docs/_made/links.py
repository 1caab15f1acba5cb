"""Links from a page of docs/ to other files of the checkout: good where the page is read there, dead on the site."""

from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<path>\.\./[^)#\s]+)(?:#[^)\s]*)?\)")


def without_links_out(text: str, page: Path, docs: Path) -> str:
    """Returns a page's text in which a link that leaves `docs` is only its words.

    Where nothing stands at its end the link stays, and the build fails at it.
    """

    def shown(link: re.Match[str]) -> str:
        target = (page.parent / link["path"]).resolve()
        leaves = target.exists() and not target.is_relative_to(docs.resolve())
        return link["words"] if leaves else link[0]

    return LINK.sub(shown, text)
