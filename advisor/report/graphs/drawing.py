"""A graph of the reasoning laid out as boxes and arrows, whatever they are then written in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from advisor.advice import SILENT, Advice
from advisor.diagnostics import printable
from advisor.explanation.graph import Edge, Graph, reasoning_graph
from advisor.explanation.graph_nodes import Node
from advisor.explanation.target import Target
from advisor.report.foot import used
from advisor.report.graphs.words import TITLES, node_words, question_words
from advisor.report.wording import because

WIDTH: Final = 28
"""How many letters fit into a line of a box."""
WIDE: Final = 64
"""How many fit into a line of what is said about the whole."""

Look: TypeAlias = Literal["told", "concluded", "outcome", "unmet", "held"]
"""How a box is drawn: plain, round, bold, dashed or dotted."""
Head: TypeAlias = Literal["arrow", "weak", "cross"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its text; `id` is a letter and a number, `lines` fit a box of the usual width."""

    id: str
    look: Look
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        return _wrapped(self.text, WIDTH)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two boxes, by their ids; one from what is not so is dashed."""

    start: str
    end: str
    head: Head
    dashed: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    Columns of boxes under their titles, the arrows, and the lines of what is said below.

    `legend` says what the shapes mean that occur; it stands in `below` too.
    """

    columns: tuple[tuple[str, tuple[Box, ...]], ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[str, ...]
    below: tuple[str, ...]


def draw(advice: Advice, about: Target | None = None) -> Drawing:
    """Lay out the reasoning behind an advice, or what leads to one conclusion."""
    graph = _telling(reasoning_graph(advice, about))
    boxes: dict[Node, Box] = {}
    columns: dict[str, list[Box]] = {}
    for number, (words, nodes) in enumerate(_grouped(advice, graph), 1):
        box = Box(f"n{number}", _look(nodes[0]), _plain(words))
        boxes.update(dict.fromkeys(nodes, box))
        columns.setdefault(TITLES[nodes[0].column], []).append(box)
    return Drawing(
        columns=tuple((title, tuple(found)) for title, found in columns.items()),
        arrows=tuple(dict.fromkeys(_arrow(edge, boxes) for edge in graph.edges)),
        legend=tuple(_legend(graph)),
        below=tuple(
            line for text in _below(advice, graph) for line in _wrapped(_plain(text), WIDE)
        ),
    )


def _telling(graph: Graph) -> Graph:
    """Leave out what is not so, or not said, and bears on further reasons alone."""
    needed = {edge.premise for edge in graph.edges if edge.deciding}
    nodes = tuple(node for node in graph.nodes if node.pattern is None or node in needed)
    return Graph(nodes, tuple(edge for edge in graph.edges if edge.premise in nodes))


def _plain(words: str) -> str:
    """Give words as one line; nothing in them steers where they are shown."""
    return printable(" ".join(words.split()))


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, width, break_on_hyphens=False))


def _grouped(advice: Advice, graph: Graph) -> list[tuple[str, list[Node]]]:
    """Give the words of each box with the nodes in it: of what is not said perhaps several."""
    asked = question_words(advice, [one.question for one in graph.nodes if one.question])
    found: dict[tuple[str, Node | None], list[Node]] = {}
    lacking = _lacking(advice, graph)
    for node in graph.nodes:
        words = asked[node.question] if node.question else node_words(advice, graph, node)
        words = lacking.get(node, words)
        alone = None if node.kind in ("open", "question") or node in lacking else node
        found.setdefault((words, alone), []).append(node)
    return [(words, nodes) for (words, _), nodes in found.items()]


def _lacking(advice: Advice, graph: Graph) -> dict[Node, str]:
    """
    Say of what the week lacks what the rule says that concludes it.

    That is where what is absent bears on nothing else, and one rule rests on absences alone.
    """
    said = {}
    for node in graph.nodes:
        edges = [edge for edge in graph.edges if edge.premise is node]
        if node.kind == "absence" and len(edges) == 1 and edges[0].conclusion.column == "meaning":
            firings = [one for one in edges[0].firings if not one.support and not one.open]
            if firings == list(edges[0].firings) and len(firings) == 1:
                said[node] = because(advice.base, firings[0])
    return said


def _look(node: Node) -> Look:
    if node.kind == "outcome":
        return "outcome"
    if node.kind in ("absence", "open", "question"):
        return "unmet"
    if node.withheld:
        return "held"
    return "told" if node.column == "told" else "concluded"


def _arrow(edge: Edge, boxes: dict[Node, Box]) -> Arrow:
    start, end = boxes[edge.premise], boxes[edge.conclusion]
    head: Head = "cross" if edge.bars else "arrow" if edge.deciding else "weak"
    return Arrow(start.id, end.id, head, start.look == "unmet")


def _below(advice: Advice, graph: Graph) -> Iterator[str]:
    """Say what to do, what the shapes mean, and what all this is."""
    ends = any(node.kind == "outcome" for node in graph.nodes)
    if ends or advice.outcome in SILENT:
        yield advice.base.entry("outcome", advice.outcome).text("text")
    yield from _legend(graph)
    yield advice.base.disclaimer
    yield used(advice)


def _legend(graph: Graph) -> Iterator[str]:
    """Say what the shapes mean that occur."""
    looks = {_look(node) for node in graph.nodes}
    if looks:
        yield "Read from left to right: each box rests on those with an arrow to it."
    if "unmet" in looks:
        yield "Dashed: not so, or not said yet."
    if "held" in looks:
        yield "Dotted: held back."
    if any(edge.bars for edge in graph.edges):
        yield "Line with a bar or a cross at its end: not given because of this."
    if any(not edge.deciding for edge in graph.edges):
        yield "Line with a circle at its end: a further reason, which alone would say less."
