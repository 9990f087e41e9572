"""What one large rule costs, by its shape; nothing may grow faster than the rule does."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from advisor.documents import Document, read_text
from advisor.facts import UNKNOWN, AttributeValue, Fact
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase
from advisor.language import Condition, IsUnknown, Not, Pattern, Within, sure_labels
from tests.benchmarks.made_up import joined, made_up_rule, with_rules
from tests.benchmarks.timing import medians

STEPS = ("labels", "build", "answered", "open")
"""Checking its labels, building the engine, a case that answers all it asks, and one nothing."""
_STRATUM = 5

Leaf: TypeAlias = Callable[[bool], Pattern]
"""Makes a pattern, each time another one, that is true or false of the case."""


@dataclass(frozen=True)
class Cost:
    """
    What a rule of some shape and size costs, by step: microseconds and function calls.

    `parts` counts the conditions that it holds, itself among them. The calls are those beyond what
    a rule of a single pattern costs.
    """

    size: int
    parts: int
    times: Mapping[str, float]
    calls: Mapping[str, int]


@dataclass(frozen=True)
class Shape:
    """A kind of rule that can be made as large as one likes."""

    title: str
    sizes: tuple[int, ...]
    make: Callable[[Leaf, int], Condition]


def _choices(leaf: Leaf, size: int) -> Condition:
    parts = (joined("any", 1, leaf(True), leaf(True), leaf(True)) for _ in range(size))
    return joined("all", size, *parts)


def _premises(leaf: Leaf, size: int) -> Condition:
    return joined("all", size, *(leaf(True) for _ in range(size)))


def _half(leaf: Leaf, size: int) -> Condition:
    return joined("at_least", size // 2, *(leaf(True) for _ in range(size)))


def _nested(leaf: Leaf, size: int, wanted: bool = True) -> Condition:
    """Nest all, any, not and at_least in turn, so that every part has a hand in the result."""
    if size <= 1:
        return leaf(wanted)
    word = ("all", "any", "not", "at_least")[size % 4]
    if word == "not":
        return Not(_nested(leaf, size - 1, not wanted))
    inner = _nested(leaf, size - 1, wanted)
    if word == "all":
        return joined("all", 2, leaf(wanted), inner)
    if word == "any":
        return joined("any", 1, leaf(wanted), inner)
    return joined("at_least", 2, leaf(wanted), leaf(wanted), inner)


def _unknowns(leaf: Leaf, size: int) -> Condition:
    """Ask whether it is unknown whether something is unknown, and so on, an even number deep."""
    inner: Condition = leaf(True)
    for _ in range(size):
        inner = joined("any", 1, leaf(True), IsUnknown(inner))
    return inner


def shapes(quick: bool) -> tuple[Shape, ...]:
    """Give the shapes with their sizes; the deepest nesting is the deepest a file can hold."""
    few, many, deep = (1, 10, 50), (10, 100, 1_000), (5, 20, deepest())
    most = 2 if quick else 3
    return (
        Shape("any of 3, so many in an all", few[:most], _choices),
        Shape("premises in an all", many[:most], _premises),
        Shape("at least half of so many", many[:most], _half),
        Shape("all, any, not, at_least, so deep", deep[:most], _nested),
        Shape("unknown, so deep", (2, 4, 8)[:most], _unknowns),
    )


def costs(base: KnowledgeBase, shape: Shape, rounds: int) -> list[Cost]:
    """Give what a shape costs in each of its sizes."""
    conditions = {size: shape.make(_leaves(), size) for size in shape.sizes}
    jobs = {
        (size, step): job
        for size, condition in {0: _leaves()(True), **conditions}.items()
        for step, job in _jobs(base, condition).items()
    }
    calls = {key: _calls(job) for key, job in jobs.items()}
    times = medians(jobs, rounds, repeats=3)
    return [
        Cost(
            size,
            _parts(condition),
            {step: times[size, step] for step in STEPS},
            {step: calls[size, step] - calls[0, step] for step in STEPS},
        )
        for size, condition in conditions.items()
    ]


def ratio(found: Sequence[Cost], cost: Cost, step: str, *, calls: bool) -> float:
    """Give how much a step grew from the smallest size on, beside how much the rule did."""
    first = found[0]
    if calls:
        grown = cost.calls[step] / max(1, first.calls[step])
        return grown / ((cost.parts - 1) / (first.parts - 1))
    return cost.times[step] / first.times[step] / (cost.parts / first.parts)


def _parts(condition: Condition) -> int:
    if isinstance(condition, Pattern):
        return 1
    if isinstance(condition, (Not, IsUnknown)):
        return 1 + _parts(condition.part)
    return 1 + sum(_parts(part) for part in condition.parts)


def _jobs(base: KnowledgeBase, condition: Condition) -> dict[str, Callable[[], object]]:
    with_rule = with_rules(base, [made_up_rule("large", condition, _STRATUM)])
    engine = Engine(with_rule)
    known, unknown = _facts(30.0), _facts(UNKNOWN)
    assert len(infer(engine, known, ()).firings) == 1
    assert len(infer(engine, unknown, ()).pending) == 1
    return {
        "labels": lambda: sure_labels(condition),
        "build": lambda: Engine(with_rule),
        "answered": lambda: infer(engine, known, ()),
        "open": lambda: infer(engine, unknown, ()),
    }


def _facts(weekly_km: AttributeValue) -> tuple[Fact, ...]:
    return (Fact("runner", "runner", {"age": 41, "weekly_km": weekly_km}),)


def _leaves() -> Leaf:
    """Give a maker of patterns on the kilometres a week, each with a bound and a label its own."""
    numbers = itertools.count(1)

    def leaf(holds: bool) -> Pattern:
        number = next(numbers)
        bound = number / 1_000 + (0 if holds else 1_000)
        test = Within("weekly_km", bound, None, False, False, f"at least {bound}")
        return Pattern("runner", (test,), f"label-{number}")

    return leaf


def _calls(job: Callable[[], object]) -> int:
    """Count the function calls of a job: a measure of its work without noise."""
    count = 0

    def seen(_frame: Any, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    job()  # what is remembered from the first time on is not counted
    sys.setprofile(seen)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


def deepest() -> int:
    """Give the deepest nesting of the shape that a file of rules can hold."""
    depth = 1
    while isinstance(_document(depth + 1), Document):
        depth += 1
    return depth


def _document(depth: int) -> object:
    text = '{"rules": [{"when": ' + _written(depth) + "}]}"
    return read_text(text.encode(), "rules.json", json=True)


def _written(depth: int) -> str:
    if depth <= 1:
        return '{"runner": {"weekly_km": {"at_least": 1}}}'
    inner = _written(depth - 1)
    word = ("all", "any", "not", "at_least")[depth % 4]
    if word == "not":
        return f'{{"not": {inner}}}'
    if word == "at_least":
        return f'{{"at_least": {{"count": 2, "of": [{inner}]}}}}'
    return f'{{"{word}": [{inner}]}}'
