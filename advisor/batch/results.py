"""What became of one case in a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.advice import Decision
from advisor.batch.expectations import Mismatch
from advisor.diagnostics import Diagnostic

Status = Literal["ok", "failed", "invalid", "error"]
_OURS = ("internal-error", "worker-lost")


@dataclass(frozen=True)  # without slots, which make it slow to send to another process
class CaseResult:
    """
    What became of one case.

    `file` is where it stands, `line` the line of a JSONL file (0 for a whole file). What could not
    be read or is no valid case has only `diagnostics`, besides warnings. `named` tells whether the
    case gives itself a name, `expects` whether it says what to expect, `outcomes` which outcomes it
    allows (empty for any); `mismatches` is where the advice differs. `areas` are those bothered.
    """

    file: str
    line: int
    case: str
    title: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    decision: Decision | None = None
    named: bool = False
    expects: bool = False
    outcomes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def place(self) -> str:
        """Where the case stands: its file, or `FILE:LINE`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def is_case(self) -> bool:
        """Whether this is about a case, and not only a remark on what was searched for some."""
        return self.decision is not None or any(one.severity == "error" for one in self.diagnostics)

    @property
    def status(self) -> Status:
        """`error` for a fault of this program, `invalid` and `failed` for the case's own."""
        codes = [one.code for one in self.diagnostics if one.severity == "error"]
        if any(code in _OURS for code in codes):
            return "error"
        if codes:
            return "invalid"
        return "failed" if self.mismatches else "ok"
