"""Whether every screening question leads somewhere, wherever it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from advisor.diagnostics import Diagnostic
from advisor.documents import Document
from advisor.facts import Scalar
from advisor.knowledge.checks import Written
from advisor.knowledge.entries import Entries
from advisor.language import Among, Rule, uses


def unread_questions(
    document: Document, entries: Entries, written: list[Written]
) -> Iterator[Diagnostic]:
    """Diagnose a question that no rule reads, or reads beside other areas than it is asked of."""
    readers_of: defaultdict[Scalar, list[Rule]] = defaultdict(list)
    for one in written:
        for name in _ids(one.rule, "screening"):
            readers_of[name].append(one.rule)
    for index, question in enumerate(entries["screening"].values()):
        path = ("screening", index)
        readers = readers_of[question.id]
        if not readers:
            message = f"no rule reads {question.id!r}, so an answer changes nothing"
            hint = "read it in a rule of reasoning/20-triage.yaml, or delete it"
            yield document.problem("question-unread", (*path, "id"), message, hint)
        asked = set(question.words("areas"))
        read = {area for rule in readers for area in _ids(rule, "area")}
        if asked and read and (strange := sorted(map(str, read ^ asked))):
            names = " and ".join(rule.id for rule in readers)
            message = f"{question.id!r} is asked of other areas than its rules read ({names})"
            hint = f"asked or read only on one side: {', '.join(strange)}"
            yield document.problem("question-areas", (*path, "areas"), message, hint)


def _ids(rule: Rule, kind: str) -> Iterable[Scalar]:
    """Give the ids of a kind that a rule names."""
    return {
        name
        for pattern, _ in uses(rule.when)
        if pattern.type == kind
        for test in pattern.tests
        if test.attribute == "id" and isinstance(test, Among)
        for name in test.values
    }
