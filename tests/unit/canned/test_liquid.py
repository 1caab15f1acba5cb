"""Every text that can come of a reply with conditions."""

from __future__ import annotations

import pytest

from recovery_eval.canned.liquid import MOST_BRANCHES, LiquidError, branches_of
from recovery_eval.canned.syntax import placeholders_in


def texts(text: str) -> dict[str | None, str]:
    written = placeholders_in(text)
    branches = branches_of(text, [one for one in written if one.shape == "liquid"], written)
    return {branch.label: "".join(text[start:end] for start, end in branch.spans) for branch in branches}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("plain", {None: "plain"}),
        ("a{% if x %}b{% endif %}c", {"if x": "abc", "if not x": "ac"}),
        ("{%- if x -%}b{%- else -%}c{%- endif -%}", {"if x": "b", "if not x": "c"}),
        ("{% unless x %}b{% endunless %}", {"if not x": "b", "if x": ""}),
        (
            "{% if x %}1{% elsif y %}2{% else %}3{% endif %}",
            {"if x": "1", "if not x, if y": "2", "if not x, if not y": "3"},
        ),
        ("{% if x %}1{% elseif y %}2{% endif %}", {"if x": "1", "if not x, if y": "2", "if not x, if not y": ""}),
        (
            "{% case t %}{% when 'a' %}1{% when 'b' %}2{% endcase %}",
            {
                "if t == 'a'": "1",
                "if not t == 'a', if t == 'b'": "2",
                "if not t == 'a', if not t == 'b'": "",
            },
        ),
        ("{% if x %}1{% endif %}{% if x %}2{% else %}3{% endif %}", {"if x": "12", "if not x": "3"}),
        (
            "{% if x %}{% if y %}1{% endif %}{% endif %}2",
            {"if x, if y": "12", "if x, if not y": "2", "if not x": "2"},
        ),
        ("{% for i in l %}a{% endfor %}b", {None: "ab"}),
        (
            "{% for i in l %}a{% else %}b{% endfor %}c{% for i in l %}d{% else %}{% endfor %}",
            {"if any i in l": "acd", "if not any i in l": "bc"},
        ),
        ("{% for i in l %}{% if x %}1{% else %}2{% endif %}{% endfor %}", {"if x": "1", "if not x": "2"}),
        ("{% if b == 'A' %}1{% endif %}{% if b != 'A' %}2{% endif %}", {"if b == 'A'": "1", "if not b == 'A'": "2"}),
        (
            "{% if b != 1 %}1{% elsif b == 1 %}2{% else %}3{% endif %}",
            {"if b != 1": "1", "if not b != 1, if b == 1": "2"},
        ),
        ("{% if x contains '50%' %}1{% endif %}", {"if x contains '50%'": "1", "if not x contains '50%'": ""}),
        ("a{% increment n %}{% cycle 'x', 'y' %}{% # note %}b", {None: "ab"}),
        ("a{% raw %}b{% endraw %}c", {None: "abc"}),
        ("a{% comment %}b{% if %}{% endcomment %}c", {None: "ac"}),
        ("a{% comment %}b{% raw %}{% endif %}c{% endcomment %}d{% comment %}{% endcomment %}", {None: "ad"}),
        ("{% if\tx %}a{% else\n%}b{% endif %}", {"if x": "a", "if not x": "b"}),
        ("{% assign a = b %}c{% capture d %}e{% endcapture %}", {None: "c"}),
        ("{% assign x = 'a b' %}c{{ x }}d{{ x }}", {None: "ca bd{{ x }}"}),
        ('{% assign x = "a" | upcase %}{% assign x = b.c %}c{{ x }}', {None: "c{{ x }}"}),
        (
            "{% if y %}{% assign x = 'a' %}{% else %}{% assign x = z %}{% endif %}{{x}}",
            {"if y": "a", "if not y": "{{x}}"},
        ),
        ("{% capture x %}a{% endcapture %}{% assign x = 'b' %}{{x}}", {None: "b"}),
        ("a{% capture x %}b{% endcapture %}c{{ x }}d{{ x }}", {None: "acbd{{ x }}"}),
        ("{{ x }}{% capture 'x' %}a{{ b }}{% endcapture %}{{ x | strip }}", {None: "{{ x }}a{{ b }}"}),
        ("{% capture x %}{% if y %}a{% else %}b{% endif %}{% endcapture %}{{x}}", {"if y": "a", "if not y": "b"}),
        (
            "{% if y %}{% capture x %}a{% endcapture %}{% endif %}c{{x}}",
            {"if y": "ca", "if not y": "c{{x}}"},
        ),
        ("{% capture x %}a{% endcapture %}{% capture x %}{{x}}b{% endcapture %}{{x}}{{x}}", {None: "ab{{x}}"}),
        ("{% capture x %}a{% endcapture %}{% capture x %}b{% endcapture %}{{x}}{{x}}", {None: "b{{x}}"}),
        ("{% capture x %}1{% capture y %}2{% endcapture %}3{% endcapture %}{{y}}{{x}}", {None: "213"}),
        ("{% capture x %}a{% comment %}{{x}}{% endcomment %}{% endcapture %}{{x}}", {None: "a"}),
    ],
)
def test_the_texts_that_come_of(text: str, wanted: dict[str | None, str]) -> None:
    assert texts(text) == wanted


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("a {% if x %}b", 2, "never closed"),
        ("a {% endif %}", 2, "closes or continues no condition"),
        ("{% else %}", 0, "closes or continues no condition"),
        ("a{% capture x %}b", 1, "“capture” is never closed by “endcapture”"),
        ("a{% comment %}b{% if x %}{% endif %}c", 1, "“comment” is never closed by “endcomment”"),
        ("{% if x %}{% raw %}a", 10, "“raw” is never closed by “endraw”"),
        ("a{% endcomment %}", 1, "closes or continues no condition"),
        ("a{% endraw %}", 1, "closes or continues no condition"),
        ("{% if x %}{% capture y %}{% else %}{% endcapture %}{% endif %}", 25, "closes or continues no condition"),
        ("{% if x %}{% endunless %}{% endif %}", 10, "closes or continues no condition"),
        ("{% assign a = b %}" * 201, 0, "more than 200 tags"),
        ("".join(f"{{% if x{n} %}}a{{% endif %}}" for n in range(40)), 0, f"more than {MOST_BRANCHES} texts"),
    ],
)
def test_conditions_that_do_not_fit_together_are_told_with_their_place(text: str, start: int, said: str) -> None:
    with pytest.raises(LiquidError, match=said) as caught:
        texts(text)
    assert caught.value.start == start


