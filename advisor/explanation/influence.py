"""
What unit changes can make of a case at the very most: what may become true, and what stays put.

Every condition gets a lowest and a highest truth over all sets of unit changes, however large. The
bounds are safe and not sharp: what they call fixed is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from advisor.advice import Advice
from advisor.explanation.situation import Situation
from advisor.facts import FACT_TYPES, REASONING, REPORTED, STRATA, Fact
from advisor.language import (
    AtLeast,
    Conclusion,
    Condition,
    Not,
    Pattern,
    Rule,
    Truth,
    enough,
    uses,
)

CHANGEABLE: Final = ("exercise", "observation")
"""The reported types of which unit changes change facts."""
_ORDER: Final[tuple[Truth, ...]] = (False, None, True)


class Bounds(NamedTuple):
    """The lowest and the highest truth that something can have; unknown lies in the middle."""

    low: Truth
    high: Truth

    @property
    def fixed(self) -> bool:
        """Whether it is one truth only."""
        return self.low is self.high


class Influence:
    """
    What can become of the rules of one case, whose gate is open.

    `options` gives, by the name of a fact, all that can stand in its place, None for nothing.
    """

    def __init__(self, advice: Advice, options: Mapping[str, Sequence[Fact | None]]) -> None:
        self._base = advice.base
        self._record = advice.record
        self._situation = Situation(advice.base, advice.record, advice.case.open)
        self._options = options
        self._reported: dict[Pattern, Bounds] = {}
        # what may be concluded, by type, and whether it surely stands
        self._concluded: dict[str, list[tuple[Fact, bool]]] = {}
        self._rules: dict[Rule, Bounds] = {}
        self._may_refer = False
        for stratum in STRATA:
            self._judge(stratum)

    def of_rule(self, rule: Rule) -> Bounds:
        """Give the bounds of whether a rule fires; true only where its stratum surely runs."""
        return self._rules[rule]

    def of(self, condition: Condition) -> Bounds:
        """Give the bounds of a condition."""
        if isinstance(condition, Pattern):
            return self._of_pattern(condition)
        if isinstance(condition, AtLeast):
            parts = [self.of(part) for part in condition.parts]
            lowest = enough(condition.count, [part.low for part in parts])
            return Bounds(lowest, enough(condition.count, [part.high for part in parts]))
        part = self.of(condition.part)
        if isinstance(condition, Not):
            return Bounds(_negated(part.high), _negated(part.low))
        surely_unknown = part.fixed and part.low is None
        return Bounds(surely_unknown, surely_unknown or (not part.fixed))

    def surely_withheld(self, drill: str) -> bool:
        """Whether a drill is held back whatever changes."""
        held = self._concluded.get("withheld", ())
        return any(surely and fact.get("drill") == drill for fact, surely in held)

    def concluding(self, pattern: Pattern) -> Iterator[tuple[Rule, Conclusion]]:
        """Give each conclusion that can meet a pattern, with its rule."""
        for rule in self._base.rules:
            for one in rule.conclude:
                if one.type == pattern.type and pattern.judge(one.fact()) is not False:
                    yield rule, one

    # The bounds

    def _judge(self, stratum: int) -> None:
        """Judge the rules of a stratum, again and again where one feeds another, then let it be."""
        rules = [rule for rule in self._base.rules if rule.stratum == stratum]
        before: list[Bounds] | None = None
        while before != (bounds := [self._fires(rule) for rule in rules]):
            before = bounds
            self._rules.update(zip(rules, bounds, strict=True))
            found: dict[str, list[tuple[Fact, bool]]] = {}
            for rule, one in zip(rules, bounds, strict=True):
                if one.high is True:
                    for conclusion in rule.conclude:
                        fact = conclusion.fact()
                        found.setdefault(fact.type, []).append((fact, one.low is True))
            self._concluded.update(found)
        self._may_refer = self._may_refer or "referral" in self._concluded

    def _fires(self, rule: Rule) -> Bounds:
        found = self.of(rule.when)
        if rule.stratum not in REASONING:
            return found
        if not self._record.in_scope:
            return Bounds(False, False)
        return Bounds(False, found.high) if self._may_refer else found

    def _of_pattern(self, pattern: Pattern) -> Bounds:
        if FACT_TYPES[pattern.type].stratum != REPORTED:
            return self._of_concluded(pattern)
        if pattern not in self._reported:
            self._reported[pattern] = self._of_reported(pattern)
        return self._reported[pattern]

    def _of_reported(self, pattern: Pattern) -> Bounds:
        if pattern.type not in CHANGEABLE:
            truth = self._situation.truth(pattern)
            return Bounds(truth, truth)
        low: Truth = False
        high: Truth = self._situation.truth(pattern)
        for facts in self._options.values():
            truths = [_met(pattern, fact) for fact in facts]
            low = _highest((low, _lowest(truths)))
            high = _highest((high, *truths))
        return Bounds(low, high)

    def _of_concluded(self, pattern: Pattern) -> Bounds:
        """Judge what is concluded: what has an order may be hidden by something stronger."""
        fact_type = FACT_TYPES[pattern.type]
        low: Truth = False
        high: Truth = False
        for fact, surely in self._concluded.get(pattern.type, ()):
            truth = pattern.judge(fact)
            high = _highest((high, truth))
            if surely and fact_type.strength is None:
                low = _highest((low, truth))
        if fact_type.stratum in REASONING and (self._may_refer or not self._record.in_scope):
            high = _highest((high, None))  # of a stratum that does not run nothing is known
        return Bounds(low, high)


def only_reported(condition: Condition) -> bool:
    """Whether a condition reads nothing that is concluded."""
    return all(FACT_TYPES[one.type].stratum == REPORTED for one, _ in uses(condition))


def _met(pattern: Pattern, fact: Fact | None) -> Truth:
    return pattern.judge(fact) if fact is not None and fact.type == pattern.type else False


def _negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _lowest(truths: Iterable[Truth]) -> Truth:
    return min(truths, key=_ORDER.index)


def _highest(truths: Iterable[Truth]) -> Truth:
    return max(truths, key=_ORDER.index)
