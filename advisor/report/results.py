"""Views of the results of a batch: text and JSON, written as they come."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from advisor.batch import CaseResult
from advisor.diagnostics import Diagnostic, printable
from advisor.knowledge import KnowledgeBase
from advisor.report.data import base_data, dump

_STATUSES = ("ok", "failed", "invalid", "error")


class _Count:
    """How many cases came to what, as they go by."""

    def __init__(self) -> None:
        self.statuses = dict.fromkeys(_STATUSES, 0)
        self.unchecked = 0

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    def add(self, result: CaseResult) -> None:
        self.statuses[result.status] += 1
        self.unchecked += result.status == "ok" and not result.expects


def results_text(base: KnowledgeBase, results: Iterable[CaseResult]) -> Iterator[str]:
    """Write a line for each case that is not fine, with what to mend, and a summary."""
    count = _Count()
    for result in results:
        count.add(result)
        yield from (f"{line}\n" for line in _lines(result))
    parts = [f"{number} {status}" for status, number in count.statuses.items() if number]
    yield f"{count.total} case{'' if count.total == 1 else 's'}: {', '.join(parts) or 'none'}\n"
    if count.unchecked:
        yield f"{count.unchecked} of them without expectations\n"
    yield f"knowledge base: {base.stamp}\n"


def _lines(result: CaseResult) -> Iterator[str]:
    for diagnostic in result.diagnostics:
        yield from diagnostic_lines(diagnostic)
    for one in result.mismatches:
        yield printable(f"{result.file}: expectation-failed: {one.expectation}")
        yield f"    expected: {printable(_compact(one.expected))}"
        yield f"    advised:  {printable(_compact(one.actual))}"


def _compact(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_compact(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_compact(one) for one in value) + "]"
    return str(value)


def diagnostic_lines(diagnostic: Diagnostic) -> Iterator[str]:
    """Write a diagnostic, and under it how to mend it."""
    yield str(diagnostic)
    if diagnostic.hint:
        hint = printable(diagnostic.hint)
        yield from textwrap.wrap(
            hint, 96, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )


def results_json(base: KnowledgeBase, results: Iterable[CaseResult]) -> Iterator[str]:
    """Write one JSON document, in the form of the published schema `result`."""
    yield '{\n  "base": ' + _indented(base_data(base)) + ',\n  "results": ['
    count = _Count()
    for result in results:
        yield (",\n    " if count.total else "\n    ") + _indented(_data(result), 4)
        count.add(result)
    summary = {
        "cases": count.total,
        **count.statuses,
        "without_expectations": count.unchecked,
    }
    yield ("\n  " if count.total else "") + '],\n  "summary": ' + _indented(summary) + "\n}\n"


def _indented(data: Any, indent: int = 2) -> str:
    return dump(data).replace("\n", "\n" + " " * indent)


def _data(result: CaseResult) -> dict[str, Any]:
    return {
        "file": result.file,
        "case": result.case,
        "title": result.title,
        "status": result.status,
        "expects": result.expects,
        "decision": result.decision.as_dict() if result.decision else None,
        "diagnostics": [
            {
                "code": one.code,
                "severity": one.severity,
                "line": one.line,
                "column": one.column,
                "pointer": one.pointer,
                "message": one.message,
                "hint": one.hint,
            }
            for one in result.diagnostics
        ],
        "mismatches": [
            {"expectation": one.expectation, "expected": one.expected, "actual": one.actual}
            for one in result.mismatches
        ],
    }
