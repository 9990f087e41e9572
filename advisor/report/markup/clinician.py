"""The page to hand to a clinician."""

from __future__ import annotations

from advisor.advice import Advice
from advisor.report.contents.handover import handover_of
from advisor.report.data import source_data
from advisor.report.foot import used
from advisor.report.markup.rendering import render
from advisor.report.wording import GRADES


def clinician_page(advice: Advice) -> str:
    """
    Write a case for a clinician, as one page of HTML that needs nothing else and prints on A4.

    Findings in the field's terms, screening answers as given, what fired and on what grounds, and
    what was not asked. Of an emergency or urgent advice nothing but that fired.
    """
    handover = handover_of(advice)
    return render(
        "clinician.html.j2",
        advice=advice,
        handover=handover,
        grades=list(GRADES.items()),
        sources=source_data(advice.base, handover.sources),
        used=used(advice),
    )
