"""
What a condition may still turn out to be: a set of truth values, in three-valued logic.

A set is a sum of `TRUE`, `FALSE` and `OPEN` (unknown to the rules). The parts of a condition are
taken to be independent, so that a set may hold a value too many, and never one too few.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable
from typing import Final, TypeAlias

from advisor.language import Truth

Truths: TypeAlias = int
"""A set of truth values."""

NONE: Final = 0
TRUE: Final = 1
FALSE: Final = 2
OPEN: Final = 4
ANY: Final = TRUE | FALSE | OPEN


class Matter(enum.Enum):
    """Between which truth values a difference matters: of one from the others, or of all three."""

    HOLDS = enum.auto()
    FAILS = enum.auto()
    ALL = enum.auto()

    @property
    def opposite(self) -> Matter:
        """What matters of a part, where this matters of its `not`."""
        return {Matter.HOLDS: Matter.FAILS, Matter.FAILS: Matter.HOLDS}.get(self, self)


def settled(truths: Truths, matter: Matter) -> bool:
    """Whether the values that are possible make no difference that matters."""
    if matter is Matter.ALL:
        return truths in (NONE, TRUE, FALSE, OPEN)
    one = TRUE if matter is Matter.HOLDS else FALSE
    return truths == one or not truths & one


def only(truth: Truth) -> Truths:
    """Give the set of one truth value."""
    return OPEN if truth is None else TRUE if truth else FALSE


def negation(truths: Truths) -> Truths:
    """Give what the `not` of a condition may be."""
    return (truths & OPEN) | (TRUE if truths & FALSE else NONE) | (FALSE if truths & TRUE else NONE)


def unknown(truths: Truths) -> Truths:
    """Give what the `unknown` of a condition may be."""
    return (TRUE if truths & OPEN else NONE) | (FALSE if truths & (TRUE | FALSE) else NONE)


def conjunction(parts: Iterable[Truths]) -> Truths:
    """Give what `all` of some parts may be."""
    sets = tuple(parts)
    return sets[0] if len(sets) == 1 else enough(len(sets), sets)


def disjunction(parts: Iterable[Truths]) -> Truths:
    """Give what `any` of some parts may be."""
    sets = tuple(parts)
    return sets[0] if len(sets) == 1 else enough(1, sets)


@functools.lru_cache(maxsize=50_000)
def enough(count: int, parts: tuple[Truths, ...]) -> Truths:
    """Give what at least `count` of some parts may be."""
    can_hold = sum(1 for one in parts if one & TRUE)
    must_not_fail = sum(1 for one in parts if not one & FALSE)
    result = NONE
    if can_hold >= count:
        result |= TRUE
    if must_not_fail < count:
        result |= FALSE
    # open: fewer than `count` hold, and with those that are open it could be enough
    can_be_open = sum(1 for one in parts if one & OPEN)
    must_hold = sum(1 for one in parts if one == TRUE)
    may_hold = sum(1 for one in parts if one & TRUE and not one & OPEN)
    if can_be_open and must_hold < count <= can_be_open + may_hold:
        result |= OPEN
    return result
