"""The JSON Schemas of what the program prints: one advice, and the results of a batch."""

from __future__ import annotations

from typing import Any

from advisor.advice import SILENT
from advisor.facts import FACT_TYPES
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import MARKS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_UNLESS_SILENT = ("conclusions", "outside", "assumed", "unanswered", "sources")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _record(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _names(base: KnowledgeBase, kind: str) -> Schema:
    return {"enum": list(base.entries[kind])}


def _graded(base: KnowledgeBase, kind: str, attribute: str) -> Schema:
    values = {"enum": list(base.attributes[kind][attribute].values)}
    return {
        "type": "object",
        "propertyNames": _names(base, kind),
        "additionalProperties": values,
    }


def decision_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of a decision."""
    outcomes = list(base.entries["outcome"])
    stage = {"enum": list(FACT_TYPES["drill"].orders["stage"])}
    extent = {"enum": [*FACT_TYPES["drill"].orders["range"], None]}
    full = _record(
        {
            "outcome": {"enum": [name for name in outcomes if name not in SILENT]},
            "referrals": _graded(base, "referral", "level"),
            "cautions": _list(_names(base, "caution")),
            "load": _graded(base, "load", "band"),
            "patterns": _graded(base, "pattern", "confidence"),
            "keys": _graded(base, "key", "level"),
            "drills": _list(
                _record({"drill": _names(base, "drill"), "stage": stage, "range": extent})
            ),
            "withheld": _list(_TEXT),
            "notes": _list(_names(base, "note")),
        }
    )
    return {"oneOf": [_record({"outcome": {"enum": list(SILENT)}}), full]}


def advice_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of `advisor advise --format json`."""
    level = {"enum": [*FACT_TYPES["referral"].orders["level"], None]}
    question = _record(
        {"type": _TEXT, "id": _TEXT, "attribute": _TEXT, "level": level, "question": _TEXT}
    )
    conclusion = _record(
        {
            "type": {"enum": [name for name, kind in FACT_TYPES.items() if kind.stratum]},
            "id": _TEXT,
            "label": _TEXT,
            "attributes": {"type": "object"},
            "rules": _list(_TEXT),
            "bears_on": _list(_TEXT),
        }
    )
    help_known = _record({"text": _TEXT, "grade": _TEXT, "sources": _list(_TEXT)})
    outside = _record(
        {
            "symptom": _names(base, "symptom"),
            "label": _TEXT,
            "help": {"anyOf": [{"type": "null"}, help_known]},
            "assess": _TEXT,
        }
    )
    mark = {"enum": [*MARKS, None]}
    source = _record({"id": _TEXT, "says": _TEXT, "mark": mark, "verified": _TEXT})
    firing = _record(
        {
            "rule": _TEXT,
            "title": _TEXT,
            "because": _TEXT,
            "grade": _TEXT,
            "sources": _list(_TEXT),
            "support": _list(_record({"pattern": _TEXT, "facts": _list(_TEXT)})),
            "absences": _list(_TEXT),
            "open": _list(_TEXT),
            "concluded": _list(_TEXT),
        }
    )
    assumed = _record({"fact": _TEXT, "attribute": _TEXT, "value": {"type": ["number", "string"]}})
    properties = {
        "base": _record({"name": _TEXT, "version": _TEXT, "digest": _TEXT}),
        "case": _record({"name": _TEXT, "title": _TEXT}),
        "decision": decision_schema(base),
        "message": _record({"label": _TEXT, "text": _TEXT}),
        "disclaimer": _TEXT,
        "conclusions": _list(conclusion),
        "outside": _list(outside),
        "assumed": _list(assumed),
        "unanswered": _list(question),
        "sources": _list(source),
        "settling": _list(question),
        "firings": _list(firing),
    }
    return {
        "$schema": _DRAFT,
        "$id": f"urn:injury-pattern-advisor:advice:{base.name}:{base.version}",
        "title": "One advice",
        **_record(properties, optional=_UNLESS_SILENT),
    }


def result_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of `advisor validate --format json`."""
    count: Schema = {"type": "integer", "minimum": 0}
    diagnostic = _record(
        {
            "code": _TEXT,
            "severity": {"enum": ["error", "warning"]},
            "line": count,
            "column": count,
            "pointer": _TEXT,
            "message": _TEXT,
            "hint": _TEXT,
        }
    )
    result = _record(
        {
            "file": _TEXT,
            "case": _TEXT,
            "title": _TEXT,
            "status": {"enum": ["ok", "failed", "invalid", "error"]},
            "expects": {"type": "boolean"},
            "decision": {"anyOf": [{"type": "null"}, decision_schema(base)]},
            "diagnostics": _list(diagnostic),
            "mismatches": _list(_record({"expectation": _TEXT, "expected": {}, "actual": {}})),
        }
    )
    summary = _record(
        {
            "cases": count,
            "ok": count,
            "failed": count,
            "invalid": count,
            "error": count,
            "without_expectations": count,
        }
    )
    return {
        "$schema": _DRAFT,
        "$id": f"urn:injury-pattern-advisor:result:{base.name}:{base.version}",
        "title": "The results of a batch",
        **_record(
            {
                "base": _record({"name": _TEXT, "version": _TEXT, "digest": _TEXT}),
                "results": _list(result),
                "summary": summary,
            }
        ),
    }
