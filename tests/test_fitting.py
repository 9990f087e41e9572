"""The quick check of a shape: it never accepts what jsonschema refuses, and misses nothing ours."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.cases import Case, case_schema
from advisor.cases.case_schema import inlined
from advisor.documents import Document, read_text
from advisor.fitting import Check, by_jsonschema_rs, surely
from advisor.knowledge import RULES_SCHEMA, KnowledgeBase
from advisor.knowledge.shapes import METHOD, OTHER, VOCABULARY
from advisor.reasoner import Reasoner
from tests.code_examples import EXAMPLES
from tests.conftest import rule_documents

NAMES = st.sampled_from(["a", "b", "include"])
WORDS = st.sampled_from(["", "a", "b", "a-b", "A", " ", "yes", "abc\n"])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 3, 0.0, 1.0, 1.5, -0.5, 10**30, 1e300])
SCALARS = st.none() | st.booleans() | NUMBERS | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])
SIZES = st.integers(0, 2)
REQUIRED = st.lists(NAMES, max_size=2, unique=True)
DEFINITIONS = {
    "word": {"type": "string", "minLength": 1},
    "nest": {"type": ["array", "string"], "items": {"$ref": "#/$defs/nest"}},
}
REFERENCES = st.sampled_from([f"#/$defs/{name}" for name in DEFINITIONS])
SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
    "enum": st.lists(SCALARS, min_size=1, max_size=3) | st.lists(WORDS, min_size=1, max_size=3),
    "const": SCALARS,
    "required": REQUIRED,
    "uniqueItems": st.booleans(),
    "pattern": st.sampled_from(["\\S", "^[a-z0-9][a-z0-9-]*\\Z"]),
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), SIZES),
    **dict.fromkeys(("minProperties", "maxProperties"), SIZES),
    "$ref": REFERENCES,
    "title": WORDS,
    "x-noun": WORDS,
}
DECIDED = st.fixed_dictionaries({"type": SIMPLE["type"]}) | st.fixed_dictionaries(
    {"anyOf": st.lists(st.fixed_dictionaries({"required": REQUIRED}), min_size=1, max_size=2)}
)


def holding(keywords: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Give schemas of up to three of some keywords."""
    some = st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True)
    return some.flatmap(
        lambda words: st.fixed_dictionaries({word: keywords[word] for word in words})
    )


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=2)
    choices = st.fixed_dictionaries({"if": DECIDED | inner, "then": inner, "else": inner})
    return choices | holding(
        {
            **SIMPLE,
            "properties": st.dictionaries(NAMES, inner, max_size=2),
            "additionalProperties": st.just(False) | inner,
            "items": inner,
            "contains": inner,
            "allOf": several,
            "anyOf": several,
            "then": inner,
        }
    )


SCHEMAS = st.recursive(holding(SIMPLE), nested, max_leaves=5)


@given(SCHEMAS, st.lists(VALUES, min_size=1, max_size=12))
@settings(max_examples=400, deadline=None)
def test_what_the_quick_check_accepts_is_valid(schema: dict[str, Any], values: list[Any]) -> None:
    whole = {**schema, "$defs": DEFINITIONS}
    check, validator = surely(whole), Draft202012Validator(whole)
    for value in values:
        if check(value):
            assert validator.is_valid(value), value


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {"type": "string"}},
        {"type": "number", "multipleOf": 0.5},
        {"properties": {"a": {"oneOf": [{}, {}]}}},
        {"contains": {}, "maxContains": 1},
        {"items": False},
        {"patternProperties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"if": {"minimum": 3}, "then": {"type": "string"}},
        {"if": True, "then": {"type": "string"}},
        {"$ref": "#/properties/a"},
        {"enum": [["a", 1]]},
    ],
    ids=str,
)
def test_a_schema_that_says_something_unknown_accepts_nothing(schema: dict[str, Any]) -> None:
    check = surely(schema)
    assert not any(check(value) for value in (None, True, 0, 3, "a", [], ["a", 1], {}, {"a": 1}))


def test_every_shipped_file_is_accepted_at_once(base: KnowledgeBase, cases: list[Case]) -> None:
    shapes = {**VOCABULARY, **METHOD, **OTHER}
    slow = [
        name
        for name, content in rule_documents().items()
        if not surely(shapes.get(name, RULES_SCHEMA))(content)
    ]
    check = surely(case_schema(base))
    slow += [case.name for case in cases if not check(case.document.value)]
    assert slow == []


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every mapping and list in a value, each with a key or an index of it."""
    steps: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in steps:
        yield value, step
        if isinstance(part, (dict, list)):
            yield from places(part)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_case_with_one_thing_changed_is_accepted_just_when_it_is_valid(
    base: KnowledgeBase, cases: list[Case], data: st.DataObject
) -> None:
    schema = case_schema(base)
    changed: Any = copy.deepcopy(data.draw(st.sampled_from(cases)).document.value)
    holder, step = data.draw(st.sampled_from(list(places(changed))))
    kind = data.draw(st.sampled_from(["put", "delete", "add"]))
    if kind == "delete":
        del holder[step]
    elif kind == "put":
        holder[step] = data.draw(VALUES)
    elif isinstance(holder, dict):
        holder[data.draw(NAMES)] = holder[step]
    else:
        holder.append(holder[step])
    valid = Draft202012Validator(schema).is_valid(changed)
    assert surely(schema)(changed) is valid
    assert rust(schema)(changed) is valid


def rust(schema: Any) -> Check:
    """Give the check that jsonschema-rs makes."""
    pytest.importorskip("jsonschema_rs", reason="takes the extra fast")
    check = by_jsonschema_rs(schema)
    assert check is not None
    return check


# With jsonschema-rs and without


def told(base: KnowledgeBase, documents: list[Document]) -> list[str]:
    """Give what is wrong with documents, as one reasoner tells it."""
    reasoner = Reasoner(base)
    return [repr(reasoner.check(one)) for one in documents]


@pytest.mark.parametrize("installed", [True, False])
def test_many_documents_are_told_the_same_with_jsonschema_rs(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    texts = [one.bad for one in EXAMPLES.values()] + [one.good for one in EXAMPLES.values()]
    found = [read_text(one, "case.yaml") for one in texts]
    documents = [one for one in found if isinstance(one, Document)]
    assert len(documents) > 20
    without = told(base, documents)
    asked: list[Any] = []
    if installed:
        check = rust(inlined(case_schema(base)))

        def asking(value: Any) -> bool:
            asked.append(value)
            return check(value)

        monkeypatch.setattr("advisor.shape.by_jsonschema_rs", lambda _: asking)
    else:
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    monkeypatch.setattr("advisor.shape.MANY", 2)
    assert told(base, documents) == without
    assert len(asked) == (len(documents) - 1 if installed else 0)
