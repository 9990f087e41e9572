"""What a runner said of something that is reported, and all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from advisor.advice import SILENT, Advice
from advisor.cases.reported import possible_facts
from advisor.explanation.nearness import Nearness, Part
from advisor.explanation.target import Target, said_facts, said_firings
from advisor.facts import OPENABLE, UNKNOWN, Fact
from advisor.inference import Firing, Pending
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule, uses


@dataclass(frozen=True, eq=False)
class Told:
    """
    What the runner said of something that is reported, not concluded.

    `facts` is empty where nothing was said of it, or no sure answer given; with `complete` the case
    names all there is of its kind, and this not. `resting` are the firings that decide something
    and rest on what was said or not said, `through` what rests on that in turn, `kept` the rules
    that would fire were it not for this, `waiting` those that cannot be judged while it is open.
    With `gate` the open gate rests on it, too.
    """

    advice: Advice = field(repr=False)
    target: Target
    facts: tuple[Fact, ...]
    complete: bool
    gate: bool
    resting: tuple[Firing, ...] = field(repr=False)
    through: tuple[Fact, ...]
    kept: tuple[Rule, ...] = field(repr=False)
    waiting: tuple[Pending, ...] = field(repr=False)


def tell(advice: Advice, target: Target) -> Told:
    """Give what was said of something that is reported, and what hangs on it."""
    return _Telling(advice, target).told()


class _Telling:
    """One thing that is reported, in one case."""

    def __init__(self, advice: Advice, target: Target) -> None:
        self._advice = advice
        self._target = target
        self._found = [one for one in advice.record.facts(target.kind) if target.is_met_by(one)]
        self._blank = _blank(advice.base, target, self._found)

    def told(self) -> Told:
        advice, kind = self._advice, self._target.kind
        is_open = kind in advice.case.open
        facts = tuple(one for one in self._found if one.get("answer") is not UNKNOWN)
        resting = [one for one in self._deciding() if self._rests(one)]
        silent = advice.outcome in SILENT
        return Told(
            advice,
            self._target,
            facts=facts,
            complete=kind in OPENABLE and not is_open and not facts,
            gate=advice.record.gate_open and self._guards(),
            resting=tuple(resting),
            through=tuple(self._through(resting)),
            kept=() if silent else tuple(self._kept()),
            waiting=() if silent else tuple(filter(self._waits, advice.record.pending)),
        )

    def _concerns(self, pattern: Pattern) -> bool:
        """Whether a pattern could be met by this, whatever were said of it."""
        return pattern.type == self._target.kind and pattern.judge(self._blank) is not False

    def _deciding(self) -> Iterator[Firing]:
        """Give the firings by which something stands as strongly as it does."""
        record = self._advice.record
        deciding = {firing.rule.id for fact in record.standing for firing in record.deciding(fact)}
        for firing in said_firings(self._advice):
            if firing.rule.id in deciding:
                yield firing

    def _rests(self, firing: Firing) -> bool:
        met = any(fact in one.facts for one in firing.support for fact in self._found)
        return met or any(map(self._concerns, (*firing.absences, *firing.open)))

    def _through(self, resting: list[Firing]) -> Iterator[Fact]:
        """Give what stands and rests on what rests on this, in the order of its strata."""
        direct = {fact.name for one in resting for fact in one.conclusions}
        reached = set(direct)
        for firing in self._deciding():
            if any(fact.name in reached for met in firing.support for fact in met.facts):
                reached.update(fact.name for fact in firing.conclusions)
        for kind in ("pattern", "key", "drill", "withheld"):
            for fact in said_facts(self._advice, kind):
                if fact.name in reached - direct:
                    yield fact

    def _guards(self) -> bool:
        return any(
            self._concerns(pattern)
            for rule in self._advice.base.rules
            if rule.guards_gate
            for pattern, _ in uses(rule.when)
        )

    def _kept(self) -> Iterator[Rule]:
        """Give the rules that are this one answer away from firing."""
        nearness = Nearness(self._advice)
        for rule in self._advice.base.rules:
            reads = any(self._concerns(pattern) for pattern, _ in uses(rule.when))
            if not reads or rule.stratum not in self._advice.record.ran:
                continue
            candidate = nearness.candidate(rule)
            if not candidate.fired and candidate.part.truth is False:
                parts = [one for one in _leaves(candidate.part) if self._is_in_the_way(one)]
                if any(one.distance == candidate.distance for one in parts):
                    yield rule

    def _is_in_the_way(self, part: Part) -> bool:
        condition = part.condition
        return (
            isinstance(condition, Pattern)
            and part.state == "failed"
            and self._concerns(condition)
            and all(one.fact in self._found for one in part.near)
        )

    def _waits(self, pending: Pending) -> bool:
        is_open = self._target.kind in self._advice.case.open
        return any(
            one.type == self._target.kind
            and (None in map(one.judge, self._found) or (is_open and self._concerns(one)))
            for one in pending.open
        )


def _leaves(part: Part) -> Iterator[Part]:
    if isinstance(part.condition, Pattern):
        yield part
    for one in part.parts:
        yield from _leaves(one)


def _blank(base: KnowledgeBase, target: Target, found: list[Fact]) -> Fact:
    """Give what a target is with nothing said of it."""
    if found:
        attributes = dict(found[0].attributes)
        for name, one in base.attributes[target.kind].items():
            if one.reported and name in attributes:
                attributes[name] = UNKNOWN
        return replace(found[0], attributes=attributes)
    return next(one for one in possible_facts(base)[target.kind] if target.is_met_by(one))
