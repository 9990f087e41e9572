"""
Rules compiled to a network of nodes that count.

An *alpha node* stands for a pattern: it counts the facts that pass it, and is on while there is
one. A *joint* stands for a condition made of others: it counts those of its inputs that are on (an
input may be inverted) and is on while at least `threshold` of them are. For `all` that is the
number of its inputs, for `any` it is 1, for `at_least` its count; nothing is multiplied out.

Every condition is compiled twice, for it has three values. Its *surely* node is on while it is
true, its *possibly* node while it is not false; with one on and the other off, it is unknown:

    condition     surely on while                  possibly on while
    pattern       some fact surely passes          some fact possibly passes, or could be reported
    all, any ...  enough parts are surely on       enough parts are possibly on
    not           the part is not possibly on      the part is not surely on
    unknown       the part is possibly on and not surely: itself never unknown

Equal patterns are one pair of nodes and equal joints one node, however many rules they stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from advisor.inference.alpha_index import AlphaIndex
from advisor.language import Condition, IsUnknown, Not, Pattern, Truth


class Input(NamedTuple):
    """A node as it is, or inverted: on while the node is off."""

    node: int
    inverted: bool = False

    def opposite(self) -> Input:
        """Give the same node the other way round."""
        return Input(self.node, not self.inverted)


class Term(NamedTuple):
    """A condition in the network: `surely` is on while it is true, `possibly` while not false."""

    surely: Input
    possibly: Input


class Network:
    """
    The nodes of some conditions, numbered so that inputs come before what they feed.

    By number: `thresholds` holds how high a node must count to be on, and `at_start` what it counts
    while there is no fact. `feeds` holds, for a node that turns on (1) or off (-1), the joints that
    it feeds, with what each gains by that, and the count at which it then has turned itself.
    """

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.thresholds: list[int] = []
        self.at_start: list[int] = []
        self.feeds: dict[int, list[list[tuple[int, int, int]]]] = {1: [], -1: []}
        self._alphas: dict[Pattern, Term] = {}
        self._joints: dict[tuple[int, tuple[Input, ...]], Input] = {}
        # by identity, for to hash a nested condition is to walk it; kept, so that no id is reused
        self._conditions = tuple(conditions)
        self._terms: dict[int, Term] = {}
        for condition in conditions:
            self._add(condition)
        self.index = AlphaIndex(self._alphas)

    def term(self, condition: Condition) -> Term:
        """Give the nodes of a condition, or of a part of one, that the network was made of."""
        return self._terms[id(condition)]

    def alpha(self, pattern: Pattern) -> Term:
        """Give the nodes of a pattern, whichever condition it stands in."""
        return self._alphas[pattern]

    def _add(self, condition: Condition) -> Term:
        term = self._terms[id(condition)] = self._compile(condition)
        return term

    def _compile(self, condition: Condition) -> Term:
        if isinstance(condition, Pattern):
            if condition not in self._alphas:
                self._alphas[condition] = Term(self._node(1), self._node(1))
            return self._alphas[condition]
        if isinstance(condition, Not):
            part = self._add(condition.part)
            return Term(part.possibly.opposite(), part.surely.opposite())
        if isinstance(condition, IsUnknown):
            part = self._add(condition.part)
            unknown = self._joint(2, (part.possibly, part.surely.opposite()))
            return Term(unknown, unknown)
        parts = [self._add(part) for part in condition.parts]
        return Term(
            self._joint(condition.count, (part.surely for part in parts)),
            self._joint(condition.count, (part.possibly for part in parts)),
        )

    def _joint(self, threshold: int, inputs: Iterable[Input]) -> Input:
        key = threshold, tuple(sorted(inputs))
        if key not in self._joints:
            self._joints[key] = joint = self._node(threshold)
            for one in key[1]:
                for step in self.feeds:
                    gain = -step if one.inverted else step
                    turning = threshold - (gain < 0)  # just reached, or just fallen below
                    self.feeds[step][one.node].append((joint.node, gain, turning))
                self.at_start[joint.node] += self.is_on(one, self.at_start)
        return self._joints[key]

    def _node(self, threshold: int) -> Input:
        self.thresholds.append(threshold)
        self.at_start.append(0)
        for fed in self.feeds.values():
            fed.append([])
        return Input(len(self.thresholds) - 1)

    def truth_of(self, term: Term) -> Callable[[Sequence[int]], Truth]:
        """Give how to tell, from what the nodes have counted, the truth of a condition of them."""
        (surely, off), (possibly, never_off) = term
        enough, maybe = self.thresholds[surely], self.thresholds[possibly]

        def truth(counts: Sequence[int]) -> Truth:
            if (counts[surely] >= enough) is not off:
                return True
            return None if (counts[possibly] >= maybe) is not never_off else False

        return truth

    def is_on(self, one: Input, counts: Sequence[int]) -> bool:
        """Whether an input is on, the nodes having counted so far."""
        return (counts[one.node] >= self.thresholds[one.node]) is not one.inverted
