"""The drills in three frames each, by their ids."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from advisor.report.markup.figures.box_drill import co_contraction_to_box
from advisor.report.markup.figures.heel_rocker import heel_rocker_pronation
from advisor.report.markup.figures.hinge import kickstand_hinge
from advisor.report.markup.figures.hip_shift import step_to_lateral_hip_shift
from advisor.report.markup.figures.picture import Picture

DRAWN: Final[dict[str, Callable[[], Picture]]] = {
    "heel-rocker-pronation": heel_rocker_pronation,
    "step-to-lateral-hip-shift": step_to_lateral_hip_shift,
    "kickstand-hinge": kickstand_hinge,
    "co-contraction-to-box": co_contraction_to_box,
}


@cache
def drill_picture(drill_id: str) -> Picture | None:
    """Give the picture of a drill, or None for a drill that has no drawing."""
    draw = DRAWN.get(drill_id)
    return draw() if draw else None
