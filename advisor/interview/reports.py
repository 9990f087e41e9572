"""What a pattern on reported facts may still turn out to be, whatever is answered next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from advisor.cases import Place
from advisor.cases.reported import possible_facts
from advisor.facts import FACT_TYPES, OPENABLE, REPORTED, Fact, Scalar
from advisor.interview.answers import Answers
from advisor.interview.truths import (
    ANY,
    FALSE,
    NONE,
    OPEN,
    TRUE,
    Matter,
    Truths,
    conjunction,
    disjunction,
    only,
    settled,
)
from advisor.knowledge import Attribute, KnowledgeBase
from advisor.language import Pattern, Test, Within, holds, uses

Tests = tuple[Test, ...]
_TOGETHER: Final = {"area": "symptom", "symptom": "area"}
"""By type of fact, another that hangs on what is told of it."""


class Candidates:
    """By pattern of a knowledge base, what could meet it; made once for many interviews."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._unsaid = {
            kind: {fact.identity: fact for fact in facts}
            for kind, facts in possible_facts(base).items()
        }
        self._unasked: dict[tuple[str, Test], Truths] = {}
        self._asked: dict[Pattern, dict[str, Tests]] = {}
        for rule in base.rules:
            for pattern, _ in uses(rule.when):
                if FACT_TYPES[pattern.type].stratum == REPORTED:
                    self._asked.setdefault(pattern, self._judge(pattern))

    def of(self, pattern: Pattern) -> dict[str, Tests]:
        """Give the ids that can meet a pattern, each with the tests of what a runner says of it."""
        return self._asked[pattern]

    def _judge(self, pattern: Pattern) -> dict[str, Tests]:
        attributes = self._base.attributes[pattern.type]
        said = tuple(one for one in pattern.tests if attributes[one.attribute].reported)
        fixed = [one for one in pattern.tests if one not in said]
        return {
            identity: said
            for identity, entry in self._entries(pattern.type)
            if all(holds(one, entry) for one in fixed)
        }

    def _entries(self, kind: str) -> Iterator[tuple[str, Fact]]:
        if kind == "runner":
            yield kind, Fact(kind, kind, {})
        elif kind in self._unsaid:
            yield from self._unsaid[kind].items()
        else:
            for name, entry in self._base.entries[kind].items():
                yield name, Fact(kind, name, entry.facts)

    def unasked(self, kind: str, test: Test) -> Truths:
        """Give what a test of something not asked yet may come to, not sure included."""
        if (kind, test) not in self._unasked:
            self._unasked[kind, test] = self._any_answer(kind, test)
        return self._unasked[kind, test]

    def _any_answer(self, kind: str, test: Test) -> Truths:
        attribute = self._base.attributes[kind][test.attribute]
        if attribute.derived:
            return ANY
        passes = {test.passes(value) for value in _values(attribute, test)}
        if attribute.many:
            passes.add(False)  # of an empty list
        silent = OPEN if attribute.default is None else only(test.passes(attribute.default))
        return silent | (TRUE if True in passes else NONE) | (FALSE if False in passes else NONE)


def _values(attribute: Attribute, test: Test) -> Iterable[Scalar]:
    """Give values that an attribute may have: all its words, or numbers on each side of a bound."""
    if attribute.type == "choice":
        return attribute.values
    low = attribute.minimum if attribute.minimum is not None else float("-inf")
    high = attribute.maximum if attribute.maximum is not None else float("inf")
    step = 1 if attribute.type == "integer" else 0.001
    bounds = (
        [test.low, test.high]
        if isinstance(test, Within)
        else [one for one in test.values if not isinstance(one, str)]
    )
    near = [bound + way for bound in bounds if bound is not None for way in (-step, 0, step)]
    return [value for value in (low, *near, high) if low <= value <= high]


