"""
Stock experta behind the interface that `infer` needs: its own matcher, strategy and run loop.

All that `infer` asks of an engine is in `StockEngine`, so that both engines take the same walk.
What is found is which rules fire and which are unknown; the support of a firing, which experta
would have to be asked for, is left out, in experta's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from advisor.facts import STRATA, Fact
from advisor.inference import Firing, Grounds
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern, Rule
from tests.benchmarks.stock_rules import Stratum, Translation, types_read, waits

# isort: split
from experta import KnowledgeEngine
from experta.matchers import ReteMatcher


class StockEngine:
    """
    Experta's own engine over a knowledge base, reused from case to case.

    One engine holds all rules; or, with `apart`, one for each stratum, which is what experta has of
    CLIPS's modules: facts are then declared to every engine that reads them, and a stratum that
    does not run costs nothing.
    """

    def __init__(self, base: KnowledgeBase, *, apart: bool = False) -> None:
        self._translation = Translation(base)
        self._by_stratum = {
            stratum: [rule for rule in base.rules if rule.stratum == stratum] for stratum in STRATA
        }
        self._reads = types_read(base.rules)
        if apart:
            self._engines = {
                stratum: _Engine(rules, self._translation)
                for stratum, rules in self._by_stratum.items()
            }
        else:
            self._engines = dict.fromkeys(STRATA, _Engine(base.rules, self._translation))
        self.reset()

    def reset(self) -> None:
        """Forget the last case."""
        self._given: list[tuple[str, Fact | None]] = []
        for engine in self._engines.values():
            engine.seen = None

    def begin(self, facts: Iterable[Fact], open_types: Iterable[str]) -> None:
        """Forget the last case, and take the facts of another; of some types more may hold."""
        self.reset()
        self.take(facts)
        self.leave_open(open_types)

    def take(self, facts: Iterable[Fact]) -> None:
        """Add facts; they are declared together when a stratum is judged."""
        self._given += [(fact.type, fact) for fact in facts if fact.type in self._reads]

    def leave_open(self, types: Iterable[str]) -> None:
        """Say of each type that more facts of it may hold."""
        self._given += [(kind, None) for kind in types if kind in self._reads]

    def judge(self, stratum: int) -> list[Firing]:
        """Fire every rule of a stratum that is true and has not fired; give those firings."""
        engine = self._engines[stratum]
        if engine.seen is None:
            engine.reset()
            engine.seen = 0
        before = len(engine.fired)
        engine.judge(stratum, self._working(engine))
        new = list(engine.fired)[before:]
        return [self.firing_of(rule) for rule in sorted(new, key=lambda rule: rule.order)]

    def _working(self, engine: _Engine) -> list[Any]:
        """Give what an engine reads of the facts given since it was last judged."""
        given, engine.seen = self._given[engine.seen or 0 :], len(self._given)
        translation = self._translation
        return [
            translation.open_section(kind) if fact is None else translation.working(fact)
            for kind, fact in given
            if kind in engine.reads
        ]

    def unknown(self, stratum: int) -> list[Rule]:
        """Give the rules of a stratum that are unknown."""
        engine = self._engines[stratum]
        return [
            rule
            for rule in self._by_stratum[stratum]
            if rule in engine.possible and rule not in engine.fired
        ]

    def open_in(self, _: Rule) -> tuple[Pattern, ...]:
        """Find nothing: what is open in a rule is not looked for."""
        return ()

    def firing_of(self, rule: Rule) -> Firing:
        """Give the firing of a rule, without what it rests on."""
        facts = [Fact(one.type, one.identity, dict(one.attributes)) for one in rule.conclude]
        notes = [Fact("note", name, {"name": name}) for name in rule.notes]
        return Firing(rule, (*facts, *notes), lambda _: Grounds())


class _Matcher(ReteMatcher):
    """
    Experta's matcher, with a list of its end nodes that is its own.

    Experta keeps that list for one engine of the process only, and finds it anew whenever two take
    turns; it is not to be charged for that.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._ends = super()._get_conflict_set_nodes()

    def _get_conflict_set_nodes(self) -> Any:
        return self._ends


class _Engine(KnowledgeEngine):
    """An experta engine over some rules, judged a stratum at a time."""

    __matcher__ = _Matcher

    def __init__(self, rules: Sequence[Rule], translation: Translation) -> None:
        self.reads = types_read(rules)
        self.seen: int | None = None
        """How many of the facts given it was told, None before the first stratum."""
        self.fired: dict[Rule, None] = {}
        self.possible: set[Rule] = set()
        self._waited_for = {rule.stratum for rule in rules if waits(rule)}
        self._rules = [one for rule in rules for one in translation.productions(rule)]
        super().__init__()

    def get_rules(self) -> list[Any]:
        """Give the rules without a search of the class for them, which experta repeats."""
        return self._rules

    def get_deffacts(self) -> list[Any]:
        """Give the facts of every case: `InitialFact` alone."""
        return [self._declare_initial_fact]

    def reset(self, **_: Any) -> None:
        """Forget the last case."""
        super().reset()
        self.fired = {}
        self.possible = set()

    def judge(self, stratum: int, facts: list[Any]) -> None:
        """
        Declare facts and run the sure rules of a stratum.

        Salience puts the lower stratum first, and in it the sure rules. The possible ones are taken
        from the agenda: to fire each would cost experta a turn of its loop.
        """
        if stratum in self._waited_for:
            facts.append(Stratum(stratum))
        if facts:
            self.declare(*facts)
        waiting = self.agenda.activations
        while waiting and waiting[-1].rule.rule.stratum < stratum:
            waiting.pop()  # of a stratum that did not run
        true = [one for one in waiting if one.rule.rule.stratum == stratum and one.rule.surely]
        if true:
            self.run(len(true))
        while waiting and waiting[-1].rule.rule.stratum == stratum:
            self.possible.add(waiting.pop().rule.rule)
