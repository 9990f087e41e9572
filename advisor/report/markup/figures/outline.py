"""What a picture is made of: outlines in the plane, written by a template.

Here `y` grows downward, as in SVG, and the ground is at 0. Every number is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, fsum, hypot, pi, sqrt
from typing import Literal, TypeAlias

Look: TypeAlias = Literal[
    "ground",
    "thing",
    "far",
    "body",
    "leg",
    "skin",
    "bone",
    "mark",
    "belt",
    "plumb",
    "dot",
    "cover",
    "faint",
    "bar",
    "tick",
]
"""How an outline is drawn; the style sheet has a class for each."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the plane."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Disc:
    """A round end of a part of the body."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of an outline: a line, an arc of `radius`, or a curve by its control points."""

    to: Spot
    radius: float = 0.0
    large: bool = False
    controls: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A line from its start, step by step, closed or open."""

    start: Spot
    steps: tuple[Step, ...]
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines drawn as one: where they overlap they join."""

    look: Look
    outlines: tuple[Outline, ...]


def spot(x: float, y: float) -> Spot:
    """Give a place with its numbers rounded; there is no minus zero."""
    return Spot(round(x, 1) + 0.0, round(y, 1) + 0.0)


def line(*places: tuple[float, float]) -> Outline:
    """Give an open line through places."""
    first, *others = (spot(*place) for place in places)
    return Outline(first, tuple(Step(one) for one in others), closed=False)


def polygon(*places: tuple[float, float]) -> Outline:
    """Give a closed line through places."""
    first, *others = (spot(*place) for place in places)
    return Outline(first, tuple(Step(one) for one in others))


def smooth(*places: tuple[float, float]) -> Outline:
    """Give a closed curve through places."""
    count = len(places)
    steps = []
    for i in range(count):
        before, a, b, after = (places[(i + k) % count] for k in (-1, 0, 1, 2))
        leaving = spot(a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6)
        arriving = spot(b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6)
        steps.append(Step(spot(*b), controls=(leaving, arriving)))
    return Outline(spot(*places[0]), tuple(steps))


def arrow(start: tuple[float, float], end: tuple[float, float], bulge: float = 0.0) -> Shape:
    """Give an arrow; `bulge` is how far its middle lies to the left of the straight way."""
    (ax, ay), (bx, by) = start, end
    far = hypot(bx - ax, by - ay)
    mx = (ax + bx) / 2 + 2 * bulge * (by - ay) / far
    my = (ay + by) / 2 - 2 * bulge * (bx - ax) / far
    tip = hypot(bx - mx, by - my)
    ux, uy = (bx - mx) / tip, (by - my) / tip
    sides = [spot(bx - 6.5 * ux + k * uy, by - 6.5 * uy - k * ux) for k in (4.5, -4.5)]
    shaft = Outline(spot(ax, ay), (Step(spot(bx, by), controls=(spot(mx, my),)),), closed=False)
    head = Outline(sides[0], (Step(spot(bx, by)), Step(sides[1])), closed=False)
    return Shape("mark", (shaft, head))


def hull(*discs: Disc) -> Outline:
    """Give the line around discs, which stand in the order of a convex polygon, clockwise."""
    if len(discs) == 1:
        return _circle(discs[0])
    ring = discs if _clockwise(discs) else tuple(reversed(discs))
    normals = [_normal(a, b) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)]
    steps = []
    for i, (a, b) in enumerate(zip(ring, (*ring[1:], ring[0]), strict=True)):
        normal, following = normals[i], normals[(i + 1) % len(ring)]
        if i == 0:
            start = spot(a.x + a.radius * normal[0], a.y + a.radius * normal[1])
        steps.append(Step(spot(b.x + b.radius * normal[0], b.y + b.radius * normal[1])))
        steps.append(
            Step(
                spot(b.x + b.radius * following[0], b.y + b.radius * following[1]),
                radius=round(b.radius, 1),
                large=_turn(normal, following) > pi,
            )
        )
    return Outline(start, tuple(steps))


def _circle(disc: Disc) -> Outline:
    left, right = spot(disc.x - disc.radius, disc.y), spot(disc.x + disc.radius, disc.y)
    radius = round(disc.radius, 1)
    return Outline(left, (Step(right, radius), Step(left, radius)))


def _clockwise(discs: tuple[Disc, ...]) -> bool:
    pairs = zip(discs, (*discs[1:], discs[0]), strict=True)
    return fsum(a.x * b.y - b.x * a.y for a, b in pairs) >= 0


def _normal(a: Disc, b: Disc) -> tuple[float, float]:
    """Give the outward direction at which the common tangent of two discs touches both."""
    dx, dy = b.x - a.x, b.y - a.y
    apart = hypot(dx, dy)
    ux, uy = dx / apart, dy / apart
    c = (a.radius - b.radius) / apart
    s = sqrt(max(0.0, 1 - c * c))
    return (ux * c + uy * s, uy * c - ux * s)


def _turn(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (atan2(b[1], b[0]) - atan2(a[1], a[0])) % (2 * pi)


def placed(shapes: tuple[Shape, ...], scale: float, x: float, y: float) -> tuple[Shape, ...]:
    """Give the same shapes smaller and elsewhere."""

    def move(one: Spot) -> Spot:
        return spot(one.x * scale + x, one.y * scale + y)

    def moved(step: Step) -> Step:
        controls = tuple(move(one) for one in step.controls)
        return Step(move(step.to), round(step.radius * scale, 1), step.large, controls)

    return tuple(
        Shape(
            shape.look,
            tuple(
                Outline(move(one.start), tuple(moved(step) for step in one.steps), one.closed)
                for one in shape.outlines
            ),
        )
        for shape in shapes
    )
