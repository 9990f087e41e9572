"""The engine and the reference evaluator agree on every firing and every decision."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from advisor.advice import Advice
from advisor.cases import Case
from advisor.diagnostics import Diagnostic
from advisor.documents import read_text
from advisor.inference import Record
from advisor.reasoner import Reasoner
from tests import random_cases, reference

SEEDS = range(8)
CASES_A_SEED = 400


def advise(reasoner: Reasoner, data: dict[str, Any]) -> Advice:
    document = read_text(json.dumps(data).encode(), "random.json", json=True)
    assert not isinstance(document, Diagnostic), document
    case = reasoner.check(document)
    assert isinstance(case, Case), [str(one) for one in case]
    return reasoner.advise(case)


def firings_of(record: Record) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Give each firing: its rule, the names of what supports it, the types of its absences."""
    return sorted(
        (
            firing.rule.id,
            tuple(sorted({fact.name for met in firing.support for fact in met.facts})),
            tuple(sorted(pattern.type for pattern in firing.absences)),
        )
        for firing in record.firings
    )


def expected_firings(
    firings: list[reference.Firing],
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return sorted(
        (rule, support, tuple(sorted(next(iter(json.loads(one))) for one in absences)))
        for rule, support, absences in firings
    )


def engine_decision(advice: Advice) -> dict[str, Any]:
    data = advice.decision.as_dict()
    if "drills" in data:
        data["drills"] = [[one["drill"], one["stage"]] for one in data["drills"]]
        for name in ("cautions", "withheld", "notes"):
            data[name] = sorted(data[name])
    return data


@pytest.mark.parametrize("seed", SEEDS)
def test_random_cases_read_alike(reasoner: Reasoner, documents: dict[str, Any], seed: int) -> None:
    second = reference.Base(documents)
    rng = random.Random(seed)
    for number in range(CASES_A_SEED):
        data = random_cases.random_case(rng, documents)
        advice = advise(reasoner, data)
        expected = reference.evaluate(second, data)
        where = f"seed {seed}, case {number}: {json.dumps(data)}"
        assert engine_decision(advice) == expected.decision, where
        assert ("open" if advice.record.gate_open else "shut") == expected.gate, where
        assert firings_of(advice.record) == expected_firings(expected.firings), where
        guards = sorted(p.rule.id for p in advice.record.pending if p.rule.guards_gate)
        assert guards == sorted(expected.unknown_rules), where
        pending = sorted(p.rule.id for p in advice.record.pending)
        assert pending == sorted(expected.pending), where
