"""Whole commands beside others: many files, many lines, one case, and the start alone."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from advisor.documents import Document, read
from advisor.reasoner import shipped_case, shipped_cases
from tests.benchmarks.table import ratio

HEADINGS = ["", "against", "median", "worst", "bar", "ours s", "theirs s"]
ABOUT = """\
Whole processes, run in turns. A ratio is our time over theirs; of workers it is how many times as
much they do. check-jsonschema checks the same files against the schema of a case, and no more;
`validate` also advises on each case and compares what it expects, with a worker for each core. The
cases are the shipped ones over and over, under names of their own. The second bar of files was set
for a build with jsonschema-rs (see CONTRIBUTING.md). Memory is the peak of the largest process.
"""
_CASE = "clamshells-then-low-back"
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_ADVISOR = str(_SCRIPTS / "advisor")
_CHECKER = str(_SCRIPTS / "check-jsonschema")


class Size(NamedTuple):
    """How much there is to do: files, lines to compare workers on, and lines to compare memory."""

    files: int
    lines: int
    few: int
    many: int


FULL = Size(files=2_000, lines=10_000, few=40_000, many=160_000)
QUICK = Size(files=20, lines=40, few=40, many=80)


class Row(NamedTuple):
    """One command beside another: what it is, the bars of the ratio, and what both are called."""

    title: str
    against: str
    bars: tuple[float, ...]
    ours: Sequence[str]
    theirs: Sequence[str]
    most: bool = True
    """Whether the ratio is at most the bar; else it is theirs over ours, and at least the bar."""

    def measured(self, rounds: int) -> list[str]:
        """Run both in turns, once untimed, and give the line of the table."""
        _seconds(self.ours), _seconds(self.theirs)
        times = []
        for number in range(rounds):
            pair = [self.ours, self.theirs]
            found = [_seconds(one) for one in (pair[::-1] if number % 2 else pair)]
            times.append(found[::-1] if number % 2 else found)
        ratios = [(a / b if self.most else b / a) for a, b in times]
        median, worst = statistics.median(ratios), (max if self.most else min)(ratios)
        met = [(median <= bar) if self.most else (median >= bar) for bar in self.bars]
        verdicts = [
            f"{bar:g} {'met' if good else 'missed'}"
            for bar, good in zip(self.bars, met, strict=True)
        ]
        seconds = [f"{statistics.median(one):.3f}" for one in zip(*times, strict=True)]
        return [
            self.title,
            self.against,
            ratio(median),
            ratio(worst),
            ", ".join(verdicts),
            *seconds,
        ]


def rows(rounds: int, size: Size) -> Iterator[list[str]]:
    """Measure every row, one after another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for row in _rows(folder, size):
            yield row.measured(rounds)
        yield _memory(folder, size)


def _rows(folder: Path, size: Size) -> Iterator[Row]:
    schema = folder / "case.schema.json"
    schema.write_bytes(_output([_ADVISOR, "schema", "case"]))
    checker = (_CHECKER, "-q", "--schemafile", str(schema))
    for form, bars in (("yaml", (0.6, 0.35)), ("json", (0.9, 0.4))):
        files = _files(folder / form, form, size.files)
        yield Row(
            f"validate, {size.files:,} files of {form.upper()}",
            "check-jsonschema",
            bars,
            (_ADVISOR, "validate", str(folder / form)),
            (*checker, *files),
        )
    case = str(shipped_case(_CASE))
    yield Row(
        "advise, one case",
        "check-jsonschema",
        (0.7,),
        (_ADVISOR, "advise", case),
        (*checker, case),
    )
    yield Row(
        "--help",
        "import click",
        (1.3,),
        (_ADVISOR, "--help"),
        (sys.executable, "-c", "import click"),
    )
    lines = str(_lines(folder, size.lines))
    validate = (_ADVISOR, "validate", lines, "--jobs")
    yield Row(
        f"validate, {size.lines:,} lines: throughput of 2 workers",
        "1 worker",
        (1.6,),
        (*validate, "2"),
        (*validate, "1"),
        most=False,
    )


def _memory(folder: Path, size: Size) -> list[str]:
    """Compare the peak of the largest process of a run over many lines and over few."""
    peaks = []
    for count in (size.many, size.few):
        lines = _lines(folder, count)
        peaks.append(_peak((_ADVISOR, "validate", str(lines), "--jobs", "2")))
        lines.unlink()
    grew = peaks[0] - peaks[1]
    return [
        f"validate, {size.many:,} lines: peak {peaks[0]:.1f} MB",
        f"{size.few:,} lines: {peaks[1]:.1f} MB",
        f"{grew:+.1f} MB",
        "-",
        f"5 MB {'met' if grew <= 5 else 'missed'}",
        "-",
        "-",
    ]


# What is to be judged: the shipped cases, over and over


def _shipped(count: int) -> Iterator[tuple[str, Path]]:
    cases = list(shipped_cases().items())
    for number in range(count):
        name, path = cases[number % len(cases)]
        yield f"{name}-{number}", path


def _value(path: Path) -> Any:
    document = read(path)
    assert isinstance(document, Document), document
    return document.value


def _files(folder: Path, form: str, count: int) -> list[str]:
    folder.mkdir()
    made = [(folder / f"{name}.{form}", path) for name, path in _shipped(count)]
    for file, path in made:
        text = path.read_text("utf-8") if form == "yaml" else json.dumps(_value(path), indent=1)
        file.write_text(text, "utf-8")
    return sorted(str(file) for file, _ in made)


def _lines(folder: Path, count: int) -> Path:
    values = {path: _value(path) for path in shipped_cases().values()}
    file = folder / f"{count}.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for name, path in _shipped(count):
            stream.write(json.dumps({"case": name, **values[path]}) + "\n")
    return file


# Processes


def _environment() -> dict[str, str]:
    """Let bytecode be kept, as where a program is installed."""
    return {key: one for key, one in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def _output(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, env=_environment()).stdout


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    _output(command)
    return time.perf_counter() - start


def _peak(command: Sequence[str]) -> float:
    """Give the most memory that a command, or a process of it, held at once, in MB."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_environment()) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
