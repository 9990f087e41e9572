"""A bare foot and the lower leg, close up, seen from the inner side where the arch shows."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.report.markup.figures.outline import Disc, Outline, Shape, hull, polygon, smooth
from advisor.report.markup.figures.space import Point, turned, upward

_HEEL = Point(-34, 10)
_ANKLE = Point(-27, 40)
_BALL = Point(27, 7)


@dataclass(frozen=True, slots=True)
class BareFoot:
    """A foot on the ground: `pitch` (toes up is negative), the height of its arch, the shin."""

    pitch: float
    arch: float
    shin: float

    def shapes(self) -> tuple[Shape, ...]:
        """Draw it, cut off below the knee, with a dot on the mound of the big toe."""
        return (
            Shape("skin", (self._shin(), self._sole())),
            Shape("cover", (polygon((-95, -200), (95, -200), (95, -98), (-95, -98)),)),
            Shape("dot", (hull(self._disc(_BALL, 3.0)),)),
        )

    def on_ground(self, point: Point) -> Point:
        """Give where a point of the flat foot is, when the foot is rolled over its heel."""
        return _HEEL + turned(point - _HEEL, self.pitch)

    def _sole(self) -> Outline:
        drop = (12 - self.arch) * 0.45
        profile = (
            (-49, 12), (-45, 27), (-41, 44), (-16, 46 - drop * 0.5), (-4, 36 - drop),
            (12, 24 - drop), (26, 17), (38, 14), (49, 12), (55, 6), (51, 1), (42, 1), (37, 3),
            (28, 0), (18, 1 + self.arch * 0.15), (6, self.arch * 0.75), (-6, self.arch),
            (-16, self.arch * 0.6), (-25, 0.5), (-36, 0), (-46, 4),
        )  # fmt: skip
        placed = (self.on_ground(Point(*place)) for place in profile)
        return smooth(*((point.x, -point.y) for point in placed))

    def _shin(self) -> Outline:
        ankle = self.on_ground(_ANKLE)
        knee = ankle + upward(self.shin, 100)
        return hull(Disc(knee.x, -knee.y, 22), Disc(ankle.x, -ankle.y, 13))

    def _disc(self, point: Point, radius: float) -> Disc:
        at = self.on_ground(point)
        return Disc(at.x, -at.y, radius)
