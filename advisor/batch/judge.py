"""One case judged: read, checked, advised on, and compared with what it expects."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

from advisor.advice import Advice
from advisor.batch.coverage import Coverage, Shown
from advisor.batch.expectations import Mismatch, compare, outcomes
from advisor.batch.results import CaseResult
from advisor.batch.tasks import Task
from advisor.cases import Case
from advisor.diagnostics import Diagnostic
from advisor.documents import Document, Line, case_name, read, read_line, read_text
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner

Explain = Callable[[Advice, Mismatch], tuple[str, ...]]
"""Says why an advice differs from what was expected of it, a line for each thing."""


class Judge:
    """
    Judges cases by one knowledge base, one after another.

    With `explain` a mismatch says why; with `covering` it is learnt which rules the cases exercise.
    """

    def __init__(
        self, base: KnowledgeBase, explain: Explain | None = None, *, covering: bool = False
    ) -> None:
        self._base = base
        self._reasoner = Reasoner(base)
        self._explain = explain
        self._coverage = Coverage(base) if covering else None

    def __reduce__(self) -> tuple[Callable[..., Judge], tuple[object, ...]]:
        """Give how another process makes the same: it learns of the rules for itself."""
        remade = functools.partial(Judge, covering=self._coverage is not None)
        return remade, (self._base, self._explain)

    def __call__(self, task: Task) -> tuple[CaseResult, tuple[Shown, ...]]:
        """Give the result of a case, and what it is the first to show of the rules."""
        try:
            return self._judge(task)
        except Exception as error:  # one case must not take the others with it
            message = f"this program failed: {type(error).__name__}: {error}"
            return refused(task, "internal-error", message), ()

    def _judge(self, task: Task) -> tuple[CaseResult, tuple[Shown, ...]]:
        case = self._reasoner.check(_document(task))
        if not isinstance(case, Case):
            return _result(task, diagnostics=case), ()
        advice = self._reasoner.advise(case)
        expect = case.expect or {}
        mismatches = compare(expect, advice.decision)
        result = CaseResult(
            file=task.file,
            line=task.line,
            case=case.name,
            title=case.title,
            decision=advice.decision,
            named=isinstance(case.document.value, dict) and "case" in case.document.value,
            expects=bool(expect),
            outcomes=outcomes(expect.get("outcome", ())),
            areas=tuple([one.identity for one in advice.record.facts("area")]),
            mismatches=tuple(self._explained(advice, one) for one in mismatches),
        )
        return result, self._coverage.learn(advice) if self._coverage else ()

    def _explained(self, advice: Advice, mismatch: Mismatch) -> Mismatch:
        if self._explain is None:
            return mismatch
        return dataclasses.replace(mismatch, why=self._explain(advice, mismatch))


def refused(task: Task, code: str, message: str) -> CaseResult:
    """Give the result of a case on which this program failed."""
    hint = "please report it, with this file if you may"
    fault = Diagnostic(code, "error", task.file, task.line, task.line and 1, "", message, hint)
    return _result(task, diagnostics=(fault,))


def _result(task: Task, diagnostics: tuple[Diagnostic, ...] = ()) -> CaseResult:
    return CaseResult(task.file, task.line, case_name(task.file), diagnostics=diagnostics)


def _document(task: Task) -> Document | Diagnostic:
    if isinstance(task.content, Line):
        return read_line(task.content, task.file)
    if isinstance(task.content, bytes):
        return read_text(task.content, task.file)
    return task.content or read(Path(task.file), task.file)
