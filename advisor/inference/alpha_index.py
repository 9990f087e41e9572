"""Finds the patterns that a fact may pass, without asking every pattern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.facts import UNKNOWN, Fact, Scalar
from advisor.language import Among, Pattern

Buckets = Mapping[Scalar, Sequence[Pattern]]


class AlphaIndex:
    """
    Patterns by type of fact, and by the value of one attribute that each of them names.

    A pattern waits under every value that its most telling test lets pass; one that tests no value
    (only bounds, or nothing) is a candidate for every fact of its type. So the patterns a fact is
    judged by are those about it, however many there are about other things.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_type: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            by_type[pattern.type].append(pattern)
        self._types = {name: _type_index(found) for name, found in by_type.items()}

    def candidates(self, fact: Fact) -> Iterable[Pattern]:
        """Give the patterns that this fact may pass, each once."""
        index = self._types.get(fact.type)
        return dict.fromkeys(index.candidates(fact)) if index else ()


@dataclass(frozen=True, slots=True)
class _TypeIndex:
    """The patterns on one type of fact: under a value of an attribute, or under none."""

    by_attribute: Mapping[str, Buckets]
    rest: Sequence[Pattern]

    def candidates(self, fact: Fact) -> Iterator[Pattern]:
        yield from self.rest
        for attribute, buckets in self.by_attribute.items():
            value = fact.get(attribute)
            if value is UNKNOWN:
                for bucket in buckets.values():
                    yield from bucket
            elif value is not None:
                for one in value if isinstance(value, tuple) else (value,):
                    yield from buckets.get(one, ())


def _type_index(patterns: list[Pattern]) -> _TypeIndex:
    named: dict[str, set[Scalar]] = defaultdict(set)
    for test in (test for pattern in patterns for test in pattern.tests):
        if isinstance(test, Among):
            named[test.attribute] |= test.values
    by_attribute: dict[str, dict[Scalar, list[Pattern]]] = {}
    rest: list[Pattern] = []
    for pattern in patterns:
        tests = [test for test in pattern.tests if isinstance(test, Among)]
        if not tests:
            rest.append(pattern)
            continue
        # the test that lets the smallest share of all the values named pass
        telling = min(tests, key=lambda test: len(test.values) / len(named[test.attribute]))
        buckets = by_attribute.setdefault(telling.attribute, {})
        for value in telling.values:
            buckets.setdefault(value, []).append(pattern)
    return _TypeIndex(by_attribute, rest)
