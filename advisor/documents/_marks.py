"""Positions of the nodes of a document, and a problem met while reading one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from advisor.diagnostics import Path

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Mark = tuple[int, int]
"""Line and column of a node, both from 1."""

MAX_DEPTH = 64
"""The deepest nesting read; no file of this project needs ten (our own choice)."""
MAX_DIGITS = 30
"""The longest number read, in characters."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a mapping or list starts, and its keys and children by key or index."""

    start: Mark
    keys: dict[str, Mark]
    children: dict[str | int, Marks | Mark]


class Problem(Exception):
    """A document cannot be read, at `mark`."""

    def __init__(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.mark, self.message, self.hint = code, mark, message, hint


def position(marks: Marks | Mark, path: Path, *, key: bool) -> Mark:
    """Walk `path` as far as it goes and give the position reached."""
    found = marks.start if isinstance(marks, Marks) else marks
    for step in path:
        if not isinstance(marks, Marks) or step not in marks.children:
            break
        at_key = marks.keys.get(str(step)) if key else None
        marks = marks.children[step]
        found = at_key or (marks.start if isinstance(marks, Marks) else marks)
    return found


def mark_at(text: str, offset: int) -> Mark:
    """Give line and column of a place in a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def duplicate_key(key: str, mark: Mark, first: Mark) -> Problem:
    """Give the problem of a key that a mapping holds twice."""
    return Problem(
        "duplicate-key",
        mark,
        f"the key {key!r} stands twice (first in line {first[0]})",
        "keep one of the two",
    )


def too_deep(mark: Mark) -> Problem:
    """Give the problem of brackets in brackets without end."""
    return Problem("too-deep", mark, f"nested more than {MAX_DEPTH} levels deep")


def bad_number(text: str, mark: Mark) -> Problem:
    """Give the problem of a number that is no finite number of a sensible length."""
    shown = text if len(text) <= MAX_DIGITS else text[:MAX_DIGITS] + "..."
    return Problem("number-not-finite", mark, f"{shown} is not a number this program can hold")
