"""The JSON Schema of a case as told and as changed, compared."""

from __future__ import annotations

from typing import Any, Final, get_args

from advisor.explanation.difference import PARTS
from advisor.explanation.obstacles import Obstacle
from advisor.explanation.unmoved import Stillness
from advisor.facts import FACT_TYPES, REPORTED
from advisor.knowledge import KnowledgeBase
from advisor.language import Use
from advisor.report.explaining.what_if_data import KIND
from advisor.report.schemas import (
    BASE,
    TEXT,
    Schema,
    decision_schema,
    list_of,
    question_schema,
    record,
)

_FLAG: Final[Schema] = {"type": "boolean"}
_TRUTH: Final[Schema] = {"enum": [True, False, None]}
_USE: Final[Schema] = {"enum": list(get_args(Use))}
_STRENGTH: Final[Schema] = {"type": ["string", "null"]}


def what_if_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of a case as told and as changed, compared."""
    question = question_schema()
    rules = {"rules": list_of(TEXT), "questions": list_of(question)}
    kinds = {"enum": list(get_args(Obstacle))}
    barrier = _or_null(record({"kind": kinds, **rules}))
    premise = record(
        {
            "pattern": TEXT,
            "use": _USE,
            "truth": _TRUTH,
            "facts": list_of(TEXT),
            "now": list_of(TEXT),
        }
    )
    firing: Schema = {
        "rule": TEXT,
        "title": TEXT,
        "because": TEXT,
        "grade": TEXT,
        "sources": list_of(TEXT),
    }
    lost = record({**firing, "barrier": barrier, "premises": list_of(premise)})
    difference = record(
        {
            "part": {"enum": list(PARTS)},
            "id": TEXT,
            "label": TEXT,
            "way": {"enum": ["came", "went", "changed"]},
            "before": _STRENGTH,
            "after": _STRENGTH,
            "gained": list_of(record({**firing, "barrier": barrier})),
            "lost": list_of(lost),
            "barrier": barrier,
        }
    )
    properties = {
        "kind": {"const": KIND},
        "base": BASE,
        "case": record({"name": TEXT, "title": TEXT}),
        "changes": list_of(_change()),
        "before": decision_schema(base),
        "after": _or_null(decision_schema(base)),
        "message": record({"label": TEXT, "text": TEXT, "because": list_of(TEXT)}),
        "changed": _FLAG,
        "differences": list_of(difference),
        "unmoved": _or_null(_unmoved(barrier)),
        "fired": list_of(record(firing)),
        "ceased": list_of(lost),
        "settling": list_of(question),
        "opened": list_of(question),
        "closed": list_of(question),
        "disclaimer": TEXT,
    }
    return record(properties)


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, schema]}


def _change() -> Schema:
    kinds: list[Any] = [name for name, one in FACT_TYPES.items() if one.stratum == REPORTED]
    return record(
        {
            "change": TEXT,
            "words": TEXT,
            "type": {"enum": kinds},
            "id": TEXT,
            "attribute": TEXT,
            "already": _FLAG,
            "adds": _FLAG,
            "completes": _FLAG,
        }
    )


def _unmoved(barrier: Schema) -> Schema:
    wait = record({"pattern": TEXT, "use": _USE})
    reader = record({"rule": TEXT, "title": TEXT, "truth": _TRUTH, "waits": list_of(wait)})
    return record(
        {
            "why": {"enum": list(get_args(Stillness))},
            "words": list_of(TEXT),
            "barrier": barrier,
            "readers": list_of(reader),
        }
    )
