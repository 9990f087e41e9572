"""
A document checked against a JSON Schema, with the words a person needs.

A schema may carry `x-noun` beside `properties` or `enum`: what the names there are ("symptom"), so
that the message can say "unknown symptom" and look for what was meant among names and aliases.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from advisor.diagnostics import nearest, spoken
from advisor.fitting import Check, Schema, by_jsonschema_rs, surely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

    from advisor.diagnostics import Diagnostic
    from advisor.documents import Document

Aliases = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By noun, the ids that an alias (in lower case) may stand for."""

MOST_PROBLEMS = 200
"""How many problems of one document are told; with more, it is not the kind of file it claims."""
MANY: Final = 10_000
"""After so many documents jsonschema-rs has saved the time that it takes to be made ready."""
_TYPES = {
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


class Shape:
    """A JSON Schema (draft 2020-12), ready to check documents."""

    def __init__(
        self,
        schema: Schema,
        aliases: Aliases | None = None,
        retired: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.schema = schema
        self._aliases = aliases or {}
        self._retired = retired or {}
        self._checked = 0
        self._nearest = functools.lru_cache(maxsize=1000)(nearest)

    @functools.cached_property
    def _surely(self) -> Check:
        return surely(self.schema)

    @functools.cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self.schema)

    def problems(self, document: Document) -> list[Diagnostic]:
        """Give every way in which the document has not this shape, in the order of the file."""
        self._checked += 1
        if self._checked == MANY:
            self._surely = by_jsonschema_rs(self.schema) or self._surely
        if self._surely(document.value):  # most files are valid, and jsonschema is slow
            return []
        explained = (
            diagnostic
            for error in self._validator.iter_errors(document.value)
            for diagnostic in self._explain(document, error)
        )
        found = dict.fromkeys(itertools.islice(explained, MOST_PROBLEMS))
        return sorted(found, key=lambda one: (one.line, one.column, one.code, one.message))

    def _explain(self, document: Document, error: ValidationError) -> Iterator[Diagnostic]:
        path = tuple(error.absolute_path)
        schema: Schema = error.schema if isinstance(error.schema, Mapping) else {}
        keyword = str(error.validator)
        limit: Any = error.validator_value
        value: Any = error.instance
        if keyword == "additionalProperties":
            for key in value:
                if key not in schema.get("properties", {}):
                    code, message, hint = self._unknown(
                        "unknown-key", str(key), schema, schema.get("properties", ())
                    )
                    yield document.problem(code, (*path, key), message, hint, key=True)
        elif keyword == "contains":
            name = limit["properties"]["id"]["const"]
            yield document.problem("missing-key", path, f"{name!r} is missing", "add it")
        elif keyword == "required":
            missing = [key for key in limit if key not in value]
            yield document.problem("missing-key", path, f"{_and(missing)} is missing", "add it")
        elif keyword == "type":
            wanted = " or ".join(_TYPES[one] for one in _several(limit))
            message = f"{_say(value)}, but must be {wanted}"
            yield document.problem("wrong-type", path, message, _type_hint(value, schema))
        elif keyword in ("enum", "const"):
            allowed = _several(limit)
            if isinstance(value, str) or not all(isinstance(one, str) for one in allowed):
                code, message, hint = self._unknown("unknown-value", str(value), schema, allowed)
                yield document.problem(code, path, message, hint)
            else:
                message, hint = f"{_say(value)}, but must be a word", _type_hint(value, schema)
                yield document.problem("wrong-type", path, message, hint)
        else:
            yield document.problem("out-of-range", path, _limit_message(keyword, limit, value))

    def _unknown(self, code: str, name: str, schema: Schema, known: Any) -> tuple[str, str, str]:
        """Give code, message and hint for a name that is none of those known."""
        noun = schema.get("x-noun", "key" if "properties" in schema else "value")
        if (noun, name) in self._retired:
            return "retired-id", f"the {noun} {name!r} is retired", self._retired[noun, name]
        names = [str(one).lower() if isinstance(one, bool) else str(one) for one in known]
        meant = self._aliases.get(noun, {}).get(spoken(name), ())
        near = meant or tuple(filter(None, (self._nearest(name, tuple(names)),)))
        guess = " or ".join(repr(one) for one in near)
        message = f"unknown {noun} {name!r}" + (f"; did you mean {guess}?" if guess else "")
        if guess:
            return code, message, ""
        if len(names) > 12:
            return code, message, "'advisor rules list' names them all"
        return code, message, f"one of: {', '.join(names)}"


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _and(words: list[str]) -> str:
    return " and ".join(repr(word) for word in words)


def _say(value: Any) -> str:
    """Describe a value of a document in a few words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"{str(value).lower()} is a boolean"
    if isinstance(value, (int, float)):
        return f"{value} is a number"
    if isinstance(value, str):
        return f"{value[:40]!r} is text"
    return f"this is {_TYPES['object' if isinstance(value, dict) else 'array']}"


_QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_FILL_IN = "fill it in, or delete the line"
_WITH_UNIT = re.compile(r"\s*(\d+)(?:[.,](\d+))?(?:\s*[^\W\d]+)*\s*\Z")  # 3 weeks, but no date


def _type_hint(value: Any, schema: Schema) -> str:
    wanted = schema.get("type", ())
    words = schema.get("enum") or schema.get("then", {}).get("enum", ())
    if isinstance(value, bool):
        return "write yes or no" if "yes" in words else "write a word" if "string" in wanted else ""
    if value is None:
        empty = "{}" if "object" in _several(wanted) else "[]" if wanted == "array" else ""
        return f"write {empty} for none, or delete the line" if empty else _FILL_IN
    number = _WITH_UNIT.match(value.strip(_QUOTES)) if isinstance(value, str) else None
    if number is not None and {"integer", "number"} & set(_several(wanted)):
        if number[2] and wanted != "number":
            return "write a whole number"
        fraction = f".{number[2]}" if number[2] else ""
        return f"write {number[1]}{fraction}, the number alone, with a point and no comma"
    if isinstance(value, (int, float)) and "object" in wanted:
        names = [name for name in schema.get("properties", ()) if name != "answer"]
        return f"write {{{names[0]}: {value}}}" if names else ""
    if isinstance(value, (int, float)) and wanted == "string":
        return "put it in quotes"
    if not isinstance(value, (dict, list)) and wanted == "array":
        return f"write [{value}]"
    return ""


def _repeated(value: Any) -> str:
    if not isinstance(value, list):
        return ""
    return next((repr(one) for place, one in enumerate(value) if one in value[:place]), "")


def _limit_message(keyword: str, limit: Any, value: Any) -> str:
    words = {
        "minimum": f"{value} is less than {limit}",
        "maximum": f"{value} is more than {limit}",
        "minLength": "is empty",
        "maxLength": f"is longer than {limit} characters",
        "minItems": f"needs at least {limit} of a kind",
        "maxItems": f"holds more than {limit}",
        "uniqueItems": f"holds {_repeated(value)} twice",
        "minProperties": "must not be empty",
        "maxProperties": f"holds more than {limit} keys",
        "pattern": "is blank"
        if limit == "\\S"
        else f"{value!r} is not written as an id (small letters, digits and hyphens)",
    }
    return words.get(keyword, f"breaks the rule '{keyword}: {limit}'")
