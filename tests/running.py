"""A run over many cases, as the command line makes it, without the command line."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.batch import Run, Summary
from advisor.knowledge import KnowledgeBase
from advisor.report.results import WRITERS, explain


def written_as(form: str, base: KnowledgeBase, paths: Iterable[object], jobs: int = 1) -> str:
    """Give the results of a run in a form."""
    writer, summary = WRITERS[form](base), Summary()
    texts = [writer.start()]
    for result in Run(base, jobs, explain=explain).results(str(path) for path in paths):
        summary.add(result)
        texts.append(writer.case(result))
    return "".join((*texts, *writer.end(summary)))
