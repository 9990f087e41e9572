"""What is to be said of a case that is not fine: its diagnostics and failed expectations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.batch import CaseResult, Mismatch, verdict
from advisor.diagnostics import Diagnostic, Severity


class Remark(NamedTuple):
    """
    One thing to be said of a case, with its place (line and column 0 for the whole file).

    `message` is a line, `details` are further ones: how to mend it, or what was expected and why it
    is not so. `diagnostic` is what is said, where it is one.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    details: tuple[str, ...]
    diagnostic: Diagnostic | None = None

    @property
    def text(self) -> str:
        """The message with its details, in lines."""
        return "\n".join((self.message, *self.details))


def remarks(result: CaseResult) -> Iterator[Remark]:
    """Give all that is to be said of a case, in the order in which it was found."""
    for one in result.diagnostics:
        message = f"{one.pointer}: {one.message}" if one.pointer else one.message
        hint = (one.hint,) if one.hint else ()
        place = (one.file, one.line, one.column)
        yield Remark(one.code, one.severity, *place, message, hint, one)
    place = (result.file, result.line, int(bool(result.line)))
    if result.decision is not None and verdict(result) == "under":
        said = f"expected {' or '.join(result.outcomes)}, advised {result.decision.outcome}"
        yield Remark("under-triage", "error", *place, said, ())
    for mismatch in result.mismatches:
        details = (*_compared(mismatch), *mismatch.why)
        said = mismatch.expectation
        yield Remark("expectation-failed", "error", *place, said, details)


def _compared(mismatch: Mismatch) -> tuple[str, str]:
    return f"expected: {_said(mismatch.expected)}", f"advised:  {_said(mismatch.actual)}"


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_said(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_said(one) for one in value) + "]"
    return str(value)
