"""Pydantic's validation errors in plain words, at the place in the file that the author has to mend."""

from __future__ import annotations

import types
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from recovery_eval.errors import nearest
from recovery_eval.sources.place import Loc, Place
from recovery_eval.sources.strict import as_list

_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen_set": "a list",
    "dict": "keys with values",
    "mapping": "keys with values",
    "model": "keys with values",
    "model_attributes": "keys with values",
}
MOST_REPEATED = 60  # characters of a value that a message shows in another shape


class Problem(NamedTuple):
    """What is wrong at a path of the file; `at_key` where the key is what has to be mended."""

    loc: Loc
    message: str
    at_key: bool


class _Error(NamedTuple):
    """A pydantic error: its path in the file, and the labels of the union branches that it passed through."""

    loc: Loc
    branches: tuple[tuple[Loc, str], ...]
    details: ErrorDetails


def model_problems(
    error: ValidationError, model: type[BaseModel], data: Any, places: Mapping[Loc, Place]
) -> list[Problem]:
    """Returns one problem for each thing to mend, in the order of the model's fields."""
    errors = [_located(details, data) for details in error.errors(include_url=False, include_input=False)]
    return [_problem(item, model, data, places) for item in _likely(errors) if not _is_echo(item, data)]


def _located(details: ErrorDetails, data: Any) -> _Error:
    """Splits pydantic's path into what addresses the file and what names a union branch."""
    loc: list[str | int] = []
    branches: list[tuple[Loc, str]] = []
    at = data
    raw = details["loc"]
    for number, part in enumerate(raw):
        if part in at if isinstance(at, dict) else isinstance(at, list) and isinstance(part, int) and part < len(at):
            at = at[part]
        elif number == len(raw) - 1 and details["type"] == "missing":
            at = None
        else:
            if part != "[key]":
                branches.append((tuple(loc), str(part)))
            continue
        loc.append(part)
    return _Error(tuple(loc), tuple(branches), details)


def _likely(errors: Sequence[_Error]) -> Iterator[_Error]:
    """Keeps, where alternatives failed, the errors of the likeliest one."""
    groups: dict[Loc, dict[str, list[_Error]]] = {}
    for error in errors:
        if error.branches:
            at, label = error.branches[0]
            groups.setdefault(at, {}).setdefault(label, []).append(error)
        else:
            groups.setdefault(error.loc, {}).setdefault("", []).append(error)
    for at, branches in groups.items():
        yield from branches.pop("", ())
        inner = [_inside(errors) for errors in branches.values()]
        shaped = [errors for errors in inner if not any(e.loc == at and _expected(e) for e in errors)]
        if shaped:
            yield from _likely(min(shaped, key=len))
        elif inner:
            yield _merged([error for errors in inner for error in errors])


def _is_echo(error: _Error, data: Any) -> bool:
    """Whether a list counts as too short only because pydantic left out its faulty items, which are told anyway."""
    if error.details["type"] != "too_short":
        return False
    value = as_list(_value_at(error.loc, data))  # a text alone stands for a list of one
    return isinstance(value, list | tuple) and len(value) >= error.details["ctx"]["min_length"]


def _value_at(loc: Loc, data: Any) -> Any:
    for part in loc:
        data = data[part]
    return data


def _inside(errors: Sequence[_Error]) -> list[_Error]:
    return [error._replace(branches=error.branches[1:]) for error in errors]


def _merged(errors: Sequence[_Error]) -> _Error:
    """One error for alternatives none of which has the value's shape: `expected text or a list`."""
    wanted = list(dict.fromkeys(filter(None, map(_expected, errors))))
    details = errors[0].details.copy()
    if len(wanted) > 1:
        details["type"] = "alternatives"
        details["ctx"] = {"expected": " or ".join(wanted)}
    return _Error(errors[0].loc, (), details)


