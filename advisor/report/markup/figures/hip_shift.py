"""The step to lateral hip shift, from the front: the pelvis comes over one foot and turns."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from advisor.report.markup.figures.body import ANKLE, FOREARM, SHIN, THIGH, UPPER_ARM
from advisor.report.markup.figures.outline import (
    Disc,
    Outline,
    Shape,
    Step,
    arrow,
    hull,
    line,
    spot,
)
from advisor.report.markup.figures.picture import Box, Frame, Picture
from advisor.report.markup.figures.space import Point, joint

_BOX: Final = Box(-60, -184, 120, 202)
_DEPTH: Final = 0.35
"""How far down the picture a point on the ground moves for each centimetre toward the viewer."""
_EYES: Final = 110.0
"""How high the viewer's eyes are; what is as high does not move up or down."""
_HALF_PELVIS: Final = 8.5


@dataclass(frozen=True, slots=True)
class FrontFoot:
    """A foot that points to the viewer: where its ankle is when flat, and its heel's `lift`."""

    x: float
    z: float
    lift: float = 0.0

    @property
    def ball(self) -> Point:
        """The ball of the foot, on the ground."""
        return Point(self.x, 3.4, self.z + 13.5)

    @property
    def ankle(self) -> Point:
        """The ankle, turned up and forward around the ball."""
        c, s = cos(radians(self.lift)), sin(radians(self.lift))
        up, back = ANKLE - 3.4, 13.5
        return self.ball + Point(0, up * c + back * s, up * s - back * c)

    @property
    def heel(self) -> Point:
        """The heel, turned with the ankle."""
        c, s = cos(radians(self.lift)), sin(radians(self.lift))
        back, up = 18.0, 1.0
        return self.ball + Point(0, up * c + back * s, up * s - back * c)


@dataclass(frozen=True, slots=True)
class Stance:
    """A runner from the front: the middle of the pelvis, its turn, and the two feet.

    The leg stepped on is to the right of the picture; a positive `turn` is toward it.
    """

    pelvis: Point
    turn: float
    stepped: FrontFoot
    other: FrontFoot
    chest: Point

    def hip(self, side: int) -> Point:
        """Give a hip joint: `side` is 1 for the leg stepped on, -1 for the other."""
        angle = radians(self.turn)
        return self.pelvis + Point(cos(angle), 0, -sin(angle)) * (side * _HALF_PELVIS)

    def knee(self, side: int) -> Point:
        """Give a knee; knees bend forward, over the toes."""
        foot = self.stepped if side > 0 else self.other
        return joint(self.hip(side), foot.ankle, (THIGH, SHIN), Point(0, 0, 1))

    @property
    def middle(self) -> Point:
        """The middle of the front of the pelvis, which shows its turn."""
        angle = radians(self.turn)
        return self.pelvis + Point(sin(angle), 0, cos(angle)) * 11


POSES: Final = (
    Stance(Point(0, 91, 0), 0, FrontFoot(10, 0), FrontFoot(-10, 0), Point(0, 136, 2)),
    Stance(Point(3, 88, 10), 0, FrontFoot(17, 26), FrontFoot(-10, 0, 14), Point(3, 133, 12)),
    Stance(Point(13, 82, 24), 30, FrontFoot(17, 26), FrontFoot(-10, 0, 45), Point(17, 127, 30)),
)
"""Feet side by side; a short step; the pelvis over that foot."""


def step_to_lateral_hip_shift() -> Picture:
    """Draw the three frames."""
    start, middle, end = POSES
    return Picture(
        "The step to lateral hip shift, in three drawings",
        "Our own drawing. The article gives the name, the aim and two cues: knee over toes, "
        "breastbone over knee. It does not say which way the step goes.",
        (
            Frame(
                "Seen from the front: a runner stands on both feet.",
                "Stand on both feet.",
                _BOX,
                _drawn(start),
            ),
            Frame(
                "One foot has taken a short step forward. The weight is still between the feet.",
                "Take a short step.",
                _BOX,
                (*_drawn(middle), arrow((36, -8), (36, 14))),
            ),
            Frame(
                "The pelvis is over that foot and turned a little toward it. A dotted line runs "
                "from the breastbone over the knee to the toes. The other foot only touches.",
                "Pelvis over that foot, turned a little toward it. The other foot goes light.",
                _BOX,
                (
                    *_drawn(end),
                    _plumb(end),
                    arrow((-46, -84), (-18, -82)),
                    arrow((4, -62), (30, -64), -5),
                    arrow((-26, -10), (-26, -32)),
                ),
            ),
        ),
    )


