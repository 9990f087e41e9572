"""The engine, the reference evaluator and CLIPS agree on knowledge bases that nobody wrote."""

from __future__ import annotations

import functools
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from advisor.documents import Document, read
from advisor.facts import OUTCOMES, STRATA
from advisor.knowledge import KnowledgeBase, load
from advisor.reasoner import Reasoner
from tests import random_cases, readings, reference
from tests.clips_reading import Clips
from tests.random_bases import random_base, write
from tests.random_features import features, numbers, rules_of
from tests.random_habits import habits

BASES = range(20)
CASES_A_BASE = 250
FEATURES = """
    all|any|not|at_least|unknown|not in not|unknown in not|unknown in unknown|at_least in unknown
    4 joints deep|not over what is concluded|any fact|bare identity|bare list|3 tests
    a number by a value|a number by a list|a number by at_least|a number by at_most
    a number by above|a number by below|a number by between|a number by above and at_most
    a number by above and below|a number by at_least and at_most|a number by at_least and below
    coverage level by a value|coverage level by a list|coverage level by bounds
    sign level by a value|sign level by a list|sign level by bounds
    pattern confidence by a value|pattern confidence by a list|pattern confidence by bounds
    key level by a value|key level by a list|key level by bounds
    drill stage by a value|drill stage by a list|drill stage by bounds
    drill range by a value|drill range by a list|drill range by bounds
    a list of words by a value|a list of words by a list|a list of entries by a list
    a list of entries by a reference|choice by a reference|id by a reference|drill by a reference
    until by a reference|a reference in a reference|what some lack by a reference
    a label told|a label on several patterns|two labels|a label nobody names
    several conclusions|notes on a rule|one pattern in many rules
    coverage of several levels|sign of several levels|pattern of several confidences
    key of several levels|drill of several stages|drill of several ranges
    referral of several levels|pattern with about|drill with range
    withheld with drill|withheld with exercise|withheld with cue|withheld with until
    emergency referral|urgent referral|clinician referral|concludes caution|concludes load
    emergency over runner|emergency over symptom|urgent over runner|urgent over symptom
    a run length before the gate|needs in a chain|a drill that is an exercise
    blocks|withholds|withholds nothing
"""


@dataclass(frozen=True)
class Run:
    """One random base on its random cases: what the engine did, and where the reference differs."""

    documents: dict[str, object]
    cases: list[dict[str, Any]]
    outcomes: Counter[str]
    fired: Counter[str]
    strata: set[int]
    difference: str


@functools.cache
def run(seed: int) -> Run:
    documents = random_base(random.Random(seed))
    base = loaded(documents)
    reasoner, second = Reasoner(base), readings.Reference(documents, base)
    with tempfile.TemporaryDirectory() as folder:
        third = Clips(documents, base, Path(folder))
    rng, told = random.Random(seed), habits(documents)
    cases = [random_cases.random_case(rng, documents, told) for _ in range(CASES_A_BASE)]
    outcomes, fired = Counter[str](), Counter[str]()
    difference = ""
    for number, case in enumerate(cases):
        advice = readings.advise(reasoner, case)
        outcomes[advice.outcome] += 1
        engine = readings.of_engine(advice)
        fired.update(one.rule for one in engine.fired)
        apart = readings.first_difference(engine, second.read(case), third.read(case))
        if apart and not difference:
            difference = where(seed, number, case, documents, apart)
    strata = {rule.stratum for rule in base.rules if fired[rule.id]}
    return Run(documents, cases, outcomes, fired, strata, difference)


def loaded(documents: dict[str, object]) -> KnowledgeBase:
    with tempfile.TemporaryDirectory() as folder:
        write(documents, Path(folder))
        return load(folder)


def where(
    seed: int,
    number: int,
    case: dict[str, Any],
    documents: dict[str, object],
    apart: readings.Difference,
) -> str:
    """Say all that is needed to see a difference again."""
    rules = [rule for rule in rules_of(documents) if rule["id"] == apart.rule]
    lines = [
        f"run({seed}).cases[{number}]: {apart}",
        *(f"the rule: {json.dumps(rule)}" for rule in rules),
        f"the case: {json.dumps(case)}",
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", BASES)
def test_random_bases_are_read_alike(seed: int) -> None:
    difference = run(seed).difference
    if difference:
        pytest.fail(difference, pytrace=False)


# ---- The generator itself -------------------------------------------------------------------


def test_the_same_seed_gives_the_same_base_and_cases() -> None:
    first, again = (random_base(random.Random(3)) for _ in "ab")
    assert json.dumps(first) == json.dumps(again)
    assert json.dumps(first) != json.dumps(random_base(random.Random(4)))
    cases = [
        random_cases.random_case(random.Random(3), base, habits(base)) for base in (first, again)
    ]
    assert cases[0] == cases[1]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    documents = random_base(random.Random(5))
    write(documents, tmp_path)
    for name, content in documents.items():
        document = read(tmp_path / name)
        assert isinstance(document, Document), document
        assert document.value == content, name


def test_random_bases_use_all_of_the_language() -> None:
    found: Counter[str] = Counter()
    for seed in BASES:
        found.update(features(run(seed).documents))
    wanted = [name.strip() for line in FEATURES.strip().splitlines() for name in line.split("|")]
    assert not [name for name in wanted if not found[name]]


def test_random_bases_are_of_a_useful_size() -> None:
    for seed in BASES:
        assert 40 <= len(rules_of(run(seed).documents)) <= 120, seed


def test_random_bases_come_to_every_outcome() -> None:
    outcomes: Counter[str] = Counter()
    for seed in BASES:
        outcomes.update(run(seed).outcomes)
    assert [name for name in OUTCOMES if outcomes[name] < 5] == []
    shut = outcomes["emergency"] + outcomes["urgent"] + outcomes["not-cleared"]
    assert shut < outcomes.total() / 2, "an open gate is where most of the language is"


def test_most_rules_fire_in_some_cases_and_not_in_others() -> None:
    shares = []
    for seed in BASES:
        rules = [rule["id"] for rule in rules_of(run(seed).documents)]
        fired = run(seed).fired
        shares.append(sum(0 < fired[rule] < CASES_A_BASE for rule in rules) / len(rules))
    assert min(shares) >= 0.7, shares
    assert sum(shares) / len(shares) >= 0.8, shares


def test_every_stratum_fires_in_every_base() -> None:
    for seed in BASES:
        assert run(seed).strata == set(STRATA), seed


def test_cases_hit_the_numbers_that_rules_compare_with() -> None:
    """A bound is judged right only where it is tried at the bound itself."""
    hit = compared = 0
    for seed in BASES:
        wanted = set(numbers(run(seed).documents))
        told = {one for case in run(seed).cases for one in numbers_told(case)}
        wanted = {one for one in wanted if one[:2] in {told_one[:2] for told_one in told}}
        hit += len(wanted & told)
        compared += len(wanted)
    assert hit / compared > 0.8, f"{hit} of {compared}"


def numbers_told(case: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Every number that a case tells, with its type of fact and its attribute."""
    reports = [("runner", case.get("runner") or {})]
    for section, kind in (("symptoms", "symptom"), ("routine", "exercise"), ("tried", "tried")):
        reports += [(kind, report or {}) for report in (case.get(section) or {}).values()]
    for kind, report in reports:
        for attribute, value in report.items():
            if isinstance(value, int | float):
                yield kind, attribute, value
    for attribute, jump in reference.load_jump_percent(case.get("runner") or {}).items():
        yield "runner", attribute, float(jump)
