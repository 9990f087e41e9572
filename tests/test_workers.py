"""Work shared out to processes: the order, what becomes of a death, and how far it reads ahead."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.batch.workers import Lost, in_order

KILLERS = {3, 4, 200, 201, 299}


def slow_at_times(number: int) -> int:
    time.sleep(random.Random(number).choice((0, 0, 0, 0.002)))
    return number * 2


def deadly(number: int) -> int:
    if number in KILLERS:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def done_by(tasks: range, work: Callable[[int], int], jobs: int) -> list[int | str]:
    """Give the results, and for a lost task its number and how."""
    return [
        f"{one.task}: {one.reason}" if isinstance(one, Lost) else one
        for one in in_order(tasks, work, jobs)
    ]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 63, 64, 65, 700])
def test_results_come_in_the_order_of_the_tasks(jobs: int, count: int) -> None:
    assert done_by(range(count), slow_at_times, jobs) == [2 * one for one in range(count)]


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_task_that_kills_its_worker_is_told_and_no_other_is_lost(jobs: int) -> None:
    killed = "ended by signal 9 (SIGKILL)"
    assert done_by(range(300), deadly, jobs) == [
        f"{one}: {killed}" if one in KILLERS else 2 * one for one in range(300)
    ]


def test_a_worker_that_exits_is_told_with_its_code() -> None:
    def leaving(number: int) -> int:
        if number == 20:
            os._exit(7)
        return number

    assert done_by(range(40), leaving, 2)[20] == "20: ended with exit code 7"


def test_when_no_worker_lives_to_do_anything_it_ends_in_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("advisor.batch.workers.signal.signal", lambda *_: os._exit(1))
    with pytest.raises(RuntimeError, match="exit code 1, and at no task"):
        done_by(range(40), slow_at_times, 2)
    assert multiprocessing.active_children() == []


class Fatal:
    """What kills the process that would send it."""

    def __reduce__(self) -> str:
        os._exit(3)


def test_what_cannot_be_sent_ends_in_an_error_though_tasks_killed_workers_before() -> None:
    def work(number: int) -> object:
        return Fatal() if number == 60 else deadly(number)

    with pytest.raises(RuntimeError, match="exit code 3, and at no task"):
        list(in_order(range(64), work, 2))
    assert multiprocessing.active_children() == []


def test_deaths_at_tasks_do_not_count_against_a_worker_that_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = multiprocessing.get_context("fork").Value("i", 0)
    real = signal.signal

    def starting(*given: Any) -> Any:
        with started:
            started.value += 1
            mine = started.value
        if mine == 4:
            os._exit(5)
        return real(*given)

    monkeypatch.setattr("advisor.batch.workers.signal.signal", starting)
    found = done_by(range(60), deadly, 2)
    assert [one for one in found if isinstance(one, str)] == [
        "3: ended by signal 9 (SIGKILL)",
        "4: ended by signal 9 (SIGKILL)",
    ]
    assert len(found) == 60


@pytest.mark.skipif(not hasattr(signal, "SIGRTMIN"), reason="no such signals here")
def test_a_signal_without_a_name_is_told_by_its_number() -> None:
    unnamed = int(signal.SIGRTMIN) + 6

    def work(number: int) -> int:
        if number == 20:
            os.kill(os.getpid(), unnamed)
        return number

    assert done_by(range(40), work, 2)[20] == f"20: ended by signal {unnamed}"


def test_it_reads_only_so_far_ahead_of_the_results() -> None:
    read = 0

    def tasks() -> Iterator[int]:
        nonlocal read
        while True:
            yield read
            read += 1

    results = in_order(tasks(), slow_at_times, 2)
    ahead = []
    with contextlib.closing(results):
        for number in range(3000):
            next(results)
            ahead.append(read - number)
    assert max(ahead) < 700


def test_large_tasks_are_read_less_far_ahead() -> None:
    read = 0

    def tasks() -> Iterator[bytes]:
        nonlocal read
        while True:
            yield b"x" * 100_000
            read += 1

    results = in_order(tasks(), len, 2, len)
    with contextlib.closing(results):
        assert next(results) == 100_000
        assert read < 40


def test_closing_it_ends_the_workers_at_once() -> None:
    def endless(number: int) -> int:
        if number > 100:
            time.sleep(600)
        return number

    results = in_order(itertools.count(), endless, 2)
    assert next(results) == 0
    assert len(multiprocessing.active_children()) == 2
    start = time.monotonic()
    results.close()
    assert multiprocessing.active_children() == []
    assert time.monotonic() - start < 60


def test_workers_end_when_the_process_they_work_for_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"

    def telling(number: int) -> int:
        with pids.open("a") as file:
            file.write(f"{os.getpid()}\n")
        return number

    def run_and_die() -> None:
        for number, _ in enumerate(in_order(itertools.count(), telling, 2)):
            if number == 500:
                os.kill(os.getpid(), signal.SIGKILL)

    process = multiprocessing.get_context("fork").Process(target=run_and_die)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    workers = {int(one) for one in pids.read_text().split()}
    assert len(workers) == 2
    deadline = time.monotonic() + 30
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, workers))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