def _drawn(stance: Stance) -> tuple[Shape, ...]:
    return (
        Shape("ground", (line((_BOX.left, -8), (_BOX.left + _BOX.width, -8)),)),
        Shape("far" if stance.turn else "body", _leg(stance, -1)),
        Shape("body", (*_arm(stance, 1), *_arm(stance, -1))),
        Shape("leg", _leg(stance, 1)),
        Shape("body", _trunk(stance)),
        Shape("dot", (*_eyes(stance), hull(_disc(stance.middle, 2.4)))),
        Shape("belt", (_belt(stance),)),
        Shape("bone", (_breastbone(stance),)),
        Shape("dot", (hull(_disc(stance.knee(1), 2.4)),)),
    )


def _leg(stance: Stance, side: int) -> tuple[Outline, ...]:
    foot = stance.stepped if side > 0 else stance.other
    hip, knee = stance.hip(side), stance.knee(side)
    inner, outer = (foot.ball + Point(k, 0, 0) for k in (-3.4, 3.4))
    toes = [one + Point(0, -0.4, 6) for one in (inner, outer)]
    return (
        hull(_disc(hip, 9), _disc(knee, 6.4)),
        hull(_disc(knee, 6.4), _disc(foot.ankle, 4.2)),
        hull(_disc(foot.ankle, 4.6), _disc(inner, 3.4), _disc(outer, 3.4)),
        hull(_disc(inner, 3.4), _disc(outer, 3.4), *(_disc(one, 3.2) for one in reversed(toes))),
    )


def _arm(stance: Stance, side: int) -> tuple[Outline, ...]:
    shoulder = stance.chest + Point(side * 15, 2, 0)
    elbow = shoulder + Point(side * 7, -27, 2) * (UPPER_ARM / Point(7, 27, 2).length)
    hand = elbow + Point(side * 1, -26, 6) * (FOREARM / Point(1, 26, 6).length)
    return (
        hull(_disc(shoulder, 5.2), _disc(elbow, 4)),
        hull(_disc(elbow, 4), _disc(hand, 3)),
        hull(_disc(hand, 3.8)),
    )


def _trunk(stance: Stance) -> tuple[Outline, ...]:
    chest, pelvis = stance.chest, stance.pelvis
    right, left = (chest + Point(k, 0, 0) for k in (12, -12))
    waist = pelvis + (chest - pelvis) * 0.45
    head = chest + Point(0, 25, 0)
    return (
        hull(*(_disc(one, 6) for one in (left, right)), _disc(waist, 14)),
        hull(_disc(waist, 14), _disc(stance.hip(1), 9), _disc(stance.hip(-1), 9)),
        hull(_disc(chest, 6), _disc(head, 4.2)),
        hull(_disc(head, 10.5)),
    )


def _eyes(stance: Stance) -> tuple[Outline, ...]:
    head = stance.chest + Point(0, 25, 0)
    return tuple(hull(_disc(head + Point(k, 1, 0), 1.2)) for k in (-4, 4))


def _breastbone(stance: Stance) -> Outline:
    top, bottom = stance.chest + Point(0, -1, 0), stance.chest + Point(0, -14, 0)
    return line(_at(top), _at(bottom))


def _belt(stance: Stance) -> Outline:
    """Draw round the front of the pelvis, through its middle."""
    ends = (stance.hip(side) + Point(side * 9, 0, 0) for side in (-1, 1))
    (ax, ay), (bx, by) = (_at(one) for one in ends)
    x, y = _at(stance.middle)
    control = spot(2 * x - (ax + bx) / 2, 2 * y - (ay + by) / 2)
    return Outline(spot(ax, ay), (Step(spot(bx, by), controls=(control,)),), closed=False)


def _plumb(stance: Stance) -> Shape:
    """Draw a dotted line from the breastbone over the knee to the toes."""
    x, y = _at(stance.chest + Point(0, -17, 0))
    return Shape("plumb", (line((x, y), (stance.stepped.x, _at(stance.stepped.ball)[1])),))


def _at(point: Point) -> tuple[float, float]:
    """Give where a point is in the picture: feet nearer the viewer are lower."""
    return point.x, _DEPTH * (1 - point.y / _EYES) * point.z - point.y


def _disc(point: Point, radius: float) -> Disc:
    at = spot(*_at(point))
    return Disc(at.x, at.y, radius)
