"""What can stand in a graph of the reasoning: what was told, what it means, what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from advisor.advice import SILENT, Advice, Question
from advisor.explanation.target import CONCLUDED, said_facts
from advisor.facts import Fact
from advisor.inference import Firing
from advisor.language import Pattern

Column: TypeAlias = Literal["told", "meaning", "pattern", "key", "drill", "note", "outcome"]
COLUMNS: Final[tuple[Column, ...]] = (
    "told",
    "meaning",
    "pattern",
    "key",
    "drill",
    "note",
    "outcome",
)
"""From left to right; no edge leads to a column further left."""
Kind: TypeAlias = Literal["fact", "absence", "open", "question", "gate", "outcome"]
KINDS: Final[tuple[Kind, ...]] = ("fact", "absence", "open", "question", "gate", "outcome")
"""In the order in which they stand in a column."""

_OWN_COLUMNS: Final[dict[str, Column]] = {
    "pattern": "pattern",
    "key": "key",
    "drill": "drill",
    "note": "note",
}


@dataclass(frozen=True, eq=False)
class Node:
    """
    One thing that the reasoning rests on or comes to.

    A "fact" was told or concluded: `facts` are several where one thing is concluded in several
    ways. An "absence" is that nothing meets `pattern`, and "open" that nobody said whether anything
    does. A "question" is one whose answer could change the outcome. `withheld` marks what is held
    back, and a drill that was concluded and is not given because of that.
    """

    kind: Kind
    column: Column
    facts: tuple[Fact, ...] = ()
    pattern: Pattern | None = None
    question: Question | None = None
    withheld: bool = False


class Nodes:
    """The nodes for one advice, each made once."""

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        self.speaks = advice.outcome not in SILENT
        self.outcome = Node("outcome", "outcome")
        self.gate = Node("gate", "meaning")
        questions = (*advice.settling, *advice.unanswered) if self.speaks else ()
        self.questions = {one: Node("question", "told", question=one) for one in questions}
        self._facts: dict[str, Node] = {
            fact.name: Node("fact", "told", (fact,)) for fact in advice.record.reported
        }
        self._unmet: dict[tuple[Kind, Pattern], Node] = {}
        for kind in CONCLUDED:
            for facts in _by_name(_said(advice, kind)):
                held = kind == "withheld" or facts[0] in advice.record.withdrawn
                self._facts[facts[0].name] = Node("fact", _column(kind), facts, withheld=held)

    def of(self, fact: Fact) -> Node:
        """Give the node of a fact that was told or concluded."""
        return self._facts[fact.name]

    def of_type(self, kind: str) -> list[Node]:
        """Give the nodes of the facts of a type."""
        return [node for node in self._facts.values() if node.facts[0].type == kind]

    def concluded(self) -> list[Node]:
        """Give the nodes of what was concluded."""
        return [node for node in self._facts.values() if node.facts[0].type in CONCLUDED]

    def unmet(self, kind: Literal["absence", "open"], pattern: Pattern) -> Node:
        """Give the node of a pattern that nothing meets, or of which nobody said."""
        node = Node(kind, _column(pattern.type), pattern=pattern)
        return self._unmet.setdefault((kind, pattern), node)

    def premises(self, firing: Firing) -> Iterator[Node]:
        """Give what a firing rests on, each once."""
        facts = [self.of(fact) for met in firing.support for fact in met.facts]
        absences = [self.unmet("absence", pattern) for pattern in firing.absences]
        opens = [self.unmet("open", pattern) for pattern in firing.open]
        yield from dict.fromkeys((*facts, *absences, *opens))

    def ordered(self) -> list[Node]:
        """Give every node, by column and kind; those alike in the order in which they were made."""
        found = [
            *self._facts.values(),
            *self._unmet.values(),
            *self.questions.values(),
            self.gate,
            self.outcome,
        ]
        return sorted(found, key=lambda one: (COLUMNS.index(one.column), KINDS.index(one.kind)))


def _column(kind: str) -> Column:
    return _OWN_COLUMNS.get(kind, "meaning" if kind in CONCLUDED else "told")


def _said(advice: Advice, kind: str) -> list[Fact]:
    """Give what an advice concludes of a type, with the drills that it then holds back."""
    said = said_facts(advice, kind)
    found = [fact for fact in advice.facts(kind) if fact in said]
    if kind != "drill" or advice.outcome in SILENT:
        return found
    order = list(advice.base.entries[kind])
    return sorted((*found, *advice.record.withdrawn), key=lambda fact: order.index(fact.identity))


def _by_name(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Put facts of one name together."""
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        found[fact.name] = (*found.get(fact.name, ()), fact)
    return list(found.values())
