"""The cone of influence of a target: all that it depends on, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from advisor.explanation.influence import CHANGEABLE, Influence, only_reported
from advisor.explanation.target import Target
from advisor.facts import FACT_TYPES, PATTERNS, REPORTED
from advisor.knowledge import KnowledgeBase
from advisor.language import AtLeast, Condition, Not, Pattern, Rule


class Lack(NamedTuple):
    """A pattern of what was reported that would have to be met, or with `present` not to be met."""

    pattern: Pattern
    present: bool


class Cone:
    """
    The cone of one target in one case.

    `conditions` are those over reported facts alone on whose truth it depends, each as large as can
    be, none of them fixed: while they are as they are, so is the target. Whatever can end in a
    referral is always among them.
    """

    def __init__(self, base: KnowledgeBase, influence: Influence, target: Target) -> None:
        self._base = base
        self._influence = influence
        self.conditions: dict[Condition, None] = {}
        self._names: set[tuple[str, str]] = set()
        self._rules: set[Rule] = set()
        self._counts_withheld = target.kind == "outcome"
        for rule in base.rules:
            if rule.referral_level is not None or _is_about(rule, target):
                self._follow(rule)
        drills = list(base.entries["drill"]) if _rests_on_drills(target) else []
        for kind, identity in [(target.kind, target.identity), *(("drill", one) for one in drills)]:
            self._follow_name(kind, identity)

    def _follow_name(self, kind: str, identity: str) -> None:
        """Follow all that concludes a fact, however strongly, and what holds it back."""
        if (kind, identity) in self._names:
            return
        self._names.add((kind, identity))
        if (
            kind == "drill"
            and not self._counts_withheld
            and self._influence.surely_withheld(identity)
        ):
            return  # it is never given, whatever concludes it
        if kind == "drill":
            self._follow_name("withheld", identity)
        for rule in self._base.rules:
            if any((one.type, one.identity) == (kind, identity) for one in rule.conclude):
                self._follow(rule)
            if kind == "note" and identity in rule.notes:
                self._follow(rule)
                for one in rule.conclude:  # of a drill that is held back nothing is noted
                    if one.type == "drill":
                        self._follow_name("withheld", one.identity)

    def _follow(self, rule: Rule) -> None:
        if rule not in self._rules:
            self._rules.add(rule)
            if not self._influence.of_rule(rule).fixed:
                self._walk(rule.when)

    def _walk(self, condition: Condition) -> None:
        """Gather what decides a condition, but for what is fixed."""
        if self._influence.of(condition).fixed:
            return
        if only_reported(condition):
            self.conditions[condition] = None
        elif isinstance(condition, Pattern):
            for _, one in self._influence.concluding(condition):
                self._follow_name(one.type, one.identity)
        elif isinstance(condition, AtLeast):
            for part in condition.parts:
                self._walk(part)
        else:
            self._walk(condition.part)


def lacking(base: KnowledgeBase, influence: Influence, target: Target) -> list[Lack]:
    """
    Give what is reported, or is not, for want of which no rule can conclude a target.

    Nothing of what training or a check can change; empty where some rule may conclude it.
    """
    concluding = [rule for rule in base.rules if target.concluded_by(rule)]
    if any(influence.of(rule.when).high is True for rule in concluding):
        return []
    seen: set[Rule] = set()
    found = (one for rule in concluding for one in _lacking(influence, rule, seen))
    return list(dict.fromkeys(found))


def _lacking(influence: Influence, rule: Rule, seen: set[Rule]) -> Iterator[Lack]:
    if rule not in seen:
        seen.add(rule)
        yield from _lacking_in(influence, rule.when, True, seen)


def _lacking_in(
    influence: Influence, condition: Condition, wanted: bool, seen: set[Rule]
) -> Iterator[Lack]:
    """Give what keeps a condition from ever being as wanted."""
    bounds = influence.of(condition)
    if (bounds.high is True) if wanted else (bounds.low is False):
        return
    if isinstance(condition, Pattern):
        if FACT_TYPES[condition.type].stratum == REPORTED:
            if condition.type not in CHANGEABLE:
                yield Lack(condition, not wanted)
        elif wanted:
            for rule, _ in influence.concluding(condition):
                yield from _lacking(influence, rule, seen)
    elif isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _lacking_in(influence, part, wanted, seen)
    elif isinstance(condition, Not):
        yield from _lacking_in(influence, condition.part, not wanted, seen)


_BY_DRILLS: Final = ("drills", "all-withheld")
_BY_PATTERNS: Final = ("need-more", "nothing-to-add")
"""The outcomes that hang on what is concluded; on the others unit changes can do nothing alone."""


def _rests_on_drills(target: Target) -> bool:
    return target.kind == "outcome" and target.identity in (*_BY_DRILLS, *_BY_PATTERNS)


def _is_about(rule: Rule, target: Target) -> bool:
    """Whether a target is the rule itself, or an outcome for want of a pattern."""
    if target.kind == "rule":
        return rule.id == target.identity
    by_patterns = target.kind == "outcome" and target.identity in _BY_PATTERNS
    return by_patterns and rule.stratum == PATTERNS
