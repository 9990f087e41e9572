"""
Rules compiled to a network that counts, in the manner of Rete without joins.

Every condition compiles twice: `surely` (it is true) and `possibly` (it is not false); `not` swaps
the two, and "unknown" is possibly and not surely. An *alpha node* stands for one pattern in one of
the two modes; its count is the number of facts that pass it, and it is on while there is one. A
*gate* counts its inputs that are on (an input may be inverted) and is on while at least `threshold`
of them are: for `all` that is the number of its inputs, for `any` it is 1, so nothing is ever
multiplied out. Equal patterns and equal gates are one node.

The patterns of a type of fact are found through an index on the value of one attribute, so that a
fact meets only those patterns that name its value or none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from advisor.facts import UNKNOWN, Fact, Scalar
from advisor.language import Among, Condition, IsUnknown, Not, Pattern

Mode: TypeAlias = Literal["surely", "possibly"]


class Alpha(NamedTuple):
    """The two nodes of a pattern: some fact surely passes it, some fact possibly does."""

    surely: int
    possibly: int


class Input(NamedTuple):
    """A node, taken as it is or inverted."""

    node: int
    inverted: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """On while at least `threshold` of its inputs are."""

    threshold: int
    inputs: tuple[Input, ...]


class Network:
    """The nodes of a set of conditions. Nodes are numbered, inputs before what they feed."""

    def __init__(self) -> None:
        self.alphas: dict[Pattern, Alpha] = {}
        self.gates: dict[int, Gate] = {}
        self.size = 0
        self._known_gates: dict[Gate, int] = {}
        self._index: dict[str, _TypeIndex] = {}

    def add(self, condition: Condition, mode: Mode) -> int:
        """Compile a condition; the node given is on while it is surely or possibly true."""
        node = self._compile(condition, mode)
        return self._gate(1, [node]) if node.inverted else node.node

    def _compile(self, condition: Condition, mode: Mode) -> Input:
        if isinstance(condition, Pattern):
            alpha = self._alpha(condition)
            node = alpha.surely if mode == "surely" else alpha.possibly
            return Input(node, inverted=False)
        if isinstance(condition, Not):
            other: Mode = "possibly" if mode == "surely" else "surely"
            node, inverted = self._compile(condition.part, other)
            return Input(node, not inverted)
        if isinstance(condition, IsUnknown):
            node, inverted = self._compile(condition.part, "surely")
            parts = [self._compile(condition.part, "possibly"), Input(node, not inverted)]
            return Input(self._gate(2, parts), inverted=False)
        parts = [self._compile(part, mode) for part in condition.parts]
        return Input(self._gate(condition.count, parts), inverted=False)

    def _alpha(self, pattern: Pattern) -> Alpha:
        if pattern not in self.alphas:
            self.alphas[pattern] = Alpha(self._number(), self._number())
        return self.alphas[pattern]

    def _gate(self, threshold: int, inputs: Iterable[Input]) -> int:
        gate = Gate(threshold, tuple(sorted(inputs)))
        if gate not in self._known_gates:
            self._known_gates[gate] = self._number()
            self.gates[self._known_gates[gate]] = gate
        return self._known_gates[gate]

    def _number(self) -> int:
        self.size += 1
        return self.size - 1

    def candidates(self, fact: Fact) -> Iterable[Pattern]:
        """Give the patterns that this fact may pass, each once."""
        if not self._index:
            self._index = _index(self.alphas)
        index = self._index.get(fact.type)
        return index.candidates(fact) if index else ()


@dataclass(frozen=True, slots=True)
class _TypeIndex:
    """The patterns of one type of fact, by the value of one attribute that each names."""

    by_value: Mapping[str, Mapping[Scalar, tuple[Pattern, ...]]]
    by_attribute: Mapping[str, tuple[Pattern, ...]]
    rest: tuple[Pattern, ...]

    def candidates(self, fact: Fact) -> Iterable[Pattern]:
        found = dict.fromkeys(self.rest)
        for attribute, patterns in self.by_value.items():
            value = fact.get(attribute)
            if value is UNKNOWN:
                found.update(dict.fromkeys(self.by_attribute[attribute]))
            elif isinstance(value, tuple):
                for one in value:
                    found.update(dict.fromkeys(patterns.get(one, ())))
            elif value is not None:
                found.update(dict.fromkeys(patterns.get(value, ())))
        return found


def _index(patterns: Iterable[Pattern]) -> dict[str, _TypeIndex]:
    by_type: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        by_type[pattern.type].append(pattern)
    return {name: _type_index(found) for name, found in by_type.items()}


def _type_index(patterns: list[Pattern]) -> _TypeIndex:
    by_value: dict[str, dict[Scalar, tuple[Pattern, ...]]] = {}
    by_attribute: dict[str, tuple[Pattern, ...]] = {}
    rest: list[Pattern] = []
    for pattern in patterns:
        tests = [test for test in pattern.tests if isinstance(test, Among)]
        if not tests:
            rest.append(pattern)
            continue
        narrowest = min(tests, key=lambda test: len(test.values))
        values = by_value.setdefault(narrowest.attribute, {})
        for value in narrowest.values:
            values[value] = (*values.get(value, ()), pattern)
        by_attribute[narrowest.attribute] = (
            *by_attribute.get(narrowest.attribute, ()),
            pattern,
        )
    return _TypeIndex(by_value, by_attribute, tuple(rest))
