"""From the record of an inference to one advice: its outcome, its decision, what is still open."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from advisor.cases import Case
from advisor.facts import FACT_TYPES, OUTCOMES, PATTERNS, TRIAGE, UNKNOWN, Fact
from advisor.inference import Pending, Record
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, holds

SILENT: Final = ("emergency", "urgent")
"""The outcomes that say one thing only."""


@dataclass(frozen=True)  # without slots, which make it slow to send to another process
class Decision:
    """
    What an advice says, without its reasons; two advices with equal decisions say the same.

    `drills` are pairs of drill and stage; `ranges` says of those with a limited range which one.
    Everything is in the order of the knowledge base. For `emergency` and `urgent` the outcome is
    all there is.
    """

    outcome: str
    referrals: Mapping[str, str]
    cautions: tuple[str, ...]
    load: Mapping[str, str]
    patterns: Mapping[str, str]
    keys: Mapping[str, str]
    drills: tuple[tuple[str, str], ...]
    ranges: Mapping[str, str]
    withheld: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the decision as plain data for JSON."""
        if self.outcome in SILENT:
            return {"outcome": self.outcome}
        return {
            "outcome": self.outcome,
            "referrals": dict(self.referrals),
            "cautions": list(self.cautions),
            "load": dict(self.load),
            "patterns": dict(self.patterns),
            "keys": dict(self.keys),
            "drills": [
                {"drill": drill, "stage": stage, "range": self.ranges.get(drill)}
                for drill, stage in self.drills
            ],
            "withheld": list(self.withheld),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """
    Something the case leaves open: an answer, an attribute, or a whole section.

    `kind` is a type of fact, `identity` the fact (empty for the section as a whole), `attribute`
    what is not known of it. `severity` is the most severe level that hangs on it, or None.
    """

    kind: str
    identity: str
    attribute: str
    severity: str | None

    @property
    def place(self) -> tuple[str, str, str]:
        """What the question is about."""
        return self.kind, self.identity, self.attribute


_AGE: Final = ("runner", "runner", "age")


@dataclass(frozen=True, eq=False)
class Advice:
    """One advice, with all it rests on; what is open in it is worked out when first asked for."""

    base: KnowledgeBase = field(repr=False)
    case: Case
    record: Record = field(repr=False)
    decision: Decision

    @property
    def outcome(self) -> str:
        """What the advice comes to."""
        return self.decision.outcome

    @functools.cached_property
    def settling(self) -> tuple[Question, ...]:
        """
        Give the questions that keep the gate shut.

        With an emergency or urgent outcome they are those of emergencies that are still open.
        """
        found = _questions(self, _settling(self.outcome, self.record))
        if self.outcome != "not-cleared" or not self.record.age_missing:
            return tuple(found)
        return (Question(*_AGE, "urgent"), *(one for one in found if one.place != _AGE))

    @functools.cached_property
    def unanswered(self) -> tuple[Question, ...]:
        """Give the other questions that some rule waits for."""
        known = {one.place for one in self.settling}
        found = _questions(self, _unsettled(self.outcome, self.record))
        return tuple(one for one in found if one.place not in known)

    def facts(self, kind: str) -> tuple[Fact, ...]:
        """Give the concluded facts of a type that stand, in the order of the knowledge base."""
        order = {name: place for place, name in enumerate(order_of(self.base, kind))}
        found = [fact for fact in self.record.standing if fact.type == kind]
        return tuple(sorted(found, key=lambda fact: order[fact.identity]))


def build(base: KnowledgeBase, case: Case, record: Record) -> Advice:
    """Make the advice on a case from the record of its inference."""
    return Advice(base, case, record, _decision(base, record, _outcome(record)))


def applies(outcome: str, record: Record) -> bool:
    """Whether what an outcome says is so; of several the first of `OUTCOMES` is the outcome."""
    return _APPLIES[outcome](record)


def _outcome(record: Record) -> str:
    return next(name for name in OUTCOMES if applies(name, record))


def _refers(level: str) -> Callable[[Record], bool]:
    return lambda record: any(fact.get("level") == level for fact in record.facts("referral"))


def _guards_open(record: Record) -> bool:
    return any(rule.guards_gate for rule in record.unknown)


def _needs_more(record: Record) -> bool:
    if PATTERNS not in record.ran:
        return False
    open_pattern = any(rule.stratum == PATTERNS for rule in record.unknown)
    return open_pattern or (bool(record.facts("symptom")) and not record.facts("pattern"))


_APPLIES: Final[Mapping[str, Callable[[Record], bool]]] = {
    "emergency": _refers("emergency"),
    "urgent": _refers("urgent"),
    "not-cleared": lambda record: record.age_missing or _guards_open(record),
    "see-clinician": _refers("clinician"),
    "drills": lambda record: bool(record.facts("drill")),
    "all-withheld": lambda record: bool(record.withdrawn),
    "outside-method": lambda record: not record.in_scope,
    "need-more": _needs_more,
    "nothing-to-add": lambda record: (
        not any(applies(name, record) for name in OUTCOMES if name != "nothing-to-add")
    ),
}


def _decision(base: KnowledgeBase, record: Record, outcome: str) -> Decision:
    def standing(kind: str, attribute: str) -> dict[str, str]:
        values = {fact.identity: fact.get(attribute) for fact in record.facts(kind)}
        if not values:
            return {}
        return {name: str(values[name]) for name in order_of(base, kind) if values.get(name)}

    def names(kind: str) -> tuple[str, ...]:
        found = {fact.identity for fact in record.facts(kind)}
        return tuple([name for name in order_of(base, kind) if name in found]) if found else ()

    if outcome in SILENT:
        return Decision(outcome, {}, (), {}, {}, {}, (), {}, (), ())
    return Decision(
        outcome=outcome,
        referrals=standing("referral", "level"),
        cautions=names("caution"),
        load=standing("load", "band"),
        patterns=standing("pattern", "confidence"),
        keys=standing("key", "level"),
        drills=tuple(standing("drill", "stage").items()),
        ranges=standing("drill", "range"),
        withheld=names("withheld"),
        notes=names("note"),
    )


def order_of(base: KnowledgeBase, kind: str) -> Iterable[str]:
    """Give the ids of all that can be concluded of a type, in the order of the knowledge base."""
    if kind == "withheld":
        return base.withholdable()
    return base.entries["key" if kind in ("coverage", "sign") else kind]


def _settling(outcome: str, record: Record) -> list[Pending]:
    if outcome in SILENT:
        return [one for one in record.pending if one.rule.referral_level == "emergency"]
    if outcome == "not-cleared":
        return [one for one in record.pending if one.rule.guards_gate]
    return []


def _unsettled(outcome: str, record: Record) -> list[Pending]:
    """Give the other rules that wait: of load and triage always, of the rest if it came to them."""
    if outcome in SILENT:
        return []
    reasoned = PATTERNS in record.ran
    return [
        one
        for one in record.pending
        if not one.rule.guards_gate and (reasoned or one.rule.stratum <= TRIAGE)
    ]


def _questions(advice: Advice, pending: Iterable[Pending]) -> list[Question]:
    """Give what the rules wait for, each once and with the most severe level that hangs on it."""
    levels = ["", *FACT_TYPES["referral"].orders["level"]]
    found: dict[tuple[str, str, str], str] = {}
    for one in pending:
        level = one.rule.referral_level or ""
        for pattern in one.open:
            facts = advice.record.facts(pattern.type)
            for place in places(advice.base, advice.case, facts, pattern):
                found[place] = max(found.get(place, ""), level, key=levels.index)
    return [
        Question(*place, found[place] or None)
        for place in sorted(found, key=lambda place: place_order(advice.base, place))
    ]


def places(
    base: KnowledgeBase, case: Case, reported: Iterable[Fact], pattern: Pattern
) -> Iterator[tuple[str, str, str]]:
    """Give what would have to be known for an open pattern to be decided."""
    if pattern.type in case.open:
        yield pattern.type, "", ""
    for fact in reported:
        if pattern.judge(fact) is None:
            for test in pattern.tests:
                if holds(test, fact) is None:
                    derived = base.attributes[fact.type][test.attribute].derived
                    for name in derived or (test.attribute,):
                        if fact.get(name) is UNKNOWN:
                            yield fact.type, fact.identity, name


_KINDS: Final = ("runner", "area", "screening", "symptom", "exercise", "observation", "tried")


def place_order(base: KnowledgeBase, place: tuple[str, str, str]) -> tuple[int, int, int]:
    """Give where a place stands in the order of the vocabulary, to sort by."""
    kind, identity, attribute = place
    names = list(base.entries.get("drill" if kind == "tried" else kind, ()))
    return (
        _KINDS.index(kind),
        names.index(identity) if identity in names else -1,
        list(base.attributes[kind]).index(attribute) if attribute else -1,
    )
