"""The smallest sets of facts on each of which a firing stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.explanation.situation import Situation
from advisor.facts import Fact
from advisor.inference import Firing
from advisor.language import Condition, IsUnknown, Not, Pattern

Ways = list[frozenset[Fact]]


def justifications(firing: Firing, situation: Situation) -> tuple[tuple[Fact, ...], ...]:
    """
    Give every inclusion-minimal set of recorded facts that satisfies the condition of a firing.

    What the firing counts on as absent or not said stays so. Each set satisfies the condition
    alone, and no longer once any fact is taken out of it; a firing that counts on absences only has
    the empty set. Facts and sets are in the order in which the firing recorded the facts.
    """
    order = _order(firing)
    found = [sorted(way, key=order.__getitem__) for way in _ways(firing, situation)]
    found.sort(key=lambda way: [order[fact] for fact in way])
    return tuple(map(tuple, found))


def _order(firing: Firing) -> dict[Fact, int]:
    facts = (fact for met in firing.support for fact in met.facts)
    return {fact: place for place, fact in enumerate(dict.fromkeys(facts))}


def _ways(firing: Firing, situation: Situation) -> Ways:
    met = {met.pattern: met.facts for met in firing.support}

    def ways(condition: Condition, wanted: bool) -> Ways:
        """Give the minimal sets that make a condition as wanted, none if it is not so."""
        if situation.truth(condition) is not wanted:
            return []
        if isinstance(condition, Pattern):
            return [frozenset((one,)) for one in met[condition]] if wanted else [frozenset()]
        if isinstance(condition, IsUnknown):
            return [frozenset()]
        if isinstance(condition, Not):
            return ways(condition.part, not wanted)
        parts = condition.parts
        count = condition.count if wanted else len(parts) - condition.count + 1
        return _choose(count, [ways(part, wanted) for part in parts])

    return ways(firing.rule.when, True)


def _choose(count: int, parts: Sequence[Ways]) -> Ways:
    """Give the minimal unions of one way each of `count` parts."""
    if count <= 0:
        return [frozenset()]
    chosen: list[Ways] = [[frozenset()], *([] for _ in range(count))]
    for part in parts:
        for number in range(count, 0, -1):
            wider = (one | way for one in chosen[number - 1] for way in part)
            chosen[number] = _minimal([*chosen[number], *wider])
    return chosen[count]


def _minimal(sets: Iterable[frozenset[Fact]]) -> Ways:
    """Keep each set once, and none that holds another of them."""
    by_size: dict[int, Ways] = {}
    for one in dict.fromkeys(sets):
        by_size.setdefault(len(one), []).append(one)
    kept: Ways = []
    for _, same_size in sorted(by_size.items()):
        # of one size none holds another
        smaller = tuple(kept)
        kept += [one for one in same_size if not any(other <= one for other in smaller)]
    return kept
