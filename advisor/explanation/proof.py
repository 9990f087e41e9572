"""The proof of what was concluded: a view of the record, down to what the runner reported."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from advisor.advice import Advice
from advisor.explanation.justification import justifications
from advisor.explanation.nearness import near
from advisor.explanation.situation import Situation
from advisor.facts import FACT_TYPES, GATED, REASONING, REPORTED, AttributeValue, Fact
from advisor.inference import Firing
from advisor.language import Pattern, Rule, Use, relied_on

Language: TypeAlias = Literal["gate", "no-referral", "in-scope", "not-withheld"]
"""What a conclusion needs by the language itself, beside the condition of its rule."""


Key: TypeAlias = tuple[str, AttributeValue | None]
"""By what facts are proved."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A fact that met a premise; `proof` is None for what the runner reported."""

    fact: Fact
    proof: Proof | None


@dataclass(frozen=True, eq=False)
class Premise:
    """
    A pattern that a firing rests on, used in one of four ways.

    `support`: `grounds` are the facts that met it. `absence`: it was known that no fact meets it,
    `near` are those that come nearest. `open`: nobody had said whether one does. `known`: somebody
    had, and `near` are the facts that meet it or come nearest.
    """

    use: Use
    pattern: Pattern
    grounds: tuple[Ground, ...] = ()
    near: tuple[Fact, ...] = ()


@dataclass(frozen=True, eq=False)
class Step:
    """
    One rule that fired, with its premises in the order of its condition.

    `justifications` are the smallest sets of facts on each of which the firing stands.
    """

    firing: Firing = field(repr=False)
    premises: tuple[Premise, ...] = field(repr=False)
    justifications: tuple[tuple[Fact, ...], ...] = field(repr=False)

    @property
    def rule(self) -> Rule:
        """The rule that fired."""
        return self.firing.rule


@dataclass(frozen=True, eq=False)
class Proof:
    """
    Why something was concluded.

    `facts` are what stands of one name (something can be withheld until several checks are made);
    `steps` every firing that decides it, `weaker` those that concluded it less strongly, and
    `language` what the language itself asked for before.
    """

    facts: tuple[Fact, ...]
    steps: tuple[Step, ...] = field(repr=False)
    weaker: tuple[Step, ...] = field(repr=False)
    language: tuple[Language, ...]

    @property
    def fact(self) -> Fact:
        """The fact that is proved, the first where several of its name stand."""
        return self.facts[0]


class Prover:
    """Proves what an advice concluded; a fact that is met twice is proved once."""

    def __init__(self, advice: Advice) -> None:
        self._record = advice.record
        self._situation = Situation(advice.base, advice.record, advice.case.open)
        self._proofs: dict[Key, Proof] = {}

    def proof(self, fact: Fact) -> Proof:
        """Give the proof of a fact that stands, or of a drill that was withdrawn."""
        key = key_of(fact)
        if key not in self._proofs:
            deciding = self._record.deciding(fact)
            ordered = bool(FACT_TYPES[fact.type].orders)  # of load, several bands may stand
            reasons = self._record.reasons(fact) if ordered else ()
            weaker = [one for one in reasons if one not in deciding]
            self._proofs[key] = Proof(
                facts=self._alike(key),
                steps=tuple(map(self.step, deciding)),
                weaker=tuple(map(self.step, weaker)),
                language=language_of(fact.type),
            )
        return self._proofs[key]

    def _alike(self, key: Key) -> tuple[Fact, ...]:
        found = (*self._record.standing, *self._record.withdrawn)
        return tuple(one for one in found if key_of(one) == key)

    def step(self, firing: Firing) -> Step:
        """Give a firing with its premises."""
        met = {(one.pattern, one.pattern.label): one.facts for one in firing.support}
        used = relied_on(firing.rule.when, self._situation.truth)
        named = {(pattern, pattern.label, use): (pattern, use) for pattern, use in used}
        premises = tuple(
            self._premise(pattern, use, met.get((pattern, pattern.label), ()))
            for pattern, use in named.values()
        )
        return Step(firing, premises, justifications(firing, self._situation))

    def _premise(self, pattern: Pattern, use: Use, met: tuple[Fact, ...]) -> Premise:
        if use == "support":
            return Premise(use, pattern, tuple(map(self._ground, met)))
        close = near(self._situation, pattern) if use != "open" else ()
        return Premise(use, pattern, near=tuple(one.fact for one in close))

    def _ground(self, fact: Fact) -> Ground:
        reported = FACT_TYPES[fact.type].stratum == REPORTED
        return Ground(fact, None if reported else self.proof(fact))


def key_of(fact: Fact) -> Key:
    """Give what facts that are proved together share: the name, and of load the band."""
    return fact.name, fact.get("band")


@functools.cache
def language_of(kind: str) -> tuple[Language, ...]:
    """Give what the language asks for before a fact of a type can stand."""
    stratum = FACT_TYPES[kind].stratum
    found: list[Language] = []
    if stratum in GATED:
        found.append("gate")
    if stratum in REASONING:
        found += ["no-referral", "in-scope"]
    if kind == "drill":
        found.append("not-withheld")
    return tuple(found)
