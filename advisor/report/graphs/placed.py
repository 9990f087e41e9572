"""What a map of the reasoning is made of, each thing with where it stands; lengths are pixels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from advisor.report.graphs.drawing import Arrow, Box, Head, Look

TEXT: Final = 12.0
"""The size of letters, in pixels, as all lengths here are."""
LINE: Final = 15.0
INSIDE: Final = 9.0
"""From the edge of a box to its text."""
APART: Final = 11.0
"""From one box to the next below it."""
HEAD: Final = 34.0
"""What the titles of the columns take."""
WIDE: Final = 1080.0
GUTTER: Final = 50.0
BROADEST: Final = 208.0
"""A column is no broader than this."""
LANE: Final = 9.0
"""What an arrow takes that passes a column."""
PORT: Final = 7.0
"""From one arrow to the next where they meet a box."""
TURN: Final = 34.0
"""How far out an arrow swings that turns back to its own column."""
TIP: Final = 7.0
"""How long the head of an arrow is."""
UPRIGHT: Final = (688.0, 860.0)
"""The room for a map on a printed sheet."""
ACROSS: Final = (1030.0, 595.0)
"""The room for one on a sheet that lies."""
ENOUGH: Final = 0.8
"""A map that is printed no smaller than this stands upright."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A box with where it stands: its left and top edge, its size, and its lines of text."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def rows(self) -> tuple[tuple[float, float, str], ...]:
        """Where each line begins, on its base line, and what it says."""
        left, top = round(self.x + INSIDE, 1), self.y + INSIDE + TEXT * 0.85
        return tuple(
            (left, round(top + LINE * number, 1), line) for number, line in enumerate(self.lines)
        )

    @property
    def look(self) -> Look:
        """How the box is drawn."""
        return self.box.look


@dataclass(frozen=True, slots=True)
class Way:
    """
    An arrow with the points it goes through, each two of them the ends of a stretch.

    The first stretch is a curve, then lines and curves take turns. `back` says that it comes to
    its end from the right.
    """

    arrow: Arrow
    points: tuple[Point, ...]
    back: bool

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Its stretches."""
        head, dashed = self.arrow.head, self.arrow.dashed
        return tuple(
            Stroke(start, end, number % 2 == 1, head, dashed)
            for number, (start, end) in enumerate(pairwise(self.points))
        )

    @property
    def tip(self) -> Tip:
        """Its head."""
        return Tip(self.points[-1], -TIP if self.back else TIP, self.arrow.head)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of one arrow, or of several that are drawn alike: straight, or bent to the side."""

    start: Point
    end: Point
    straight: bool
    head: Head
    dashed: bool

    @property
    def bends(self) -> tuple[Point, Point]:
        """Where a curve bends: half way to its end, or beyond it where it turns back."""
        (left, top), (right, bottom) = self.start, self.end
        turns = right <= left + TIP
        out = round(max(left, right) + TURN if turns else (left + right) / 2, 1)
        return (out, top), (out, bottom)


@dataclass(frozen=True, slots=True)
class Tip:
    """The head of an arrow, or of several; `on` is how far it reaches, to the left if negative."""

    at: Point
    on: float
    head: Head


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a column, and where its left edge is."""

    text: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Map:
    """
    The reasoning behind an advice, laid out.

    `words` says the same, under the title of each column. The map is `lying` if it prints larger
    across a sheet than upright.
    """

    width: float
    height: float
    headings: tuple[Heading, ...]
    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    legend: tuple[str, ...]
    words: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is to be drawn of the arrows, each stretch that some share once."""
        return tuple(dict.fromkeys(stroke for way in self.ways for stroke in way.strokes))

    @property
    def tips(self) -> tuple[Tip, ...]:
        """The heads of the arrows, each that some share once."""
        return tuple(dict.fromkeys(way.tip for way in self.ways))

    @property
    def lying(self) -> bool:
        """Whether it is to be printed across the sheet."""
        upright = min(UPRIGHT[0] / self.width, UPRIGHT[1] / self.height)
        across = min(ACROSS[0] / self.width, ACROSS[1] / self.height)
        return upright < ENOUGH and across > upright
