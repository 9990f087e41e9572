"""
Our matcher, on experta's extension point for one: the network at work on the facts of one case.

A fact that comes or goes counts up or down the alpha nodes of the patterns it passes. A node that
turns on or off by it counts up or down the joints it feeds, and so on; what does not turn is not
looked at. A rule whose surely node is on has an activation; one of which only the possibly node is
on is unknown.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from advisor.facts import Fact
from advisor.inference._experta import Activation, Matcher
from advisor.inference.memory import Element, Nodes, Passes
from advisor.inference.network import Network
from advisor.inference.state import State
from advisor.language import Pattern, Rule

_MOST_PASSES, _MOST_MET = 5_000, 1_000
"""How many facts are remembered with the nodes they count: by what they say, and as objects."""
_MOST_STARTS = 200
"""How many starts are remembered."""


class Start(NamedTuple):
    """
    Where the network stands before anything is known, by what is left open.

    `counts` is what each node counts, `unknown` the rules that are so, by stratum, and
    `to_look_at` those that may be true: rules by number.
    """

    counts: Sequence[int]
    unknown: Mapping[int, Iterable[int]]
    to_look_at: Collection[int]


class CountingMatcher(Matcher):
    """Finds the rules that are surely true, and keeps those that are only possibly so."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._productions: Sequence[Any] = engine.get_rules()
        self._rules: list[Rule] = [production.rule for production in self._productions]
        self._network = Network([rule.when for rule in self._rules])
        roots = [self._network.term(rule.when) for rule in self._rules]
        self._truths = [self._network.truth_of(root) for root in roots]
        # by node, the rules whose truth it tells; by what a fact says, the nodes it counts
        self._rules_of: list[list[int]] = [[] for _ in self._network.thresholds]
        self._passes: dict[Any, Passes] = {}
        # many facts are the same object in every case, and found faster as such
        self.passed_by = functools.lru_cache(maxsize=_MOST_MET)(self._passed_by)
        # and what is left open is much the same in many
        self._start_with = functools.lru_cache(maxsize=_MOST_STARTS)(self._start)
        for number, root in enumerate(roots):
            for one in root:
                self._rules_of[one.node].append(number)
        self._on_at_start = [
            number
            for number, truth in enumerate(self._truths)
            if truth(self._network.at_start) is not False
        ]
        self.reset()

    def reset(self, left_open: tuple[Nodes, ...] = ()) -> None:
        """Forget every fact; nodes that are `left_open` count from the start."""
        self._begin(self._start_with(left_open))

    def _begin(self, start: Start) -> None:
        self.state = State(self._network, start.counts)
        # rules by number: the true ones, the unknown ones by stratum, and those to look at again
        self._activations: dict[int, Activation] = {}
        self._unknown = defaultdict(set, {name: set(one) for name, one in start.unknown.items()})
        self._turned = set(start.to_look_at)

    def _start(self, left_open: tuple[Nodes, ...]) -> Start:
        """Work out where the network stands while nothing is known and some nodes are left open."""
        self._begin(Start(self._network.at_start, {}, self._on_at_start))
        self.leave_open(left_open)
        self._activate()
        return Start(self.state.counts, self._unknown, tuple(self._activations))

    def forget(self) -> None:
        """Forget what is remembered of the facts of earlier cases, too."""
        self.passed_by.cache_clear()
        self._start_with.cache_clear()
        self._passes.clear()

    # What is known

    @property
    def has_turned(self) -> bool:
        """Whether rules turned since experta was told of changes."""
        return bool(self._turned)

    def unknown(self, stratum: int) -> list[Rule]:
        """Give the rules of a stratum that are unknown, in their order."""
        return [self._rules[number] for number in sorted(self._unknown[stratum])]

    def _passed_by(self, fact: Fact) -> Passes:
        """Give the nodes that a fact counts; facts that say the same are judged once."""
        passes = self._passes.get(fact.content)
        if passes is None:
            if len(self._passes) >= _MOST_PASSES:
                self._passes.clear()
            passes = self._passes[fact.content] = self._judge(fact)
        return passes

    def _judge(self, fact: Fact) -> Passes:
        alpha = self._network.alpha
        judged = [(one, one.judge(fact)) for one in self._network.index.candidates(fact)]
        return Passes(
            tuple(alpha(one).surely.node for one, truth in judged if truth),
            tuple(alpha(one).possibly.node for one, truth in judged if truth is not False),
        )

    def left_open(self, patterns: Iterable[Pattern]) -> Nodes:
        """Give the nodes that facts count which nobody has named, and which may pass patterns."""
        return tuple(self._network.alpha(one).possibly.node for one in patterns)

    # What changes

    def changes(
        self, adding: Iterable[Element] | None = None, deleting: Iterable[Element] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Take facts in and out; give the activations that came and those that went."""
        if adding or deleting:
            turned: list[tuple[int, int]] = []
            for elements, step in ((deleting, -1), (adding, 1)):
                for element in elements or ():
                    self._take(element, step, turned)
            self._spread(turned)
        return self._activate() if self._turned else ([], [])

    def leave_open(self, left_open: Iterable[Nodes]) -> None:
        """Count nodes that are left open; which rules turn by it is told with the next changes."""
        turned: list[tuple[int, int]] = []
        for nodes in left_open:
            self._count(nodes, 1, turned)
        self._spread(turned)

    def _take(self, element: Element, step: int, turned: list[tuple[int, int]]) -> None:
        """Count a fact in or out (`step` is 1 or -1); tell which alpha nodes turned by it."""
        taken = self.state.elements
        taken.append(element) if step > 0 else taken.remove(element)
        for nodes in element.passes:
            self._count(nodes, step, turned)

    def _count(self, nodes: Nodes, step: int, turned: list[tuple[int, int]]) -> None:
        counts = self.state.counts
        for node in nodes:
            counts[node] += step
            if counts[node] == (step > 0):  # it is on while it counts anything
                turned.append((node, step))

    def _spread(self, turned: list[tuple[int, int]]) -> None:
        """Count up or down all that is fed by nodes which turned on (1) or off (-1)."""
        counts, feeds = self.state.counts, self._network.feeds
        while turned:
            node, step = turned.pop()
            if rules := self._rules_of[node]:
                self._turned.update(rules)
            for joint, gain, turning in feeds[step][node]:
                count = counts[joint] = counts[joint] + gain
                if count == turning:
                    turned.append((joint, gain))

    def _activate(self) -> tuple[list[Activation], list[Activation]]:
        """Give the activations that came and went with the rules whose nodes turned."""
        counts = self.state.counts
        added: list[Activation] = []
        removed: list[Activation] = []
        for number in sorted(self._turned):
            truth = self._truths[number](counts)
            if truth is True and number not in self._activations:
                activation = Activation(self._productions[number], (), {})
                self._activations[number] = activation
                added.append(activation)
            elif truth is not True and number in self._activations:
                removed.append(self._activations.pop(number))
            unknown = self._unknown[self._rules[number].stratum]
            unknown.add(number) if truth is None else unknown.discard(number)
        self._turned.clear()
        return added, removed
