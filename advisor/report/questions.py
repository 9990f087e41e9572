"""Open questions as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.advice import Question
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import capital, question_words


def grouped_questions(base: KnowledgeBase, questions: Iterable[Question]) -> list[str]:
    """Give a line for each question, those about one symptom in one."""
    lines: dict[tuple[str, str], list[str]] = {}
    for question in questions:
        if question.kind == "symptom" and question.attribute:
            label = base.attributes["symptom"][question.attribute].label
            lines.setdefault((question.kind, question.identity), []).append(label)
        else:
            words = question_words(base, question)
            lines[question.kind, question.identity + question.attribute] = [words]
    return [
        f"{capital(base.entry(kind, name).label)}: {'; '.join(words)}?"
        if kind == "symptom" and name in base.entries[kind]
        else words[0]
        for (kind, name), words in lines.items()
    ]
