"""The engine: rules on experta, fired one stratum at a time, every firing recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from advisor.cases.reported import possible_facts
from advisor.facts import FACT_TYPES, OPENABLE, STRATA, Fact
from advisor.inference._experta import (
    FactList,
    InitialFact,
    KnowledgeEngine,
    ProductionRule,
    WorkingFact,
)
from advisor.inference.matcher import CountingMatcher, Open, RuleOrder, StratumAgenda
from advisor.inference.record import Firing, Met, Pending
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule, open_patterns, relied_on, uses


class _Working(WorkingFact):
    """A fact in experta's working memory; `content` is ours."""

    content: Fact | Open


_TYPES: Mapping[str, type[_Working]] = {
    name: type(f"{name.capitalize()}Fact", (_Working,), {}) for name in FACT_TYPES
}


class _OpenFact(_Working):
    """More facts of a type may hold than are known."""


class Engine(KnowledgeEngine):
    """
    An experta engine over one knowledge base. Reused from case to case; not shared by threads.

    The right-hand side of every rule only records that it fired, and with what.
    """

    __matcher__ = CountingMatcher
    __strategy__ = RuleOrder

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._productions = [_production(rule) for rule in base.rules]
        self._patterns: dict[str, dict[Pattern, None]] = {name: {} for name in FACT_TYPES}
        for rule in base.rules:
            for pattern, _ in uses(rule.when):
                self._patterns[pattern.type][pattern] = None
        self._by_stratum = {
            stratum: [rule for rule in base.rules if rule.stratum == stratum] for stratum in STRATA
        }
        self._openings = {kind: Open(found) for kind, found in self._could_pass().items()}
        self._firings: list[Firing] = []
        super().__init__()

    def get_rules(self) -> list[Any]:
        """Give the rules as experta's; called by its matcher."""
        return self._productions

    def reset(self, **_: Any) -> None:
        """Forget the last case, whatever became of it."""
        self.running = False
        self.facts = FactList()
        self.facts.declare(InitialFact())  # as experta's own reset does; no rule reads it
        _ = self.facts.changes  # reading it empties it
        self.agenda = StratumAgenda()
        self.matcher.reset()
        self._firings = []

    def take(self, facts: Iterable[Fact]) -> None:
        """Add facts to the working memory."""
        working = [_working(fact) for fact in facts]
        if working:
            self.declare(*working)

    def leave_open(self, types: Iterable[str]) -> None:
        """Say of each type that more facts of it may hold."""
        markers = []
        for kind in types:
            marker = _OpenFact(type=kind)
            marker.content = self._openings[kind]
            markers.append(marker)
        if markers:
            self.declare(*markers)

    def judge(self, stratum: int) -> list[Firing]:
        """Fire every rule of a stratum that is true and has not fired; give those firings."""
        before = len(self._firings)
        self.agenda.stratum = stratum
        self.run()
        return self._firings[before:]

    def pending(self, stratum: int) -> Iterator[Pending]:
        """Give the rules of a stratum that are unknown, and what is open in them."""
        for rule in self._by_stratum[stratum]:
            if self.matcher.is_pending(rule):
                found = open_patterns(rule.when, self.matcher.truth_of)
                yield Pending(rule, tuple(dict.fromkeys(found)))

    def fire(self, rule: Rule) -> None:
        """Record that a rule fires: the right-hand side of all rules."""
        self._firings.append(self.firing_of(rule))

    def firing_of(self, rule: Rule) -> Firing:
        """Give the firing of a rule that is true, with all it rests on now."""
        matcher = self.matcher
        met: dict[tuple[Pattern, str | None], Met] = {}
        others: dict[str, dict[Pattern, None]] = {"absence": {}, "open": {}}
        for pattern, use in relied_on(rule.when, matcher.truth_of):
            if use == "support":
                # equal patterns under different labels are named apart
                met[pattern, pattern.label] = Met(pattern, matcher.facts_meeting(pattern))
            else:
                others[use][pattern] = None
        return Firing(
            rule,
            tuple(met.values()),
            tuple(others["absence"]),
            tuple(others["open"]),
            _concluded(rule),
        )

    def _could_pass(self) -> dict[str, list[Pattern]]:
        """Give, by type, the patterns that facts nobody has named could pass."""
        possible = possible_facts(self.base)
        return {
            kind: [
                pattern
                for pattern in patterns
                if kind not in OPENABLE
                or any(pattern.judge(fact) is not False for fact in possible[kind])
            ]
            for kind, patterns in self._patterns.items()
        }


def _production(rule: Rule) -> Any:
    """Make experta's rule of ours; its left-hand side is read by our own matcher."""

    def fire(engine: Engine) -> None:
        engine.fire(rule)

    fire.__name__ = rule.id
    production = ProductionRule(salience=-rule.stratum)(fire)
    production.rule = rule
    return production


def _working(fact: Fact) -> _Working:
    working = _TYPES[fact.type](**fact.attributes)
    working.content = fact
    return working


def _concluded(rule: Rule) -> tuple[Fact, ...]:
    facts = [Fact(one.type, one.identity, dict(one.attributes)) for one in rule.conclude]
    notes = [Fact("note", name, {"name": name}) for name in rule.notes]
    return (*facts, *notes)
