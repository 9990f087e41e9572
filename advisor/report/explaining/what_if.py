"""A case as told and as changed, compared: as text, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from advisor.advice import SILENT, Advice, Question
from advisor.explanation.what_if import WhatIf
from advisor.report.explaining.change_words import change_words
from advisor.report.explaining.difference_words import told_differences
from advisor.report.explaining.unmoved_words import unmoved_lines
from advisor.report.foot import write_foot
from advisor.report.markdown import MarkdownPage
from advisor.report.page import WIDTH, Page
from advisor.report.questions import asked
from advisor.report.severe import tell_severe
from advisor.report.sheet import Sheet

MOST_QUESTIONS: Final = 12
"""With more questions than this, the rest is counted."""


class _TitledSheet(Sheet, Protocol):
    """A sheet that takes a title."""

    def title(self, text: str) -> None:
        """Begin the page."""


def what_if_text(found: WhatIf, width: int = WIDTH, *, color: bool = False) -> str:
    """Write a comparison for the terminal."""
    page = Page(width, color=color)
    _tell(found, page)
    return str(page)


def what_if_markdown(found: WhatIf) -> str:
    """Write a comparison as a page of Markdown."""
    page = MarkdownPage(lambda _: "")
    _tell(found, page)
    return str(page)


def _tell(found: WhatIf, sheet: _TitledSheet) -> None:
    if found.silent:
        _tell_silent(found, sheet)
    else:
        changes = "change the advice" if found.changed else "change nothing in the advice"
        sheet.title(f"This would {changes}")
        _tell_changes(found, sheet)
        _tell_differences(found, sheet)
        _tell_questions(found, sheet)
    write_foot(found.before, "comparison", sheet)


def _tell_silent(found: WhatIf, sheet: _TitledSheet) -> None:
    """Say the message that comes before all comparing, and nothing of drills."""
    silent = (one for one in (found.before, found.after) if one.outcome in SILENT)
    first = min(silent, key=lambda one: SILENT.index(one.outcome))
    outcome = first.base.entry("outcome", first.outcome)
    sheet.title(outcome.label)
    sheet.text(outcome.text("text"))
    if first is not found.before and found.changed:
        sheet.text("This is what the changed case comes to. If it is so, act on it now.")
    tell_severe(first, sheet)
    _tell_changes(found, sheet)
    sheet.heading("What would be different")
    if found.unmoved is not None:
        sheet.items(["The message stays.", *unmoved_lines(found, found.unmoved)])
        return
    if found.looks_past:
        sheet.text(
            "While a sign like this is told, nothing is compared. If an answer was a slip, mend it "
            "in the case and ask for advice on that."
        )
        return
    before, after = (_label(one) for one in (found.before, found.after))
    sheet.text(f"It would come to {after} instead of {before}.")


def _label(advice: Advice) -> str:
    return f"“{advice.base.entry('outcome', advice.outcome).label}”"


def _tell_changes(found: WhatIf, sheet: Sheet) -> None:
    sheet.heading("What was changed")
    sheet.items(change_words(found, one) for one in found.changes)


def _tell_differences(found: WhatIf, sheet: Sheet) -> None:
    if found.unmoved is not None:
        sheet.heading("Why nothing would be different")
        sheet.items(unmoved_lines(found, found.unmoved))
        return
    sheet.heading("What would be different, and why")
    for said, reasons in told_differences(found):
        sheet.item(said)
        sheet.items(reasons, 2)


def _tell_questions(found: WhatIf, sheet: Sheet) -> None:
    """Name the questions that come or go, where both came to ask the same kind of thing."""
    if found.after.outcome == "not-cleared" and found.before.outcome != "not-cleared":
        _questions(found, "Answers that would settle it", found.after.settling, sheet)
    elif found.before.record.ran == found.after.record.ran:
        _questions(found, "Questions that would come up", found.opened, sheet)
        names = {fact.name for fact in found.after.case.facts}
        answered = [one for one in found.closed if f"{one.kind}:{one.identity}" in names]
        _questions(found, "Questions that would no longer be open", answered, sheet)


def _questions(found: WhatIf, heading: str, questions: Sequence[Question], sheet: Sheet) -> None:
    if not questions:
        return
    sheet.heading(heading)
    lines = [one.words for one in asked(found.base, questions)]
    sheet.items(lines[:MOST_QUESTIONS])
    rest = len(lines) - MOST_QUESTIONS
    if rest > 0:
        sheet.text(f"And {rest} more.")
