"""The JSON Schema of an answer to why or why not."""

from __future__ import annotations

from typing import Final, get_args

from advisor.explanation.answers import Fate
from advisor.explanation.nearness import State
from advisor.explanation.obstacles import Obstacle
from advisor.explanation.proof import Language
from advisor.facts import FACT_TYPES
from advisor.knowledge import KnowledgeBase
from advisor.language import Use
from advisor.report.explaining.counterfactual_schema import counterfactual_schema
from advisor.report.explaining.what_if_schema import what_if_schema
from advisor.report.schemas import (
    BASE,
    CASE,
    COUNT,
    DRAFT,
    TEXT,
    Schema,
    list_of,
    names_of,
    question_schema,
    record,
    source_schema,
)
from advisor.report.wording import GRADES

_TEXTS: Final = list_of(TEXT)
_FLAG: Final[Schema] = {"type": "boolean"}
_PART: Final = {"$ref": "#/$defs/part"}
_CANDIDATE: Final = {"$ref": "#/$defs/candidate"}
_RULE: Final = {
    "rule": TEXT,
    "title": TEXT,
    "grade": {"enum": list(GRADES)},
    "sources": _TEXTS,
}


def explanation_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of what the commands that question an advice print as JSON."""
    return {
        "$schema": DRAFT,
        "$id": f"urn:injury-pattern-advisor:explanation:{base.name}:{base.version}",
        "title": "What a question about an advice is answered with",
        "oneOf": [*answer_schemas(base), what_if_schema(base), counterfactual_schema(base)],
        "$defs": answer_parts(),
    }


def answer_schemas(base: KnowledgeBase) -> list[Schema]:
    """Give the schema of each kind of answer to why and why-not; they refer to `answer_parts`."""
    outcome: Schema = {
        "outcome": names_of(base, "outcome"),
        "proved": _TEXTS,
        "withdrawn": _TEXTS,
        "complaints": _TEXTS,
        "pending": _TEXTS,
        "settling": list_of(question_schema()),
    }
    why_not: Schema = {"barriers": list_of(_barrier()), "candidates": list_of(_CANDIDATE)}
    fate = record({"fact": TEXT, "fate": {"enum": list(get_args(Fate))}})
    missing = record({"drill": names_of(base, "drill"), **why_not})
    instead = {"applies": _FLAG, "actual": record(outcome), "missing": list_of(missing)}
    answers = {
        "why": {"proof": TEXT},
        "why-rule": {"step": _step(), "conclusions": list_of(fate)},
        "why-outcome": {"why": record(outcome)},
        "why-not": why_not,
        "why-not-outcome": instead,
        "told": {
            "told": _TEXTS,
            "complete": _FLAG,
            "gate": _FLAG,
            "resting": _TEXTS,
            "through": _TEXTS,
            "kept": _TEXTS,
            "waiting": _TEXTS,
        },
    }
    return [_answer(base, kind, said) for kind, said in answers.items()]


def answer_parts() -> Schema:
    """Give what the schemas of answers refer to: a rule and its condition, nested."""
    tested = record({"attribute": TEXT, "state": _states(), "needed": TEXT, "actual": {}})
    near = record({"fact": TEXT, "tests": list_of(tested)})
    shared = {"state": _states(), "wanted": _FLAG, "distance": COUNT}
    pattern = {
        "kind": {"const": "pattern"},
        **shared,
        "pattern": TEXT,
        "near": list_of(near),
        "untold": _FLAG,
        "nearest_rule": {"anyOf": [{"type": "null"}, _CANDIDATE]},
        "other_rules": _TEXTS,
    }
    joint = {
        "kind": {"enum": ["all", "any", "at_least", "not", "unknown"]},
        **shared,
        "count": COUNT,
        "parts": list_of(_PART),
    }
    candidate = {
        **_RULE,
        "judged": _FLAG,
        "fired": _FLAG,
        "distance": COUNT,
        "condition": _PART,
    }
    return {
        "part": {"oneOf": [record(pattern), record(joint)]},
        "candidate": record(candidate),
    }


def _answer(base: KnowledgeBase, kind: str, said: Schema) -> Schema:
    target = {"kind": TEXT, "id": TEXT, "strength": {"type": ["string", "null"]}, "label": TEXT}
    outcome = {"id": names_of(base, "outcome"), "label": TEXT, "text": TEXT}
    return record(
        {
            "kind": {"const": kind},
            "base": BASE,
            "case": CASE,
            "outcome": record(outcome),
            "target": record(target),
            **said,
            "proofs": list_of(_proof()),
            "facts": list_of(_fact()),
            "sources": list_of(source_schema()),
            "disclaimer": TEXT,
        }
    )


def _proof() -> Schema:
    language = {"enum": list(get_args(Language))}
    steps = list_of(_step())
    return record({"fact": TEXT, "steps": steps, "weaker": steps, "language": list_of(language)})


def _step() -> Schema:
    use = {"enum": list(get_args(Use))}
    premise = record({"use": use, "pattern": TEXT, "facts": _TEXTS, "near": _TEXTS})
    justifications = list_of(_TEXTS)
    return record(
        {**_RULE, "because": TEXT, "premises": list_of(premise), "justifications": justifications}
    )


def _barrier() -> Schema:
    return record(
        {
            "kind": {"enum": list(get_args(Obstacle))},
            "proved": _TEXTS,
            "facts": _TEXTS,
            "pending": _TEXTS,
            "settling": list_of(question_schema()),
        }
    )


def _fact() -> Schema:
    return record(
        {
            "name": TEXT,
            "type": {"enum": list(FACT_TYPES)},
            "id": TEXT,
            "words": TEXT,
            "reported": _FLAG,
            "attributes": {**list_of({"type": "object"}), "minItems": 1},
            "assumed": _TEXTS,
        }
    )


def _states() -> Schema:
    return {"enum": list(get_args(State))}