@pytest.mark.parametrize(
    ("condition", "missing"),
    [
        ("{% if a.name %}x{% endif %}", [None, "a.name"]),
        ("{% if a.Name != blank %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name != empty and a.name <> null and a.name != '' %}x{% endif %}", [None, "a.name"]),
        ('{% if a.name == "" %}x{% endif %}', ["a.name", None]),
        ("{% if $a.name == empty or $a.name == null or $a.name == blank %}x{% endif %}", ["$a.name", None]),
        ("{% unless a.name %}x{% endunless %}", ["a.name", None]),
        ("{% if a.name contains 'x' %}x{% endif %}", [None, None]),
        ("{% if a.name == nil or a.name == '' %}x{% endif %}", ["a.name", None]),
        ("{% if a.name and a.name != blank %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name and b.name %}x{% endif %}", [None, None]),
        ("{% if a.name.size > 0 %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name.size>=1 %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name | size != 0 %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name.size == 0 %}x{% endif %}", ["a.name", None]),
        ("{% if a.name.size < 1 %}x{% endif %}", ["a.name", None]),
        ("{% if a.name != blank and a.name.size > 0 %}x{% endif %}", [None, "a.name"]),
        ("{% if a.name.size > 10 %}x{% endif %}", [None, None]),
        ("{% if a.name.size > 1 %}x{% endif %}", [None, None]),
    ],
)
def test_a_decision_tells_which_field_is_empty(condition: str, missing: list[str | None]) -> None:
    tags = placeholders_in(condition)
    assert [branch.decisions[0].missing for branch in branches_of(condition, tags)] == missing


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("user.language == 'de'", "de"),
        ("user.language == 'de' or user.language == 'en-GB'", "en-GB"),
        ("user.locale contains 'de', 'fr'", "de"),
        ("user.locale == 'de' and user.plan == 'English'", "de"),
        ("user.locale == 'de and en'", None),
        ("user.locale == 'de", None),
        ("user.plan == 'en'", None),
    ],
)
def test_a_decision_tells_the_language_it_asks_for(condition: str, name: str | None) -> None:
    tags = placeholders_in(f"{{% if {condition} %}}x{{% endif %}}")
    decided = branches_of(f"{{% if {condition} %}}x{{% endif %}}", tags)[0].decisions[0]
    assert decided.language == (None if name is None else (name, True))
