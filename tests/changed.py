"""A case whose facts are taken away, added or answered, and reasoned over again."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace

from advisor.advice import Advice, build
from advisor.cases.reported import possible_facts
from advisor.facts import AttributeValue, Fact
from advisor.inference import Engine, infer
from advisor.knowledge import Attribute, KnowledgeBase
from advisor.language import Pattern, Test, Within, holds


@functools.lru_cache(maxsize=4)
def engine_of(base: KnowledgeBase) -> Engine:
    return Engine(base)


def again(advice: Advice, facts: Iterable[Fact]) -> Advice:
    """Advise anew on a case that reports other facts."""
    case = replace(advice.case, facts=tuple(facts))
    return build(case.base, case, infer(engine_of(case.base), case.facts, case.open))


def without(advice: Advice, gone: Iterable[Fact]) -> Advice:
    taken = set(gone)
    return again(advice, (fact for fact in advice.case.facts if fact not in taken))


def instead(advice: Advice, fact: Fact) -> Advice:
    """Advise anew with a fact in place of the one of its name, or beside all others."""
    others = [one for one in advice.case.facts if one.name != fact.name]
    return again(advice, (*others, fact))


def passing(advice: Advice, pattern: Pattern) -> Fact | None:
    """Give a fact that passes a pattern and could be reported; None where none can."""
    base = advice.base
    known = [one for one in advice.case.facts if one.type == pattern.type]
    taken = {one.identity for one in known}
    could = [one for one in possible_facts(base).get(pattern.type, ()) if one.identity not in taken]
    for fact in (*known, *could):
        filled = answered(base, fact, pattern)
        if filled is not None:
            return filled
    return None


def answered(base: KnowledgeBase, fact: Fact, pattern: Pattern) -> Fact | None:
    """Give a fact with values that pass a pattern; None where its entry does not let it."""
    attributes = dict(fact.attributes)
    for name in dict.fromkeys(test.attribute for test in pattern.tests):
        attribute = base.attributes[fact.type][name]
        if attribute.reported and not attribute.derived and name in attributes:
            tests = [test for test in pattern.tests if test.attribute == name]
            value = fitting(attribute, tests)
            if value is not None:
                attributes[name] = value
    filled = replace(fact, attributes=attributes)
    return filled if pattern.judge(filled) is True else None


def fitting(attribute: Attribute, tests: list[Test]) -> AttributeValue | None:
    """Give a value that passes some tests on one attribute."""
    for value in attribute.values or numbers(attribute, tests):
        given: AttributeValue = (value,) if attribute.many else value
        if all(holds(test, Fact("any", "any", {attribute.name: given})) for test in tests):
            return given
    return None


def numbers(attribute: Attribute, tests: list[Test]) -> list[int | float]:
    """Give numbers an attribute may have, at every bound of some tests and around it."""
    low, high = attribute.minimum or 0, attribute.maximum or 100
    bounds = [low, high]
    for test in tests:
        if isinstance(test, Within):
            bounds += [one for one in (test.low, test.high) if one is not None]
        else:
            bounds += [one for one in test.values if not isinstance(one, str)]
    near = [one + step for one in bounds for step in (0, 1, -1, 0.5)]
    found = [one for one in near if low <= one <= high]
    return [int(one) for one in found if one == int(one)] if attribute.type == "integer" else found
