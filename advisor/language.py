"""
The rule language: conditions and conclusions as small frozen values, and their meaning.

A condition is true, false or unknown (`True`, `False`, `None`) in Kleene's three-valued logic.
What a runner did not say is unknown, and stays so: silence is not "no". `inference/` computes this
meaning with a network; the tests hold a second reading of it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from advisor.diagnostics import Path
from advisor.facts import FACT_TYPES, SEVERE, UNKNOWN, Fact, Scalar

Truth: TypeAlias = bool | None
"""True, False, or None for unknown."""


@dataclass(frozen=True, slots=True)
class Among:
    """The attribute's value is one of `values`; `said` is the test as its author wrote it."""

    attribute: str
    values: frozenset[Scalar]
    said: str = field(compare=False)

    def passes(self, value: Scalar) -> bool:
        """Test one known value."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class Within:
    """The attribute's number lies between two bounds, either of which may be missing or open."""

    attribute: str
    low: float | None
    high: float | None
    low_open: bool
    high_open: bool
    said: str = field(compare=False)

    def passes(self, value: Scalar) -> bool:
        """Test one known value."""
        if isinstance(value, str):
            return False
        if self.low is not None and (value <= self.low if self.low_open else value < self.low):
            return False
        return self.high is None or (value < self.high if self.high_open else value <= self.high)


Test: TypeAlias = Among | Within


def holds(test: Test, fact: Fact) -> Truth:
    """Judge a test on a fact; a list passes if some element does."""
    value = fact.get(test.attribute)
    if value is None:
        return False
    if value is UNKNOWN:
        return None
    if isinstance(value, tuple):
        return any(test.passes(one) for one in value)
    return test.passes(value)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some fact of a type passes every test. `label` names the facts that do, for `because`."""

    type: str
    tests: tuple[Test, ...]
    label: str | None = field(default=None, compare=False)

    def judge(self, fact: Fact) -> Truth:
        """Judge the pattern on one fact of its type."""
        result: Truth = True
        for test in self.tests:
            truth = holds(test, fact)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts are true; `word` is how it was written."""

    count: int
    parts: tuple[Condition, ...]
    word: Literal["all", "any", "at_least"] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class IsUnknown:
    """The part, over reported facts alone, is unknown; itself never so."""

    part: Condition


Condition: TypeAlias = Pattern | AtLeast | Not | IsUnknown


def judge(condition: Condition, truth_of: Callable[[Pattern], Truth]) -> Truth:
    """Give the truth of a condition, given that of its patterns."""
    if isinstance(condition, Pattern):
        return truth_of(condition)
    if isinstance(condition, Not):
        part = judge(condition.part, truth_of)
        return None if part is None else not part
    if isinstance(condition, IsUnknown):
        return judge(condition.part, truth_of) is None
    return enough(condition.count, [judge(part, truth_of) for part in condition.parts])


def enough(count: int, truths: Sequence[Truth]) -> Truth:
    """Give the truth of at least `count` of some truths being true."""
    if truths.count(True) >= count:
        return True
    return None if len(truths) - truths.count(False) >= count else False


Use: TypeAlias = Literal["support", "absence", "open", "known"]
"""
How a condition uses a pattern: its facts, that there are none, that nobody said, or that somebody
did, whatever it was.
"""


def uses(condition: Condition, use: Use = "support") -> Iterator[tuple[Pattern, Use]]:
    """Walk the patterns of a condition in the order written, each with its use."""
    if isinstance(condition, Pattern):
        yield condition, use
    elif isinstance(condition, IsUnknown):
        yield from uses(condition.part, "open")
    elif isinstance(condition, Not):
        flipped: dict[Use, Use] = {"support": "absence", "absence": "support", "open": "open"}
        yield from uses(condition.part, flipped[use])
    else:
        for part in condition.parts:
            yield from uses(part, use)


def relied_on(
    condition: Condition, truth_of: Callable[[Condition], Truth], wanted: bool = True
) -> Iterator[tuple[Pattern, Use]]:
    """
    Walk the patterns that make a condition what it is, each with its use.

    Only parts that are as wanted count: true ones, or false ones under a `not`. `truth_of` gives
    the truth of any part of the condition, as `judge` does from that of its patterns.
    """
    if truth_of(condition) is not wanted:
        return
    if isinstance(condition, Pattern):
        yield condition, "support" if wanted else "absence"
    elif isinstance(condition, IsUnknown):
        if wanted:
            yield from ((pattern, "open") for pattern in open_patterns(condition.part, truth_of))
        else:
            yield from ((pattern, "known") for pattern, _ in uses(condition.part))
    elif isinstance(condition, Not):
        yield from relied_on(condition.part, truth_of, not wanted)
    else:
        for part in condition.parts:
            yield from relied_on(part, truth_of, wanted)


def open_patterns(
    condition: Condition, truth_of: Callable[[Condition], Truth]
) -> Iterator[Pattern]:
    """Give the unknown patterns on which it depends that the condition is unknown."""
    if truth_of(condition) is not None:
        return
    if isinstance(condition, Pattern):
        yield condition
    elif isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from open_patterns(part, truth_of)
    else:
        yield from open_patterns(condition.part, truth_of)


def sure_labels(condition: Condition) -> frozenset[str]:
    """Give the labels that are met in every way the condition can be true."""
    if isinstance(condition, Pattern):
        return frozenset((condition.label,)) if condition.label else frozenset()
    if not isinstance(condition, AtLeast):
        return frozenset()
    # any `count` parts must hold one with the label: fewer than `count` may be without it
    counted = Counter(label for part in condition.parts for label in sure_labels(part))
    enough = len(condition.parts) - condition.count
    return frozenset(label for label, with_it in counted.items() if with_it > enough)


SLOT: Final = re.compile(r"\{([^{}]*)\}")
"""Where `because` names the facts that met a labelled pattern."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a rule concludes: a fact of a derived type."""

    type: str
    identity: str
    attributes: tuple[tuple[str, Scalar], ...]

    def get(self, attribute: str) -> Scalar | None:
        """Give the value of an attribute, None where there is none."""
        return dict(self.attributes).get(attribute)

    def fact(self) -> Fact:
        """Give the fact that is concluded."""
        return Fact(self.type, self.identity, dict(self.attributes))


@dataclass(frozen=True, eq=False)
class Rule:
    """
    A rule, read and checked.

    `order` is its place among all rules (stratum, then file, then position), `path` its place in
    `file`. `built_in` rules follow from an entry of the vocabulary or method, not from an author.
    """

    id: str
    title: str
    when: Condition
    conclude: tuple[Conclusion, ...]
    because: str
    grade: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    ref: tuple[str, ...]
    stratum: int
    order: int
    file: str
    path: Path
    built_in: bool = False

    @functools.cached_property
    def referral_level(self) -> str | None:
        """The most severe level of referral the rule concludes."""
        levels = FACT_TYPES["referral"].orders["level"]
        given = [str(one.get("level")) for one in self.conclude if one.type == "referral"]
        return max(given, key=levels.index, default=None)

    @functools.cached_property
    def guards_gate(self) -> bool:
        """Whether the rule is an emergency or urgent one, which shuts the gate while not false."""
        return self.referral_level in SEVERE
