"""What hangs on each question that an advice leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from advisor.advice import SILENT, Advice, Question, places
from advisor.cases import Place
from advisor.facts import FACT_TYPES, Fact
from advisor.knowledge import KnowledgeBase, is_need
from advisor.language import Conclusion, Pattern


@dataclass(frozen=True, slots=True)
class AtStake:
    """
    What an answer could change by itself.

    `could` is what rules would conclude that wait for it, as far as it does not stand already;
    `lifts` what is held back for no other reason than that nobody has answered. With a drill go
    those that need it.
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
        concluded = (*pending.rule.conclude, *_held_with(advice.base, pending.rule.conclude))
        changes = [one for one in concluded if not _stands(advice, one)]
        for place in (place for pattern in pending.open for place in waiting(pattern)):
            could.setdefault(place, {}).update(dict.fromkeys(changes))
    for firing in advice.record.standing_firings():
        held = {one.get("drill") for one in _held_with(advice.base, firing.rule.conclude)}
        lifted = [
            fact
            for fact in advice.facts("withheld")
            if (fact in firing.conclusions or fact.get("drill") in held - {None})
            and all(one.open or is_need(one.rule) for one in advice.record.deciding(fact))
        ]
        for place in (place for pattern in firing.open for place in waiting(pattern)):
            lifts.setdefault(place, {}).update(dict.fromkeys(lifted))
    return {
        one: AtStake(tuple(could.get(one.place, ())), tuple(lifts.get(one.place, ())))
        for one in (*advice.settling, *advice.unanswered)
    }


def _held_with(base: KnowledgeBase, conclusions: Iterable[Conclusion]) -> list[Conclusion]:
    """Give the drills that are held back with what is concluded, because they need it."""
    held = {one.identity for one in conclusions if one.type == "withheld" and one.get("drill")}
    found = []
    for _ in base.entries["drill"]:  # as often as one may need another
        for drill in base.entries["drill"].values():
            if drill.id not in held and held & set(drill.words("needs")):
                held.add(drill.id)
                found.append(Conclusion("withheld", drill.id, (("drill", drill.id),)))
    return found


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
