"""The JSON Schemas of what the program prints: one advice, and the results of a batch."""

from __future__ import annotations

from typing import Any, Final

from advisor.advice import SILENT
from advisor.facts import FACT_TYPES, OUTCOMES
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import MARKS

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
_UNLESS_SILENT = ("conclusions", "outside", "assumed", "unanswered", "sources")
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def record(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """Give the schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": False,
    }


def list_of(items: Schema) -> Schema:
    """Give the schema of a list."""
    return {"type": "array", "items": items}


def names_of(base: KnowledgeBase, kind: str) -> Schema:
    """Give the schema of the id of an entry."""
    return {"enum": list(base.entries[kind])}


def _graded(base: KnowledgeBase, kind: str, attribute: str) -> Schema:
    values = {"enum": list(base.attributes[kind][attribute].values)}
    return {
        "type": "object",
        "propertyNames": names_of(base, kind),
        "additionalProperties": values,
    }


COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
BASE: Final = record({"name": TEXT, "version": TEXT, "digest": TEXT})
CASE: Final = record({"name": TEXT, "title": TEXT})


def question_schema() -> Schema:
    """Give the schema of an open question."""
    level = {"enum": [*FACT_TYPES["referral"].orders["level"], None]}
    return record({"type": TEXT, "id": TEXT, "attribute": TEXT, "level": level, "question": TEXT})


def source_schema() -> Schema:
    """Give the schema of a source, with how far it was verified."""
    mark = {"enum": [*MARKS, None]}
    return record({"id": TEXT, "says": TEXT, "mark": mark, "verified": TEXT})


def decision_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of a decision."""
    outcomes = list(base.entries["outcome"])
    stage = {"enum": list(FACT_TYPES["drill"].orders["stage"])}
    extent = {"enum": [*FACT_TYPES["drill"].orders["range"], None]}
    full = record(
        {
            "outcome": {"enum": [name for name in outcomes if name not in SILENT]},
            "referrals": _graded(base, "referral", "level"),
            "cautions": list_of(names_of(base, "caution")),
            "load": _graded(base, "load", "band"),
            "patterns": _graded(base, "pattern", "confidence"),
            "keys": _graded(base, "key", "level"),
            "drills": list_of(
                record({"drill": names_of(base, "drill"), "stage": stage, "range": extent})
            ),
            "withheld": list_of(TEXT),
            "notes": list_of(names_of(base, "note")),
        }
    )
    return {"oneOf": [record({"outcome": {"enum": list(SILENT)}}), full]}


def advice_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of `advisor advise --format json`."""
    question = question_schema()
    conclusion = record(
        {
            "type": {"enum": [name for name, kind in FACT_TYPES.items() if kind.stratum]},
            "id": TEXT,
            "label": TEXT,
            "attributes": {"type": "object"},
            "rules": list_of(TEXT),
            "bears_on": list_of(TEXT),
        }
    )
    help_known = record({"text": TEXT, "grade": TEXT, "sources": list_of(TEXT)})
    outside = record(
        {
            "symptom": names_of(base, "symptom"),
            "label": TEXT,
            "help": {"anyOf": [{"type": "null"}, help_known]},
            "assess": TEXT,
        }
    )
    source = source_schema()
    firing = record(
        {
            "rule": TEXT,
            "title": TEXT,
            "because": TEXT,
            "grade": TEXT,
            "sources": list_of(TEXT),
            "support": list_of(record({"pattern": TEXT, "facts": list_of(TEXT)})),
            "absences": list_of(TEXT),
            "open": list_of(TEXT),
            "concluded": list_of(TEXT),
        }
    )
    assumed = record({"fact": TEXT, "attribute": TEXT, "value": {"type": ["number", "string"]}})
    properties = {
        "base": BASE,
        "case": CASE,
        "decision": decision_schema(base),
        "message": record({"label": TEXT, "text": TEXT}),
        "disclaimer": TEXT,
        "conclusions": list_of(conclusion),
        "outside": list_of(outside),
        "assumed": list_of(assumed),
        "unanswered": list_of(question),
        "sources": list_of(source),
        "settling": list_of(question),
        "firings": list_of(firing),
    }
    return {
        "$schema": DRAFT,
        "$id": f"urn:injury-pattern-advisor:advice:{base.name}:{base.version}",
        "title": "One advice",
        **record(properties, optional=_UNLESS_SILENT),
    }


def _triage_schema(base: KnowledgeBase) -> Schema:
    part = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
    share = record({"count": COUNT, "of": COUNT, "share": part, "low": part, "high": part})
    shares = record({"of_all": share, "of_possible": share})
    counts = {"cases": COUNT, "under_triage": shares, "over_triage": shares}
    area = {"enum": [*base.entries["area"], None]}
    outcome = {"enum": list(OUTCOMES)}
    row = {"type": "object", "propertyNames": outcome, "additionalProperties": COUNT}
    table = {"type": "object", "propertyNames": outcome, "additionalProperties": row}
    areas = list_of(record({"area": area, **counts}))
    return record({**counts, "interval": TEXT, "table": table, "areas": areas})


def _coverage_schema(base: KnowledgeBase) -> Schema:
    rule = {"enum": [one.id for one in base.rules]}
    return record(
        {
            **dict.fromkeys(("rules", "fired", "conditions", "decisive"), COUNT),
            "never_fired": list_of(record({"rule": rule, "title": TEXT})),
            "never_decisive": list_of(record({"rule": rule, "condition": TEXT})),
        }
    )


def result_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of `advisor validate --format json`."""
    diagnostic = record(
        {
            "code": TEXT,
            "severity": {"enum": ["error", "warning"]},
            "line": COUNT,
            "column": COUNT,
            "pointer": TEXT,
            "message": TEXT,
            "hint": TEXT,
            "excerpt": TEXT,
        }
    )
    mismatch = record(
        {
            "expectation": TEXT,
            "expected": {},
            "actual": {},
            **dict.fromkeys(("missing", "surplus", "why"), list_of(TEXT)),
        }
    )
    result = record(
        {
            "file": TEXT,
            "line": COUNT,
            "case": TEXT,
            "title": TEXT,
            "status": {"enum": ["ok", "failed", "invalid", "error"]},
            "expects": {"type": "boolean"},
            "triage": {"enum": ["under", "over", "within", None]},
            "decision": {"anyOf": [{"type": "null"}, decision_schema(base)]},
            "diagnostics": list_of(diagnostic),
            "mismatches": list_of(mismatch),
        }
    )
    summary = record(
        {
            "cases": COUNT,
            "ok": COUNT,
            "failed": COUNT,
            "invalid": COUNT,
            "error": COUNT,
            "without_expectations": COUNT,
            "codes": {"type": "object", "additionalProperties": COUNT},
            "stopped": TEXT,
            "triage": _triage_schema(base),
            "coverage": {"anyOf": [{"type": "null"}, _coverage_schema(base)]},
        }
    )
    return {
        "$schema": DRAFT,
        "$id": f"urn:injury-pattern-advisor:result:{base.name}:{base.version}",
        "title": "The results of a batch",
        **record(
            {
                "base": BASE,
                "results": list_of(result),
                "summary": summary,
            }
        ),
    }
