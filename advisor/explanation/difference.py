"""In what two advices differ, and why: what decides it in the one, and not in the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from advisor.advice import SILENT, Advice, Decision, Question, order_of
from advisor.explanation.obstacles import Obstacle, shut_by
from advisor.explanation.situation import Situation
from advisor.explanation.target import said_facts
from advisor.facts import COVERAGE, FACT_TYPES, PATTERNS, REPORTED, Fact
from advisor.inference import Firing
from advisor.language import Pattern, Truth, Use, uses

PARTS: Final[Mapping[str, str]] = {
    "outcome": "outcome",
    "referrals": "referral",
    "cautions": "caution",
    "load": "load",
    "patterns": "pattern",
    "keys": "key",
    "drills": "drill",
    "ranges": "drill",
    "withheld": "withheld",
    "notes": "note",
}
"""By part of a decision, the type of fact it holds, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Closure:
    """
    What keeps strata from being judged, or what they conclude from standing.

    The gate (with the questions that keep it shut), a referral (with its firings), the scope, or
    something withheld (with the firings that withhold it).
    """

    kind: Obstacle
    firings: tuple[Firing, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Gained:
    """A firing that decides something now, and the barrier that stood in its way before."""

    firing: Firing
    barrier: Closure | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """
    A pattern that a firing relied on and that is now otherwise.

    `use` is how it relied on it, `truth` what it is now. `facts` are those that met it before, for
    an absence those that meet it now; `now` those that stand in their place.
    """

    pattern: Pattern
    use: Use
    truth: Truth
    facts: tuple[Fact, ...]
    now: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A firing that decides nothing any more: a barrier, or the premises that no longer hold."""

    firing: Firing
    barrier: Closure | None = None
    premises: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing in which two decisions differ.

    `part` is the field of the decision, `kind` and `identity` what it is about (empty for the
    outcome). `before` and `after` say how strongly it stands: its level, stage, confidence, band or
    range; empty where it has none, None where it is not there. `barrier` is what the outcome after
    is about, where it is a barrier.
    """

    part: str
    kind: str
    identity: str
    before: str | None
    after: str | None
    gained: tuple[Gained, ...] = field(default=(), repr=False)
    lost: tuple[Lost, ...] = field(default=(), repr=False)
    barrier: Closure | None = field(default=None, repr=False)

    @property
    def way(self) -> Literal["came", "went", "changed"]:
        """Whether it came, went or changed how strongly it stands."""
        return "came" if self.before is None else "went" if self.after is None else "changed"


_SHUT: Final = {"not-cleared": COVERAGE, "see-clinician": PATTERNS, "outside-method": PATTERNS}
"""By outcome that is about a barrier, a stratum that this one shuts."""
Stands: TypeAlias = Mapping[str, str]
"""By id, how strongly something stands."""


class Comparison:
    """Compares the advice on a case with that on the case changed."""

    def __init__(self, before: Advice, after: Advice) -> None:
        self._before, self._after = before, after
        self._was = Situation(before.base, before.record, before.case.open)
        self._is = Situation(after.base, after.record, after.case.open)
        self._fired_before = {one.rule.id for one in before.record.firings}
        self._fired_after = {one.rule.id for one in after.record.firings}

    def differences(self) -> tuple[Difference, ...]:
        """Give every difference; of an emergency or urgent advice only that it is one."""
        return tuple(self._differences())

    def fired(self) -> tuple[Firing, ...]:
        """Give the firings that are new."""
        firings = self._after.record.firings
        return tuple(one for one in firings if one.rule.id not in self._fired_before)

    def ceased(self) -> tuple[Lost, ...]:
        """Give the firings that are no more, each with why."""
        firings = self._before.record.firings
        return tuple(self._lost(one) for one in firings if one.rule.id not in self._fired_after)

    def _differences(self) -> Iterator[Difference]:
        before, after = self._before.decision, self._after.decision
        if before.outcome != after.outcome:
            yield self._outcome(before.outcome, after.outcome)
        if {before.outcome, after.outcome} & {*SILENT}:
            return
        for part, kind in PARTS.items():
            if part == "outcome":
                continue
            was, now = _stands(before, part), _stands(after, part)
            for name in dict.fromkeys(order_of(self._after.base, kind)):
                if was.get(name) != now.get(name) and _told(part, name, before, after):
                    yield self._difference(part, name, was.get(name), now.get(name))

    def _outcome(self, before: str, after: str) -> Difference:
        """Say why the outcome is another: the referrals, or what shuts the rest out."""
        gained = self._gained(said_facts(self._after, "referral"))
        lost = self._decided(said_facts(self._before, "referral"))
        stratum = _SHUT.get(after)
        barrier = closure_of(self._after, stratum) if stratum is not None else None
        return Difference("outcome", "outcome", "", before, after, gained, lost, barrier)

    def _difference(
        self, part: str, name: str, before: str | None, after: str | None
    ) -> Difference:
        kind = PARTS[part]
        was = [one for one in self._before.record.facts(kind) if one.identity == name]
        now = [one for one in self._after.record.facts(kind) if one.identity == name]
        gained, lost = self._gained(now), self._decided(was)
        return Difference(part, kind, name, before, after, gained, lost)

    def _gained(self, facts: Iterable[Fact]) -> tuple[Gained, ...]:
        found = _deciding(self._after, facts)
        return tuple(
            Gained(
                one,
                _held(self._before, one)
                if one.rule.id in self._fired_before
                else closure_of(self._before, one.rule.stratum),
            )
            for one in found
        )

    def _decided(self, facts: Iterable[Fact]) -> tuple[Lost, ...]:
        """Give the firings that decided some facts and do so no more."""
        found = (self._lost(one) for one in _deciding(self._before, facts))
        return tuple(one for one in found if one.barrier is not None or one.premises)

    def _lost(self, firing: Firing) -> Lost:
        if firing.rule.id in self._fired_after:
            return Lost(firing, _held(self._after, firing))
        premises = tuple(self._premises(firing))
        strata = (FACT_TYPES[one.pattern.type].stratum for one in premises)
        reached = (firing.rule.stratum, *(one for one in strata if one != REPORTED))
        barriers = (closure_of(self._after, stratum) for stratum in reached)
        barrier = next((one for one in barriers if one is not None), None)
        return Lost(firing, barrier, () if barrier else premises)

    def _premises(self, firing: Firing) -> Iterator[Broken]:
        """Give what a firing relied on and no longer can, every pattern once."""
        moved = {
            pattern: use for pattern, use in uses(firing.rule.when) if self._moved(pattern, use)
        }
        relied = {*(met.pattern for met in firing.support), *firing.absences, *firing.open}
        # what was unknown may be known by a pattern that it did not hang on
        for pattern, use in moved.items():
            if pattern in relied or not relied & {*moved}:
                yield self._premise(pattern, use)

    def _moved(self, pattern: Pattern, use: Use) -> bool:
        before, after = self._was.truth(pattern), self._is.truth(pattern)
        return before is not after and (use == "open" or before is (use == "support"))

    def _premise(self, pattern: Pattern, use: Use) -> Broken:
        if use == "absence":
            return Broken(pattern, use, self._is.truth(pattern), self._is.meeting(pattern))
        facts = self._was.meeting(pattern)
        names = {fact.name for fact in facts}
        now = tuple(one for one in self._is.facts(pattern.type) if one.name in names)
        return Broken(pattern, use, self._is.truth(pattern), facts, now)


def closure_of(advice: Advice, stratum: int) -> Closure | None:
    """Give what kept a stratum from being judged, None where it was judged."""
    kind = next(iter(shut_by(advice.record, stratum)), None)
    if kind == "gate":
        return Closure(kind, questions=advice.settling)
    if kind == "referral":
        return Closure(kind, _deciding(advice, advice.record.facts("referral")))
    return Closure(kind) if kind is not None else None


def _held(advice: Advice, firing: Firing) -> Closure | None:
    """Give what holds back the drills that a firing concludes, None where nothing does."""
    withdrawn = {one.identity for one in advice.record.withdrawn}
    names = {one.identity for one in firing.conclusions if one.type == "drill"} & withdrawn
    held = [one for one in advice.record.facts("withheld") if one.get("drill") in names]
    return Closure("withheld", _deciding(advice, held)) if held else None


def _deciding(advice: Advice, facts: Iterable[Fact]) -> tuple[Firing, ...]:
    """Give the firings that decide some facts, each once."""
    found = (firing for fact in facts for firing in advice.record.deciding(fact))
    return tuple({one.rule.id: one for one in found}.values())


def _stands(decision: Decision, part: str) -> Stands:
    value = dataclasses.asdict(decision)[part]
    if part == "drills":
        return dict(value)
    return value if isinstance(value, dict) else dict.fromkeys(value, "")


def _told(part: str, name: str, before: Decision, after: Decision) -> bool:
    """Whether a difference says more than another: a range does if the drill stays."""
    return part != "ranges" or (name in dict(before.drills) and name in dict(after.drills))