class Reports:
    """What the patterns on reported facts may still come to, after some answers."""

    def __init__(
        self,
        candidates: Candidates,
        answers: Answers,
        before: Reports | None,
        kinds: frozenset[str],
    ) -> None:
        """
        Judge patterns on demand, and keep what was found.

        What was found `before` still holds but for patterns on the `kinds` of fact that changed.
        """
        self._candidates = candidates
        self._answers = answers
        self._attributes = answers.base.attributes
        self._facts: dict[str, dict[str, Fact]] = {}
        for fact in answers.facts:
            self._facts.setdefault(fact.type, {})[fact.identity] = fact
        self._open_sections = {
            kind: frozenset(answers.options((kind, "", "")))
            for kind in OPENABLE
            if not answers.asked((kind, "", ""))
        }
        self._unsure_sections = frozenset(
            kind for kind in OPENABLE if answers.unsure((kind, "", "")) and not self._told(kind)
        )
        self._truths: dict[Pattern, Truths] = {}
        self._places: dict[tuple[Pattern, Matter], tuple[Place, ...]] = {}
        if before is not None:
            changed = kinds | frozenset(other for kind, other in _TOGETHER.items() if kind in kinds)
            self._truths = {
                pattern: truths
                for pattern, truths in before._truths.items()
                if pattern.type not in changed
            }
            self._places = {
                key: places for key, places in before._places.items() if key[0].type not in changed
            }

    def _told(self, kind: str) -> bool:
        return kind == "area" and self._answers.areas is not None

    def truths(self, pattern: Pattern) -> Truths:
        """Give what a pattern may come to."""
        found = self._truths.get(pattern)
        if found is None:
            found = self._truths[pattern] = self._judge(pattern)
        return found

    def _judge(self, pattern: Pattern) -> Truths:
        candidates = self._candidates.of(pattern)
        reported = self._facts.get(pattern.type, {})
        parts = [
            self._fact_truths(reported[name], tests)
            for name, tests in candidates.items()
            if name in reported
        ]
        if pattern.type in self._open_sections:
            parts.append(self._section_truths(pattern))
        elif pattern.type in self._unsure_sections:
            parts.append(OPEN if candidates else FALSE)
        return disjunction(parts)

    def _section_truths(self, pattern: Pattern) -> Truths:
        """Give what a section nobody has told of may come to: named, empty, or left unsure."""
        candidates = self._candidates.of(pattern)
        found = FALSE
        for name in self._open_sections[pattern.type]:
            if name in candidates and name not in self._facts.get(pattern.type, {}):
                found |= conjunction(
                    self._candidates.unasked(pattern.type, test) for test in candidates[name]
                )
        return found | (OPEN if candidates else NONE)

    def _fact_truths(self, fact: Fact, tests: Tests) -> Truths:
        return conjunction(self._test_truths(fact, test) for test in tests)

    def _test_truths(self, fact: Fact, test: Test) -> Truths:
        open_places = self._open(fact, test)
        if not open_places:
            return only(holds(test, fact))
        derived = self._attributes[fact.type][test.attribute].derived
        if any(self._answers.unsure((fact.type, fact.identity, name)) for name in derived):
            return OPEN
        return self._candidates.unasked(fact.type, test)

    def _open(self, fact: Fact, test: Test) -> list[Place]:
        """Give the places on which a test waits and that nobody was asked."""
        attribute = self._attributes[fact.type][test.attribute]
        return [
            place
            for name in attribute.derived or (attribute.name,)
            if not self._answers.asked(place := (fact.type, fact.identity, name))
        ]

    def places(self, pattern: Pattern, matter: Matter) -> tuple[Place, ...]:
        """Give the places whose answers can make a difference to a pattern."""
        found = self._places.get((pattern, matter))
        if found is None:
            found = self._places[pattern, matter] = tuple(self._waiting(pattern, matter))
        return found

    def _waiting(self, pattern: Pattern, matter: Matter) -> Iterator[Place]:
        if settled(self.truths(pattern), matter):
            return
        candidates = self._candidates.of(pattern)
        for name, fact in self._facts.get(pattern.type, {}).items():
            tests = candidates.get(name, ())
            if not tests or settled(self._fact_truths(fact, tests), matter):
                continue
            for test in tests:
                if not settled(self._test_truths(fact, test), matter):
                    yield from self._open(fact, test)
        if pattern.type in self._open_sections and not settled(
            self._section_truths(pattern), matter
        ):
            yield pattern.type, "", ""
