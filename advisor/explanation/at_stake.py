"""What hangs on each question that an advice leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from advisor.advice import SILENT, Advice, Question, places
from advisor.facts import FACT_TYPES, Fact
from advisor.language import Conclusion, Pattern

Place: TypeAlias = tuple[str, str, str]
"""What a question is about: a type of fact, which one, and what of it."""


@dataclass(frozen=True, slots=True)
class AtStake:
    """
    What an answer could change by itself.

    `could` is what rules would conclude that wait for it, as far as it does not stand already;
    `lifts` what is held back because of nothing but that nobody has answered.
    """

    could: tuple[Conclusion, ...]
    lifts: tuple[Fact, ...]


def at_stake(advice: Advice) -> Mapping[Question, AtStake]:
    """Give what hangs on each open question, in their order; nothing where one thing is said."""
    if advice.outcome in SILENT:
        return {}
    could: dict[Place, dict[Conclusion, None]] = {}
    lifts: dict[Place, dict[Fact, None]] = {}
    reported: dict[str, tuple[Fact, ...]] = {}

    def waiting(pattern: Pattern) -> Iterator[Place]:
        facts = reported.setdefault(pattern.type, advice.record.facts(pattern.type))
        return places(advice.base, advice.case, facts, pattern)

    for pending in advice.record.pending:
        changes = [one for one in pending.rule.conclude if not _stands(advice, one)]
        for pattern in pending.open:
            for place in waiting(pattern):
                could.setdefault(place, {}).update(dict.fromkeys(changes))
    for firing in advice.record.standing_firings():
        held = [one for one in firing.conclusions if one.type == "withheld"]
        for pattern in firing.open:
            for place in waiting(pattern):
                lifts.setdefault(place, {}).update(dict.fromkeys(held))
    return {
        one: AtStake(tuple(could.get(one.place, ())), tuple(lifts.get(one.place, ())))
        for one in (*advice.settling, *advice.unanswered)
    }


def _stands(advice: Advice, conclusion: Conclusion) -> bool:
    """Whether something is concluded already, at least as strongly."""
    fact, record = conclusion.fact(), advice.record
    strength = FACT_TYPES[fact.type].strength
    order = FACT_TYPES[fact.type].orders[strength] if strength else ()
    return any(
        one.name == fact.name
        and (not strength or order.index(one.get(strength)) >= order.index(fact.get(strength)))
        for one in (*record.standing, *record.withdrawn)
    )
