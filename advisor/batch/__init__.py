"""Many cases: find, read, check, advise, compare with what each expects."""

from __future__ import annotations

from advisor.batch.coverage import Coverage
from advisor.batch.expectations import Mismatch, compare
from advisor.batch.judge import Explain
from advisor.batch.results import CaseResult, Status
from advisor.batch.run import Run, validate
from advisor.batch.summary import STATUSES, Summary
from advisor.batch.tasks import Choice, count, is_among, tasks
from advisor.batch.triage import NO_AREA, Counts, Share, Triage, verdict

__all__ = [
    "NO_AREA",
    "STATUSES",
    "CaseResult",
    "Choice",
    "Counts",
    "Coverage",
    "Explain",
    "Mismatch",
    "Run",
    "Share",
    "Status",
    "Summary",
    "Triage",
    "compare",
    "count",
    "is_among",
    "tasks",
    "validate",
    "verdict",
]
