"""The shape of a file of `rules/reasoning/`, as JSON Schema; `advisor schema rules` prints it."""

from __future__ import annotations

from typing import Final

from advisor.facts import FACT_TYPES
from advisor.knowledge.shapes import GROUNDS, TEXT, WORD, WORDS, Schema, array, record

_SCALAR = ["string", "integer", "number"]
_TEST: Schema = {
    "type": [*_SCALAR, "array", "object"],
    "items": {"type": _SCALAR},
    "minItems": 1,
    "minProperties": 1,
}
_TESTS: Schema = {
    "type": ["string", "array", "object"],
    "items": {"type": "string"},
    "minItems": 1,
    "additionalProperties": _TEST,
}
_CONDITIONS: Schema = {"type": "array", "items": {"$ref": "#/$defs/condition"}, "minItems": 1}
_CONDITION: Schema = {
    "type": "object",
    "minProperties": 1,
    "x-noun": "kind of condition or fact",
    "properties": {
        "all": _CONDITIONS,
        "any": _CONDITIONS,
        "not": {"$ref": "#/$defs/condition"},
        "unknown": {"$ref": "#/$defs/condition"},
        "at_least": record(
            ["count", "of"], {"count": {"type": "integer", "minimum": 1}, "of": _CONDITIONS}
        ),
        "as": WORD,
        **dict.fromkeys(FACT_TYPES, _TESTS),
    },
    "additionalProperties": False,
}
_CONCLUSION: Schema = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "x-noun": "kind of conclusion",
    "properties": {
        name: {
            "type": ["string", "object"],
            "additionalProperties": {"type": "string"},
        }
        for name, fact_type in FACT_TYPES.items()
        if fact_type.stratum
    },
    "additionalProperties": False,
}

REASONING: Final[Schema] = {
    **record(
        ["rules"],
        {
            "rules": array(
                record(
                    ["id", "title", "when", "conclude", "because", "grade", "sources", "ref"],
                    {
                        "id": WORD,
                        "title": TEXT,
                        "when": {"$ref": "#/$defs/condition"},
                        "conclude": {
                            "type": ["array", "object"],
                            "if": {"type": "array"},
                            "then": {"items": _CONCLUSION, "minItems": 1},
                            "else": _CONCLUSION,
                        },
                        "because": TEXT,
                        "notes": WORDS,
                        **GROUNDS,
                    },
                )
            )
        },
    ),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:injury-pattern-advisor:rules",
    "title": "A file of rules/reasoning/",
    "$defs": {"condition": _CONDITION},
}