def _expected(error: _Error) -> str | None:
    """What shape an error asked for; None where it is not about the shape of the value."""
    kind = error.details["type"]
    if kind in {"literal_error", "enum", "alternatives"}:
        return str(error.details["ctx"]["expected"])
    if kind == "none_required":
        return "nothing"
    return _EXPECTED.get(kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from"))


def _problem(error: _Error, model: type[BaseModel], data: Any, places: Mapping[Loc, Place]) -> Problem:
    loc, details = error.loc, error.details
    kind = details["type"]
    if kind == "extra_forbidden":
        name = str(loc[-1])
        known = known_keys(model, details["loc"][:-1])
        return Problem(loc, f"unknown key {name!r}{_no_space(name) or nearest(name, known)}", at_key=True)
    if kind == "missing":
        return Problem(loc, f"missing key {str(loc[-1])!r}", at_key=False)
    if "[key]" in details["loc"]:
        name = str(loc[-1])
        return Problem(loc, f"key {name!r}{_no_space(name) or f': {_in_words(details)}'}", at_key=True)
    expected = _expected(error)
    if expected is None:
        return Problem(loc, _in_words(details), at_key=False)
    if expected == _EXPECTED["model"]:
        shape = _shape(_value_at(loc, data), models_at(model, details["loc"]))
        return Problem(loc, f"expected {expected}{shape or _found(loc, data, expected)}", at_key=False)
    place = places.get(loc)
    if place is not None and place.raw is not None:
        hint = f', and YAML does not read {place.raw} as text; quote it: "{place.raw}"' if "text" in expected else ""
        return Problem(loc, f"expected {expected}{hint}", at_key=False)
    return Problem(loc, f"expected {expected}{_found(loc, data, expected)}", at_key=False)


def _no_space(name: str) -> str:
    """Returns a hint at a character of a key that looks like a space and is none."""
    odd = next((one for one in name if one != " " and (one.isspace() or unicodedata.category(one) == "Cf")), None)
    if odd is None:
        return ""
    called = unicodedata.name(odd, f"U+{ord(odd):04X}").lower()
    return f": it holds a character that only looks like a space, a {called}; type a plain space"


def _shape(value: Any, models: Sequence[type[BaseModel]]) -> str:
    """Returns how a bare value is to be written where a model is wanted: under the first key that takes it."""
    if value is None or isinstance(value, dict | list) or len(str(value)) > MOST_REPEATED:
        return ""
    for model in models:
        keys = [field.alias or name for name, field in model.model_fields.items()]
        for key, field in zip(keys, model.model_fields.values(), strict=True):
            for written in (value, [value]):
                if _takes(model, key, written, alone=not field.is_required()):
                    flow = yaml.safe_dump({key: written}, default_flow_style=True, allow_unicode=True, width=10_000)
                    return f", as in {flow.strip()}; the keys are {', '.join(keys)}"
    return ""


def _takes(model: type[BaseModel], key: str, value: Any, *, alone: bool) -> bool:
    """Whether a model takes a value under a key; if `alone`, only where nothing is wrong with the whole then."""
    try:
        model.model_validate({key: tuple(value) if isinstance(value, list) else value})
    except ValidationError as error:
        faulty = {details["loc"][:1] for details in error.errors()}
        return (key,) not in faulty and not (alone and () in faulty)
    return True


def _found(loc: Loc, data: Any, expected: str) -> str:
    value = _value_at(loc, data)
    if value is None:
        return ", but the value is empty"
    if isinstance(value, dict):
        hint = "; put quotes around a text that begins with '{' or holds a colon" if "text" in expected else ""
        return f", not keys with values{hint}"
    if isinstance(value, list):
        return ", not a list"
    if expected == "a list":
        return "; write a space after each '-'" if str(value).startswith("-") else "; write [ ] around it"
    return _nearest_choice(value, expected) if isinstance(value, str) else ""


def _nearest_choice(value: str, expected: str) -> str:
    """Returns a hint at the nearest of `'agent', 'bot' or 'customer'`, where one is near."""
    hint = nearest(value, expected.split("'")[1::2])
    return hint if "did you mean" in hint else ""


def _in_words(details: ErrorDetails) -> str:
    kind, ctx = details["type"], details.get("ctx", {})
    if kind == "value_error":
        return str(ctx["error"])
    if kind in {"too_short", "string_too_short"} and ctx.get("min_length") == 1:
        return "must not be empty"
    message = details["msg"]
    for start in ("Input should be ", "String should ", "Value should ", "List should ", "Tuple should "):
        message = message.replace(start, "must be " if start.endswith("be ") else "must ", 1)
    return message[:1].lower() + message[1:]


def known_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Returns the keys that the model takes at a pydantic path, for hints at misspelt ones."""
    return [field.alias or name for one in models_at(model, loc) for name, field in one.model_fields.items()]


def models_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[type[BaseModel]]:
    """Returns the models that may stand at a pydantic path below a model."""
    kinds: list[Any] = [model]
    for part in loc:
        alternatives = [one for kind in kinds for one in _alternatives(kind)]
        stepped = [inner for one in alternatives for inner in _step(one, part)]
        kinds = stepped or [one for one in alternatives if _label(one) == part] or alternatives
    models = [_bare(one) for kind in kinds for one in _alternatives(kind)]
    return [one for one in models if isinstance(one, type) and issubclass(one, BaseModel)]


def _alternatives(kind: Any) -> list[Any]:
    """The members of a union, nested ones too; anything else alone."""
    if get_origin(kind) is Annotated:
        inner = get_args(kind)[0]
        parts = _alternatives(inner)
        return parts if len(parts) > 1 else [kind]
    if get_origin(kind) in {Union, types.UnionType}:
        return [one for member in get_args(kind) for one in _alternatives(member)]
    return [kind]


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _label(kind: Any) -> str | None:
    """The name under which pydantic's path shows a union member."""
    if get_origin(kind) is Annotated:
        tags = [extra.tag for extra in get_args(kind)[1:] if isinstance(extra, Tag)]
        return tags[0] if tags else _label(get_args(kind)[0])
    return getattr(kind, "__name__", None)


def _step(kind: Any, part: str | int) -> list[Any]:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [f.annotation for name, f in kind.model_fields.items() if (f.alias or name) == part]
    arguments = [one for one in get_args(kind) if one is not Ellipsis]
    if isinstance(part, int) and len(arguments) == 1:
        return arguments
    return [arguments[1]] if get_origin(kind) in {dict, Mapping} and isinstance(part, str) else []
