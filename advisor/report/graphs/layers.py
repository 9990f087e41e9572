"""Things in columns, ordered so that few arrows cross, and set as level as they can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import Final, NamedTuple

SWEEPS: Final = 12
"""How often the order and the places are gone through, to the right and back."""

Links = Mapping[str, Sequence[str]]
"""By name of a thing, the things in the next columns to either side it is linked with."""


def ordered(
    columns: Sequence[Sequence[str]], links: Links, kept: Sequence[Sequence[str]]
) -> list[list[str]]:
    """
    Order the things in each column so that few links cross.

    The things named in `kept`, for each column, stay in that order among themselves. Among equals
    the order that was given decides.
    """
    best = [list(column) for column in columns]
    fewest = crossings(best, links)
    current = [list(column) for column in best]
    for sweep in range(SWEEPS):
        numbers = range(len(current)) if sweep % 2 == 0 else range(len(current) - 1, -1, -1)
        for number in numbers:
            _sort(current, number, links, kept[number])
        count = crossings(current, links)
        if count < fewest:
            best, fewest = [list(column) for column in current], count
    return best


def _sort(columns: list[list[str]], number: int, links: Links, kept: Sequence[str]) -> None:
    """Order one column by the middle of what each thing is linked with."""
    place = {name: index for column in columns for index, name in enumerate(column)}
    size = {name: len(column) for column in columns for name in column}
    middle = {}
    for name in columns[number]:
        near = [(place[one] + 0.5) / size[one] for one in links.get(name, ()) if one in place]
        own = (place[name] + 0.5) / size[name]
        middle[name] = fsum(near) / len(near) if near else own
    for before, after in pairwise(kept):
        middle[after] = max(middle[after], middle[before])
    rank = {name: index for index, name in enumerate(kept)}
    columns[number].sort(key=lambda one: (round(middle[one], 6), rank.get(one, -1)))


def crossings(columns: Sequence[Sequence[str]], links: Links) -> int:
    """Count the pairs of links between neighbouring columns that cross."""
    count = 0
    for left, right in pairwise(columns):
        place = {name: index for index, name in enumerate(right)}
        ends = [place[one] for name in left for one in sorted_in(links.get(name, ()), place)]
        count += sum(a > b for index, a in enumerate(ends) for b in ends[index + 1 :])
    return count


def sorted_in(names: Sequence[str], place: Mapping[str, int]) -> list[str]:
    """Give the names that have a place, by it."""
    return sorted((one for one in names if one in place), key=lambda one: place[one])


class Placing:
    """
    Where things stand in their columns: each near the middle of what it is linked with.

    `heights` are those of the things, `gaps` what each wants free below it. None stands over
    another, and all stay within the tallest column.
    """

    def __init__(
        self,
        columns: Sequence[Sequence[str]],
        heights: Mapping[str, float],
        gaps: Mapping[str, float],
        links: Links,
    ) -> None:
        self._columns = columns
        self._heights = heights
        self._takes = {name: height + gaps[name] for name, height in heights.items()}
        self._links = links
        self._room = max(map(self._least, columns))
        self._tops: dict[str, float] = {}

    def tops(self) -> dict[str, float]:
        """Give the top of each thing."""
        for column in self._columns:
            top = (self._room - self._least(column)) / 2
            for name in column:
                self._tops[name] = top
                top += self._takes[name]
        for sweep in range(SWEEPS):
            for column in self._columns if sweep % 2 == 0 else reversed(self._columns):
                self._level(column)
        return self._tops

    def _least(self, column: Iterable[str]) -> float:
        return fsum(self._takes[name] for name in column)

    def _level(self, column: Sequence[str]) -> None:
        """
        Move the things of a column to where they want to be, as far as their order lets them.

        What would run into each other moves together, to the mean of what they want.
        """
        blocks: list[_Block] = []
        for name in column:
            block = _Block(self._wish(name), 1, [name])
            while blocks and blocks[-1].top + self._least(blocks[-1].names) > block.top:
                above = blocks.pop()
                wishes = block.wishes - self._least(above.names) * block.size
                block = _Block(
                    above.wishes + wishes, above.size + block.size, [*above.names, *block.names]
                )
            blocks.append(block)
        top = 0.0
        for block in blocks:
            top = max(top, block.top)
            for name in block.names:
                self._tops[name] = top
                top += self._takes[name]
        bottom = self._room
        for name in reversed(column):
            self._tops[name] = round(min(self._tops[name], bottom - self._takes[name]), 3)
            bottom = self._tops[name]

    def _wish(self, name: str) -> float:
        """Give the top that would set a thing level with the middle of what it is linked with."""
        near = [self._tops[one] + self._heights[one] / 2 for one in self._links.get(name, ())]
        return fsum(near) / len(near) - self._heights[name] / 2 if near else self._tops[name]


class _Block(NamedTuple):
    """Things that stand close: the sum of what they wish for the top of them all, and how many."""

    wishes: float
    size: int
    names: list[str]

    @property
    def top(self) -> float:
        return self.wishes / self.size
