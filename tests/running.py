"""A run over many cases, as the command line makes it, without the command line."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.batch import Coverage, Run, Summary
from advisor.knowledge import KnowledgeBase
from advisor.report.results import WRITERS, explain


def written_as(
    form: str,
    base: KnowledgeBase,
    paths: Iterable[object],
    jobs: int = 1,
    coverage: Coverage | None = None,
) -> str:
    """Give the results of a run in a form, and let `coverage` learn of it."""
    writer, summary = WRITERS[form](base), Summary(coverage)
    run = Run(base, jobs, explain=explain, coverage=coverage)
    texts = [writer.start()]
    for result in run.results(str(path) for path in paths):
        summary.add(result)
        texts.append(writer.case(result))
    return "".join((*texts, *writer.end(summary)))
