"""The shape of every file of `rules/`, as JSON Schema; what the words mean is checked elsewhere."""

from __future__ import annotations

from typing import Any, Final

from advisor.facts import FACT_TYPES, OUTCOMES

Schema = dict[str, Any]

KINDS: Final = (
    "area",
    "symptom",
    "exercise",
    "observation",
    "stance",
    "checklist",
    "screening",
    "key",
    "drill",
    "pattern",
    "note",
    "outcome",
    "referral",
    "caution",
    "load",
    "source",
)
"""The kinds of entry."""
TAGS: Final = (
    "external_rotation",
    "abduction",
    "internal_rotation_length",
    "hip_extension",
    "frontal_shift",
    "foot_loading",
    "weight_bearing",
    "single_leg",
    "hip_before_knee",
)
"""What an exercise trains: 2 as its main point, 1 partly, 0 not (DOMAIN.md C.1)."""

EXERCISE_KINDS: Final = (
    "strength",
    "balance",
    "plyometric",
    "mobility",
    "release",
    "running",
    "method",
)
"""The sorts of exercise; `method` are the drills of the article."""

TEXT: Final[Schema] = {"type": "string", "pattern": "\\S"}
WORD: Final[Schema] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*\\Z"}
WORDS: Final[Schema] = {"type": "array", "items": WORD, "uniqueItems": True}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT, "uniqueItems": True}
WORDING: Final[Schema] = {"type": "object", "additionalProperties": TEXT}
GRADE: Final[Schema] = {"enum": ["ARTICLE", "STUDY+", "STUDY-", "OUT", "OURS"], "x-noun": "grade"}
GROUNDS: Final[Schema] = {"ref": TEXTS, "sources": TEXTS, "grade": GRADE}
COMMON: Final[Schema] = {
    "id": WORD,
    "label": TEXT,
    "term": TEXT,
    "plain": TEXT,
    "aliases": TEXTS,
    **GROUNDS,
}


