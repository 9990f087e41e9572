"""
The rules of a knowledge base in experta's own words, so that stock experta can run them.

A rule becomes two: one fires when the condition is surely true, one when it is possibly true (not
false), and `not` swaps the two. A possible pattern accepts an unknown value; a section that is open
is one fact of its type whose every attribute is unknown, so that nothing more has to be joined.

Given the cheapest form that was found for experta:

- a rule whose condition is never unknown is written once;
- a fact holds only the attributes that some rule tests, and a test of one value is a literal;
- patterns stand bare: within `EXISTS` each costs two nodes more, and a case twice the time;
- `any` and `at_least` are expanded, as experta does itself: the shipped rules come to ten branches
  at most, so nothing had to be split into rules of its own;
- only a rule with a `not` waits for a `Stratum` fact. It may be true before all facts are there,
  and experta's strategy misses cancelled activations among ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, Literal, TypeAlias

import advisor.inference  # noqa: F401 - experta can be imported only after its repair there
from advisor.cases.reported import possible_facts
from advisor.facts import FACT_TYPES, NOTES, OPENABLE, UNKNOWN, AttributeValue, Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Among, Condition, IsUnknown, Not, Pattern, Rule, Test, uses

# isort: split
from experta import AND, NOT, OR, P
from experta import Fact as WorkingFact
from experta import Rule as Production

Mode: TypeAlias = Literal["surely", "possibly"]
_OTHER: dict[Mode, Mode] = {"surely": "possibly", "possibly": "surely"}
_NAMED = "is_named"
"""An attribute of every fact but an open section, for a pattern without a test of its own."""


class Stratum(WorkingFact):
    """All facts that the rules of a stratum may read are there."""


class Translation:
    """One knowledge base in experta's words: productions, and the facts they are about."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._possible = possible_facts(base)
        self._predicates: dict[tuple[Test, bool], Any] = {}
        self._classes = {
            name: type(f"{name.capitalize()}Fact", (WorkingFact,), {}) for name in FACT_TYPES
        }
        self._tested: dict[str, dict[str, None]] = {name: {} for name in FACT_TYPES}
        for rule in base.rules:
            for pattern, _ in uses(rule.when):
                names = [test.attribute for test in pattern.tests] or [_NAMED]
                self._tested[pattern.type].update(dict.fromkeys(names))

    # Facts

    def working(self, fact: Fact) -> Any:
        """Give a fact as experta's, with what rules test of it."""
        tested = self._tested[fact.type]
        values = {name: value for name, value in fact.attributes.items() if name in tested}
        if _NAMED in tested:
            values[_NAMED] = "yes"
        return self._classes[fact.type](**values)

    def open_section(self, kind: str) -> Any:
        """Give the fact that stands for all those of a type that may hold and are not known."""
        unknown = {name: UNKNOWN for name in self._tested[kind] if name != _NAMED}
        return self._classes[kind](**unknown)

    # Rules

    def productions(self, rule: Rule) -> Iterator[Any]:
        """Give experta's rules for one of ours, the sure one first."""
        yield self._production(rule, "surely")
        if not _is_two_valued(rule):
            yield self._production(rule, "possibly")

    def _production(self, rule: Rule, mode: Mode) -> Any:
        def fire(engine: Any) -> None:
            engine.fired[rule] = None

        fire.__name__ = f"{mode} {rule.id}"
        # experta copies a rule while it builds its network, and what its function holds with it
        vars(fire).update(rule=rule, surely=mode == "surely")
        left = self._true(rule.when, mode)
        parts = tuple(left) if isinstance(left, AND) else (left,)
        if waits(rule):
            parts = (Stratum(rule.stratum), *parts)
        return Production(*parts, salience=-2 * rule.stratum + (mode == "surely"))(fire)

    def _true(self, condition: Condition, mode: Mode) -> Any:
        if isinstance(condition, Pattern):
            return self._pattern(condition, mode)
        if isinstance(condition, Not):
            return self._false(condition.part, _OTHER[mode])
        if isinstance(condition, IsUnknown):
            part = condition.part
            return AND(self._true(part, "possibly"), self._false(part, "surely"))
        parts = [self._true(part, mode) for part in condition.parts]
        return _at_least(condition.count, parts)

    def _false(self, condition: Condition, mode: Mode) -> Any:
        """Say that a condition is not true in a mode; experta's `NOT` takes one pattern only."""
        if isinstance(condition, Pattern):
            return NOT(self._pattern(condition, mode))
        if isinstance(condition, Not):
            return self._true(condition.part, _OTHER[mode])
        if isinstance(condition, IsUnknown):
            part = condition.part
            return OR(self._false(part, "possibly"), self._true(part, "surely"))
        parts = [self._false(part, mode) for part in condition.parts]
        return _at_least(len(parts) - condition.count + 1, parts)

    def _pattern(self, pattern: Pattern, mode: Mode) -> Any:
        accepts = mode == "possibly" and self._could_pass(pattern)
        tests = {test.attribute: self._test(pattern.type, test, accepts) for test in pattern.tests}
        assert len(tests) == len(pattern.tests), "two tests of one attribute"
        if not tests and mode == "surely":
            tests[_NAMED] = "yes"
        return self._classes[pattern.type](**tests)

    def _could_pass(self, pattern: Pattern) -> bool:
        """Whether a fact that nobody has named could pass."""
        return pattern.type not in OPENABLE or any(
            pattern.judge(fact) is not False for fact in self._possible[pattern.type]
        )

    def _test(self, kind: str, test: Test, accepts_unknown: bool) -> Any:
        attribute = self._base.attributes[kind][test.attribute]
        # what an entry says of a question is known, and its section is never open
        is_known = kind in ("screening", "observation") and not attribute.reported
        accepts = accepts_unknown and not is_known
        if isinstance(test, Among) and len(test.values) == 1 and not (accepts or attribute.many):
            return next(iter(test.values))
        if (test, accepts) not in self._predicates:
            # experta knows a predicate by its identity: an equal test is one node
            self._predicates[test, accepts] = P(_predicate(test.passes, accepts))
        return self._predicates[test, accepts]


def waits(rule: Rule) -> bool:
    """Whether a rule could be true too early: while facts are missing that would make it false."""
    return _has_absence(rule.when)


def _has_absence(condition: Condition) -> bool:
    if isinstance(condition, Pattern):
        return False
    if isinstance(condition, (Not, IsUnknown)):
        return True
    return any(_has_absence(part) for part in condition.parts)


def _is_two_valued(rule: Rule) -> bool:
    """Whether a rule reads only facts that were concluded, in strata that ran."""
    derived = all(FACT_TYPES[pattern.type].stratum for pattern, _ in uses(rule.when))
    return derived and rule.stratum != NOTES


def _at_least(count: int, parts: list[Any]) -> Any:
    if count == len(parts):
        return AND(*parts)
    if count == 1:
        return OR(*parts)
    return OR(*(AND(*some) for some in combinations(parts, count)))


def _predicate(passes: Callable[[Any], bool], accepts: bool) -> Callable[[AttributeValue], bool]:
    def match(value: AttributeValue) -> bool:
        if value is UNKNOWN:
            return accepts
        return any(passes(one) for one in value) if isinstance(value, tuple) else passes(value)

    return match


def types_read(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the types of fact that rules read."""
    return frozenset(pattern.type for rule in rules for pattern, _ in uses(rule.when))
