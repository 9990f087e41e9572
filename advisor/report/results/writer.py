"""What a view of a run does with what comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from advisor.batch import CaseResult, Summary


class Writer(Protocol):
    """
    Writes the results of a run in one form, case by case.

    The texts, joined in the order in which they are given, are the whole.
    """

    def start(self) -> str:
        """Give what comes before the first case."""

    def case(self, result: CaseResult) -> str:
        """Give what is written of a case; may be empty."""

    def end(self, summary: Summary) -> Iterator[str]:
        """Give what comes after the last case."""
