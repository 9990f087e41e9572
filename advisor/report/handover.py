"""The page to hand to a clinician, as Markdown."""

from __future__ import annotations

from advisor.advice import Advice
from advisor.report.contents.handover import Handover, handover_of
from advisor.report.data import source_data
from advisor.report.foot import used
from advisor.report.markdown import MarkdownPage
from advisor.report.wording import GRADES


def handover_markdown(advice: Advice) -> str:
    """Write a case for a clinician, as Markdown; it says what the page in HTML says."""
    page, handover = MarkdownPage(lambda _: ""), handover_of(advice)
    page.title("For the clinician")
    page.text(handover.lead)
    page.text(advice.base.disclaimer)
    page.title("What the program told the runner", 2)
    page.heading(handover.outcome)
    page.items(f"{title}: {said}" for title, said in handover.conclusions)
    _reported(advice, handover, page)
    page.title("Screening, as answered", 2)
    for one in handover.screening:
        page.heading(f"{one.answer}: {len(one.terms)}")
        page.items(one.terms)
    page.title("Rules that fired", 2)
    rows = [(f"{one.title} ({one.id})", one.said, one.ground) for one in handover.fired]
    if rows:
        page.table(("Rule", "Concluded", "Grade; sources"), rows)
    else:
        page.text("None.")
    if handover.not_asked:
        page.title("Not asked, or not answered", 2)
        page.items(handover.not_asked)
    _foot(advice, handover, page)
    return str(page)


def _reported(advice: Advice, handover: Handover, page: MarkdownPage) -> None:
    page.title("What the runner reported", 2)
    if advice.case.title:
        page.text(f"In the runner's words: {advice.case.title}")
    for title, findings in handover.reported:
        page.heading(title)
        for one in findings:
            untold = f" Not told: {one.not_told}." if one.not_told else ""
            page.item(f"{one.said}.{untold}")


def _foot(advice: Advice, handover: Handover, page: MarkdownPage) -> None:
    sources = source_data(advice.base, handover.sources)
    if sources:
        page.title("Sources", 2)
        page.items(f"{one['id']}: {one['says']} ({one['verified']})" for one in sources)
    page.title("About this page", 2)
    page.text(advice.base.method)
    page.items(f"{grade}: {words}" for grade, words in GRADES.items())
    page.text(used(advice))
