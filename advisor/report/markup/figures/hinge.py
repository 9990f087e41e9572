"""The kickstand hinge, from the side: the back foot is a stand, the front hip folds."""

from __future__ import annotations

from typing import Final

from advisor.report.markup.figures.body import (
    NECK,
    TRUNK,
    Runner,
    arm_from,
    leg_between,
    leg_on,
    planted,
)
from advisor.report.markup.figures.outline import arrow
from advisor.report.markup.figures.picture import Box, Frame, Picture
from advisor.report.markup.figures.sideways import breastbone, ground, plumb, runner_shapes
from advisor.report.markup.figures.space import upward

_BOX: Final = Box(-66, -184, 132, 190)
_BACK_FOOT: Final = planted(-38, 48)


def _hinging(shin: float, thigh: float, trunk: float) -> Runner:
    """Stand on the front leg with the back foot as a stand, the trunk folded that far."""
    near = leg_on(planted(0), shin, thigh)
    shoulder = near.hip + upward(trunk, TRUNK)
    return Runner(
        near,
        leg_between(near.hip, _BACK_FOOT),
        shoulder,
        shoulder + upward(trunk - 4, NECK),
        arm_from(shoulder, trunk * 0.6, trunk * 0.6 + 6),
        arm_from(shoulder, trunk * 0.6 + 7, trunk * 0.6 + 14),
    )


POSES: Final = (_hinging(10, -4, 2), _hinging(14, -21, 22), _hinging(17, -38, 46))
"""Upright, a small fold, and a larger one."""


def kickstand_hinge() -> Picture:
    """Draw the three frames."""
    start, middle, end = POSES
    floor = ground(_BOX.left, _BOX.width)
    return Picture(
        "The kickstand hinge, in three drawings",
        "Our own drawing. The article gives the name and the aim only; knee and breastbone are "
        "placed as in the hip shift.",
        (
            Frame(
                "Seen from the side: a runner stands upright on the front leg. The other foot is "
                "behind, on its toes, as a stand.",
                "One foot back as a stand, your weight on the front leg.",
                _BOX,
                (floor, *runner_shapes(start), arrow((30, -66), (30, -28))),
            ),
            Frame(
                "The hips have moved back and the trunk tips forward a little, the back straight. "
                "The front knee stays over the toes.",
                "Fold at the front hip. Begin with a small range.",
                _BOX,
                (
                    floor,
                    *runner_shapes(middle),
                    arrow((-22, -92), (-50, -86), 2),
                    arrow((36, -160), (56, -138), 5),
                ),
            ),
            Frame(
                "The trunk is tipped well forward, the back straight. A dotted line runs from the "
                "breastbone down over the knee and the toes. The back of the front hip is marked "
                "as lengthening.",
                "Breastbone over the knee, knee over the toes. The back of the hip lengthens.",
                _BOX,
                (
                    floor,
                    *runner_shapes(end),
                    *plumb(breastbone(end)),
                    arrow((-30, -82), (-24, -108), 4),
                    arrow((-30, -80), (-14, -56), -4),
                ),
            ),
        ),
    )
