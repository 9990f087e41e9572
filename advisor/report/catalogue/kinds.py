"""The kinds of entry as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.knowledge import Entry
from advisor.language import Rule

KINDS: Final[Mapping[str, str]] = {
    "area": "Areas",
    "symptom": "Symptoms",
    "exercise": "Exercises",
    "observation": "Own checks",
    "stance": "Positions in which own checks are done",
    "checklist": "Checklists of screening questions",
    "screening": "Screening questions",
    "key": "Keys",
    "drill": "Drills",
    "pattern": "Patterns",
    "note": "Notes: where research disagrees or is silent",
    "outcome": "Outcomes",
    "referral": "Referrals",
    "caution": "Cautions",
    "load": "Training load",
    "source": "Sources",
}
"""By kind of entry, what several of them are called."""
RULE: Final = "rule"


def headline(one: Entry | Rule) -> str:
    """Give an entry or a rule in a line."""
    if isinstance(one, Rule):
        return one.title
    return one.text("label") or one.text("says") or one.text("citation")
