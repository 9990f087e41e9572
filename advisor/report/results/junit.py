"""The results of a run as JUnit XML, which CI servers show as tests."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from typing import IO, Final
from xml.sax.saxutils import escape

from advisor.batch import CaseResult, Summary
from advisor.diagnostics import printable
from advisor.knowledge import KnowledgeBase
from advisor.report.results.remarks import Remark, remarks

_ELEMENTS: Final = {"failed": "failure", "invalid": "failure", "error": "error"}
"""By status, the element that says so; `error` is a fault of this program."""
_PIECE: Final = 1 << 16


class JunitWriter:
    """
    Writes a test for each case.

    The counts stand before the cases they count, so the cases wait in a nameless temporary file,
    which only their owner can read and which is gone with the run.
    """

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._cases = _waiting()

    def start(self) -> str:
        """Give the head of the document."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n'

    def case(self, result: CaseResult) -> str:
        """Keep the test of a case; nothing is written before the last."""
        if result.is_case:
            try:
                self._cases.writelines(_test(result))
            except OSError:  # such as a full disk, which would be told again when it is closed
                with contextlib.suppress(OSError):
                    self._cases.close()
                raise
        return ""

    def end(self, summary: Summary) -> Iterator[str]:
        """Give the suite, with its counts and then its tests."""
        states = summary.statuses
        counts = _attributes(
            name="advisor validate",
            tests=summary.cases,
            failures=states["failed"] + states["invalid"],
            errors=states["error"],
            skipped=0,
        )
        yield f"<testsuites{counts}>\n<testsuite{counts}>\n<properties>\n"
        yield f"<property{_attributes(name='knowledge base', value=self._base.stamp)}/>\n"
        yield "</properties>\n"
        with self._cases:
            self._cases.seek(0)
            while piece := self._cases.read(_PIECE):
                yield piece
        yield "</testsuite>\n</testsuites>\n"


def _waiting() -> IO[str]:
    return tempfile.SpooledTemporaryFile(_PIECE, "w+", encoding="utf-8", newline="\n")


def _test(result: CaseResult) -> Iterator[str]:
    place = _attributes(
        classname=result.file, name=result.place, file=result.file, line=result.line or None
    )
    said = list(remarks(result))
    if not said:
        yield f"<testcase{place}/>\n"
        return
    yield f"<testcase{place}>\n"
    errors = [one for one in said if one.severity == "error"]
    if errors:
        element = _ELEMENTS[result.status]
        message = _attributes(message=errors[0].message, type=errors[0].code)
        yield f"<{element}{message}>{escape(_report(errors))}</{element}>\n"
    warnings = [one for one in said if one.severity == "warning"]
    if warnings:
        yield f"<system-out>{escape(_report(warnings))}</system-out>\n"
    yield "</testcase>\n"


def _report(said: list[Remark]) -> str:
    lines = []
    for one in said:
        place = f"{one.file}:{one.line}:{one.column}" if one.line else one.file
        lines += [f"{place}: {one.code}: {one.message}", *(f"    {line}" for line in one.details)]
    return "\n".join(map(printable, lines))


def _attributes(**given: object) -> str:
    return "".join(
        f' {name}="{_quoted(value)}"' for name, value in given.items() if value is not None
    )


def _quoted(value: object) -> str:
    """Escape a value for an attribute; what XML cannot hold is replaced."""
    return escape(printable(str(value)), {'"': "&quot;"})
