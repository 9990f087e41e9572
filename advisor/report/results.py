"""Views of the results of a batch: text and JSON, written as they come."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from advisor.batch import CaseResult
from advisor.diagnostics import Diagnostic, printable
from advisor.knowledge import KnowledgeBase
from advisor.report.data import dump

_STATUSES = ("ok", "failed", "invalid", "error")


def results_text(base: KnowledgeBase, results: Iterable[CaseResult]) -> Iterator[str]:
    """Write a line for each case that is not fine, with what to mend, and a summary."""
    counts: Counter[str] = Counter()
    unchecked = 0
    for result in results:
        counts[result.status] += 1
        unchecked += result.status == "ok" and not result.expects
        yield from (f"{line}\n" for line in _lines(result))
    total = sum(counts.values())
    parts = [f"{counts[status]} {status}" for status in _STATUSES if counts[status]]
    yield f"{total} case{'' if total == 1 else 's'}: {', '.join(parts) or 'none'}\n"
    if unchecked:
        yield f"{unchecked} of them without expectations\n"
    yield f"knowledge base: {base.name} {base.version} ({base.digest})\n"


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
    head = {"name": base.name, "version": base.version, "digest": base.digest}
    yield '{\n  "base": ' + _indented(head) + ',\n  "results": ['
    counts: Counter[str] = Counter()
    unchecked = 0
    for result in results:
        yield (",\n    " if counts else "\n    ") + _indented(_data(result), 4)
        counts[result.status] += 1
        unchecked += result.status == "ok" and not result.expects
    total = sum(counts.values())
    summary = {
        "cases": total,
        **{status: counts[status] for status in _STATUSES},
        "without_expectations": unchecked,
    }
    yield ("\n  " if total else "") + '],\n  "summary": ' + _indented(summary) + "\n}\n"


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
