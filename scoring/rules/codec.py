"""Frozen dataclasses to plain JSON and back, led by their type hints.

JSON holds strings, integers, booleans, null, lists and objects; a fraction is the
string "2/5". Floats are refused in both directions.
"""

import dataclasses
from fractions import Fraction
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Json = Any
Value = TypeVar("Value")


class CodecProblem(ValueError):
    """A value does not fit the type that it is read as."""


def encode(value: object) -> Json:
    """JSON of a value; raises CodecProblem for a type that has no exact form."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise CodecProblem(f"no exact JSON for {type(value).__name__}")


def decode(kind: type[Value], value: Json) -> Value:
    """The value of a type from its JSON; raises CodecProblem where it does not fit."""
    result: Value = _decode(kind, value)
    return result


def _decode(kind: Any, value: Json) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _decode_optional(get_args(kind), value)
    if origin is Literal:
        return _checked(value in get_args(kind), kind, value)
    if origin is tuple:
        _checked(isinstance(value, list), kind, value)
        return tuple(_decode(get_args(kind)[0], item) for item in value)
    if kind is Fraction:
        return _decode_fraction(value)
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, value)
    return _checked(type(value) is kind, kind, value)


def _decode_optional(options: tuple[Any, ...], value: Json) -> Any:
    if value is None and type(None) in options:
        return None
    (kind,) = (option for option in options if option is not type(None))
    return _decode(kind, value)


def _decode_fraction(value: Json) -> Fraction:
    _checked(isinstance(value, str), Fraction, value)
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise CodecProblem(f"not a fraction: {value!r}") from error


def _decode_dataclass(kind: Any, value: Json) -> Any:
    _checked(isinstance(value, dict), kind, value)
    hints = get_type_hints(kind)
    unknown = set(value) - set(hints)
    if unknown:
        raise CodecProblem(f"{kind.__name__} has no {sorted(unknown)}")
    try:
        return kind(**{name: _decode(hints[name], part) for name, part in value.items()})
    except TypeError as error:
        raise CodecProblem(f"{kind.__name__}: {error}") from error


def _checked(fits: bool, kind: Any, value: Json) -> Json:
    if not fits:
        raise CodecProblem(f"{value!r} is not {kind}")
    return value
