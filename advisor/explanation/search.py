"""
The search for the smallest sets of unit changes that flip a target.

It is exact: every set of up to a number of changes is judged, but those that cannot differ are
judged together. What a set does to the target shows in the truth of the conditions of its cone, and
that in the patterns these read, so changes that make the same difference to those are one class,
and sets that come to the same truths are reasoned over once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from advisor.advice import Advice
from advisor.explanation.influence import CHANGEABLE
from advisor.explanation.situation import Situation
from advisor.explanation.target import Target
from advisor.explanation.unit_changes import UnitChange
from advisor.facts import Fact
from advisor.language import Condition, Pattern, Truth, judge, uses
from advisor.reasoner import advise

_OPENING: Final = "opening"
"""The place of what an open routine may hold; telling the routine takes it away."""


@dataclass(frozen=True, slots=True)
class Effect:
    """
    Changes with the same effect, and the fact that each leaves in its place.

    `places` is where facts stood before that stand there no more, `passes` what those there now
    pass, as a number: a bit for each pattern surely passed, and one for each possibly passed.
    """

    changes: tuple[tuple[UnitChange, Fact | None], ...]
    places: frozenset[str]
    passes: int


class Flip(NamedTuple):
    """Effects that together flip the target, and whether the advice is then to see somebody."""

    effects: tuple[Effect, ...]
    refers: bool


class Search:
    """Looks for what flips one target; `conditions` are those of its cone."""

    def __init__(self, advice: Advice, target: Target, conditions: Sequence[Condition]) -> None:
        self._advice = advice
        self._target = target
        self._holds = target.holds(advice)
        self._situation = Situation(advice.base, advice.record, advice.case.open)
        self._conditions = conditions
        reads = [[one for one, _ in uses(condition)] for condition in conditions]
        changeable = (one for read in reads for one in read if one.type in CHANGEABLE)
        self._bits = {one: 1 << place for place, one in enumerate(dict.fromkeys(changeable))}
        self._shift = len(self._bits)
        # by condition: the bits of what it reads, and its truth by those
        self._reads = [self._both(sum({self._bits.get(one, 0) for one in read})) for read in reads]
        self._truths: list[dict[int, Truth]] = [{} for _ in conditions]
        self._known: dict[tuple[Truth, ...], tuple[bool, bool]] = {}
        self._now = {
            fact.name: self._passed(fact)
            for kind in CHANGEABLE
            for fact in advice.record.facts(kind)
        }
        if "exercise" in advice.case.open:
            self._now[_OPENING] = self._possible_by_opening()

    def smallest(self, changes: Iterable[tuple[UnitChange, Fact | None]], limit: int) -> list[Flip]:
        """Give all the smallest sets of effects that flip the target, of `limit` at most."""
        effects = self._effects(changes) if self._conditions else []
        for size in range(1, limit + 1):
            sets = itertools.combinations(effects, size)
            found = [flip for one in sets if (flip := self._flipped(one)) is not None]
            if found:
                return found
        return []

    # What facts pass

    def _both(self, bits: int) -> int:
        return bits | bits << self._shift

    def _passed(self, fact: Fact | None) -> int:
        """Give what a fact passes as a number; what it surely passes it possibly passes too."""
        found = 0
        for pattern, bit in self._bits.items():
            truth = pattern.judge(fact) if fact and fact.type == pattern.type else False
            if truth is not False:
                found |= self._both(bit) if truth else bit << self._shift
        return found

    def _possible_by_opening(self) -> int:
        """Give what an exercise that nobody has told of may pass; none is told while it is open."""
        bits = (
            bit
            for pattern, bit in self._bits.items()
            if pattern.type == "exercise" and self._situation.truth(pattern) is None
        )
        return sum(bits) << self._shift

    def _effects(self, changes: Iterable[tuple[UnitChange, Fact | None]]) -> list[Effect]:
        """Sort changes by their effect, leaving out what has none; each at its first change."""
        found: dict[tuple[str, frozenset[str], int], list[tuple[UnitChange, Fact | None]]] = {}
        for change, fact in changes:
            at = _OPENING if change.action == "routine" else change.place
            passes = self._passed(fact)
            if passes != self._now.get(at, 0):
                places = frozenset({at} & self._now.keys())
                found.setdefault((change.action, places, passes), []).append((change, fact))
        return [
            Effect(tuple(alike), places, passes) for (_, places, passes), alike in found.items()
        ]

    # What a set of effects does

    def _flipped(self, effects: tuple[Effect, ...]) -> Flip | None:
        left = {place for one in effects for place in one.places}
        if next(choices(effects), None) is None:
            return None
        passes = 0
        for place, now in self._now.items():
            if place not in left:
                passes |= now
        for one in effects:
            passes |= one.passes
        truths = tuple(self._truth(number, passes) for number in range(len(self._conditions)))
        if truths not in self._known:
            self._known[truths] = self._reasoned(effects)
        holds, refers = self._known[truths]
        return Flip(effects, refers) if holds is not self._holds else None

    def _truth(self, number: int, passes: int) -> Truth:
        """Give the truth of a condition when the facts pass what they do."""
        known, read = self._truths[number], passes & self._reads[number]
        if read not in known:

            def truth_of(pattern: Pattern) -> Truth:
                bit = self._bits.get(pattern)
                if bit is None:
                    return self._situation.truth(pattern)
                return True if read & bit else None if read & bit << self._shift else False

            known[read] = judge(self._conditions[number], truth_of)
        return known[read]

    def _reasoned(self, effects: Sequence[Effect]) -> tuple[bool, bool]:
        """Reason over the case with some changes made: whether the target holds, and a referral."""
        case = self._advice.case
        one_of_each = next(choices(effects))
        changed = {change.place: fact for change, fact in one_of_each}
        facts = {fact.name: fact for fact in case.facts} | changed
        told = any(change.action == "routine" for change, _ in one_of_each)
        advice = advise(
            replace(
                case,
                facts=tuple(fact for fact in facts.values() if fact is not None),
                open=case.open - {"exercise"} if told else case.open,
            )
        )
        return self._target.holds(advice), bool(advice.facts("referral"))


def choices(effects: Sequence[Effect]) -> Iterator[tuple[tuple[UnitChange, Fact | None], ...]]:
    """Give every way to take a change of each effect, no two of them at one place."""
    for one in itertools.product(*(effect.changes for effect in effects)):
        if len({change.place for change, _ in one}) == len(one):
            yield one
