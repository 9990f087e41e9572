"""What would have to be different, as text for the terminal and as Markdown."""

from __future__ import annotations

from typing import Final

from advisor.advice import SILENT
from advisor.explanation.counterfactual import LIMIT, Counterfactual
from advisor.report.explaining.counterfactual_words import says, says_now, solution_words
from advisor.report.explaining.outcomes import OutcomeWriter
from advisor.report.explaining.proofs import ProofWriter
from advisor.report.explaining.titles import target_words
from advisor.report.foot import write_foot
from advisor.report.markdown import MarkdownPage
from advisor.report.page import WIDTH, Page
from advisor.report.rule_words import pattern_words
from advisor.report.said import reason_lines
from advisor.report.severe import tell_severe
from advisor.report.sheet import Sheet
from advisor.report.wording import capital

NUMBERS: Final = ("no", "one", "two", "three")
SHOWN: Final = 12
"""The most ways that are written out for people; data holds all."""
EXPLAINS: Final = (
    "This explains how the advice comes about, and suggests nothing: what would change an advice "
    "is not what would help you."
)
NO_DROPPING: Final = (
    "Where something goes away or is left out, that too only explains: nothing that helps you "
    "needs to stop."
)


def counterfactual_text(found: Counterfactual, width: int = WIDTH, *, color: bool = False) -> str:
    """Write for a runner what would have to be different, and what that is not."""
    page = Page(width, color=color)
    _Writer(found, page).write()
    return str(page)


def counterfactual_markdown(found: Counterfactual) -> str:
    """Write the same as Markdown."""
    page = MarkdownPage(lambda _: "")
    _Writer(found, page).write()
    return str(page)


class _Writer:
    def __init__(self, found: Counterfactual, sheet: Sheet) -> None:
        self._found = found
        self._advice = found.advice
        self._base = found.advice.base
        self._sheet = sheet

    def write(self) -> None:
        """Write the whole; what must be answered or seen first says nothing of the question."""
        sheet, found = self._sheet, self._found
        if found.barred:
            self._first()
        else:
            sheet.title(
                f"What would have to be different: {target_words(self._base, found.target)}"
            )
            sheet.text(says_now(found))
            if found.solutions:
                self._solutions()
            else:
                self._nothing()
            self._read_as()
        write_foot(self._advice, "answer", sheet)

    def _read_as(self) -> None:
        """Say, once, that all this explains and suggests nothing."""
        found = self._found
        drops = not found.wanted or any(one.drops for one in found.solutions)
        if found.solutions or drops:
            self._sheet.heading("How to read this")
        if found.solutions:
            self._sheet.text(EXPLAINS)
        if drops:
            self._sheet.text(NO_DROPPING)

    def _first(self) -> None:
        """Say what must be answered or seen, and nothing else."""
        sheet, advice = self._sheet, self._advice
        outcome = self._base.entry("outcome", advice.outcome)
        sheet.title(outcome.label)
        sheet.text(outcome.text("text"))
        if advice.outcome in SILENT:
            tell_severe(advice, sheet)
            return
        sheet.text("Before that, nothing else is looked at here.")
        if self._found.referrals:
            sheet.heading("See a clinician")
        for fact in self._found.referrals:
            entry = self._base.entry("referral", fact.identity)
            sheet.item(f"{capital(entry.label)}. {entry.text('text')}")
            sheet.items(reason_lines(self._base, advice.record.deciding(fact)), 2)
        if self._found.questions:
            sheet.heading("Answers that would settle it")
            OutcomeWriter(advice, sheet, ProofWriter(advice, sheet)).gate()

    def _solutions(self) -> None:
        sheet, found = self._sheet, self._found
        does = f"{'' if found.wanted else 'not '}{says(found.target)}"
        several = len(found.solutions) > 1
        if found.size == 1:
            how = "any one of these were so" if several else "this were so"
            sheet.heading(f"It would {does} if {how}")
        else:
            each = "each line is one way" if several else "this is the one way"
            number = NUMBERS[found.size]
            sheet.heading(f"It would {does} with {number} things different at once")
            sheet.text(f"Nothing less would do; {each}.")
        sheet.items(solution_words(found, one) for one in found.solutions[:SHOWN])
        more = len(found.solutions) - SHOWN
        if more > 0:
            ways = "1 more way" if more == 1 else f"{more} more ways"
            sheet.text(f"And {ways} of the same size, which --format json lists.")

    def _nothing(self) -> None:
        sheet, found, standing = self._sheet, self._found, self._found.standing
        does = f"{'' if found.wanted else 'not '}{says(found.target)}"
        sheet.text(
            f"No change of {NUMBERS[LIMIT]} or fewer, to your routine or to the answers to your "
            f"own checks, would make it {does}."
        )
        if not standing:
            return
        sheet.heading("What neither your routine nor an open check can change")
        if standing.out_of_scope:
            sheet.item("All that bothers you is outside this method.")
        sheet.items(reason_lines(self._base, standing.firings))
        for lead, present in (_LACKS, False), (_PRESENT, True):
            patterns = [one.pattern for one in standing.lacks if one.present is present]
            if patterns:
                sheet.item(lead)
                sheet.items((pattern_words(self._base, one) for one in patterns), 2)


_LACKS: Final = "It takes something that you did not report, or that is not so:"
_PRESENT: Final = "It does not go with something that you reported:"
