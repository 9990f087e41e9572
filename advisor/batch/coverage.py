"""Which rules the cases of a run make fire, and which of their conditions ever decide that."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from advisor.advice import Advice
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule, Truth, judge, uses

Shown: TypeAlias = tuple[int, int]
"""A rule by its place in the base, and one of its patterns by its place in it, or -1: it fired."""
_FIRED = -1
_TRUTHS: tuple[Truth, ...] = (True, False, None)
_KEPT = 4096
"""How many situations of a rule are kept with what decides there (our own choice)."""


class Coverage:
    """
    What cases have shown of the rules of a base.

    A condition decides in a case if the rule's stratum was judged there, and whether the rule fires
    would be otherwise if that condition alone were: true, false or unknown.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        self._rules = base.rules
        numbers: dict[Pattern, int] = {}
        self._places = [
            [numbers.setdefault(one, len(numbers)) for one in _patterns(rule)]
            for rule in self._rules
        ]
        self._distinct = list(numbers)
        self._missing = {
            number: dict.fromkeys(range(_FIRED, len(places)))
            for number, places in enumerate(self._places)
        }

    def learn(self, advice: Advice) -> tuple[Shown, ...]:
        """Add what a case shows, and give what no case had shown before."""
        found = tuple(self._shown(advice))
        self.add(found)
        return found

    def add(self, found: Iterable[Shown]) -> None:
        """Add what other cases have shown."""
        for number, place in found:
            missing = self._missing.get(number, {})
            missing.pop(place, None)
            if not missing:
                self._missing.pop(number, None)

    def _shown(self, advice: Advice) -> Iterator[Shown]:
        from advisor.explanation.situation import Situation  # few runs ask for it

        fired = {one.rule.id for one in advice.record.firings}
        situation = Situation(advice.base, advice.record, advice.case.open)
        truths: dict[int, Truth] = {}  # by number: it costs less than by pattern
        for number, missing in self._missing.items():
            rule = self._rules[number]
            if _FIRED in missing and rule.id in fired:
                yield number, _FIRED
            if rule.stratum not in advice.record.ran:
                continue
            for one in self._places[number]:
                if one not in truths:
                    truths[one] = situation.truth(self._distinct[one])
            so = tuple(truths[one] for one in self._places[number])
            yield from ((number, one) for one in _deciding(rule, so) if one in missing)

    @property
    def rules(self) -> int:
        """How many rules there are."""
        return len(self._rules)

    @property
    def conditions(self) -> int:
        """How many conditions they have in all."""
        return sum(map(len, self._places))

    @property
    def never_fired(self) -> list[Rule]:
        """The rules that no case made fire, in the order of the base."""
        return [self._rules[one] for one, missing in self._missing.items() if _FIRED in missing]

    @property
    def never_decisive(self) -> list[tuple[Rule, Pattern]]:
        """The conditions, each with its rule, that decided in no case whether it fires."""
        return [
            (self._rules[number], self._distinct[self._places[number][place]])
            for number, missing in self._missing.items()
            for place in missing
            if place != _FIRED
        ]


def _patterns(rule: Rule) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(pattern for pattern, _ in uses(rule.when)))


@functools.lru_cache(_KEPT)
def _deciding(rule: Rule, truths: tuple[Truth, ...]) -> tuple[int, ...]:
    """Give the places of the patterns that decide whether a rule fires, all being as they are."""
    patterns = _patterns(rule)
    known = dict(zip(patterns, truths, strict=True))

    def fires(pattern: Pattern, turned: Truth) -> bool:
        return judge(rule.when, {**known, pattern: turned}.__getitem__) is True

    return tuple(
        place
        for place, pattern in enumerate(patterns)
        if len({fires(pattern, turned) for turned in _TRUTHS}) > 1
    )
