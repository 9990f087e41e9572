"""The co-contraction to a box, from the side: the hip opens first, the knee last."""

from __future__ import annotations

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
from advisor.report.markup.figures.outline import Shape, arrow, polygon
from advisor.report.markup.figures.picture import Box, Frame, Picture
from advisor.report.markup.figures.sideways import bones, ground, runner_shapes
from advisor.report.markup.figures.space import Point, between, upward

_BOX: Final = Box(-60, -196, 144, 202)


def _pushing(
    stance: tuple[float, float, float], trunk: float, free: tuple[float, float, float], arm: float
) -> Runner:
    """Stand on one leg (heel lifted, leans of shin and thigh), the other foot off the ground."""
    pitch, shin, thigh = stance
    near = leg_on(planted(0, pitch), shin, thigh)
    shoulder = near.hip + upward(trunk, TRUNK)
    return Runner(
        near,
        leg_from(near.hip, *free),
        shoulder,
        shoulder + upward(trunk * 0.8, NECK),
        arm_from(shoulder, arm, arm + 22),
        arm_from(shoulder, arm + 8, arm + 34),
    )


POSES: Final = (
    _pushing((0, 24, -42), 38, (-16, 82, 64), -30),
    _pushing((6, 30, -13), 3, (-8, 66, 50), -8),
    _pushing((45, 6, 4), 2, (-2, 46, 40), -8),
)
"""Loaded; the hip nearly straight over a bent knee; the knee straight too."""
_STOOD: Final = tuple(
    Shape("thing", (polygon(*face),))
    for face in (
        ((44, -2), (44, -38), (72, -38), (72, -2)),
        ((44, -38), (51, -46), (79, -46), (72, -38)),
        ((72, -38), (79, -46), (79, -10), (72, -2)),
    )
)
"""The box, a little behind."""


def co_contraction_to_box() -> Picture:
    """Draw the three frames; nothing is done with the box, for the article does not say what."""
    start, middle, end = POSES
    beside = (ground(_BOX.left, _BOX.width), *_STOOD)
    return Picture(
        "The co-contraction to a box, in three drawings",
        "Our own drawing. The article gives the name, the aim and a few cues. It does not say "
        "what is done with the box, so nothing is done with it here.",
        (
            Frame(
                "Seen from the side: a runner stands on one leg beside a box, hip and knee bent, "
                "the trunk tipped forward. The other foot is off the ground.",
                "Loaded on one leg, beside a box. Tighten the whole leg as one piece.",
                _BOX,
                (*beside, *runner_shapes(start), *bones(start), *_tightened(start)),
            ),
            Frame(
                "The hip is nearly straight and the trunk upright, while the knee is still bent.",
                "The hip drives first. The knee is still bent.",
                _BOX,
                (*beside, *runner_shapes(middle), *bones(middle), arrow((-34, -98), (-6, -98))),
            ),
            Frame(
                "Now the knee is straight too. The heel is up, and the big toe bends on the "
                "ground.",
                "The knee straightens last. The big toe bends.",
                _BOX,
                (*beside, *runner_shapes(end), *bones(end), arrow((46, -62), (24, -62))),
            ),
        ),
    )


def _tightened(runner: Runner) -> tuple[Shape, ...]:
    """Draw arrows that press on thigh and shin from both sides."""
    leg = runner.near
    arrows = []
    for low, high in ((leg.knee, leg.hip), (leg.foot.ankle, leg.knee)):
        middle, way = between(low, high, 0.5), high - low
        aside = Point(way.y, -way.x) * (1 / way.length)
        for side in (1, -1):
            start, end = (middle + aside * (side * far) for far in (27, 11))
            arrows.append(arrow((start.x, -start.y), (end.x, -end.y)))
    return tuple(arrows)
