"""The working memory: facts as experta holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from advisor.facts import FACT_TYPES, Fact
from advisor.inference._experta import FactList, InitialFact, WorkingFact

Nodes: TypeAlias = tuple[int, ...]
"""Nodes of the network, by number."""


class Passes(NamedTuple):
    """The alpha nodes of the patterns that a fact surely passes, and of those it possibly does."""

    surely: Nodes
    possibly: Nodes


class Element(WorkingFact):
    """
    A fact in experta's working memory; `content` is ours, `passes` what it counts in the network.

    It has no attributes of experta's: our matcher reads the content, and experta would freeze,
    compare and look through each of them.
    """

    def __init__(self, content: Fact, passes: Passes) -> None:
        self.content = content
        self.passes = passes

    def has_field_constraints(self) -> bool:
        """Tell experta that this is no pattern."""
        return False

    def has_nested_accessor(self) -> bool:
        """Tell experta that no attribute of its own is named like a path."""
        return False


_ELEMENTS: Mapping[str, type[Element]] = {
    name: type(f"{name.capitalize()}Element", (Element,), {}) for name in FACT_TYPES
}


def element(content: Fact, passes: Passes) -> Element:
    """Give a fact as one of experta's, of the class for its type."""
    return _ELEMENTS[content.type](content, passes)


class WorkingMemory(FactList):
    """
    experta's list of facts, without its search for an equal one: no fact is taken twice.

    It begins with experta's initial fact, which no rule reads and the matcher never sees; experta
    warns of facts that are taken into an empty list.
    """

    def __init__(self) -> None:
        super().__init__()
        self[self.last_index] = InitialFact()
        self.last_index += 1

    def declare(self, fact: Element) -> Element:
        """Take a fact, give it its number, and keep it for the matcher."""
        fact.__factid__ = self.last_index
        self[self.last_index] = fact
        self.last_index += 1
        self.added.append(fact)
        return fact
