"""A run: every case judged, in order, by one process or several, and what the run learns of all."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import IO

from advisor.batch.coverage import Coverage
from advisor.batch.judge import Explain, Judge, refused
from advisor.batch.names import Names
from advisor.batch.results import CaseResult
from advisor.batch.tasks import Choice, Task, tasks
from advisor.batch.workers import Lost, in_order
from advisor.diagnostics import Diagnostic
from advisor.documents import Line
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import shipped_base


@dataclasses.dataclass(frozen=True)
class Run:
    """
    How a batch is run: by which base, on how many processes (`jobs`), and on which cases.

    With `explain` a mismatch says why. `coverage`, where it is given, learns which rules the cases
    exercise. With more than one process this one must have no other threads.
    """

    base: KnowledgeBase
    jobs: int = 1
    choice: Choice | None = None
    explain: Explain | None = None
    coverage: Coverage | None = None

    def results(
        self, paths: Iterable[str], stdin: IO[bytes] | None = None
    ) -> Generator[CaseResult, None, None]:
        """
        Give the result of every case, in the order of the paths whatever the number of processes.

        One bad case never stops the rest: whatever is wrong is in its result. A second case of one
        name gets a warning. Close the iterator to stop early.
        """
        judge = Judge(self.base, self.explain, covering=self.coverage is not None)
        there = tasks(paths, stdin)
        chosen = filter(self.choice.allows, there) if self.choice else there
        found = in_order(chosen, judge, self.jobs, _size)
        with contextlib.closing(Names()) as names, contextlib.closing(found):
            for one in found:
                if isinstance(one, Lost):
                    yield refused(one.task, "worker-lost", f"the process judging this {one.reason}")
                    continue
                result, shown = one
                if self.coverage is not None:
                    self.coverage.add(shown)
                yield _named_once(result, names)


def validate(
    paths: str | Path | Iterable[str | Path], base: KnowledgeBase | None = None
) -> Iterator[CaseResult]:
    """
    Check and advise on every case file, by the shipped knowledge base or another.

    Give one path or several. A path is a file, a folder, a pattern or a JSONL file. One bad case
    never stops the rest: whatever is wrong is in its result.
    """
    several = [paths] if isinstance(paths, (str, Path)) else paths
    return Run(base or shipped_base()).results(str(path) for path in several)


def _size(task: Task) -> int:
    if isinstance(task.content, Line):
        return len(task.content.raw)
    return len(task.content) if isinstance(task.content, bytes) else 0


def _named_once(result: CaseResult, names: Names) -> CaseResult:
    """Warn of a case that has the name of another."""
    first = names.meet(result.case, result.place) if result.named else None
    if first is None:
        return result
    message = f"the case {result.case!r} was there already, in {first}"
    hint = "give one of them another name; both were judged"
    at = (result.line, 1) if result.line else (0, 0)
    warning = Diagnostic("same-case", "warning", result.file, *at, "case", message, hint)
    return dataclasses.replace(result, diagnostics=(*result.diagnostics, warning))
