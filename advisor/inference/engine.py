"""The engine: rules on experta, fired one stratum at a time, every firing recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from advisor.cases.reported import possible_facts
from advisor.facts import FACT_TYPES, NOTES, REPORTED, Fact
from advisor.inference._experta import KnowledgeEngine, ProductionRule
from advisor.inference.agenda import RuleOrder, StratumAgenda
from advisor.inference.matcher import CountingMatcher
from advisor.inference.memory import Element, Nodes, WorkingMemory, element
from advisor.inference.record import Firing
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule, uses


class Engine(KnowledgeEngine):
    """
    An experta engine over one knowledge base. Reused from case to case; not shared by threads.

    The right-hand side of every rule only records that it fired, and with what.
    """

    __matcher__ = CountingMatcher
    __strategy__ = RuleOrder
    matcher: CountingMatcher

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._productions = [_production(rule) for rule in base.rules]
        self._conclusions = {rule: _concluded(rule) for rule in base.rules}
        super().__init__()
        self._openings = {
            kind: self.matcher.left_open(patterns) for kind, patterns in _openings(base).items()
        }
        self.reset()

    def get_rules(self) -> list[Any]:
        """Give the rules as experta's; called by its matcher."""
        return self._productions

    def reset(self, **_: Any) -> None:
        """Forget the last case, whatever became of it."""
        self._reset(())

    def _reset(self, left_open: tuple[Nodes, ...]) -> None:
        self.running = False
        self.facts = WorkingMemory()
        self.agenda = StratumAgenda()
        self.matcher.reset(left_open)
        self._firings: list[Firing] = []

    def begin(self, facts: Iterable[Fact], open_types: Iterable[str]) -> None:
        """
        Forget the last case, and take the facts of another; of some types more facts may hold.

        A fact of which nothing is known but that it may pass a pattern is no element of the working
        memory: it leaves the pattern open, as facts do that nobody has named.
        """
        elements: list[Element] = []
        left_open = [self._openings[kind] for kind in open_types]
        passed_by = self.matcher.passed_by
        for fact in facts:
            passes = passed_by(fact)
            if passes.surely:
                elements.append(element(fact, passes))
            elif passes.possibly:
                left_open.append(passes.possibly)
        self._reset(tuple(left_open))
        self._declare(elements)

    def take(self, facts: Iterable[Fact]) -> None:
        """Add facts to the working memory, but those that no rule reads."""
        found = ((fact, self.matcher.passed_by(fact)) for fact in facts)
        self._declare([element(fact, passes) for fact, passes in found if passes.possibly])

    def _declare(self, elements: list[Element]) -> None:
        if elements:
            self.declare(*elements)

    def leave_open(self, types: Iterable[str]) -> None:
        """Say of each type that more facts of it may hold."""
        self.matcher.leave_open(self._openings[kind] for kind in types)

    def judge(self, stratum: int) -> list[Firing]:
        """Fire every rule of a stratum that is true and has not fired; give those firings."""
        before = len(self._firings)
        self.agenda.stratum = stratum
        if self.agenda.has_next or self.matcher.has_turned:  # else a run would find nothing
            self.run()
        return self._firings[before:]

    def unknown(self, stratum: int) -> list[Rule]:
        """Give the rules of a stratum that are unknown, in their order."""
        return self.matcher.unknown(stratum)

    @property
    def open_in(self) -> Callable[[Rule], tuple[Pattern, ...]]:
        """How to find what is open in a rule of this case, also when another has begun."""
        return self.matcher.state.open_in

    def fire(self, rule: Rule) -> None:
        """Record that a rule fires: the right-hand side of all rules."""
        self._firings.append(Firing(rule, self._conclusions[rule], self.matcher.state.grounds))


def _production(rule: Rule) -> Any:
    """Make experta's rule of ours; its left-hand side is read by our own matcher."""

    def fire(engine: Engine) -> None:
        engine.fire(rule)

    fire.__name__ = rule.id
    production = ProductionRule()(fire)
    production.rule = rule
    return production


def _concluded(rule: Rule) -> tuple[Fact, ...]:
    facts = [one.fact() for one in rule.conclude]
    notes = [Fact("note", name, {"name": name}) for name in rule.notes]
    return (*facts, *notes)


def _openings(base: KnowledgeBase) -> dict[str, list[Pattern]]:
    """
    Give, by type, the patterns that facts which nobody has named may pass.

    What strata that do not run might have concluded is left open for the notes, and to their rules
    alone it matters.
    """
    possible = possible_facts(base)
    found: dict[str, list[Pattern]] = {kind: [] for kind in FACT_TYPES}
    read = (
        one
        for rule in base.rules
        for one, _ in uses(rule.when)
        if rule.stratum == NOTES or FACT_TYPES[one.type].stratum == REPORTED
    )
    for pattern in dict.fromkeys(read):
        facts = possible.get(pattern.type)
        if facts is None or any(pattern.judge(fact) is not False for fact in facts):
            found[pattern.type].append(pattern)
    return found
