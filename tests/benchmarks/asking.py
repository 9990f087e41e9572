"""What an interview costs: the time to the next prompt, and how much of it a runner is spared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.documents import Document, read
from advisor.interview import Interview
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import reasoner_of, shipped_cases
from tests.talking import Teller


class Figure(NamedTuple):
    """A figure of every interview: its median, 95th percentile and worst, and the bar of each."""

    title: str
    values: list[float]
    bars: tuple[float | None, float | None]

    def row(self) -> list[str]:
        """Give the figure as a line of a table."""
        median = statistics.median(self.values)
        p95 = statistics.quantiles([*self.values, *self.values], n=20)[-1]
        verdicts = [
            "-" if bar is None else f"{bar:g} {'met' if found <= bar else 'missed'}"
            for found, bar in zip((median, p95), self.bars, strict=True)
        ]
        return [self.title, *(f"{one:.1f}" for one in (median, p95, max(self.values))), *verdicts]


def figures(base: KnowledgeBase, every: int) -> list[Figure]:
    """Measure the interview of every so many shipped cases, told by a runner who knows it all."""
    _ = Interview(base).prompt  # what is made once for a knowledge base
    cases = [_value(read(path)) for path in list(shipped_cases().values())[::every]]
    walks = [_walk(base, case, full=False) for case in cases]
    in_full = [_walk(base, case, full=True) for case in cases]
    reasoner = reasoner_of(base)
    read_cases = [Interview(base, case).case for case in cases]
    advised = []
    for case in read_cases:
        start = time.perf_counter()
        reasoner.advise(case)
        advised.append((time.perf_counter() - start) * 1000)
    return [
        Figure("next prompt, ms", [ms for walk in walks for ms, _ in walk], (None, 50)),
        Figure("advice on the whole case, ms", advised, (None, None)),
        Figure("prompts", [len(walk) for walk in walks], (15, 25)),
        Figure("prompts if all is asked", [len(walk) for walk in in_full], (None, None)),
        Figure("answers", [sum(count for _, count in walk) for walk in walks], (None, None)),
        Figure(
            "answers if all is asked",
            [sum(count for _, count in walk) for walk in in_full],
            (None, None),
        ),
    ]


def _value(document: object) -> dict[str, Any]:
    assert isinstance(document, Document)
    value: Any = document.value
    return {name: one for name, one in value.items() if name not in ("case", "title")}


def _walk(base: KnowledgeBase, case: dict[str, Any], *, full: bool) -> list[tuple[float, int]]:
    """Give the time to each prompt in ms, and how many answers it asks for."""
    return list(_steps(Teller(base, case), Interview(base, full=full)))


def _steps(teller: Teller, interview: Interview) -> Iterator[tuple[float, int]]:
    while True:
        start = time.perf_counter()
        prompt = interview.prompt
        spent = (time.perf_counter() - start) * 1000
        if prompt is None:
            return
        yield spent, len(prompt.fields)
        interview = interview.answer(teller.answers(prompt))


HEADINGS = ("", "median", "p95", "worst", "bar, median", "bar, p95")
