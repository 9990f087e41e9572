"""
Our matcher, on experta's extension point for one: the network at work on the facts of one case.

A fact that comes or goes counts up or down the alpha nodes of the patterns it passes. A node that
turns on or off by it counts up or down the joints it feeds, and so on; what does not turn is not
looked at. A rule whose surely node is on has an activation; one of which only the possibly node is
on is pending.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from advisor.facts import Fact
from advisor.inference._experta import Activation, Matcher
from advisor.inference.memory import Element, Open
from advisor.inference.network import Network
from advisor.language import Condition, Pattern, Rule, Truth

_MOST_PASSES = 10_000
"""How many different facts are remembered with the nodes they count."""


class _Passes(NamedTuple):
    """The alpha nodes of the patterns that a fact surely passes, and of those it possibly does."""

    surely: tuple[int, ...]
    possibly: tuple[int, ...]


class CountingMatcher(Matcher):
    """Finds the rules that are surely true, and keeps those that are only possibly so."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._productions: Sequence[Any] = engine.get_rules()
        self._rules: list[Rule] = [production.rule for production in self._productions]
        self._network = Network([rule.when for rule in self._rules])
        self._roots = [self._network.term(rule.when) for rule in self._rules]
        # by node, the rules whose truth it tells; by the content of a fact, the nodes it counts
        self._rules_of: dict[int, list[int]] = defaultdict(list)
        self._passes: dict[Any, _Passes] = {}
        for number, root in enumerate(self._roots):
            for one in root:
                self._rules_of[one.node].append(number)
        self._on_at_start = [
            number
            for number, root in enumerate(self._roots)
            if any(self._network.is_on(one, self._network.at_start) for one in root)
        ]
        self.reset()

    def reset(self) -> None:
        """Forget every fact."""
        # by node: what it counts, and the facts that pass the pattern of an alpha node
        self._counts = list(self._network.at_start)
        self._alpha_memory: dict[int, list[Fact]] = defaultdict(list)
        # rules by number: the true ones, the unknown ones by stratum, and those to look at again
        self._activations: dict[int, Activation] = {}
        self._pending: dict[int, set[int]] = defaultdict(set)
        self._turned = set(self._on_at_start)

    def forget(self) -> None:
        """Forget which nodes the facts of earlier cases counted, too."""
        self._passes.clear()

    # What is known

    def truth_of(self, condition: Condition) -> Truth:
        """Give the truth of a condition of the rules, or of a part of one."""
        return self._network.truth_of(condition, self._counts)

    def truths(self) -> Callable[[Condition], Truth]:
        """Give what tells the truth of conditions as it is now, whatever comes after."""
        return functools.partial(self._network.truth_of, counts=tuple(self._counts))

    def facts_meeting(self, pattern: Pattern) -> tuple[Fact, ...]:
        """Give the facts that surely pass a pattern of the rules, in the order they came."""
        return tuple(self._alpha_memory[self._network.term(pattern).surely.node])

    def pending(self, stratum: int) -> list[Rule]:
        """Give the rules of a stratum that are unknown, in their order."""
        return [self._rules[number] for number in sorted(self._pending[stratum])]

    # What changes

    def changes(
        self, adding: Iterable[Element] | None = None, deleting: Iterable[Element] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Take facts in and out; give the activations that came and those that went."""
        for element in deleting or ():
            self._take(element.content, -1)
        for element in adding or ():
            self._take(element.content, 1)
        return self._activate()

    def _take(self, content: Fact | Open, step: int) -> None:
        passes = self._passed_by(content)
        if isinstance(content, Fact):
            for node in passes.surely:
                memory = self._alpha_memory[node]
                memory.append(content) if step > 0 else memory.remove(content)
        if passes.possibly:  # what surely passes possibly does
            self._count(passes, step)

    def _passed_by(self, content: Fact | Open) -> _Passes:
        """Give the nodes that a fact counts; equal facts are judged once."""
        key = content if isinstance(content, Open) else (content.type, *content.attributes.items())
        passes = self._passes.get(key)
        if passes is None:
            if len(self._passes) >= _MOST_PASSES:
                self.forget()
            passes = self._passes[key] = self._judge(content)
        return passes

    def _judge(self, content: Fact | Open) -> _Passes:
        alpha = self._network.alpha
        if isinstance(content, Open):
            return _Passes((), tuple(alpha(one).possibly.node for one in content.patterns))
        judged = [(one, one.judge(content)) for one in self._network.index.candidates(content)]
        return _Passes(
            tuple(alpha(one).surely.node for one, truth in judged if truth),
            tuple(alpha(one).possibly.node for one, truth in judged if truth is not False),
        )

    def _count(self, passes: _Passes, step: int) -> None:
        """Count alpha nodes up or down, and all that turns on or off by it."""
        counts, thresholds = self._counts, self._network.thresholds
        waiting = [(node, step) for nodes in passes for node in nodes]
        while waiting:
            node, step = waiting.pop()
            counts[node] += step
            # it turned on if it has just reached its threshold, off if it has just fallen below
            turned_at = thresholds[node] if step > 0 else thresholds[node] - 1
            if counts[node] == turned_at:
                if node in self._rules_of:
                    self._turned.update(self._rules_of[node])
                for joint, gain in self._network.feeds[node]:
                    waiting.append((joint, gain * step))

    def _activate(self) -> tuple[list[Activation], list[Activation]]:
        """Give the activations that came and went with the rules whose nodes turned."""
        added: list[Activation] = []
        removed: list[Activation] = []
        for number in sorted(self._turned):
            truth = self.truth_of(self._rules[number].when)
            if truth is True and number not in self._activations:
                activation = Activation(self._productions[number], (), {})
                self._activations[number] = activation
                added.append(activation)
            elif truth is not True and number in self._activations:
                removed.append(self._activations.pop(number))
            pending = self._pending[self._rules[number].stratum]
            pending.add(number) if truth is None else pending.discard(number)
        self._turned.clear()
        return added, removed
