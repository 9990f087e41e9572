"""
The reasoning behind one advice as a graph: from what was told to what is concluded.

Pure data, read off the record of the firings; drawings of it are reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from advisor.advice import SILENT, Advice, Question, places
from advisor.explanation.graph_nodes import Node, Nodes
from advisor.explanation.target import Target, said_firings
from advisor.facts import FACT_TYPES, NOTES, PATTERNS, REASONING
from advisor.inference import Firing
from advisor.language import Pattern

_STEPS: Final = ("coverage", "sign")
"""What an advice does not say for its own sake: shown where something else rests on it."""


@dataclass(frozen=True, eq=False)
class Edge:
    """
    From a premise to what it helps to conclude, once for each such pair.

    `firings` are those that made it. It is `deciding` if one of them concluded the thing as
    strongly as it stands; else all are weaker reasons. What `bars` a drill is that it is withheld.
    That, what the gate rests on and where it counts, and what decides the outcome follow from the
    language and need no firings.
    """

    premise: Node
    conclusion: Node
    firings: tuple[Firing, ...] = field(default=(), repr=False)
    deciding: bool = True
    bars: bool = False


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes by column, then kind, then the order of the knowledge base; the edges likewise."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def met_by(self, node: Node) -> tuple[Pattern, ...]:
        """Give the patterns for which a fact counts here."""
        return tuple(
            dict.fromkeys(
                met.pattern
                for edge in self.edges
                if edge.premise is node
                for firing in edge.firings
                for met in firing.support
                if any(fact in met.facts for fact in node.facts)
            )
        )


def reasoning_graph(advice: Advice, about: Target | None = None) -> Graph:
    """
    Give the reasoning behind an advice; with `about` only what leads to that conclusion.

    The whole ends in the outcome and leaves the notes out. An emergency or urgent advice has only
    its referrals, what led to them and the outcome. About what an advice does not say, the graph is
    empty.
    """
    nodes = Nodes(advice)
    ends = list(_ends(nodes, about))
    edges = [*_outcome_edges(nodes)]
    for node in nodes.concluded():
        rule = about.identity if about and about.kind == "rule" and node in ends else None
        edges += _edges_into(nodes, node, rule)
    if about is not None:
        edges += [Edge(nodes.gate, node) for node in ends if _is_reasoned(node)]
    kept = _leading_to(ends, edges)
    order = [node for node in nodes.ordered() if node in kept]
    places = {node: place for place, node in enumerate(order)}
    return Graph(
        tuple(order),
        tuple(
            sorted(
                (edge for edge in edges if edge.conclusion in kept),
                key=lambda edge: (places[edge.premise], places[edge.conclusion]),
            )
        ),
    )


def _ends(nodes: Nodes, about: Target | None) -> Iterator[Node]:
    """Give what the graph is about; of the whole, all that an advice says but its notes."""
    if about is None:
        left_out = (*_STEPS, "note")
        yield from (one for one in nodes.concluded() if one.facts[0].type not in left_out)
        yield nodes.outcome
    elif about.kind == "outcome":
        yield from [nodes.outcome] if about.holds(nodes.advice) else []
    elif about.kind == "rule":
        concluded = {
            fact.name
            for firing in said_firings(nodes.advice)
            if firing.rule.id == about.identity
            for fact in firing.conclusions
            if fact.type != "note" or firing.rule.stratum == NOTES
        }
        yield from (one for one in nodes.concluded() if one.facts[0].name in concluded)
    else:
        yield from (
            one for one in nodes.of_type(about.kind) if any(map(about.is_met_by, one.facts))
        )


def _is_reasoned(node: Node) -> bool:
    return bool(node.facts) and FACT_TYPES[node.facts[0].type].stratum in REASONING


def _edges_into(nodes: Nodes, node: Node, rule: str | None) -> Iterator[Edge]:
    """Give the edges to what was concluded, of one rule alone if it is named."""
    record = nodes.advice.record
    reasons = [firing for fact in node.facts for firing in record.reasons(fact)]
    deciding = [firing for fact in node.facts for firing in record.deciding(fact)]
    made: dict[Node, list[Firing]] = {}
    for firing in said_firings(nodes.advice):
        if firing in reasons and rule in (None, firing.rule.id):
            for premise in nodes.premises(firing):
                made.setdefault(premise, []).append(firing)
    bars = _barring(nodes, node)
    for premise in bars:
        made.setdefault(premise, [])
    for premise, firings in made.items():
        decides = premise in bars or any(one in deciding for one in firings)
        yield Edge(premise, node, tuple(firings), decides, premise in bars)


def _barring(nodes: Nodes, node: Node) -> list[Node]:
    """Give what holds back a drill that was concluded all the same."""
    if node.column != "drill" or not node.withheld:
        return []
    drill = node.facts[0].identity
    return [
        one
        for one in nodes.of_type("withheld")
        if any(fact.get("drill") == drill for fact in one.facts)
    ]


def _outcome_edges(nodes: Nodes) -> Iterator[Edge]:
    """Give what decides the outcome, first that the gate is open or shut."""
    if nodes.speaks:
        yield Edge(nodes.gate, nodes.outcome)
        yield from (Edge(nodes.questions[one], nodes.gate) for one in nodes.advice.settling)
    for node in dict.fromkeys(_deciding_outcome(nodes)):
        yield Edge(node, nodes.outcome)


def _deciding_outcome(nodes: Nodes) -> Iterator[Node]:
    outcome = nodes.advice.outcome
    if outcome in (*SILENT, "see-clinician"):
        yield from nodes.of_type("referral")
    elif outcome in ("drills", "all-withheld"):
        held = outcome == "all-withheld"
        yield from (one for one in nodes.of_type("drill") if one.withheld is held)
    elif outcome == "outside-method":
        yield from nodes.of_type("symptom")
    elif outcome == "need-more":
        yield from [] if nodes.of_type("pattern") else nodes.of_type("symptom")
        yield _nothing_further(nodes)
        yield from (nodes.questions[one] for one in _asked_for_patterns(nodes.advice))
    elif outcome == "nothing-to-add":
        yield _nothing_further(nodes)


def _asked_for_patterns(advice: Advice) -> Iterator[Question]:
    """Give the questions for which the rules of patterns wait."""
    awaited = [
        pattern
        for pending in advice.record.pending
        if pending.rule.stratum == PATTERNS
        for pattern in pending.open
    ]
    asked = {
        place
        for pattern in awaited
        for place in places(advice.base, advice.case, advice.record.facts(pattern.type), pattern)
    }
    yield from (one for one in advice.unanswered if one.place in asked)


def _nothing_further(nodes: Nodes) -> Node:
    """Give the first step on the way to a drill at which nothing was concluded."""
    kind = next(one for one in ("pattern", "key", "drill") if not nodes.of_type(one))
    return nodes.unmet("absence", Pattern(kind, ()))


def _leading_to(ends: Iterable[Node], edges: Iterable[Edge]) -> dict[Node, None]:
    """Give the nodes from which some end can be reached, the ends among them."""
    before: dict[Node, list[Node]] = {}
    for edge in edges:
        before.setdefault(edge.conclusion, []).append(edge.premise)
    kept: dict[Node, None] = {}
    waiting = list(ends)
    while waiting:
        node = waiting.pop()
        if node not in kept:
            kept[node] = None
            waiting += before.get(node, [])
    return kept
