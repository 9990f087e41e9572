"""How near a rule came to firing: its condition judged part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from advisor.advice import Advice
from advisor.explanation.situation import Situation
from advisor.explanation.target import Target
from advisor.facts import FACT_TYPES, REPORTED, WITHHOLDABLE, AttributeValue, Fact
from advisor.language import (
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Rule,
    Test,
    Truth,
    holds,
)

State: TypeAlias = Literal["held", "failed", "unknown"]
_OPEN_COST, _FAILED_COST = 1, 2
"""An answer that is missing is nearer than one that is otherwise."""
_NEVER = 1_000
"""How far away is what no rule concludes."""


class Tested(NamedTuple):
    """A test of a pattern on one fact: its truth, and the value that it met."""

    test: Test
    truth: Truth
    value: AttributeValue | None


@dataclass(frozen=True, eq=False)
class Near:
    """A fact that comes near to a pattern, or meets it, with every test on it."""

    fact: Fact
    tests: tuple[Tested, ...]

    @property
    def cost(self) -> int:
        """How far it is from passing, 0 if it does."""
        return sum(
            0 if one.truth else _OPEN_COST if one.truth is None else _FAILED_COST
            for one in self.tests
        )


@dataclass(frozen=True, eq=False)
class Part:
    """
    A part of a condition, judged.

    `wanted` is the truth that the rule wants of it, False under a `not`. Of a pattern, `near` are
    the facts that meet it or come nearest to it, `untold` whether more could be reported, and
    `rules` those that could have concluded a fact for it, the nearest first. `distance` counts what
    would have to be otherwise for the part to be as wanted.
    """

    condition: Condition
    wanted: bool
    truth: Truth
    distance: int
    parts: tuple[Part, ...] = ()
    near: tuple[Near, ...] = ()
    untold: bool = False
    rules: tuple[Candidate, ...] = field(default=(), repr=False)

    @property
    def state(self) -> State:
        """Whether the part is as the rule wants it."""
        if self.truth is None:
            return "unknown"
        return "held" if self.truth is self.wanted else "failed"


@dataclass(frozen=True, eq=False)
class Candidate:
    """
    A rule that could have concluded something, with its condition judged.

    `judged` tells whether its stratum ran. It may have fired all the same, where what it concluded
    does not stand.
    """

    rule: Rule
    judged: bool
    part: Part = field(repr=False)

    @property
    def fired(self) -> bool:
        """Whether the rule fired."""
        return self.judged and self.part.state == "held"

    @property
    def distance(self) -> int:
        """What would have to be otherwise for the rule to fire, 0 if it did."""
        return self.part.distance


class Nearness:
    """Judges how near rules came, in one case."""

    def __init__(self, advice: Advice) -> None:
        self._base = advice.base
        self._ran = advice.record.ran
        self._situation = Situation(advice.base, advice.record, advice.case.open)
        self._candidates: dict[Rule, Candidate] = {}

    def candidates(self, target: Target) -> tuple[Candidate, ...]:
        """Give the rules that could conclude a target, the nearest first."""
        return self._nearest_first([one for one in self._base.rules if target.concluded_by(one)])

    def _nearest_first(self, rules: list[Rule]) -> tuple[Candidate, ...]:
        found = [self.candidate(one) for one in rules]
        return tuple(  # of equally near ones those first that hold in part
            sorted(found, key=lambda one: (one.distance, not _holds_some(one.part), one.rule.order))
        )

    def candidate(self, rule: Rule) -> Candidate:
        """Judge one rule."""
        if rule not in self._candidates:
            part = self._part(rule.when, wanted=True)
            self._candidates[rule] = Candidate(rule, rule.stratum in self._ran, part)
        return self._candidates[rule]

    def _part(self, condition: Condition, *, wanted: bool) -> Part:
        truth = self._situation.truth(condition)
        if isinstance(condition, Pattern):
            return self._pattern(condition, truth, wanted=wanted)
        if isinstance(condition, Not):
            part = self._part(condition.part, wanted=not wanted)
            return Part(condition, wanted, truth, part.distance, (part,))
        if isinstance(condition, IsUnknown):
            part = self._part(condition.part, wanted=True)
            cost = _OPEN_COST if truth else _FAILED_COST  # what is open needs but an answer
            return Part(condition, wanted, truth, 0 if truth is wanted else cost, (part,))
        parts = tuple(self._part(one, wanted=wanted) for one in condition.parts)
        count = condition.count if wanted else len(parts) - condition.count + 1
        distance = sum(sorted(one.distance for one in parts)[: max(0, count)])
        return Part(condition, wanted, truth, distance, parts)

    def _pattern(self, pattern: Pattern, truth: Truth, *, wanted: bool) -> Part:
        close = near(self._situation, pattern)
        untold = self._situation.is_open(pattern.type)
        rules: tuple[Candidate, ...] = ()
        distance = 0 if truth is wanted else _OPEN_COST if truth is None else _FAILED_COST
        stratum = FACT_TYPES[pattern.type].stratum
        if wanted and truth is not True:
            if stratum == REPORTED:
                distance = min((one.cost for one in close), default=distance)
            elif stratum in self._ran:
                rules = self._nearest_first(
                    [one for one in self._base.rules if _feeds(one, pattern)]
                )
                distance = max(distance, rules[0].distance) if rules else _NEVER
        return Part(pattern, wanted, truth, distance, (), close, untold, rules)


def near(situation: Situation, pattern: Pattern) -> tuple[Near, ...]:
    """
    Give the facts that meet a pattern, or else those that come nearest to it.

    Where the pattern names what it looks for, no other thing comes near.
    """
    found = [
        Near(fact, tuple(_tested(one, fact) for one in pattern.tests))
        for fact in situation.facts(pattern.type)
    ]
    if situation.truth(pattern) is True:
        return tuple(one for one in found if not one.cost)
    if situation.truth(pattern) is None:  # what fails has no part in it
        return tuple(one for one in found if pattern.judge(one.fact) is None)
    close = [one for one in found if _comes_near(pattern, one)]
    least = min((one.cost for one in close), default=0)
    return tuple(one for one in close if one.cost == least)


def _holds_some(part: Part) -> bool:
    """Whether some pattern of a condition is met."""
    if isinstance(part.condition, Pattern):
        return part.wanted and part.state == "held"
    return any(map(_holds_some, part.parts))


def _tested(test: Test, fact: Fact) -> Tested:
    return Tested(test, holds(test, fact), fact.get(test.attribute))


def _comes_near(pattern: Pattern, near: Near) -> bool:
    """Whether a fact is at all what a pattern looks for: there is but one runner."""
    passed = [one.truth is not False for one in near.tests]
    named = [
        one.truth is True
        for one in near.tests
        if one.test.attribute == FACT_TYPES[pattern.type].identity
        or (pattern.type == "withheld" and one.test.attribute in WITHHOLDABLE)
    ]
    return all(named) and (any(passed) or pattern.type == "runner")


def _feeds(rule: Rule, pattern: Pattern) -> bool:
    """Whether a rule can conclude what meets a pattern."""
    facts = (one.fact() for one in rule.conclude if one.type == pattern.type)
    return any(pattern.judge(one) is not False for one in facts)
