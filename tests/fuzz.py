"""
Throw documents at the program until something breaks: `python -m tests.fuzz [COUNT]`.

Each document is made from the seed and its number alone. They are judged in processes of their own,
so that one that dies or hangs is seen, and the document named. Whatever was found is written to a
folder to be looked at, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import faulthandler
import gc
import itertools
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection
from pathlib import Path
from typing import Any

from advisor.knowledge import load
from tests.fuzz_documents import MAKERS, Documents
from tests.fuzz_trial import Tally, Trial

CHUNK = 1000
HANG = 120
"""Seconds by the clock after which a document hangs, however busy the machine."""
SETTLED, GROWTH = 25_000, 10
"""
After so many documents a process has its size; so many MB it may grow from there.

By then the engine's memory of facts was full, and emptied, once.
"""
COMPARED = 5
"""How many sizes, each after a chunk of documents, are compared with as many later ones."""
CODES = (
    *("file-too-large", "packed-broken", "file-empty", "line-unfinished", "not-utf8"),
    *("nul-character", "yaml-syntax", "json-syntax", "yaml-anchor", "yaml-alias", "yaml-tag"),
    *("yaml-merge-key", "second-document", "duplicate-key", "key-not-text", "too-deep"),
    *("number-not-finite", "lone-surrogate", "unknown-key", "missing-key", "wrong-type"),
    *("unknown-value", "out-of-range", "all-others", "answer-without-area", "contradiction"),
    "same-case",
)
"""What can be wrong with a document by its contents."""


@dataclass
class Worker:
    """A process that tries a range of documents, which one it is at, and its size by then."""

    numbers: range
    at: Any
    pipe: Any
    process: Any
    sizes: list[tuple[int, float]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try documents, and say what became of them; give 1 where anything was found."""
    options = _options(arguments)
    started = time.monotonic()
    tally, workers = Tally(), []
    share = -(-options.count // options.jobs)
    waiting = [
        _started(options.seed, range(first, min(first + share, options.count)))
        for first in range(0, options.count, share)
    ]
    while waiting:
        for pipe in connection.wait([one.pipe for one in waiting]):
            worker = next(one for one in waiting if one.pipe is pipe)
            try:
                found, size = worker.pipe.recv()
            except EOFError:
                waiting.remove(worker)
                workers.append(worker)
                waiting += _after(worker, options.seed, tally)
                continue
            tally.add(found)
            worker.sizes.append((sum(found.documents.values()), size))
    growths = [one for one in map(_growth, workers) if one is not None]
    tally.faults += [(-1, f"grew by {one:.1f} MB") for one in growths if one > GROWTH]
    _report(tally, options, growths, time.monotonic() - started)
    return 1 if tally.faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100_000, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other documents (1)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (1)")
    parser.add_argument(
        "--found", type=Path, default=Path("fuzz-found"), metavar="DIR", help="for what is found"
    )
    return parser.parse_args(arguments)


# Processes


def _started(seed: int, numbers: range) -> Worker:
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    at = context.Value("q", numbers.start, lock=False)
    pipe, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(seed, numbers, at, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(numbers, at, pipe, process)


def _after(worker: Worker, seed: int, tally: Tally) -> Iterator[Worker]:
    """Take note of a process that ended, and start another for what it left."""
    worker.process.join()
    code = worker.process.exitcode
    if code == 0:
        return
    number = worker.at.value
    tally.faults.append((number, f"the process ended with {code} here (1: it hung)"))
    if number + 1 < worker.numbers.stop:
        yield _started(seed, range(number + 1, worker.numbers.stop))


def _work(seed: int, numbers: range, at: Any, pipe: Any) -> None:
    def begin(number: int) -> None:
        at.value = number
        faulthandler.dump_traceback_later(HANG, exit=True)

    trial = Trial(load(), seed, begin)
    for first in range(numbers.start, numbers.stop, CHUNK):
        tally = trial(range(first, min(first + CHUNK, numbers.stop)))
        pipe.send((tally, _size()))


def _size() -> float:
    """
    Give what this process holds now, in MB; 0 where the system does not tell.

    What was let go of is given back to the system first: a single large document leaves a process
    large for a while, and that is no growth.
    """
    if sys.platform != "linux":
        return 0.0
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # what glibc has
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _growth(worker: Worker) -> float | None:
    """
    Give by how many MB a process grew once it had its size; None where it did too little.

    It is the least of its last sizes against the least of as many when it had settled.
    """
    done = itertools.accumulate(documents for documents, _ in worker.sizes)
    sizes = [
        size for (_, size), by_then in zip(worker.sizes, done, strict=True) if by_then >= SETTLED
    ]
    if len(sizes) < 2 * COMPARED:
        return None
    return min(sizes[-COMPARED:]) - min(sizes[:COMPARED])


# What became of them


def _report(
    tally: Tally, options: argparse.Namespace, growths: Sequence[float], seconds: float
) -> None:
    total = sum(tally.documents.values())
    print(
        f"{total:,} documents of seed {options.seed} in {seconds:.0f} s, {tally.files:,} as files"
    )
    for maker in MAKERS:
        counts = {status: n for (one, status), n in sorted(tally.documents.items()) if one == maker}
        each = ", ".join(f"{count:,} {status}" for status, count in counts.items())
        print(f"{maker}: {sum(counts.values()):,}: {each}")
    print("diagnostics: " + ", ".join(f"{n:,} {code}" for code, n in tally.codes.most_common()))
    print("never met: " + (", ".join(one for one in CODES if one not in tally.codes) or "none"))
    print("the slowest took {:.2f} s of processor time: number {}".format(*tally.slowest))
    told = ", ".join(f"{one:.1f} MB" for one in growths) or "too few documents to tell"
    print(f"growth after {SETTLED:,} documents: {told}")
    for number, fault in tally.faults[:50]:
        print(f"FOUND at {number}: {fault}")
    _write_down(tally, options)


def _write_down(tally: Tally, options: argparse.Namespace) -> None:
    numbers = sorted({number for number, _ in tally.faults if number >= 0})[:100]
    if not tally.faults:
        print("nothing found")
        return
    options.found.mkdir(exist_ok=True)
    documents = Documents(load(), options.seed)
    for number in numbers:
        (options.found / f"{options.seed}-{number}").write_bytes(documents(number).raw)
    print(f"{len(tally.faults):,} faults found; the first documents are in {options.found}")


if __name__ == "__main__":
    sys.exit(main())
