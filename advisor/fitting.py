"""
A quick check that a value has the shape a JSON Schema describes: its yes is sure, its no is not.

It knows the keywords that the schemas of this program use. Whatever it does not accept is for
jsonschema to judge and to put into words; what it accepts, jsonschema would accept as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]
Check = Callable[[Any], bool]


def surely(schema: Schema) -> Check:
    """
    Give a check of plain values, as a document holds them, that accepts only valid ones.

    Where the schema (draft 2020-12) holds a keyword that is not known here, it accepts nothing.
    """
    compiler = _Compiler(schema.get("$defs", {}))
    about = ("$schema", "$id", "$defs")
    try:
        return compiler.whole({key: one for key, one in schema.items() if key not in about})
    except _UnknownError:
        return lambda _: False


def by_jsonschema_rs(schema: Schema) -> Check | None:
    """
    Give a check that jsonschema-rs makes, which accepts all that is valid and nothing else.

    None where the extra `fast`, which brings it, is not installed.
    """
    try:
        import jsonschema_rs
    except ImportError:
        return None
    return jsonschema_rs.Draft202012Validator(dict(schema)).is_valid


class _UnknownError(Exception):
    """A schema says something that is not known here."""


_SILENT: Final = frozenset(("description", "title", "x-noun", "then", "else"))
"""What says nothing about a value by itself."""
_DECIDED: Final = frozenset(("type", "required", "anyOf"))
"""The keywords whose no is sure too, which an `if` needs: it decides what else must hold."""
_ANYTHING: Final[Schema] = {}
_REFERENCE: Final = re.compile(r"#/\$defs/([^/~%]+)")


class _Compiler:
    """Makes a check of each part of one schema, once of parts that are the same object."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions
        self._defined: dict[str, Check] = {}
        self._made: dict[int, Check] = {}

    def whole(self, schema: Schema) -> Check:
        """Make the check of a schema and of all it refers to. Raises `_UnknownError`."""
        for name, definition in self._definitions.items():
            self._defined[name] = self._check(definition)
        return self._check(schema)

    def _check(self, schema: Any) -> Check:
        if not isinstance(schema, dict):
            raise _UnknownError
        made = self._made.get(id(schema))
        if made is None:
            words = [word for word in schema if word not in _SILENT]
            made = _all_of(self._keyword(word, schema) for word in words)
            self._made[id(schema)] = made
        return made

    def _keyword(self, word: str, schema: Schema) -> Check:
        limit = schema[word]
        if word in _LIMITS:
            return _LIMITS[word](limit)
        if word == "properties":
            return _properties({name: self._check(one) for name, one in limit.items()})
        if word == "additionalProperties":
            others = None if limit is False else self._check(limit)
            return _others(frozenset(schema.get("properties", ())), others)
        if word in ("items", "contains"):
            return (_items if word == "items" else _contains)(self._check(limit))
        if word in ("allOf", "anyOf"):
            return (_all_of if word == "allOf" else _any_of)(map(self._check, limit))
        if word == "$ref":
            return self._reference(limit)
        if word == "if" and _decided(limit):
            parts = (limit, schema.get("then", _ANYTHING), schema.get("else", _ANYTHING))
            return _choice(*map(self._check, parts))
        raise _UnknownError

    def _reference(self, target: str) -> Check:
        found = _REFERENCE.fullmatch(target)
        if found is None or found[1] not in self._definitions:
            raise _UnknownError
        name, defined = found[1], self._defined

        def check(value: Any) -> bool:
            return defined[name](value)  # made by now: a definition may refer to itself

        return check


def _decided(schema: Any) -> bool:
    return (
        isinstance(schema, dict)
        and schema.keys() <= _DECIDED
        and all(map(_decided, schema.get("anyOf", ())))
    )


# Checks of checks


def _all_of(checks: Iterable[Check]) -> Check:
    def both(first: Check, second: Check) -> Check:
        return lambda value: first(value) and second(value)

    made = list(checks)
    return functools.reduce(both, made) if made else lambda _: True


def _any_of(checks: Iterable[Check]) -> Check:
    def either(first: Check, second: Check) -> Check:
        return lambda value: first(value) or second(value)

    return functools.reduce(either, checks)


def _choice(condition: Check, then: Check, otherwise: Check) -> Check:
    return lambda value: then(value) if condition(value) else otherwise(value)


def _properties(checks: Mapping[str, Check]) -> Check:
    def check(value: Any) -> bool:
        if type(value) is dict:
            for name, part in value.items():
                one = checks.get(name)
                if one is not None and not one(part):
                    return False
        return True

    return check


def _others(known: frozenset[str], check: Check | None) -> Check:
    """Make the check of the properties that are not known; without one there may be none."""
    if check is None:
        return lambda value: type(value) is not dict or value.keys() <= known
    return lambda value: (
        type(value) is not dict
        or all(check(part) for name, part in value.items() if name not in known)
    )


def _items(check: Check) -> Check:
    return lambda value: type(value) is not list or all(map(check, value))


def _contains(check: Check) -> Check:
    return lambda value: type(value) is not list or any(map(check, value))


# Checks of limits

_CLASSES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _type(names: str | list[str]) -> Check:
    several = [names] if isinstance(names, str) else names
    classes = frozenset(one for name in several for one in _CLASSES[name])
    if "integer" in several:  # 3.0 is one, too
        return lambda value: type(value) in classes or (type(value) is float and value % 1 == 0)
    return lambda value: type(value) in classes


def _enum(values: list[Any]) -> Check:
    if all(type(one) is str for one in values):
        words = frozenset(values)
        return lambda value: type(value) is str and value in words
    return _any_of(map(_const, values))


def _const(wanted: Any) -> Check:
    if type(wanted) not in (str, bool, int, float, type(None)):
        raise _UnknownError
    truth = type(wanted) is bool  # True is not 1
    return lambda value: value == wanted and (type(value) is bool) is truth


def _unique(wanted: bool) -> Check:
    """Make the check that a list holds nothing twice; sure of lists of words alone."""

    def check(value: Any) -> bool:
        if not wanted or type(value) is not list:
            return True
        return all(type(one) is str for one in value) and len(set(value)) == len(value)

    return check


def _pattern(written: str) -> Check:
    search = re.compile(written).search
    return lambda value: type(value) is not str or search(value) is not None


def _required(names: list[str]) -> Check:
    needed = frozenset(names)
    return lambda value: type(value) is not dict or needed <= value.keys()


def _least(measured: frozenset[type], measure: Callable[[Any], float]) -> Callable[[float], Check]:
    return lambda least: lambda value: type(value) not in measured or measure(value) >= least


def _most(measured: frozenset[type], measure: Callable[[Any], float]) -> Callable[[float], Check]:
    return lambda most: lambda value: type(value) not in measured or measure(value) <= most


def _itself(number: float) -> float:
    return number


_NUMBER: Final = frozenset((int, float))
_TEXT: Final = frozenset((str,))
_LIST: Final = frozenset((list,))
_MAPPING: Final = frozenset((dict,))
_LIMITS: Final[Mapping[str, Callable[[Any], Check]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "uniqueItems": _unique,
    "pattern": _pattern,
    "minimum": _least(_NUMBER, _itself),
    "maximum": _most(_NUMBER, _itself),
    "minLength": _least(_TEXT, len),
    "maxLength": _most(_TEXT, len),
    "minItems": _least(_LIST, len),
    "maxItems": _most(_LIST, len),
    "minProperties": _least(_MAPPING, len),
    "maxProperties": _most(_MAPPING, len),
}
"""By keyword, what makes its check of what the keyword says."""
