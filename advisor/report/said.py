"""A statement with who says so, and the reasons of a conclusion as such statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from advisor.inference import Firing
from advisor.knowledge import KnowledgeBase
from advisor.report.wording import because, grounds


class Said(NamedTuple):
    """A statement with who says so: the grade of a link, and ids of sources."""

    text: str
    grade: str
    sources: tuple[str, ...]

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> Said:
        """Read a statement of the knowledge base: `text`, `grade` and perhaps `sources`."""
        text = " ".join(str(part["text"]).split())
        return cls(text, str(part["grade"]), tuple(map(str, part.get("sources", ()))))

    @property
    def ground(self) -> str:
        """Who says so, short: "the article; S22, S23"."""
        return grounds(self.grade, self.sources)

    def __str__(self) -> str:
        return f"{self.text} [{self.ground}]"


def reasons_of(base: KnowledgeBase, firings: Iterable[Firing]) -> tuple[Said, ...]:
    """Give the reason of each firing, what follows from an entry only if there is no other."""
    found = list(firings)
    authored = [one for one in found if not one.rule.built_in] or found
    reasons = (Said(because(base, one), one.rule.grade, one.rule.sources) for one in authored)
    return tuple(dict.fromkeys(reasons))


def reason_lines(base: KnowledgeBase, firings: Iterable[Firing]) -> list[str]:
    """Give the reason of each firing with who says so, as lines."""
    return [str(one) for one in reasons_of(base, firings)]
