"""The heel rocker: the foot close up from its inner side, and the whole runner small beside it."""

from __future__ import annotations

from typing import Final

from advisor.report.markup.figures.bare_foot import BareFoot
from advisor.report.markup.figures.body import (
    NECK,
    TRUNK,
    Runner,
    arm_to,
    leg_between,
    leg_on,
    planted,
)
from advisor.report.markup.figures.outline import Shape, arrow, placed, polygon
from advisor.report.markup.figures.picture import Box, Frame, Picture
from advisor.report.markup.figures.sideways import ground, runner_shapes
from advisor.report.markup.figures.space import Point, upward

_BOX: Final = Box(-68, -192, 152, 198)
_SUPPORT: Final = Point(32, 110)
_SMALL: Final = 0.58


def _rocking(foot: float, shin: float, thigh: float, back: float) -> Runner:
    """Stand with one foot in front, both hands on a support; the back heel lifted so far."""
    near = leg_on(planted(0, foot), shin, thigh)
    shoulder = near.hip + upward(7, TRUNK)
    hands = arm_to(shoulder, _SUPPORT)
    return Runner(
        near,
        leg_between(near.hip, planted(-24, back)),
        shoulder,
        shoulder + upward(3, NECK),
        hands,
        arm_to(shoulder, _SUPPORT + Point(3, 0)),
    )


POSES: Final = (_rocking(-20, -4, -15, 4), _rocking(0, 3, -12, 10), _rocking(0, 18, -2, 34))
"""On the heel; on the whole foot; over it."""
FEET: Final = (BareFoot(-20, 12, -4), BareFoot(0, 12, 0), BareFoot(0, 4, 18))
"""The same foot close up: its pitch, the height of its arch, the lean of the shin."""


def heel_rocker_pronation() -> Picture:
    """Draw the three frames."""
    start, middle, end = (_small(pose) for pose in POSES)
    on_heel, flat, loaded = (foot.shapes() for foot in FEET)
    floor = ground(_BOX.left, _BOX.width)
    return Picture(
        "The heel rocker pronation drill, in three drawings",
        "Our own drawing. The article gives the name and the aim only.",
        (
            Frame(
                "A runner holds on to a support in front and stands with one foot ahead, its heel "
                "on the ground. Close up, from the inner side: the forefoot is up.",
                "Hold on to something. Start on the heel.",
                _BOX,
                (floor, *on_heel, *start, arrow((66, -50), (70, -16), 4)),
            ),
            Frame(
                "The whole foot is on the ground, the mound of the big toe too. The arch is still "
                "high; an arrow shows that it comes down.",
                "Roll onto the whole foot. Let the arch come down slowly.",
                _BOX,
                (floor, *flat, *middle, arrow((-8, -48), (-8, -19))),
            ),
            Frame(
                "The arch is low, the mound of the big toe on the ground, and the shin has "
                "travelled forward over the foot.",
                "The mound of the big toe stays down, the shin travels forward. Then roll back.",
                _BOX,
                (floor, *loaded, *end, arrow((6, -66), (36, -58), 4)),
            ),
        ),
    )


def _small(runner: Runner) -> tuple[Shape, ...]:
    counter = Shape("thing", (polygon((30, 0), (30, -105), (56, -105), (56, 0)),))
    shapes = (ground(-44, 104), counter, *runner_shapes(runner))
    return placed(shapes, _SMALL, 42, -88)
