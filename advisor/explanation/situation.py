"""What holds in one case, as the language means it: read off the record of its inference."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from advisor.cases.reported import possible_facts
from advisor.facts import FACT_TYPES, OPENABLE, Fact, Scalar
from advisor.inference import Record
from advisor.knowledge import KnowledgeBase
from advisor.language import Among, Condition, Pattern, Truth, judge


class Situation:
    """
    The truth of any condition in one case.

    Of a stratum that did not run nothing is known, so that what it would have concluded is unknown.
    """

    def __init__(self, base: KnowledgeBase, record: Record, open_types: Iterable[str]) -> None:
        self._openings = _openings(base)
        self._open = {
            *open_types,
            *(
                one.name
                for one in FACT_TYPES.values()
                if one.stratum and one.stratum not in record.ran
            ),
        }
        self._truths: dict[Pattern, Truth] = {}
        self._facts: dict[str, list[Fact]] = {}
        for fact in (*record.reported, *record.standing):
            self._facts.setdefault(fact.type, []).append(fact)

    def facts(self, kind: str) -> tuple[Fact, ...]:
        """Give the facts of a type that hold."""
        return tuple(self._facts.get(kind, ()))

    def is_open(self, kind: str) -> bool:
        """Whether more facts of a type may hold than are known."""
        return kind in self._open

    def truth(self, condition: Condition) -> Truth:
        """Give the truth of a condition."""
        return judge(condition, self._truth_of)

    def meeting(self, pattern: Pattern) -> tuple[Fact, ...]:
        """Give the facts that pass a pattern."""
        return tuple(one for one in self.facts(pattern.type) if pattern.judge(one) is True)

    def _truth_of(self, pattern: Pattern) -> Truth:
        if pattern not in self._truths:
            self._truths[pattern] = self._judged(pattern)
        return self._truths[pattern]

    def _judged(self, pattern: Pattern) -> Truth:
        found: Truth = None if self._could_be_open(pattern) else False
        named = _named(pattern)
        for fact in self._facts.get(pattern.type, ()):
            if named is not None and fact.identity not in named:
                continue
            truth = pattern.judge(fact)
            if truth is True:
                return True
            if truth is None:
                found = None
        return found

    def _could_be_open(self, pattern: Pattern) -> bool:
        return pattern.type in self._open and self._openings.could_pass(pattern)


def _named(pattern: Pattern) -> frozenset[Scalar] | None:
    """Give which facts a pattern asks for by name, None if it asks for none: no other passes."""
    name = FACT_TYPES[pattern.type].identity
    tests = (one for one in pattern.tests if one.attribute == name and isinstance(one, Among))
    return next((one.values for one in tests), None)


class _Openings:
    """Which patterns something that a case leaves open could pass."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._possible = possible_facts(base)
        self._known: dict[Pattern, bool] = {}

    def could_pass(self, pattern: Pattern) -> bool:
        if pattern.type not in OPENABLE:
            return True
        if pattern not in self._known:
            facts = self._possible[pattern.type]
            self._known[pattern] = any(pattern.judge(fact) is not False for fact in facts)
        return self._known[pattern]


@functools.lru_cache(maxsize=2)
def _openings(base: KnowledgeBase) -> _Openings:
    return _Openings(base)
