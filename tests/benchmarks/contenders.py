"""
Who is timed on the same rules and the same cases, and how much of their time ours may take.

To add an opponent, write a `Contender` and a line in `OPPONENTS`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from advisor.cases.reported import possible_facts
from advisor.facts import UNKNOWN, Fact
from advisor.inference import Engine, infer
from advisor.knowledge import KnowledgeBase
from tests.benchmarks.stock import StockEngine
from tests.benchmarks.workload import TimedCase
from tests.clips_reading import ClipsEngine, ClipsFact


class Contender(Protocol):
    """Something that can run the cases of a workload, as often as asked."""

    name: str

    def run(self, case_number: int) -> AbstractSet[str]:
        """Run a case, from its facts to its firings; give the ids of the rules that fired."""


Maker = Callable[[KnowledgeBase, Sequence[TimedCase]], Contender]


@dataclass(frozen=True)
class Opponent:
    """
    A contender to be measured against.

    `bar` is the share of its time that ours may take now, and `later` when all is done; None where
    a row is for information.
    """

    name: str
    bar: float | None
    later: float | None
    make: Maker


class Inferring:
    """An engine on the walk of `infer`, ours or another behind the same interface."""

    def __init__(self, name: str, engine: Any, cases: Sequence[TimedCase]) -> None:
        self.name = name
        self._engine = engine
        self._cases = cases

    def run(self, case_number: int) -> AbstractSet[str]:
        """Run a case; give the ids of the rules that fired."""
        case = self._cases[case_number]
        record = infer(self._engine, case.facts, case.open)
        return {firing.rule.id for firing in record.firings}


class InClips:
    """CLIPS, reused from case to case. The facts are made for it beforehand, as ours are for us."""

    name = "CLIPS"

    def __init__(self, base: KnowledgeBase, cases: Sequence[TimedCase]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self._engine = ClipsEngine(base, Path(folder))
        possible = possible_facts(base)
        self._cases = [
            [self._fact(fact, known=True) for fact in case.facts]
            + [self._fact(fact, known=False) for kind in case.open for fact in possible[kind]]
            for case in cases
        ]

    def _fact(self, fact: Fact, *, known: bool) -> ClipsFact:
        told = {name: value for name, value in fact.attributes.items() if value is not UNKNOWN}
        return self._engine.fact(fact.type, told, known=known)

    def run(self, case_number: int) -> AbstractSet[str]:
        """Run a case; give the ids of the rules that fired."""
        self._engine.run(self._cases[case_number])
        return self._engine.fired()


def ours(base: KnowledgeBase, cases: Sequence[TimedCase]) -> Contender:
    """Give our engine, reused from case to case."""
    return Inferring("ours", Engine(base), cases)


class _Anew(Inferring):
    """Our engine with nothing remembered of facts met in other cases."""

    def run(self, case_number: int) -> AbstractSet[str]:
        self._engine.matcher.forget()
        return super().run(case_number)


def _ours_anew(base: KnowledgeBase, cases: Sequence[TimedCase]) -> Contender:
    return _Anew("ours, no fact met before", Engine(base), cases)


def _stock(base: KnowledgeBase, cases: Sequence[TimedCase]) -> Contender:
    return Inferring("stock experta", StockEngine(base), cases)


def _stock_apart(base: KnowledgeBase, cases: Sequence[TimedCase]) -> Contender:
    return Inferring("stock experta, by stratum", StockEngine(base, apart=True), cases)


OPPONENTS: tuple[Opponent, ...] = (
    Opponent("stock experta", 0.1, 0.05, _stock),
    Opponent("stock experta, by stratum", None, None, _stock_apart),
    Opponent("CLIPS", 1.0, 0.5, InClips),
    Opponent("ours, no fact met before", None, None, _ours_anew),
)
