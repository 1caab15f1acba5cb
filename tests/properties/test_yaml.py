from __future__ import annotations

import contextlib
import json

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.errors import RuleFileError
from recovery_eval.sources import parse_yaml

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=20,
)


any_text = st.text(max_size=80) | st.text("{}[]:,-?&*!|>'\"%@# \n\tab<=~1.", max_size=40)


def outcome(text: str, *, with_places: bool) -> object:
    try:
        source = parse_yaml(text, "f.yml", with_places=with_places)
    except RuleFileError as error:
        return error.faults
    return repr(source.data), source.places


@given(any_text)
def test_the_quick_reading_gives_what_the_one_with_places_does(text: str) -> None:
    assert outcome(text, with_places=False) == outcome(text, with_places=True)


@given(any_text)
def test_any_text_is_either_data_or_faults(text: str) -> None:
    with contextlib.suppress(RuleFileError):
        parse_yaml(text, "f.yml")


@given(plain)
def test_json_is_read_as_the_data_it_holds_and_every_value_has_a_place(data: object) -> None:
    source = parse_yaml(json.dumps(data), "f.json")
    assert source.data == data
    assert () in source.places or data is None
