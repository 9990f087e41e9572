"""Times taken in turns, so that whatever slows the machine slows all alike, and their ratios."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from tests.benchmarks.contenders import Contender

_Key = TypeVar("_Key")

BLOCK = 50
"""
How many cases a contender runs before it is the next one's turn: enough to have the caches to
itself, as in a batch, and few enough that whatever slows the machine slows all of them.
"""


@dataclass(frozen=True)
class Comparison:
    """
    Our time as a share of another's.

    `median` and `worst_round` are of whole rounds, `worst_case` of the medians of a single case;
    the times are medians over rounds of the mean case, in microseconds.
    """

    median: float
    worst_round: float
    worst_case: float
    worst_case_number: int
    our_time: float
    their_time: float


class Timings:
    """The seconds of each contender, by round and case."""

    def __init__(self, seconds: Mapping[str, Sequence[Sequence[float]]]) -> None:
        self._seconds = seconds

    def compare(self, one: str, other: str, numbers: Sequence[int]) -> Comparison:
        """Compare two contenders on some of the cases."""
        our_rounds, their_rounds = self._rounds(one, numbers), self._rounds(other, numbers)
        ratios = [mine / yours for mine, yours in zip(our_rounds, their_rounds, strict=True)]
        by_case = {
            number: self._case(one, number) / self._case(other, number) for number in numbers
        }
        worst = max(by_case, key=by_case.__getitem__)
        return Comparison(
            median=statistics.median(ratios),
            worst_round=max(ratios),
            worst_case=by_case[worst],
            worst_case_number=worst,
            our_time=statistics.median(our_rounds) / len(numbers) * 1e6,
            their_time=statistics.median(their_rounds) / len(numbers) * 1e6,
        )

    def _rounds(self, name: str, numbers: Sequence[int]) -> list[float]:
        return [sum(round_[number] for number in numbers) for round_ in self._seconds[name]]

    def _case(self, name: str, number: int) -> float:
        return statistics.median(round_[number] for round_ in self._seconds[name])


def time_in_turns(contenders: Sequence[Contender], cases: int, rounds: int) -> Timings:
    """Time every contender on every case, a block of cases at a time, in each round."""
    seconds = {one.name: [[0.0] * cases for _ in range(rounds)] for one in contenders}
    for round_ in range(rounds):
        with _without_collection():
            for start in range(0, cases, BLOCK):
                shift = (start // BLOCK + round_) % len(contenders)
                for one in (*contenders[shift:], *contenders[:shift]):
                    one.run(start)  # untimed: the caches hold what another left there
                    for number in range(start, min(start + BLOCK, cases)):
                        seconds[one.name][round_][number] = _seconds(partial(one.run, number))
    return Timings(seconds)


def medians(
    jobs: Mapping[_Key, Callable[[], object]], rounds: int, repeats: int
) -> dict[_Key, float]:
    """
    Give the median time of each job in microseconds; the jobs are run in turns.

    In each round a job is run once untimed, and then as often as `repeats` says.
    """
    seconds: dict[_Key, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        with _without_collection():
            for name, job in jobs.items():
                job()
                seconds[name] += [_seconds(job) for _ in range(repeats)]
    return {name: statistics.median(found) * 1e6 for name, found in seconds.items()}


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave no one to pay for the garbage of another."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
