"""Why an advice differs from what a case expects of it, in a few lines for each thing."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.advice import Advice
    from advisor.batch import Mismatch

_MOST_TARGETS = 4
_MOST_LINES = 10


def explain(advice: Advice, mismatch: Mismatch) -> tuple[str, ...]:
    """
    Say why an advice does not say what it should, and why it says what it should not.

    Long answers are cut; the command that gives the whole follows each.
    """
    asked = [("why-not", one) for one in mismatch.missing]
    if mismatch.expectation != "outcome":  # why it is not one outcome says why it is another
        asked += [("why", one) for one in mismatch.surplus]
    lines = [line for one in asked[:_MOST_TARGETS] for line in _answered(advice, *one)]
    left = len(asked) - _MOST_TARGETS
    return (*lines, *([f"and {left} more"] if left > 0 else []))


def _answered(advice: Advice, command: str, target: str) -> Iterator[str]:
    # only where something differs is it worth the time to import them
    from advisor.explanation import why, why_not
    from advisor.report.explaining.answers import answer_short

    answer = (why if command == "why" else why_not)(advice, target)
    lines = answer_short(answer).splitlines()
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield "  ..."
    document = advice.case.document
    case = f"{document.file}:{document.line}" if document.line else document.file
    yield f"  in full: advisor {command} {shlex.quote(case)} {target}"
