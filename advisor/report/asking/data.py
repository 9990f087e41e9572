"""The next question of an interview as data, in the form of the published schema `question`."""

from __future__ import annotations

from typing import Any

from advisor.interview import Field, Interview
from advisor.knowledge import KnowledgeBase
from advisor.report.data import Data, base_data, dump
from advisor.report.schemas import (
    BASE,
    COUNT,
    DRAFT,
    TEXT,
    Schema,
    decision_schema,
    list_of,
    record,
)


def next_json(interview: Interview) -> str:
    """Write what to ask next, or the decision where nothing is left that could change it."""
    return dump(next_data(interview)) + "\n"


def next_data(interview: Interview) -> Data:
    """Give what to ask next, or the decision, and how far the interview has come."""
    prompt = interview.prompt
    data: Data = {"base": base_data(interview.base), "done": prompt is None}
    if prompt is None:
        return {
            **data,
            "decision": interview.advice.decision.as_dict(),
            "not_needed": interview.spared,
        }
    question = {
        "title": prompt.title,
        "plain": prompt.plain,
        "checklist": prompt.checklist,
        "fields": [_field(interview, one) for one in prompt.fields],
    }
    return {**data, "question": question, "prompts_left": interview.left}


def _field(interview: Interview, field: Field) -> Data:
    data: Data = {
        "place": field.name,
        "kind": field.kind,
        "label": field.label,
        "text": field.text,
        "about": field.about,
        "how": field.how,
        "honesty": field.honesty,
        "hands_off": field.hands_off,
        "unsure": field.unsure,
        "bears_on": [rule.id for rule in interview.bearing.get(field.place, ())],
    }
    if field.kind == "number":
        bounds = {"minimum": field.minimum, "maximum": field.maximum}
        data |= {**bounds, "whole": field.whole, "unit": field.unit}
    elif field.options:
        data["options"] = [
            {"value": one.value, "label": one.label, "plain": one.plain, "names": list(one.names)}
            for one in field.options
        ]
    return data


def question_schema(base: KnowledgeBase) -> Schema:
    """Give the schema that `advisor schema question` prints."""
    option = record({"value": TEXT, "label": TEXT, "plain": TEXT, "names": list_of(TEXT)})
    flag: dict[str, Any] = {"type": "boolean"}
    number = {"type": "number"}
    bounds = {"minimum": number, "maximum": number, "whole": flag, "unit": TEXT}
    field = record(
        {
            "place": TEXT,
            "kind": {"enum": ["yes-no", "number", "one", "several"]},
            **dict.fromkeys(("label", "text", "about", "how", "honesty"), TEXT),
            **dict.fromkeys(("hands_off", "unsure"), flag),
            "bears_on": list_of(TEXT),
            "options": list_of(option),
            **bounds,
        },
        optional=("options", *bounds),
    )
    question = record(
        {
            "title": TEXT,
            "plain": TEXT,
            "checklist": flag,
            "fields": {**list_of(field), "minItems": 1},
        }
    )
    begin: Schema = {"base": BASE, "done": {"const": False}}
    asked = record({**begin, "question": question, "prompts_left": COUNT})
    end = {"decision": decision_schema(base), "not_needed": COUNT}
    done = record({**begin, "done": {"const": True}, **end})
    return {
        "$schema": DRAFT,
        "$id": f"urn:injury-pattern-advisor:question:{base.name}:{base.version}",
        "title": "What to ask next of a partial case, or its decision",
        "oneOf": [asked, done],
    }
