"""The JSON Schema of what would have to be different."""

from __future__ import annotations

from typing import Final

from advisor.explanation.counterfactual import LIMIT
from advisor.explanation.influence import CHANGEABLE
from advisor.explanation.target import CONCLUDED
from advisor.explanation.unit_changes import ANSWERS, LEARNT, RANKS
from advisor.facts import FACT_TYPES
from advisor.knowledge import KnowledgeBase
from advisor.report.schemas import (
    BASE,
    CASE,
    TEXT,
    Schema,
    list_of,
    names_of,
    question_schema,
    record,
)


def counterfactual_schema(base: KnowledgeBase) -> Schema:
    """Give the schema of what would have to be different."""
    level = {"enum": list(FACT_TYPES["referral"].orders["level"])}
    kinds = [*CONCLUDED, "outcome", "rule"]
    target = record(
        {
            "kind": {"enum": kinds},
            "id": TEXT,
            "strength": {"type": ["string", "null"]},
            "label": TEXT,
        }
    )
    referral = record({"id": names_of(base, "referral"), "level": level, "because": list_of(TEXT)})
    number: Schema = {"type": "integer"}
    times = record({"at_least": number, "at_most": number})
    change = record(
        {
            "type": {"enum": list(CHANGEABLE)},
            "id": {"enum": [*base.entries["exercise"], *base.entries["observation"], None]},
            "answer": {"enum": [*ANSWERS, None]},
            "times_per_week": {"anyOf": [{"type": "null"}, times]},
        }
    )
    part = record(
        {
            "kind": {"enum": ["learn", "act"]},
            "action": {"enum": [*LEARNT, *RANKS]},
            "one_of": {**list_of(change), "minItems": 1},
        }
    )
    truth: Schema = {"type": "boolean"}
    solution = record(
        {
            "changes": {**list_of(part), "minItems": 1, "maxItems": LIMIT},
            "drops": truth,
            "refers": truth,
            "text": TEXT,
        }
    )
    standing = record(
        {
            "out_of_scope": truth,
            "rules": list_of(record({"rule": TEXT, "because": TEXT})),
            "needed": list_of(TEXT),
            "against": list_of(TEXT),
        }
    )
    every: Schema = {
        "kind": {"const": "counterfactual"},
        "base": BASE,
        "case": CASE,
        "outcome": record({"id": names_of(base, "outcome"), "label": TEXT, "text": TEXT}),
        "target": target,
        "goal": {"enum": ["present", "absent"]},
        "first": record({"referrals": list_of(referral), "questions": list_of(question_schema())}),
        "limit": {"const": LIMIT},
        "solutions": list_of(solution),
        "in_the_way": standing,
        "disclaimer": TEXT,
    }
    return record(every, optional=_SOMETIMES)


_SOMETIMES: Final = ("target", "goal", "first", "limit", "solutions", "in_the_way")
