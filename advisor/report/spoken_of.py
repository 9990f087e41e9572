"""Of what an advice speaks: complaints outside the method, help that is known, and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.advice import Advice
from advisor.knowledge import Entry
from advisor.report.wording import DRILL_CARD


def outside_symptoms(advice: Advice) -> list[Entry]:
    """Give what bothers the runner outside the method, if it came to saying so."""
    if not advice.record.gate_open:
        return []
    entries = [
        advice.base.entry("symptom", fact.identity) for fact in advice.record.facts("symptom")
    ]
    return [entry for entry in entries if "assess" in entry.fields]


def help_known(advice: Advice, symptom: Entry) -> Mapping[str, Any]:
    """Give what is known to help with a complaint; nothing while someone should look first."""
    return {} if advice.facts("referral") else symptom.mapping("help")


def sources_used(advice: Advice) -> list[Entry]:
    """Give every source behind what an advice says, in the order of the knowledge base."""
    base = advice.base
    used: set[str] = set()
    for symptom in outside_symptoms(advice):
        used.update(help_known(advice, symptom).get("sources", ()))
    for drill in advice.facts("drill"):
        card = base.entry("drill", drill.identity)
        parts = [*map(card.mapping, DRILL_CARD.values()), *card.items("cues")]
        for part in (*parts, *base.wordings["rules"].values()):
            used.update(map(str, part.get("sources", ())))
    for firing in advice.record.standing_firings():
        used.update(firing.rule.sources)
        for fact in firing.conclusions:
            entry = base.entries.get(fact.type, {}).get(fact.identity)
            if entry is not None:
                used.update(entry.words("sources"))
    return [entry for entry in base.entries["source"].values() if entry.id in used]
