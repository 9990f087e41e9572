"""A runner drawn from the side: parts of the body as rounded outlines, the far limbs behind."""

from __future__ import annotations

from advisor.report.markup.figures.body import SOLE, Arm, Leg, Runner
from advisor.report.markup.figures.outline import Disc, Outline, Shape, hull, line, spot
from advisor.report.markup.figures.space import Point, between

_FACE = Point(10.5, -1.5)


def runner_shapes(runner: Runner) -> tuple[Shape, ...]:
    """Draw a runner from the far limbs to the near ones."""
    return (
        Shape("far", arm_outlines(runner.far_arm)),
        Shape("far", leg_outlines(runner.far)),
        Shape("body", _trunk(runner)),
        Shape("leg", leg_outlines(runner.near)),
        Shape("body", arm_outlines(runner.near_arm)),
    )


def faint_shapes(runner: Runner) -> tuple[Shape, ...]:
    """Draw a runner in faint lines and without the far arm, where something else matters."""
    limbs = (leg_outlines(runner.near), arm_outlines(runner.near_arm))
    parts = (leg_outlines(runner.far), _trunk(runner), *limbs)
    return tuple(Shape("faint", part) for part in parts)


def leg_outlines(leg: Leg) -> tuple[Outline, ...]:
    """Give the outlines of a leg with its shoe."""
    foot = leg.foot
    return (
        hull(_disc(leg.hip, 9.8), _disc(leg.knee, 6.4)),
        hull(_disc(leg.knee, 6.3), _disc(foot.ankle, 4.2), _disc(_calf(leg), 5.0)),
        hull(
            _disc(foot.ankle, 4.8), _disc(foot.ball, SOLE["ball"]), _disc(foot.heel, SOLE["heel"])
        ),
        hull(_disc(foot.ball, SOLE["ball"]), _disc(foot.tip, SOLE["tip"])),
    )


def arm_outlines(arm: Arm) -> tuple[Outline, ...]:
    """Give the outlines of an arm with its hand."""
    return (
        hull(_disc(arm.shoulder, 5.2), _disc(arm.elbow, 4.0)),
        hull(_disc(arm.elbow, 4.0), _disc(arm.hand, 3.4)),
    )


def _calf(leg: Leg) -> Point:
    down = leg.foot.ankle - leg.knee
    return leg.knee + down * 0.32 + Point(down.y, -down.x) * 0.07


def _trunk(runner: Runner) -> tuple[Outline, ...]:
    hip, shoulder = runner.near.hip, runner.shoulder
    way = runner.head - shoulder
    face = (
        runner.head + Point(way.y, -way.x) * (_FACE.x / way.length) + way * (_FACE.y / way.length)
    )
    return (
        hull(_disc(hip, 10.5), _disc(between(hip, shoulder, 0.5), 9.2)),
        hull(_disc(between(hip, shoulder, 0.45), 9.2), _disc(between(hip, shoulder, 0.86), 10.6)),
        hull(_disc(between(hip, shoulder, 0.95), 6.5), _disc(runner.head, 4.5)),
        hull(_disc(runner.head, 10.5)),
        hull(_disc(face, 2.0), _disc(between(face, runner.head, 0.3), 3.0)),
    )


def breastbone(runner: Runner) -> Point:
    """Give the middle of the breastbone: at the front of the chest."""
    up = runner.shoulder - runner.near.hip
    return runner.near.hip + up * 0.78 + Point(up.y, -up.x) * (9 / up.length)


def plumb(top: Point) -> tuple[Shape, ...]:
    """Draw a dot, and a dotted line from it straight down to the ground."""
    return (
        Shape("plumb", (line((top.x, -top.y), (top.x, 0)),)),
        Shape("dot", (hull(_disc(top, 3.2)),)),
    )


def ground(left: float, width: float) -> Shape:
    """Draw the ground."""
    return Shape("ground", (line((left, 0), (left + width, 0)),))


def bones(runner: Runner) -> tuple[Shape, ...]:
    """Draw a line from shoulder to ankle over hip and knee, which shows what is straight."""
    leg = runner.near
    places = [(one.x, -one.y) for one in (runner.shoulder, leg.hip, leg.knee, leg.foot.ankle)]
    dots = tuple(hull(_disc(one, 3.2)) for one in (leg.hip, leg.knee))
    return (Shape("bone", (line(*places),)), Shape("dot", dots))


def _disc(point: Point, radius: float) -> Disc:
    at = spot(point.x, -point.y)
    return Disc(at.x, at.y, radius)
