"""What stands in the boxes of a graph, in a runner's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from advisor.advice import Advice, Question
from advisor.explanation.graph import Graph
from advisor.explanation.graph_nodes import Column, Node
from advisor.facts import UNKNOWN, Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Pattern
from advisor.report.rule_words import absent_words, pattern_words
from advisor.report.wording import (
    LEADS,
    SECTIONS,
    attribute_words,
    capital,
    describe,
    listing,
    name_fact,
    name_stage,
)

TITLES: Final[dict[Column, str]] = {
    "told": "What you told us",
    "meaning": "What it means",
    "pattern": "The pattern it fits",
    "key": "The key that is open",
    "drill": "The drill",
    "note": "What research says",
    "outcome": "What it comes to",
}
_LEADS: Final = {
    **LEADS,
    "area": "Where",
    "load": "Load",
    "caution": "Take care",
    "withheld": "Held back",
}
_GATE: Final = {
    True: "No emergency or urgent warning sign",
    False: "Safety answers are missing, so nothing further is named",
}
_NAMED_AT_MOST: Final = 3
"""The open questions of a checklist are counted where they are more than these."""


def node_words(advice: Advice, graph: Graph, node: Node) -> str:
    """Say what a node of a graph is."""
    base = advice.base
    if node.kind == "outcome":
        return base.entry("outcome", advice.outcome).label
    if node.kind == "gate":
        return _GATE[advice.record.gate_open]
    if node.pattern is not None:
        if node.kind == "absence":
            return capital(absent_words(base, node.pattern))
        words = pattern_words(base, node.pattern)
        return _unsaid(words if node.pattern.tests else SECTIONS.get(node.pattern.type, words))
    fact = node.facts[0]
    lead = _LEADS.get(fact.type)
    words = _fact_words(base, fact, graph.met_by(node), held=node.withheld)
    return f"{lead}: {words}" if lead else capital(words)


def _fact_words(base: KnowledgeBase, fact: Fact, patterns: Iterable[Pattern], *, held: bool) -> str:
    if fact.type in ("exercise", "observation", "screening"):
        return describe(base, fact)
    if fact.type == "runner":
        return _runner_words(base, fact, patterns)
    name = name_fact(base, fact, patterns)
    if fact.type == "pattern":
        return f"{name}: {base.wordings['confidence_words'][str(fact.get('confidence'))]}"
    if fact.type == "drill":
        return f"{name}: held back" if held else f"{name}: {name_stage(base, fact)}"
    return name


def _runner_words(base: KnowledgeBase, fact: Fact, patterns: Iterable[Pattern]) -> str:
    """Give what was told of the runner and looked at; of what is computed, what from."""
    attributes = base.attributes["runner"]
    tested = (attributes[test.attribute] for one in patterns for test in one.tests)
    told = dict.fromkeys(name for one in tested for name in one.derived or (one.name,))
    return "; ".join(
        attribute_words(attributes[name], value)
        for name in told
        if (value := fact.get(name)) is not UNKNOWN and value is not None
    )


def question_words(advice: Advice, questions: Iterable[Question]) -> dict[Question, str]:
    """Say of each question what is open; of many of one checklist only how many they are."""
    base = advice.base
    words = {one: _asked(base, one) for one in questions}
    by_id = {one.identity: one for one in words if one.kind == "screening"}
    for checklist, listed in base.checklists():
        own = [by_id[one.id] for one in listed if one.id in by_id]
        together = listing((words[one] for one in own), "or")
        if len(own) > _NAMED_AT_MOST:
            together = f"{len(own)} questions of the checklist “{checklist.label}”"
        words.update(dict.fromkeys(own, together))
    return {one: _unsaid(said) for one, said in words.items()}


def _asked(base: KnowledgeBase, question: Question) -> str:
    """Name what a question asks for."""
    kind, name, attribute = question.place
    if not attribute:
        return SECTIONS[kind]
    label = base.attributes[kind][attribute].label
    if kind == "runner":
        return label
    entry = base.entry("drill" if kind == "tried" else kind, name)
    return entry.label if attribute == "answer" else f"{entry.label} ({label})"


def _unsaid(words: str) -> str:
    return f"Not said yet: {words}"