def record(required: list[str], properties: Schema) -> Schema:
    """Give the shape of a mapping with these keys and no others."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def array(item: Schema) -> Schema:
    """Give the shape of a list."""
    return {"type": "array", "items": item}


def _entries(required: list[str], **properties: Schema) -> Schema:
    return array(record(["id", "label", *required], {**COMMON, **properties}))


def choice(*words: str) -> Schema:
    """Give the shape of one of some words."""
    return {"enum": list(words)}


def _words_for(kind: str) -> Schema:
    """Give the shape of the words for every value by which facts of a type are ordered."""
    values = next(iter(FACT_TYPES[kind].orders.values()))
    return record(list(values), dict.fromkeys(values, TEXT))


_NUMBER: Schema = {"type": "number"}
ATTRIBUTES: Final[Schema] = {
    "type": "object",
    "additionalProperties": record(
        ["type", "label"],
        {
            "type": choice("integer", "number", "choice", "list"),
            "of": {
                "type": ["string", "object"],
                "if": {"type": "string"},
                "then": choice("exercise"),
                "else": {**WORDING, "minProperties": 1},
            },
            "minimum": _NUMBER,
            "maximum": _NUMBER,
            "default": _NUMBER,
            "derived": {"type": "array", "items": TEXT, "minItems": 1},
            "unit": choice("km"),
            "label": TEXT,
            "question": TEXT,
        },
    ),
}

_TAG: Schema = {"type": "integer", "minimum": 0, "maximum": 2}
_GRADED = record(["text", "grade"], {"text": TEXT, **GROUNDS})
_CUE = record(["id", "text", "grade"], {"id": WORD, "text": TEXT, **GROUNDS})

_CHECK = {"question": TEXT, "how": TEXT, "honesty": TEXT, "stance": WORD, "not_with": WORDS}

VOCABULARY: Final[dict[str, Schema]] = {
    "vocabulary/areas.yaml": record(["areas"], {"areas": _entries([])}),
    "vocabulary/symptoms.yaml": record(
        ["attributes", "symptoms"],
        {
            "attributes": ATTRIBUTES,
            "symptoms": _entries(
                ["says", "area", "scope", "kind"],
                says=TEXT,
                area=WORD,
                spot=WORD,
                scope=choice("inside", "outside"),
                kind=choice("pain", "performance"),
                tissue=choice("joint", "tendon", "muscle", "bone", "nerve"),
                withholds=WORDS,
                blocks={"const": True},
                because=TEXT,
                help=_GRADED,
                assess=TEXT,
            ),
        },
    ),
    "vocabulary/exercises.yaml": record(
        ["attributes", "exercises"],
        {
            "attributes": ATTRIBUTES,
            "exercises": _entries(
                ["kind", "tags"],
                kind=choice(*EXERCISE_KINDS),
                tags=record(list(TAGS), dict.fromkeys(TAGS, _TAG)),
                evidence=TEXT,
            ),
        },
    ),
    "vocabulary/observations.yaml": record(
        ["observations"],
        {
            "observations": _entries(["question"], **_CHECK),
            "stances": _entries(["plain"]),
        },
    ),
    "vocabulary/screening.yaml": record(
        ["checklists", "screening"],
        {
            "checklists": _entries(["plain"]),
            "screening": _entries(
                ["checklist", "question", "level", "areas"],
                checklist=WORD,
                question=TEXT,
                level=choice("clinician", "urgent", "emergency"),
                areas=WORDS,
            ),
        },
    ),
    "vocabulary/runner.yaml": record(
        ["attributes", "tried"], {"attributes": ATTRIBUTES, "tried": ATTRIBUTES}
    ),
}

METHOD: Final[dict[str, Schema]] = {
    "method/keys.yaml": record(
        ["keys", "coverage_words", "sign_words", "level_words"],
        {
            "keys": _entries(["where"], where=TEXT),
            "coverage_words": _words_for("coverage"),
            "sign_words": _words_for("sign"),
            "level_words": _words_for("key"),
        },
    ),
    "method/drills.yaml": record(
        ["drills", "stage_words", "pain_rule", "stop_rule"],
        {
            "drills": _entries(
                ["key", "needs", "aim", "cues", "working"],
                key=WORD,
                needs=WORDS,
                aim=_GRADED,
                cues=array(_CUE),
                working=_GRADED,
                feel=_GRADED,
                error=_GRADED,
                needs_words=TEXT,
            ),
            "stage_words": _words_for("drill"),
            "pain_rule": _GRADED,
            "stop_rule": _GRADED,
        },
    ),
    "method/patterns.yaml": record(
        ["patterns", "confidence_words"],
        {"patterns": _entries(["plain"]), "confidence_words": _words_for("pattern")},
    ),
    "method/notes.yaml": record(["notes"], {"notes": _entries(["text"], text=TEXT)}),
    "method/outcomes.yaml": record(
        ["outcomes", "referrals", "cautions", "loads"],
        {
            "outcomes": {
                **_entries(["text"], text=TEXT),
                "allOf": [
                    {"contains": {"properties": {"id": {"const": name}}}} for name in OUTCOMES
                ],
            },
            "referrals": _entries(["text"], text=TEXT),
            "cautions": _entries(["text"], text=TEXT),
            "loads": _entries(
                ["bands"],
                bands={
                    "type": "object",
                    "additionalProperties": record(
                        ["label", "text"], {"label": TEXT, "text": TEXT}
                    ),
                },
            ),
        },
    ),
}

_STATEMENT = record(
    ["id", "type", "status", "says"],
    {"id": TEXT, "type": TEXT, "status": TEXT, "says": TEXT},
)
_REFERENCE = record(
    ["id", "citation", "mark"],
    {"id": TEXT, "citation": TEXT, "mark": choice("V", "V2", "VB", "M"), "remark": TEXT},
)
_RETIRED = record(
    ["kind", "id", "since"],
    {"kind": choice(*KINDS, "rule"), "id": WORD, "replaced_by": WORD, "since": TEXT, "why": TEXT},
)

OTHER: Final[dict[str, Schema]] = {
    "knowledge.yaml": record(
        ["name", "title", "version", "language", "method", "disclaimer"],
        {
            "name": WORD,
            "title": TEXT,
            "version": TEXT,
            "language": {"const": 1},
            "method": TEXT,
            "disclaimer": TEXT,
            "left_out": array(record(["ref", "why"], {"ref": TEXT, "why": TEXT})),
        },
    ),
    "sources.yaml": record(
        ["statements", "references"],
        {"statements": array(_STATEMENT), "references": array(_REFERENCE)},
    ),
    "retired.yaml": record(["retired"], {"retired": array(_RETIRED)}),
}
