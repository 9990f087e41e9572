"""The pages made of an advice, by who they are for."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advice import Advice
from advisor.report.markup.clinician import clinician_page
from advisor.report.markup.runner import runner_page
from tests.looking import Shown


def pages_of(advice: Advice) -> Iterator[Shown]:
    """Give the pages of an advice; the runner's must begin with what it comes to."""
    outcome = advice.base.entry("outcome", advice.outcome).label
    yield Shown(advice.case.name, "runner", runner_page(advice), outcome)
    yield Shown(advice.case.name, "clinician", clinician_page(advice))
