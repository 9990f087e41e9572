"""Open questions as lines of a list, those of one checklist together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.advice import Question
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import capital, question_words


class Asked(NamedTuple):
    """One line of open questions: one of them, or those about one symptom together."""

    words: str
    questions: tuple[Question, ...]

    def __str__(self) -> str:
        return self.words


class Checklist(NamedTuple):
    """The open questions of one checklist; without a name, those of none."""

    name: str
    asked: tuple[Asked, ...]


def asked(base: KnowledgeBase, questions: Iterable[Question]) -> list[Asked]:
    """Give a line for each question, those about one symptom in one."""
    lines: dict[tuple[str, str], list[Question]] = {}
    for one in questions:
        together = one.kind == "symptom" and one.attribute
        lines.setdefault((one.kind, one.identity + ("" if together else one.attribute)), []).append(
            one
        )
    return [Asked(_words(base, found), tuple(found)) for found in lines.values()]


def _words(base: KnowledgeBase, together: list[Question]) -> str:
    one = together[0]
    if one.kind != "symptom" or not one.attribute:
        return question_words(base, one)
    labels = (base.attributes["symptom"][each.attribute].label for each in together)
    return f"{capital(base.entry('symptom', one.identity).label)}: {'; '.join(labels)}?"


def by_checklist(base: KnowledgeBase, questions: Iterable[Question]) -> list[Checklist]:
    """Give questions by their checklist, first those of none."""
    found = list(questions)
    screening = {one.identity: one for one in found if one.kind == "screening"}
    lists = [Checklist("", tuple(asked(base, (one for one in found if one.kind != "screening"))))]
    for checklist, listed in base.checklists():
        open_ones = [screening[one.id] for one in listed if one.id in screening]
        lists.append(Checklist(checklist.label, tuple(asked(base, open_ones))))
    return [one for one in lists if one.asked]
