"""The page that a runner takes home."""

from __future__ import annotations

from advisor.advice import SILENT, Advice
from advisor.report.contents import contents_of
from advisor.report.contents.open_questions import with_stakes
from advisor.report.contents.routine import routine_of
from advisor.report.data import source_data
from advisor.report.foot import used
from advisor.report.graphs.columns import reasoning_map
from advisor.report.markup.figures import drill_picture, key_picture, stride_picture
from advisor.report.markup.rendering import render
from advisor.report.questions import Checklist
from advisor.report.severe import open_heading


def runner_page(advice: Advice) -> str:
    """
    Write an advice as one page of HTML that needs nothing else and prints on A4.

    An emergency or urgent advice is that message alone; with a clinician to see, it is whom and
    why, and what to leave out until then.
    """
    contents = contents_of(advice)
    if advice.outcome in SILENT:
        heading = open_heading(advice)
        return render(
            "message.html.j2",
            advice=advice,
            contents=contents,
            open_heading=heading,
            used=used(advice),
        )
    key_pictures = {key.id: key_picture(key.id) for key in contents.keys}
    others = [Checklist("", contents.unanswered)] if contents.unanswered else []
    return render(
        "runner.html.j2",
        advice=advice,
        contents=contents,
        map=reasoning_map(advice),
        stride=stride_picture() if any(key_pictures.values()) else None,
        key_pictures=key_pictures,
        drill_pictures={drill.id: drill_picture(drill.id) for drill in contents.drills},
        routine=routine_of(advice),
        settling=with_stakes(advice, contents.settling),
        clinical=with_stakes(advice, contents.clinical),
        others=with_stakes(advice, others),
        sources=source_data(advice.base, [one.id for one in contents.sources]),
        used=used(advice),
    )
