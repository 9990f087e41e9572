"""The JSON Schema of a case file, generated from the vocabulary: a new symptom needs no Python."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from advisor.cases.places import unsure_places
from advisor.facts import KM_PER_MILE
from advisor.knowledge import Attribute, KnowledgeBase

Schema = dict[str, Any]

ANSWERS: Final = ["yes", "no", "unsure"]
_TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 200}
EXPECTED_LISTS: Final = {
    "cautions": "caution",
    "drills": "drill",
    "withheld": "withheld",
    "notes": "note",
}
EXPECTED_MAPPINGS: Final = {
    "referrals": ("referral", "level"),
    "load": ("load", "band"),
    "patterns": ("pattern", "confidence"),
    "keys": ("key", "level"),
    "stages": ("drill", "stage"),
    "ranges": ("drill", "range"),
}


def case_schema(base: KnowledgeBase) -> Schema:
    """Give the schema that `advisor schema case` prints."""
    properties: Schema = {
        "case": {**_TEXT, "description": "A name; the file's name if absent."},
        "title": {**_TEXT, "maxLength": 500, "description": "For people; never read by rules."},
        "runner": _report(base, "runner"),
        "areas": _words(base.entries["area"], "area"),
        "screening": _record(
            {
                **{name: {"enum": ANSWERS} for name in base.entries["screening"]},
                "all_others": {"enum": ["no", "unsure"]},
            },
            "screening question",
        ),
        "symptoms": _named(base.entries["symptom"], "symptom"),
        "routine": _named(base.entries["exercise"], "exercise"),
        "observations": _named(base.entries["observation"], "observation"),
        "tried": _named(base.entries["drill"], "drill"),
        "unsure": {
            "description": "What was asked and could not be said; never read by rules.",
            **_words(unsure_places(base), "question"),
        },
        "expect": _expect(base),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:injury-pattern-advisor:case:{base.name}:{base.version}",
        "title": f"A case for {base.title}",
        **_record(properties, "section"),
        "$defs": {
            "symptom": _report(base, "symptom"),
            "exercise": _report(base, "exercise"),
            "observation": _observation(base),
            "drill": _report(base, "tried"),
        },
    }


def inlined(schema: Schema) -> Schema:
    """Give the schema with its `$ref`s replaced: the same meaning, checked faster."""
    definitions: Schema = schema["$defs"]

    def replace(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return definitions[node["$ref"].rpartition("/")[2]]
            return {key: replace(value) for key, value in node.items() if key != "$defs"}
        return [replace(one) for one in node] if isinstance(node, list) else node

    result: Schema = replace(schema)
    return result


def _record(properties: Mapping[str, Any], noun: str) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        "x-noun": noun,
    }


def _named(names: Iterable[str], noun: str) -> Schema:
    return _record({name: {"$ref": f"#/$defs/{noun}"} for name in names}, noun)


def _words(words: Iterable[str], noun: str) -> Schema:
    item = {"enum": list(words), "x-noun": noun}
    return {"type": "array", "items": item, "uniqueItems": True}


def _reported(base: KnowledgeBase, fact_type: str) -> Schema:
    properties: Schema = {}
    for name, attribute in base.attributes[fact_type].items():
        if attribute.reported and not attribute.derived:
            properties[name] = _value(attribute)
            if attribute.in_miles:
                properties[attribute.in_miles] = _miles(attribute)
    return properties


def _report(base: KnowledgeBase, fact_type: str) -> Schema:
    record = _record(_reported(base, fact_type), f"attribute of the {fact_type}")
    return {**record, "type": ["object", "null"]}


def _value(attribute: Attribute) -> Schema:
    schema: Schema = {"description": attribute.label}
    if attribute.type == "choice":
        noun = attribute.refers_to or f"value of {attribute.name}"
        if attribute.many:
            return {**schema, **_words(attribute.values, noun)}
        return {**schema, "enum": list(attribute.values), "x-noun": noun}
    schema["type"] = attribute.type
    if attribute.minimum is not None:
        schema["minimum"] = attribute.minimum
    if attribute.maximum is not None:
        schema["maximum"] = attribute.maximum
    return schema


def _miles(attribute: Attribute) -> Schema:
    """Give the shape of a distance in miles: whole thousandths, inside the bounds in km."""
    low, high = attribute.minimum or 0, attribute.maximum or 0
    return {
        "description": f"{attribute.label}, in miles",
        "type": "number",
        "minimum": math.ceil(low * 1000 / KM_PER_MILE) / 1000,
        "maximum": math.floor(high * 1000 / KM_PER_MILE) / 1000,
    }


def _observation(base: KnowledgeBase) -> Schema:
    side = _value(base.attributes["observation"]["side"])
    record = _record({"answer": {"enum": ANSWERS}, "side": side}, "attribute of the observation")
    return _either("string", {"enum": ANSWERS}, {**record, "required": ["answer"]})


def _either(simple: str, then: Schema, otherwise: Schema) -> Schema:
    """Give the shape of a value of a simple type, or else of another; a wrong type is told once."""
    other = otherwise.get("type", "string")
    return {
        "type": [simple, other],
        "if": {"type": simple},
        "then": then,
        "else": {key: value for key, value in otherwise.items() if key != "type"},
    }


def _expect(base: KnowledgeBase) -> Schema:
    outcome = {"enum": list(base.entries["outcome"]), "x-noun": "outcome"}
    properties: Schema = {
        "outcome": _either("array", {"items": outcome, "minItems": 1, "uniqueItems": True}, outcome)
    }
    for name, kind in EXPECTED_LISTS.items():
        words = base.withholdable() if kind == "withheld" else list(base.entries[kind])
        exact = _words(words, kind)
        partial = {**_record({"include": exact, "exclude": exact}, "key"), "minProperties": 1}
        properties[name] = _either("array", exact, partial)
    for name, (kind, attribute) in EXPECTED_MAPPINGS.items():
        names = {
            name: {"enum": _strengths(base, kind, name, attribute), "x-noun": attribute}
            for name in base.entries[kind]
        }
        properties[name] = {
            "type": "object",
            "if": {"anyOf": [{"required": ["include"]}, {"required": ["exclude"]}]},
            "then": _record(
                {"include": _record(names, kind), "exclude": _words(base.entries[kind], kind)},
                "key",
            ),
            "else": _record(names, kind),
        }
    return _record(properties, "expectation")


def _strengths(base: KnowledgeBase, kind: str, name: str, attribute: str) -> list[str]:
    """Give how strongly something may be expected: a load stands in its own bands alone."""
    if kind == "load":
        return list(base.entry(kind, name).mapping("bands"))
    return list(base.attributes[kind][attribute].values)
