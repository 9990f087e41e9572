"""Whatever goes wrong in the midst of a case, the next one is answered as if nothing had."""

from __future__ import annotations

import functools
import inspect
import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from advisor import language
from advisor.cases import Case
from advisor.inference import Engine, infer
from advisor.inference._experta import KnowledgeEngine
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.data import advice_json
from tests.all_advice import words

WATCHED = tuple(
    str(Path(file).parent if is_folder else file)
    for file, is_folder in (
        (inspect.getfile(Engine), True),
        (inspect.getfile(KnowledgeEngine), True),
        (language.__file__, False),
    )
)
"""Where the inference happens: in our engine, in experta, and in the meaning of conditions."""


class Lines:
    """Counts the lines that run in the inference; with `stop`, raises an error before that one."""

    def __init__(self, stop: int = 0, error: type[BaseException] = RuntimeError) -> None:
        self.occurrences: dict[tuple[str, int], list[int]] = {}
        self._numbers = itertools.count(1)
        self._stop, self._error = stop, error

    def stops(self, but: Lines | None = None) -> list[int]:
        """Give each line that ran, and not there, at the time in the middle of those it ran."""
        known = but.occurrences if but else {}
        return [
            found[len(found) // 2] for line, found in self.occurrences.items() if line not in known
        ]

    def run(self, act: Callable[[], object]) -> None:
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            act()
        finally:
            sys.settrace(before)

    def _enter(self, frame: FrameType, event: str, argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(WATCHED):
            return None
        return self._stopping if self._stop else self._noting

    def _noting(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            line = (frame.f_code.co_filename, frame.f_lineno)
            self.occurrences.setdefault(line, []).append(next(self._numbers))
        return self._noting

    def _stopping(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line" and next(self._numbers) == self._stop:
            raise self._error
        return self._stopping


def test_an_error_at_any_line_leaves_the_engine_clean(cases: Sequence[Case]) -> None:
    """
    The same case again, and another, are answered as by an engine that never saw an error.

    An engine remembers what it found out of facts it has seen. The lines that run for that, and not
    when it meets the same case again, are interrupted in an engine that is new each time.
    """
    named = {case.name: case for case in cases}
    case, other = named["clamshells-then-low-back"], named["v14-back-pain-and-numbness"]
    engine = Engine(case.base)
    first, again = Lines(), Lines()
    for lines in (first, Lines(), again):
        lines.run(functools.partial(infer, engine, case.facts, case.open))
    expected = [words(engine, one) for one in (case, other)]
    stops = [(engine, stop) for stop in again.stops()]
    stops += [(Engine(case.base), stop) for stop in first.stops(but=again)]
    assert len(stops) > 100
    for number, (used, stop) in enumerate(stops):
        error = (RuntimeError, KeyboardInterrupt)[number % 2]
        with pytest.raises(error):
            Lines(stop, error).run(functools.partial(infer, used, case.facts, case.open))
        pair = (case, other) if number % 4 < 2 else (other, case)
        found = {one.name: words(used, one) for one in pair}
        assert [found[one.name] for one in (case, other)] == expected, stop


def test_an_engine_that_was_never_finished_is_not_used(
    base: KnowledgeBase, cases: Sequence[Case]
) -> None:
    """An error while a thread's engine is made: the next case makes another."""
    whole = Lines()
    whole.run(lambda: Reasoner(base).advise(cases[0]))
    last = max(found[-1] for found in whole.occurrences.values())
    expected = advice_json(Reasoner(base).advise(cases[0]))
    for part in range(1, 10):
        reasoner = Reasoner(base)
        interrupted = Lines(last * part // 10, KeyboardInterrupt)
        with pytest.raises(KeyboardInterrupt):
            interrupted.run(functools.partial(reasoner.advise, cases[0]))
        assert advice_json(reasoner.advise(cases[0])) == expected
