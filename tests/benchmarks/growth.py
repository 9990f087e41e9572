"""How the time of a case grows with the number of rules, and with the number of its facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.cases import Case
from advisor.documents import Document, read_text
from advisor.facts import FACT_TYPES, STRATA, Fact
from advisor.inference import Engine, Record, infer
from advisor.knowledge import KnowledgeBase
from advisor.language import Rule
from advisor.reasoner import Reasoner
from tests.benchmarks.made_up import (
    Subjects,
    at_least,
    made_up_rule,
    pattern,
    unmet_rules,
    with_rules,
)
from tests.benchmarks.timing import medians

RULES = (100, 300, 1_000, 3_000)
FIRING = (100, 300, 1_000)
FACTS = (10, 20, 40, 80, 160)
FIXED_RULES = 1_000
NEVER_REPORTED = 15.0
"""Higher than any number that rules here test is reported."""
REPEATS = 3
"""How many times in each round a case is timed."""
COLUMNS = ("again", "new", "build")
"""The same case once more, a case with new numbers, and building the engine, for each rule."""

_SYMPTOMS = ("knee-unplaced", "kneecap-ache", "low-back-tight")
_EXERCISES = ("clamshell", "lateral-band-walk", "squat")


@dataclass(frozen=True)
class Point:
    """A size and, in microseconds, what it costs: by column."""

    size: int
    times: Mapping[str, float]


@dataclass(frozen=True)
class Curve:
    """Points from the smallest size on."""

    title: str
    points: tuple[Point, ...]

    def growth(self, point: Point) -> float:
        """How many times the size of the first point."""
        return point.size / self.points[0].size

    def ratio(self, point: Point, column: str) -> float:
        """How many times the time of the first point."""
        return point.times[column] / self.points[0].times[column]


def rule_curves(base: KnowledgeBase, sizes: Sequence[int], rounds: int) -> Iterator[Curve]:
    """
    Time one case against ever more rules, all but the first few of which are false of it.

    Once they are about what it does not report, once about the same symptoms and exercises, asking
    for numbers that it does not reach.
    """
    facts = _case(base, _SYMPTOMS, _EXERCISES)
    core = _concerned(base, facts)
    symptoms = tuple(name for name in base.entries["symptom"] if name not in _SYMPTOMS)
    exercises = tuple(name for name in base.entries["exercise"] if name not in _EXERCISES)
    for title, about in (
        ("rules about what is not reported", Subjects(symptoms, exercises, 1.0)),
        ("rules about the same things", Subjects(_SYMPTOMS, _EXERCISES, NEVER_REPORTED)),
    ):
        bases = {
            size: with_rules(base, (*core, *unmet_rules(base, size - len(core), about)))
            for size in sizes
        }
        found = {size: _firings(bases[size], facts) for size in sizes}
        assert len(set(found.values())) == 1, f"the firings differ with the rules: {found}"
        yield _curve(title, bases, dict.fromkeys(sizes, facts), rounds)


def fact_curve(base: KnowledgeBase, sizes: Sequence[int], rules: int, rounds: int) -> Curve:
    """Time ever more facts against the same rules, all of which read them and are false."""
    symptoms, exercises = tuple(base.entries["symptom"]), tuple(base.entries["exercise"])
    about = Subjects(symptoms, exercises, NEVER_REPORTED)
    fixed = with_rules(base, unmet_rules(base, rules, about))
    facts = _evenly_mixed(_case(base, symptoms, exercises))
    found = {min(size, len(facts)): facts[:size] for size in sizes}
    return _curve(f"facts, with {rules:,} rules", dict.fromkeys(found, fixed), found, rounds)


def firing_curve(base: KnowledgeBase, sizes: Sequence[int], rounds: int) -> Curve:
    """Time ever more rules that all fire."""
    facts = _case(base, _SYMPTOMS, _EXERCISES)
    bases = {size: with_rules(base, (_met(number) for number in range(size))) for size in sizes}
    assert all(_firings(bases[size], facts) == size for size in sizes)
    return _curve("rules that all fire", bases, dict.fromkeys(sizes, facts), rounds)


def _met(number: int) -> Rule:
    when = pattern("runner", at_least("weekly_km", number / 1_000))
    return made_up_rule(f"met-{number}", when, STRATA[number % len(STRATA)])


def _curve(
    title: str,
    bases: Mapping[int, KnowledgeBase],
    facts: Mapping[int, tuple[Fact, ...]],
    rounds: int,
) -> Curve:
    cases: dict[tuple[str, int], Callable[[], object]] = {}
    for size, sized in bases.items():
        engine = Engine(sized)
        nudged = _nudged(sized, facts[size], rounds)
        cases["again", size] = _again(engine, facts[size])
        cases["new", size] = _afresh(engine, facts[size], nudged)
    builds = {("build", size): _builder(sized) for size, sized in bases.items()}
    times = medians(cases, rounds, REPEATS) | medians(builds, rounds, 1)
    points = (
        Point(
            size,
            {
                "again": times["again", size],
                "new": times["new", size],
                "build": times["build", size] / len(sized.rules),
            },
        )
        for size, sized in bases.items()
    )
    return Curve(title, tuple(points))


def _firings(base: KnowledgeBase, facts: tuple[Fact, ...]) -> int:
    return len(infer(Engine(base), facts, ()).firings)


def _again(engine: Engine, facts: tuple[Fact, ...]) -> Callable[[], Record]:
    return lambda: infer(engine, facts, ())


def _afresh(
    engine: Engine, facts: tuple[Fact, ...], nudged: list[tuple[Fact, ...]]
) -> Callable[[], Record]:
    cases = iter(nudged)
    fires = len(infer(engine, facts, ()).firings)
    assert fires == len(infer(engine, next(cases), ()).firings), "a nudge crossed a threshold"
    return lambda: infer(engine, next(cases), ())


def _builder(base: KnowledgeBase) -> Callable[[], Engine]:
    return lambda: Engine(base)


# Cases


def _case(
    base: KnowledgeBase, symptoms: Sequence[str], exercises: Sequence[str]
) -> tuple[Fact, ...]:
    """Give the facts of a case in which everything is answered and the gate is open."""
    data: dict[str, Any] = {
        "runner": {"age": 41, "weekly_km": 30},
        "symptoms": {name: {"worst": 2, "duration_weeks": 3} for name in symptoms},
        "routine": {name: {"times_per_week": 3} for name in exercises},
        "screening": dict.fromkeys(base.entries["screening"], "no"),
        "observations": dict.fromkeys(base.entries["observation"], "no"),
        "tried": {},
    }
    document = read_text(json.dumps(data).encode(), "growth.json", json=True)
    assert isinstance(document, Document), document
    case = Reasoner(base).check(document)
    assert isinstance(case, Case), [str(one) for one in case]
    return tuple(case.facts)


def _concerned(base: KnowledgeBase, facts: tuple[Fact, ...]) -> list[Rule]:
    """Give the rules that fire on a case or may still."""
    record = infer(Engine(base), facts, ())
    return [one.rule for one in record.firings] + [one.rule for one in record.pending]


def _evenly_mixed(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Order facts so that the first few are a sample of all; the runner comes first."""
    found: list[tuple[float, Fact]] = []
    for kind in FACT_TYPES:
        # symptoms inside the method before the others, lest a small case be out of scope
        of_kind = [fact for fact in facts if fact.type == kind]
        of_kind.sort(key=lambda fact: fact.get("scope") == "outside")
        found += [(number / len(of_kind), fact) for number, fact in enumerate(of_kind)]
    return tuple(fact for _, fact in sorted(found, key=lambda one: one[0]))


def _nudged(base: KnowledgeBase, facts: tuple[Fact, ...], rounds: int) -> list[tuple[Fact, ...]]:
    """Give a case as often as it will be run, each time with other numbers by a little."""
    return [
        tuple(_changed(base, fact, number / 1_000_000) for fact in facts)
        for number in range(1, 2 + rounds * (1 + REPEATS))
    ]


def _changed(base: KnowledgeBase, fact: Fact, by: float) -> Fact:
    values = dict(fact.attributes)
    for name, attribute in base.attributes[fact.type].items():
        value = values.get(name)
        if attribute.reported and isinstance(value, (int, float)):
            values[name] = value + by
    return Fact(fact.type, fact.identity, values, fact.assumed)
