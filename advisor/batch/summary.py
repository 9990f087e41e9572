"""What a run came to, counted as the results go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from advisor.batch.coverage import Coverage
from advisor.batch.results import CaseResult, Status
from advisor.batch.triage import Triage, verdict

STATUSES: tuple[Status, ...] = ("ok", "failed", "invalid", "error")


@dataclass
class Summary:
    """
    How many cases came to what.

    `unchecked` counts those that are fine and expect nothing, `codes` the diagnostics by code,
    the failed expectations and the under-triaged cases. `triage` has the figures of the cases that
    expect an outcome. `coverage` is what the cases showed of the rules, where that was asked.
    `stopped` says why a run ended before its last case, and is empty where it did not.
    """

    coverage: Coverage | None = None
    statuses: Counter[Status] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    triage: Triage = field(default_factory=Triage)
    unchecked: int = 0
    stopped: str = ""

    def add(self, result: CaseResult) -> None:
        """Count a result."""
        self.codes.update(one.code for one in result.diagnostics)
        self.codes.update("expectation-failed" for _ in result.mismatches)
        self.codes.update(["under-triage"] if verdict(result) == "under" else [])
        self.triage.add(result)
        if result.is_case:
            self.statuses[result.status] += 1
            self.unchecked += result.status == "ok" and not result.expects

    @property
    def cases(self) -> int:
        """How many cases there were."""
        return sum(self.statuses.values())

    @property
    def bad(self) -> int:
        """How many cases were not fine."""
        return self.cases - self.statuses["ok"]
