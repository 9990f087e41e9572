"""
Our matcher and strategy, on experta's two extension points.

The matcher keeps, for one case, which nodes of the network are on, and by which facts. Facts come
and go one by one; a node that turns on or off is passed on to the gates it feeds, by counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from advisor.facts import Fact
from advisor.inference._experta import Activation, Agenda, Matcher, Strategy
from advisor.inference.network import Alpha, Network
from advisor.language import Pattern, Rule, Truth

_CACHED_FACTS = 50_000


class Open:
    """Stands for the facts that may hold and are not known, by the patterns they could pass."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)


class CountingMatcher(Matcher):
    """Finds the rules that are surely true, and keeps those that are possibly true."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._productions: Sequence[Any] = engine.get_rules()
        self._network = network = Network()
        rules: list[Rule] = [production.rule for production in self._productions]
        self._surely = [network.add(rule.when, "surely") for rule in rules]
        self._possibly = {rule: network.add(rule.when, "possibly") for rule in rules}
        self._fires: dict[int, list[int]] = {}
        for order, node in enumerate(self._surely):
            self._fires.setdefault(node, []).append(order)
        self._feeds: list[list[tuple[int, int]]] = [[] for _ in range(network.size)]
        for gate_node, gate in network.gates.items():
            for node, inverted in gate.inputs:
                self._feeds[node].append((gate_node, -1 if inverted else 1))
        self._thresholds = {node: gate.threshold for node, gate in network.gates.items()}
        self._start = self._counts_at_start()
        self._passing: dict[tuple[Any, ...], tuple[tuple[Alpha, bool], ...]] = {}
        self.reset()

    def _counts_at_start(self) -> list[int]:
        """Give each node's count while there is no fact: its inverted inputs that are off."""
        counts = [0] * self._network.size
        for node in sorted(self._network.gates):
            gate = self._network.gates[node]
            counts[node] = sum(
                self._is_on(counts, one) is not inverted for one, inverted in gate.inputs
            )
        return counts

    def _is_on(self, counts: Sequence[int], node: int) -> bool:
        return counts[node] >= self._thresholds.get(node, 1)

    def reset(self) -> None:
        """Forget every fact."""
        self._counts = list(self._start)
        self._memory: dict[int, list[Fact]] = {}
        self._activations: dict[int, Activation] = {}
        self._touched = {
            order
            for node, orders in self._fires.items()
            if self._is_on(self._counts, node)
            for order in orders
        }

    # What is on

    def facts_meeting(self, pattern: Pattern) -> tuple[Fact, ...]:
        """Give the facts that surely pass a pattern, in the order in which they came."""
        return tuple(self._memory.get(self._network.alphas[pattern].surely, ()))

    def truth_of(self, pattern: Pattern) -> Truth:
        """Give the truth of a pattern: true of some fact, possibly of some, or of none."""
        surely, possibly = self._network.alphas[pattern]
        if self._counts[surely]:
            return True
        return None if self._counts[possibly] else False

    def is_pending(self, rule: Rule) -> bool:
        """Whether a rule is unknown: possibly true, and not surely."""
        on = self._is_on
        return on(self._counts, self._possibly[rule]) and not on(
            self._counts, self._surely[rule.order]
        )

    # Changes

    def changes(
        self, adding: Iterable[Any] | None = None, deleting: Iterable[Any] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Take facts in and out; give the activations that came and those that went."""
        for working in deleting or ():
            self._change(working.content, -1)
        for working in adding or ():
            self._change(working.content, 1)
        return self._activated()

    def _change(self, content: Fact | Open, step: int) -> None:
        if isinstance(content, Open):
            for pattern in content.patterns:
                self._turn(self._network.alphas[pattern].possibly, step)
            return
        for alpha, sure in self._passes(content):
            if sure:
                memory = self._memory.setdefault(alpha.surely, [])
                memory.append(content) if step > 0 else memory.remove(content)
                self._turn(alpha.surely, step)
            self._turn(alpha.possibly, step)

    def _passes(self, fact: Fact) -> tuple[tuple[Alpha, bool], ...]:
        """Give the patterns a fact passes, and whether surely; equal facts are judged once."""
        key = (fact.type, *fact.attributes.items())
        known = self._passing.get(key)
        if known is None:
            alphas = self._network.alphas
            judged = ((one, one.judge(fact)) for one in self._network.candidates(fact))
            known = tuple(
                (alphas[one], truth is True) for one, truth in judged if truth is not False
            )
            if len(self._passing) >= _CACHED_FACTS:
                self._passing.clear()
            self._passing[key] = known
        return known

    def _turn(self, node: int, step: int) -> None:
        """Count a node up or down, and pass on whatever turns on or off by it."""
        waiting = [(node, step)]
        while waiting:
            node, step = waiting.pop()
            before = self._is_on(self._counts, node)
            self._counts[node] += step
            after = self._is_on(self._counts, node)
            if before is after:
                continue
            self._touched.update(self._fires.get(node, ()))
            sign = 1 if after else -1
            waiting += [(gate, sign * weight) for gate, weight in self._feeds[node]]

    def _activated(self) -> tuple[list[Activation], list[Activation]]:
        added: list[Activation] = []
        removed: list[Activation] = []
        for order in sorted(self._touched):
            active = self._is_on(self._counts, self._surely[order])
            if active and order not in self._activations:
                activation = Activation(self._productions[order], (), {})
                self._activations[order] = activation
                added.append(activation)
            elif not active and order in self._activations:
                removed.append(self._activations.pop(order))
        self._touched.clear()
        return added, removed


class RuleOrder(Strategy):
    """
    A total order: the rules of a lower stratum first, then as they stand in the knowledge base.

    The next activation is the last of the list, and a removed one is removed exactly. experta's own
    strategy looks only next to where bisection puts it, and misses it among ties.
    """

    def _update_agenda(
        self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]
    ) -> None:
        kept = list(agenda.activations)
        for gone in removed:  # by what they are: experta's own matcher makes a removed one anew
            kept = [one for one in kept if not _same(one, gone)]
        kept += added
        kept.sort(key=lambda activation: -activation.rule.rule.order)
        agenda.activations = kept


def _same(one: Activation, other: Activation) -> bool:
    return one.rule is other.rule and one.facts == other.facts and one.context == other.context


class StratumAgenda(Agenda):
    """
    An agenda that gives the activations of one stratum.

    Rules above it wait their turn. Rules below it that were not fired belong to a stratum that did
    not run, and never fire.
    """

    def __init__(self, stratum: int = 0) -> None:
        super().__init__()
        self.stratum = stratum

    def get_next(self) -> Activation | None:
        """Give and remove the next activation of the stratum, None when there is none left."""
        while self.activations and self.activations[-1].rule.rule.stratum <= self.stratum:
            activation = super().get_next()
            if activation.rule.rule.stratum == self.stratum:
                return activation
        return None
