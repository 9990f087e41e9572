"""The stride in four moments, and where in it each key acts."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from advisor.report.markup.figures.body import (
    NECK,
    TRUNK,
    Runner,
    arm_from,
    leg_from,
    leg_on,
    planted,
)
from advisor.report.markup.figures.outline import Shape, line, placed, polygon
from advisor.report.markup.figures.picture import Box, Moment, Stride
from advisor.report.markup.figures.sideways import faint_shapes, ground, runner_shapes
from advisor.report.markup.figures.space import upward

_COLUMN: Final = 112.0
_BOX: Final = Box(0, -190, 4 * _COLUMN, 208)
MOMENTS: Final = ("landing", "mid-stance", "late stance", "toe-off")
_NAMED: Final = ("mid-stance", "toe-off")
KEYS: Final = {
    "load-the-foot": (0, 1, "from landing into mid-stance"),
    "length-with-internal-rotation": (1, 1, "at mid-stance"),
    "hip-before-knee": (1, 3, "from mid-stance to toe-off"),
}
"""From which moment to which a key acts, and how that is said."""


def _running(
    stance: tuple[float, float, float],
    free: tuple[float, float, float],
    near_arm: tuple[float, float],
    far_arm: tuple[float, float],
) -> Runner:
    """Run to the right: a leg on the ground as (pitch, leans), one in the air, and the arms."""
    pitch, shin, thigh = stance
    near = leg_on(planted(0, pitch), shin, thigh)
    shoulder = near.hip + upward(7, TRUNK)
    return Runner(
        near,
        leg_from(near.hip, *free),
        shoulder,
        shoulder + upward(6, NECK),
        arm_from(shoulder, *near_arm),
        arm_from(shoulder, *far_arm),
    )


POSES: Final = (
    _running((-5, -4, -24), (8, 74, 58), (-40, 40), (20, 105)),
    _running((0, 18, -19), (-18, 82, 66), (-18, 62), (2, 85)),
    _running((22, 32, 7), (-42, 52, 36), (10, 95), (-25, 58)),
    _running((52, 40, 26), (-58, 14, 8), (30, 118), (-46, 36)),
)
"""The runner at each of the four moments."""
_SHIFTS: Final = (26, -8, -28, -51)


@lru_cache(maxsize=1)
def stride_picture() -> Stride:
    """Give the picture of the stride, with mid-stance and toe-off marked."""
    marks = tuple(_tick(number) for number, moment in enumerate(MOMENTS) if moment in _NAMED)
    return Stride(
        "A runner from the side, running to the right, at four moments of one step: landing, "
        "mid-stance with the body over the foot, late stance, and toe-off with the hip straight "
        "and the big toe bent.",
        "Our own drawing: one step of one leg, from left to right.",
        _BOX,
        (ground(_BOX.left, _BOX.width), *_runners(0, 3), *marks),
        tuple(Moment(moment, moment in _NAMED) for moment in MOMENTS),
    )


@cache
def key_picture(key_id: str) -> Stride | None:
    """Give the stride with the part marked where a key acts, or None for a key without drawing."""
    if key_id not in KEYS:
        return None
    first, last, when = KEYS[key_id]
    return Stride(
        f"The same four moments of a step, with a bar below the ground {when}.",
        f"Our own drawing. The bar shows where this key acts: {when}.",
        _BOX,
        (ground(_BOX.left, _BOX.width), *_runners(first, last), _bar(first, last)),
        tuple(Moment(moment, first <= number <= last) for number, moment in enumerate(MOMENTS)),
    )


def _runners(first: int, last: int) -> tuple[Shape, ...]:
    """Draw the four runners; those before the first and after the last are faint."""
    drawn: tuple[Shape, ...] = ()
    for number, pose in enumerate(POSES):
        shapes = (runner_shapes if first <= number <= last else faint_shapes)(pose)
        drawn += placed(shapes, 1, _middle(number), 0)
    return drawn


def _middle(number: int) -> float:
    """Give where in the drawing a runner's `x` of 0 is."""
    return (number + 0.5) * _COLUMN + _SHIFTS[number]


def _contact(number: int) -> tuple[float, float]:
    """Give the two ends of what a foot has on the ground, from the heel or the ball to the toes."""
    foot = POSES[number].near.foot
    back = foot.ball if foot.pitch > 0 else foot.heel
    return _middle(number) + back.x - 3, _middle(number) + foot.tip.x + 3


def _tick(number: int) -> Shape:
    """Draw a line from what a foot has on the ground to the name of the moment."""
    left, right = _contact(number)
    x = (left + right) / 2
    tip = polygon((x, 4), (x + 4, 9), (x - 4, 9))
    return Shape("tick", (tip, line((x, 9), ((number + 0.5) * _COLUMN, 18))))


def _bar(first: int, last: int) -> Shape:
    left, right = _contact(first)[0], _contact(last)[1]
    ends = (line((x, 4), (x, 16)) for x in (left, right))
    return Shape("bar", (line((left, 10), (right, 10)), *ends))
