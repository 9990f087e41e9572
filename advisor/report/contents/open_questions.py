"""What an answer to an open question could change, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from advisor.advice import Advice, Question
from advisor.facts import Fact
from advisor.knowledge import KnowledgeBase
from advisor.language import Conclusion
from advisor.report.questions import Asked, Checklist
from advisor.report.wording import listed_apart, name_fact

if TYPE_CHECKING:
    from advisor.explanation.at_stake import AtStake

REFERS: Final = {
    "emergency": "make this an emergency",
    "urgent": "send you to a doctor today",
    "clinician": "send you to a clinician first",
}
"""By level, what a referral of it would do."""
CHANGES: Final[Mapping[str, str]] = {
    "caution": "add a word of care",
    "load": "say something of your training load",
    "coverage": "tell how far your week trains a key",
    "sign": "tell how a key shows",
    "withheld": "hold back",
    "pattern": "fit a pattern of the article",
    "key": "open a key",
    "drill": "bring a drill",
    "note": "add what research says",
}
"""By type of fact, what a conclusion of it would do."""


class Open(NamedTuple):
    """A line of open questions, and what the answers could change."""

    words: str
    could: str

    def __str__(self) -> str:
        return f"{self.words} {self.could}"


class OpenChecklist(NamedTuple):
    """The open questions of one checklist; without a name, those of none."""

    name: str
    asked: tuple[Open, ...]


def with_stakes(advice: Advice, checklists: Iterable[Checklist]) -> tuple[OpenChecklist, ...]:
    """Say beside open questions what the answers could change."""
    from advisor.explanation.at_stake import at_stake  # the short text does without

    stakes = at_stake(advice)
    return tuple(
        OpenChecklist(
            name, tuple(Open(one.words, _could_change(advice.base, one, stakes)) for one in asked)
        )
        for name, asked in checklists
    )


def _could_change(base: KnowledgeBase, asked: Asked, stakes: Mapping[Question, AtStake]) -> str:
    """Say what the answers to a line of questions could change, in one sentence."""
    found = [stakes[one] for one in asked.questions if one in stakes]
    could = list(dict.fromkeys(one for stake in found for one in stake.could))
    lifts = list(dict.fromkeys(one for stake in found for one in stake.lifts))
    changes = [*_referring(could)]
    for kind, words in CHANGES.items():
        if facts := [one.fact() for one in could if one.type == kind]:
            changes.append(f"{words}: {names_of(base, facts)}")
    if lifts:
        changes.append(f"lift what holds back: {names_of(base, lifts)}")
    if not changes:
        return "Could add a reason to what is said here already."
    return f"Could {'; '.join(changes)}."


def names_of(base: KnowledgeBase, facts: Iterable[Fact]) -> str:
    """Name facts, but not how strong they would be: that hangs on the answer."""
    return listed_apart(
        name_fact(base, one)
        if one.type == "withheld"
        else base.entry("key" if one.type in ("coverage", "sign") else one.type, one.identity).label
        for one in facts
    )


def _referring(could: Iterable[Conclusion]) -> Iterator[str]:
    """Say of the most severe referral alone."""
    levels = {one.get("level") for one in could if one.type == "referral"}
    yield from [words for level, words in REFERS.items() if level in levels][:1]
