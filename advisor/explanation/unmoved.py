"""Stillness a changed case comes to the same decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from advisor.advice import SILENT, Advice
from advisor.cases import Case
from advisor.explanation.difference import Closure, Comparison, closure_of
from advisor.explanation.situation import Situation
from advisor.facts import DRILLS, Fact
from advisor.language import Pattern, Rule, Truth, Use, open_patterns, relied_on, uses

Stillness: TypeAlias = Literal["silent", "said-already", "unread", "barrier", "as-before", "others"]
"""Stillness nothing is different: see `Unmoved`."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule that reads what was changed: its truth now, and what keeps it from firing."""

    rule: Rule
    truth: Truth
    waits: tuple[tuple[Pattern, Use], ...]


@dataclass(frozen=True, slots=True)
class Unmoved:
    """
    Stillness a decision is the same.

    silent: an emergency or urgent advice says one thing only. said-already: rules see the same.
    unread: no rule reads what was changed. barrier: `barrier` shut out what reads it before and
    after. as-before: `readers` read it and fire or not as before. others: rules came to fire or
    no longer do, and no part of the decision hangs on that. With the last two, `barrier` is what
    shuts out the reasoning behind them, if anything does.
    """

    why: Stillness
    barrier: Closure | None = None
    readers: tuple[Reader, ...] = ()


def why_unmoved(before: Advice, after: Advice, comparison: Comparison) -> Unmoved:
    """Give why two decisions that are equal are so."""
    if after.outcome in SILENT:
        return Unmoved("silent")
    pairs = list(_changed_facts(before.case, after.case))
    opened = before.case.open ^ after.case.open
    if not pairs and not opened:
        return Unmoved("said-already")
    rules = [
        rule
        for rule in after.base.rules
        if any(_reads(pattern, pairs) or pattern.type in opened for pattern, _ in uses(rule.when))
    ]
    if not rules:
        return Unmoved("unread")
    barrier = closure_of(after, DRILLS)
    if comparison.fired() or comparison.ceased():
        return Unmoved("others", barrier)
    judged = [rule for rule in rules if rule.stratum in after.record.ran]
    if not judged:
        return Unmoved("barrier", barrier)
    return Unmoved("as-before", barrier, tuple(_readers(after, judged, pairs)))


Pair: TypeAlias = tuple[Fact | None, Fact | None]
"""A reported fact before and after; None where there is none."""


def _changed_facts(before: Case, after: Case) -> Iterator[Pair]:
    was = {fact.name: fact for fact in before.facts}
    now = {fact.name: fact for fact in after.facts}
    for name in {**was, **now}:
        one, other = was.get(name), now.get(name)
        if one is None or other is None or one.attributes != other.attributes:
            yield one, other


def _reads(pattern: Pattern, pairs: Iterable[Pair]) -> bool:
    """Whether a pattern could pass or not for what changed of some fact."""
    return any(
        fact is not None and pattern.type == fact.type and _could_turn(pattern, fact, pair)
        for pair in pairs
        for fact in pair
    )


def _could_turn(pattern: Pattern, fact: Fact, pair: Pair) -> bool:
    one, other = pair
    if one is None or other is None:
        return pattern.judge(fact) is not False
    moved = {name for name, value in one.attributes.items() if other.get(name) != value}
    if not any(test.attribute in moved for test in pattern.tests):
        return False
    rest = Pattern(pattern.type, tuple(t for t in pattern.tests if t.attribute not in moved))
    return rest.judge(fact) is not False


def _readers(after: Advice, rules: Iterable[Rule], pairs: list[Pair]) -> Iterator[Reader]:
    """Give rules with what they wait for, those first whose patterns the changed facts met."""
    situation = Situation(after.base, after.record, after.case.open)
    now = [other for _, other in pairs if other is not None]

    def met(rule: Rule) -> bool:
        return any(
            pattern.type == fact.type and pattern.judge(fact) is True
            for pattern, _ in uses(rule.when)
            for fact in now
        )

    for rule in sorted(rules, key=lambda rule: (not met(rule), rule.order)):
        truth = situation.truth(rule.when)
        waits = relied_on(rule.when, situation.truth, wanted=False)
        if truth is None:
            waits = ((pattern, "open") for pattern in open_patterns(rule.when, situation.truth))
        yield Reader(rule, truth, tuple(dict.fromkeys(waits)))
