"""Documents put through all that a user's file goes through, and counted."""

from __future__ import annotations

import gzip
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from advisor.batch import CaseResult, Run
from advisor.batch.judge import Judge
from advisor.cli import advisor
from advisor.knowledge import KnowledgeBase
from advisor.report.results import WRITERS, explain
from tests.fuzz_checks import (
    Rendered,
    again_faults,
    judged,
    place_faults,
    reading_faults,
    result_faults,
    written_faults,
)
from tests.fuzz_documents import HUGE_EVERY, Documents, Made

LONGEST = 3.0
"""Seconds of processor time that a document may take, all forms and checks of it included."""
AS_FILE = 8
"""One document in so many also becomes a file."""


@dataclass
class Tally:
    """What became of some documents; `faults` by the number of the document."""

    documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    files: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what became of others too."""
        self.documents += other.documents
        self.codes += other.codes
        self.files += other.files
        self.slowest = max(self.slowest, other.slowest)
        self.faults += other.faults


class Trial:
    """Tries documents; make it once for many. `begin` is told of each before it is tried."""

    def __init__(self, base: KnowledgeBase, seed: int, begin: Callable[[int], None]) -> None:
        self._base = base
        self._judge = Judge(base, explain)
        self._documents = Documents(base, seed)
        self._begin = begin

    def __call__(self, numbers: Iterable[int]) -> Tally:
        """Try the documents of these numbers, and then some of them as files of one run."""
        tally, rendered = Tally(), Rendered(self._base)
        files: list[Made] = []
        for number in numbers:
            self._begin(number)
            made = self._documents(number)
            started = time.process_time()
            try:
                tally.faults += [(number, one) for one in self._tried(made, tally, rendered)]
            except Exception as error:
                tally.faults.append((number, f"raises {error!r} at {_where(error)}"))
            seconds = time.process_time() - started
            tally.slowest = max(tally.slowest, (seconds, number))
            if seconds > LONGEST:
                tally.faults.append((number, f"takes {seconds:.1f} s"))
            if number % AS_FILE == 0 and number % HUGE_EVERY != HUGE_EVERY - 1:
                files.append(made)
        at = max(tally.slowest[1], 0)
        tally.faults += [(at, f"(or one near it) {one}") for one in rendered.faults()]
        with tempfile.TemporaryDirectory() as folder:
            self._as_files(files, Path(folder), tally)
        return tally

    def _tried(self, made: Made, tally: Tally, rendered: Rendered) -> Iterator[str]:
        result = judged(self._judge, made.raw, made.form)
        tally.documents[made.maker, result.status] += 1
        tally.codes.update(one.code for one in result.diagnostics)
        yield from result_faults(result)
        yield from place_faults(made.raw, result)
        yield from again_faults(self._judge, made.raw, made.form, result)
        yield from reading_faults(made.raw, made.form)
        yield from rendered.add(result)

    def _as_files(self, files: list[Made], folder: Path, tally: Tally) -> None:
        for made in files:
            name, content = as_file(made)
            (folder / name).write_bytes(content)
        tally.files += len(files)
        rendered = Rendered(self._base)
        for result in Run(self._base, explain=explain).results([str(folder)]):
            number = number_of(result)
            self._begin(number)
            tally.codes.update(one.code for one in result.diagnostics)
            found = [*result_faults(result), *rendered.add(result)]
            tally.faults += [(number, f"as a file: {one}") for one in found]
        if files:
            at = files[0].number
            found = [*rendered.faults(), *_command_faults(folder)]
            tally.faults += [(at, f"in a run of files from here: {one}") for one in found]


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def as_file(made: Made) -> tuple[str, bytes]:
    """Give a name and what is in the file: the document, perhaps compressed, perhaps damaged."""
    rng = random.Random(made.number)
    suffix = ".jsonl" if made.form == "line" else rng.choice((".yaml", ".yaml", ".json", ".yml"))
    content = made.raw
    if made.form == "line":
        content = b"\n".join((content, b"{}", content.rstrip()))
    packed = rng.choice(("", "", "", ".gz", ".zst"))
    if packed:
        content = _pack(packed, content)
        mishap = rng.choice(("", "cut", "flipped"))
        at = rng.randrange(len(content))
        if mishap == "cut":
            content = content[:at]
        elif mishap == "flipped":
            content = (
                content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
            )
    return f"{made.number:09}{suffix}{packed}", content


def number_of(result: CaseResult) -> int:
    """Give the number of the document that became the file of a result."""
    return int(Path(result.file).name[:9])


def _pack(how: str, content: bytes) -> bytes:
    if how == ".gz":
        return gzip.compress(content, mtime=0)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    packed: bytes = zstd.compress(content)
    return packed


def _command_faults(folder: Path) -> Iterator[str]:
    """Find what is wrong with the command line over a folder."""
    outputs = [f"--output={form}={folder / f'.{form}'}" for form in WRITERS]
    done = CliRunner().invoke(advisor, ["validate", str(folder), "--jobs=1", *outputs])
    if done.exit_code not in (0, 1, 3):
        yield f"advisor validate ends with {done.exit_code}: {done.exception!r}"
    yield from written_faults(done.output)
    for form in WRITERS:
        written = (folder / f".{form}").read_bytes()
        yield from written_faults(written.decode())
        if form == "text" and written.decode() != done.output:
            yield "the text on standard output is not the text in the file"
