"""The results of a run as text for people: what is wrong, case by case, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.batch import STATUSES, CaseResult, Summary
from advisor.diagnostics import printable
from advisor.knowledge import KnowledgeBase
from advisor.report.diagnosed import diagnostic_lines
from advisor.report.results.figures import coverage_text, triage_text
from advisor.report.results.remarks import Remark, remarks


class TextWriter:
    """Writes the cases that are not fine, each with what to mend, and a summary."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def start(self) -> str:
        """Give nothing: a run in which all is well has only a summary."""
        return ""

    def case(self, result: CaseResult) -> str:
        """Give the problems of a case, set apart from the next."""
        lines = [line for one in remarks(result) for line in _lines(one)]
        return "".join(f"{line}\n" for line in [*lines, ""]) if lines else ""

    def end(self, summary: Summary) -> Iterator[str]:
        """Give what the run showed, the figures if of several cases, and last the summary."""
        if summary.coverage is not None:
            yield f"{coverage_text(summary.coverage, self._base)}\n"
        if summary.triage.total.cases > 1:
            yield f"{triage_text(summary, self._base)}\n"
        yield from (f"{line}\n" for line in self._summary(summary))

    def _summary(self, summary: Summary) -> Iterator[str]:
        if under := summary.triage.total.under:
            plural = "" if under == 1 else "s"
            yield f"UNDER-TRIAGE: {under} case{plural} advised less urgently than expected"
        yield counted(summary)
        if summary.unchecked:
            yield f"{summary.unchecked} of them without expectations"
        if summary.stopped:
            yield f"stopped early: {summary.stopped}"
        codes = sorted(summary.codes.items(), key=lambda one: (-one[1], one[0]))
        if codes:
            yield "what is wrong: " + ", ".join(f"{number:,} {code}" for code, number in codes)
        yield f"knowledge base: {self._base.stamp}"


def counted(summary: Summary) -> str:
    """Say how many cases there were, and of each status how many."""
    counts = [f"{summary.statuses[one]:,} {one}" for one in STATUSES if summary.statuses[one]]
    plural = "" if summary.cases == 1 else "s"
    return f"{summary.cases:,} case{plural}: {', '.join(counts) or 'none'}"


def _lines(one: Remark) -> Iterator[str]:
    if one.diagnostic is not None:
        yield from diagnostic_lines(one.diagnostic)
        return
    place = f"{one.file}:{one.line}:{one.column}" if one.line else one.file
    yield printable(f"{place}: {one.code}: {one.message}")
    yield from (f"    {printable(line)}" if line else "" for line in one.details)
