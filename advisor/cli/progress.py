"""How far a run over many cases has come, on standard error where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from advisor.batch import CaseResult

_EVERY = 0.1
_WIDTH = 24
_CLEAR = "\r\x1b[K"


def progress(results: Iterable[CaseResult], paths: Iterable[str]) -> Iterator[CaseResult]:
    """
    Hand results on, and show how many there were, at most ten times a second.

    A bar shows how far that is where the cases can be counted without reading them. Its line is
    cleared before a result is handed on of which something is printed, and at the end. Without a
    terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        yield from results
        return
    from advisor.batch import count

    total = count(paths)
    cases = bad = 0
    shown = 0.0
    try:
        for result in results:
            cases += result.is_case
            bad += result.status != "ok"
            if result.status != "ok" or result.diagnostics:
                click.echo(_CLEAR, err=True, nl=False)
            yield result
            if time.monotonic() - shown >= _EVERY:
                shown = time.monotonic()
                line = f"{_bar(cases, total)} cases, {bad:,} not fine"
                click.echo(f"{_CLEAR}{line}", err=True, nl=False)
    finally:
        click.echo(_CLEAR, err=True, nl=False)


def _bar(cases: int, total: int | None) -> str:
    if not total:
        return f"{cases:,}"
    done = min(_WIDTH, _WIDTH * cases // total)
    return f"[{'#' * done}{'-' * (_WIDTH - done)}] {cases:,} of {total:,}"
