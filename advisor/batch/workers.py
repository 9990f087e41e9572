"""Work shared out to processes, with the results in the order of the tasks."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 64
_CHUNK_BYTES = 256 * 1024
_WINDOW = 4
"""
How many tasks, and bytes of them, go to a worker at once, and how many such chunks for each may be
ahead of the results: enough to keep all busy, few enough to keep memory flat (our own choice).
"""
_TRIES = 3
"""How many workers may die over a chunk, but not at a task of it, until it is given up."""
_START = "fork" if sys.platform == "linux" else "spawn"
"""A copy of this process is the quickest start, and safe where there are no threads yet."""
_ALONE = 8
"""Up to so many tasks no worker is started: it would take longer than the work."""


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A task on which its worker died, and how."""

    task: T
    reason: str


def in_order(
    tasks: Iterable[T],
    work: Callable[[T], R],
    jobs: int,
    size: Callable[[T], int] = lambda _: 0,
) -> Generator[R | Lost[T], None, None]:
    """
    Do the work on every task, in this process or shared out to `jobs` others.

    Results come in the order of the tasks, whoever did them and when. `size` tells how many bytes a
    task holds. A worker that dies is replaced: the task it died on is `Lost`, and what else it had
    in hand is done by another. Close the iterator to end the workers at once.
    """
    tasks = iter(tasks)
    first = list(itertools.islice(tasks, _ALONE + 1)) if jobs > 1 else []
    every = itertools.chain(first, tasks)
    if jobs < 2 or len(first) <= _ALONE:
        yield from map(work, every)
        return
    crew = _Crew(work, jobs)
    try:
        yield from crew.run(_chunks(every, size))
    finally:
        crew.end()


def _chunks(tasks: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    chunk: list[T] = []
    held = 0
    for task in tasks:
        chunk.append(task)
        held += size(task)
        if len(chunk) >= _CHUNK or held >= _CHUNK_BYTES:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


@dataclass
class _Chunk(Generic[T]):
    """
    Tasks done together, by their place in the order.

    `lost` are those that killed a worker; `failures` counts the workers that died at none of them.
    """

    number: int
    tasks: list[T]
    lost: dict[int, Lost[T]] = field(default_factory=dict)
    failures: int = 0


class _Worker(Generic[T]):
    """A process, the pipe to it, and which task of its chunk it is at."""

    def __init__(self, context: Any, work: Callable[[T], Any]) -> None:
        self.at = context.RawValue("l", _NOWHERE)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.at, work), daemon=True)
        self.process.start()
        theirs.close()
        self.chunk: _Chunk[T] | None = None

    def give(self, chunk: _Chunk[T]) -> None:
        self.chunk = chunk
        tasks = [None if at in chunk.lost else (one,) for at, one in enumerate(chunk.tasks)]
        with contextlib.suppress(OSError):  # that it has died is noticed where its results are read
            self.pipe.send(tasks)

    def how_it_died(self) -> str:
        self.process.join()
        code = self.process.exitcode or 0
        if code >= 0:
            return f"ended with exit code {code}"
        name = next((one.name for one in signal.Signals if one == -code), "")
        return f"ended by signal {-code}" + (f" ({name})" if name else "")


_NOWHERE = -1


def _serve(pipe: Any, at: Any, work: Callable[[Any], Any]) -> None:
    """Do chunks until there are no more, or whoever gives them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others, by SIGTERM,
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # for which a copy of it may have a handler
    parent = multiprocessing.parent_process()
    assert parent is not None
    while pipe in connection.wait([pipe, parent.sentinel]):
        results = []
        for at.value, task in enumerate(pipe.recv()):
            results.append(work(*task) if task else None)
        at.value = _NOWHERE
        pipe.send(results)


class _Crew(Generic[T, R]):
    """Workers, the chunks they have in hand, and the results that wait for their turn."""

    def __init__(self, work: Callable[[T], R], jobs: int) -> None:
        self._context = multiprocessing.get_context(_START)
        self._work = work
        self._jobs = jobs
        self._workers: list[_Worker[T]] = []
        self._done: dict[int, list[R | Lost[T]]] = {}

    def run(self, chunks: Iterator[list[T]]) -> Iterator[R | Lost[T]]:
        given = turn = 0
        while True:
            while given - turn < self._jobs * _WINDOW and (worker := self._idle()):
                tasks = next(chunks, None)
                if tasks is None:
                    break
                worker.give(_Chunk(given, tasks))
                given += 1
            if turn == given:
                return
            self._gather()
            while turn in self._done:
                yield from self._done.pop(turn)
                turn += 1

    def _idle(self) -> _Worker[T] | None:
        found = next((one for one in self._workers if one.chunk is None), None)
        if found is None and len(self._workers) < self._jobs:
            found = _Worker(self._context, self._work)
            self._workers.append(found)
        return found

    def _gather(self) -> None:
        """Wait for results, and take them."""
        busy = [one for one in self._workers if one.chunk is not None]
        ready = connection.wait([one.pipe for one in busy])
        for worker in busy:
            chunk = worker.chunk
            if worker.pipe not in ready or chunk is None:
                continue
            try:
                results = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker, chunk)
                continue
            self._done[chunk.number] = [
                chunk.lost.get(place, one) for place, one in enumerate(results)
            ]
            worker.chunk = None

    def _replace(self, worker: _Worker[T], chunk: _Chunk[T]) -> None:
        """Put another worker in the place of one that died, at the same chunk."""
        reason, at = worker.how_it_died(), worker.at.value
        if at != _NOWHERE:
            chunk.lost[at] = Lost(chunk.tasks[at], reason)
        else:
            chunk.failures += 1
            if chunk.failures >= _TRIES:
                raise RuntimeError(f"no worker can be had: each {reason}, and at no task")
        worker.pipe.close()
        self._workers.remove(worker)
        other = _Worker(self._context, self._work)
        self._workers.append(other)
        other.give(chunk)

    def end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
