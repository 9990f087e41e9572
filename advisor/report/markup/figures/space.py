"""Points in space, and limbs of two bones that reach from one point to another.

Lengths are in centimetres. `x` runs to the right of the picture, `y` upward from the ground and
`z` toward the viewer; a picture from the side has no use for `z`. A `lean` is in degrees from
upright, forward (to the right) positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt


@dataclass(frozen=True, slots=True)
class Point:
    """A point, or the way from one to another."""

    x: float
    y: float
    z: float = 0.0

    def __add__(self, other: Point) -> Point:
        return Point(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: Point) -> Point:
        return Point(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor: float) -> Point:
        return Point(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: Point) -> float:
        """Give the scalar product."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    @property
    def length(self) -> float:
        """How long the way is."""
        return hypot(self.x, self.y, self.z)


def upward(lean: float, length: float) -> Point:
    """Give the way up along a bone that leans."""
    return Point(sin(radians(lean)), cos(radians(lean))) * length


def turned(way: Point, pitch: float) -> Point:
    """Turn a way in the plane of the picture, its front end down."""
    c, s = cos(radians(pitch)), sin(radians(pitch))
    return Point(way.x * c + way.y * s, way.y * c - way.x * s, way.z)


def between(start: Point, end: Point, share: float) -> Point:
    """Give the point that lies a share of the way from one to the other."""
    return start + (end - start) * share


def joint(root: Point, end: Point, lengths: tuple[float, float], bend: Point) -> Point:
    """Find the joint of two bones from `root` to `end`, on the side to which they bend.

    Raises `ValueError` when the end is out of their reach.
    """
    upper, lower = lengths
    way = end - root
    if not abs(upper - lower) < way.length <= upper + lower:
        raise ValueError(f"bones of {upper} and {lower} cannot span {way.length:.1f}")
    along = way * (1 / way.length)
    aside = bend - along * bend.dot(along)
    reached = (upper**2 - lower**2 + way.length**2) / (2 * way.length)
    off = sqrt(max(0.0, upper**2 - reached**2))
    return root + along * reached + aside * (off / aside.length)
