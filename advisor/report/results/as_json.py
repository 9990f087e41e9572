"""The results of a run as JSON: one document, or a line for each case."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.batch import STATUSES, CaseResult, Summary, verdict
from advisor.diagnostics import Diagnostic
from advisor.knowledge import KnowledgeBase
from advisor.report.data import Data, base_data, dump
from advisor.report.results.figures_data import coverage_data, triage_data


class JsonWriter:
    """Writes one JSON document, in the form of the published schema `result`."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._first = True

    def start(self) -> str:
        """Open the document and its list of results."""
        return '{\n  "base": ' + _indented(base_data(self._base)) + ',\n  "results": ['

    def case(self, result: CaseResult) -> str:
        """Give one result."""
        before = "\n    " if self._first else ",\n    "
        self._first = False
        return before + _indented(result_data(result), 4)

    def end(self, summary: Summary) -> Iterator[str]:
        """Close the list, and give the summary."""
        yield ("" if self._first else "\n  ") + "],\n"
        yield '  "summary": ' + _indented(summary_data(summary, self._base)) + "\n}\n"


class JsonLinesWriter:
    """Writes a line of JSON for the run, one for each case, and one for the summary."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def start(self) -> str:
        """Give the line of the run."""
        return _line({"type": "run", "base": base_data(self._base)})

    def case(self, result: CaseResult) -> str:
        """Give the line of a case."""
        return _line({"type": "case", **result_data(result)})

    def end(self, summary: Summary) -> Iterator[str]:
        """Give the line of the summary."""
        yield _line({"type": "summary", **summary_data(summary, self._base)})


def _line(data: Data) -> str:
    return dump(data, indent=None) + "\n"


def _indented(data: Data, indent: int = 2) -> str:
    return dump(data).replace("\n", "\n" + " " * indent)


def result_data(result: CaseResult) -> Data:
    """Give one result as data."""
    return {
        "file": result.file,
        "line": result.line,
        "case": result.case,
        "title": result.title,
        "status": result.status,
        "expects": result.expects,
        "triage": verdict(result),
        "decision": result.decision.as_dict() if result.decision else None,
        "diagnostics": [_diagnostic(one) for one in result.diagnostics],
        "mismatches": [
            {
                "expectation": one.expectation,
                "expected": one.expected,
                "actual": one.actual,
                "missing": list(one.missing),
                "surplus": list(one.surplus),
                "why": list(one.why),
            }
            for one in result.mismatches
        ],
    }


def _diagnostic(one: Diagnostic) -> Data:
    return {
        "code": one.code,
        "severity": one.severity,
        "line": one.line,
        "column": one.column,
        "pointer": one.pointer,
        "message": one.message,
        "hint": one.hint,
        "excerpt": one.excerpt.text if one.excerpt else "",
    }


def summary_data(summary: Summary, base: KnowledgeBase) -> Data:
    """Give a summary as data."""
    return {
        "cases": summary.cases,
        **{status: summary.statuses[status] for status in STATUSES},
        "without_expectations": summary.unchecked,
        "codes": dict(sorted(summary.codes.items())),
        "stopped": summary.stopped,
        "triage": triage_data(summary.triage, base),
        "coverage": coverage_data(summary.coverage, base) if summary.coverage else None,
    }
