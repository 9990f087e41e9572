"""What stands below everything that is said of a case: who has not looked, and what was used."""

from __future__ import annotations

from advisor.advice import Advice
from advisor.report.sheet import Sheet


def write_foot(advice: Advice, what: str, sheet: Sheet) -> None:
    """Write the disclaimer, the case and the knowledge base; `what` is what they stand below."""
    sheet.heading(f"About this {what}")
    sheet.text(advice.base.disclaimer)
    sheet.text(used(advice))


def used(advice: Advice) -> str:
    """Say of which case and by which knowledge base an advice is."""
    return f"Case: {advice.case.name}. Knowledge base: {advice.base.stamp}."
