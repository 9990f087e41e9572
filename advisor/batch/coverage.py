"""Which rules the cases of a run make fire, and which of their conditions ever decide that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from advisor.advice import Advice
from advisor.explanation.situation import Situation
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule, Truth, judge, uses

Shown: TypeAlias = tuple[int, int]
"""A rule by its place in the base, and one of its patterns by its place in it, or -1: it fired."""
_FIRED = -1
_TRUTHS: tuple[Truth, ...] = (True, False, None)


class Coverage:
    """
    What cases have shown of the rules of a base.

    A condition decides in a case if the rule's stratum was judged there, and whether the rule fires
    would be otherwise if that condition alone were: true, false or unknown.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._rules = [(rule, tuple(dict.fromkeys(_patterns(rule)))) for rule in base.rules]
        self._missing = {
            (number, place): None
            for number, (_, patterns) in enumerate(self._rules)
            for place in range(_FIRED, len(patterns))
        }

    def learn(self, advice: Advice) -> tuple[Shown, ...]:
        """Add what a case shows, and give what no case had shown before."""
        fired = {one.rule.id for one in advice.record.firings}
        situation = Situation(advice.base, advice.record, advice.case.open)
        found = tuple(one for one in self._missing if self._shows(one, fired, advice, situation))
        self.add(found)
        return found

    def add(self, found: Iterable[Shown]) -> None:
        """Add what other cases have shown."""
        for one in found:
            self._missing.pop(one, None)

    def _shows(self, one: Shown, fired: set[str], advice: Advice, situation: Situation) -> bool:
        rule, patterns = self._rules[one[0]]
        if one[1] == _FIRED:
            return rule.id in fired
        if rule.stratum not in advice.record.ran:
            return False
        return _decides(rule, patterns[one[1]], situation)

    @property
    def rules(self) -> int:
        """How many rules there are."""
        return len(self._rules)

    @property
    def conditions(self) -> int:
        """How many conditions they have in all."""
        return sum(len(patterns) for _, patterns in self._rules)

    @property
    def never_fired(self) -> list[Rule]:
        """The rules that no case made fire."""
        return [self._rules[number][0] for number, place in self._missing if place == _FIRED]

    @property
    def never_decisive(self) -> list[tuple[Rule, Pattern]]:
        """The conditions, each with its rule, that decided in no case whether it fires."""
        return [
            (self._rules[number][0], self._rules[number][1][place])
            for number, place in self._missing
            if place != _FIRED
        ]


def _patterns(rule: Rule) -> Iterable[Pattern]:
    return (pattern for pattern, _ in uses(rule.when))


def _decides(rule: Rule, pattern: Pattern, situation: Situation) -> bool:
    """Whether a rule would fire with one truth of a pattern and not with another."""

    def fires(turned: Truth) -> bool:
        def truth_of(one: Pattern) -> Truth:
            return turned if one == pattern else situation.truth(one)

        return judge(rule.when, truth_of) is True

    return len(set(map(fires, _TRUTHS))) > 1
