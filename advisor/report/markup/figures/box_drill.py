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
from advisor.report.markup.figures.space import upward

_BOX: Final = Box(-56, -196, 138, 202)


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
        arm_from(shoulder, arm, arm + 40),
        arm_from(shoulder, arm + 12, arm + 55),
    )


POSES: Final = (
    _pushing((0, 24, -42), 38, (-24, 72, 52), -4),
    _pushing((6, 30, -13), 1, (-14, 54, 38), -8),
    _pushing((45, 6, 4), 2, (-10, 36, 30), -8),
)
"""Loaded; the hip nearly straight over a bent knee; the knee straight too."""


def co_contraction_to_box() -> Picture:
    """Draw the three frames; nothing is done with the box, for the article does not say what."""
    start, middle, end = POSES
    beside = (
        ground(_BOX.left, _BOX.width),
        Shape(
            "thing",
            (
                polygon((40, -2), (40, -38), (70, -38), (70, -2)),
                polygon((40, -38), (47, -46), (77, -46), (70, -38)),
            ),
        ),
    )
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
                (*beside, *runner_shapes(start), *bones(start), *_tightened()),
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


def _tightened() -> tuple[Shape, ...]:
    """Draw arrows that press on the leg from both sides, thigh and shin alike."""
    return (
        arrow((-14, -90), (-4, -74)),
        arrow((-18, -34), (-5, -50)),
        arrow((36, -24), (19, -32)),
        arrow((-18, -12), (-3, -22)),
    )
