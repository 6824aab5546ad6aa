"""Every text that a form takes has a longest length, is composed, and holds no control or direction signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError

import web.app  # noqa: F401 - brings in every view, and with it every form
from web.forms import AddStaff, Cell, EnterByPassword, Form, Id

SIGNS = ("\u202e", "\u2066", "\u200f", "\u061c", "\x00", "\x07", "\r", "\x1b", "\x7f", "\x85", "\x9f")
LONG = 40_000  # more than any text may have
MADE = "web."  # modules whose forms are looked at


def every_form() -> Iterator[type[Form]]:
    """The forms of the application, and those that they are made of."""
    waiting = list(Form.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith(MADE):
            yield form


def texts(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[Any]:
    """The types of text inside a type, each with what limits it."""
    if annotation is str:
        yield Annotated[(str, *metadata)] if metadata else str
    elif get_origin(annotation) is Annotated:
        yield from texts(get_args(annotation)[0], annotation.__metadata__)
    else:
        for part in get_args(annotation):
            yield from texts(part)


def texts_of(form: type[Form]) -> list[tuple[str, Any]]:
    return [
        (f"{form.__module__}.{form.__name__}.{name}", text)
        for name, field in form.model_fields.items()
        for text in texts(field.annotation, tuple(field.metadata))
    ]


def taken(text: Any, given: str) -> str | None:
    """What is kept of a given text, None where it is refused."""
    try:
        return str(TypeAdapter(text).validate_python(given))
    except ValidationError:
        return None


def faults(form: type[Form]) -> list[str]:
    """The form's texts that would be taken with no limit, uncomposed, or with signs that nobody sees."""
    found = []
    for name, text in texts_of(form):
        if taken(text, "a" * LONG) is not None:
            found.append(f"{name}: no longest length")
        if text == Cell:
            continue  # the parser of sheets names the cell and the sign in words
        found += [f"{name}: takes U+{ord(sign):04X}" for sign in SIGNS if taken(text, f"a{sign}a") is not None]
        if taken(text, "e\u0301") not in (None, "\u00e9"):
            found.append(f"{name}: not composed")
    return found


def test_every_text_of_every_form_is_limited_composed_and_without_hidden_signs() -> None:
    forms = list(every_form())
    assert len(forms) > 50 and sum(len(texts_of(form)) for form in forms) > 70
    assert [fault for form in forms for fault in faults(form)] == []


def test_a_planted_text_without_limits_is_found() -> None:
    class Planted(Form):
        plain: str
        deep: dict[str, list[str | None]]

    assert {fault.split(".")[-1] for fault in faults(Planted)} >= {
        "plain: no longest length", "plain: takes U+202E", "plain: not composed", "deep: no longest length",
    }  # fmt: skip


@pytest.mark.parametrize("sign", ["\n", "\t", "\r\n"])
def test_names_and_identifiers_are_of_one_line(sign: str) -> None:
    for form, values in ((AddStaff, {"role": "host"}), (EnterByPassword, {"password": "x" * 12})):
        form.model_validate({**values, "name": "李四"})
        with pytest.raises(ValidationError):
            form.model_validate({**values, "name": f"李{sign}四"})
    assert taken(Id, f"A{sign}1") is None
