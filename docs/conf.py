"""How the site is built: `make docs`. The pages in `MADE` are written anew before each build."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[1]))  # for `docs._made`

import recovery_eval
from docs._made import MADE, write_pages
from docs._made.links import without_links_out

project = "recovery_eval"
author = "the recovery_eval authors"
release = version = recovery_eval.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_made", "Thumbs.db", ".DS_Store"]
myst_heading_anchors = 4
smartquotes = False  # a quote is shown to the character
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(?!recovery_eval\.).*"),  # names of others: their pages would have to be fetched
    ("py:class", r"recovery_eval\.(beyond|promises\.models|rulebook\.conditions|signals\.files)\..*"),  # no page
    ("py:class", r"recovery_eval\.canned\.(models\.Reply|options\.Config|source\.Place)"),  # nor these
]

default_role = "code"
python_use_unqualified_type_names = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"recovery_eval {release}"
html_show_copyright = False
html_copy_source = False


def _write_pages(app: Sphinx) -> None:
    write_pages(Path(app.srcdir) / "reference", MADE)


def _drop_links_out(app: Sphinx, name: str, source: list[str]) -> None:
    source[0] = without_links_out(source[0], Path(app.env.doc2path(name)), Path(app.srcdir))


def _without_signature(
    _app: Sphinx, what: str, _name: str, _object: object, _options: object, _signature: str | None, _returns: str | None
) -> tuple[str, None] | None:
    """A class tells its fields under "Attributes"; their annotations hold validators, which tell a reader nothing."""
    return ("", None) if what == "class" else None


def setup(app: Sphinx) -> None:
    """Has the made pages written before Sphinx looks for sources."""
    app.connect("builder-inited", _write_pages)
    app.connect("source-read", _drop_links_out)
    app.connect("autodoc-process-signature", _without_signature)
