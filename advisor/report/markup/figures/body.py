"""A runner's body: its joints, from the leans of its bones, and where its feet stand.

Made by forward kinematics from the ground up: a bone is as long in one pose as in the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from advisor.report.markup.figures.space import Point, joint, turned, upward

SHIN: Final = 42.0
THIGH: Final = 42.0
TRUNK: Final = 49.0
NECK: Final = 19.0
"""From the shoulder to the middle of the head."""
UPPER_ARM: Final = 28.0
FOREARM: Final = 27.0
SOLE: Final = {"heel": 4.0, "ball": 3.4, "tip": 2.8}
"""How far the sole is below the bones of the foot."""

_HEEL: Final = Point(-4.5, -5.0)
_BALL: Final = Point(13.5, -5.6)
_TOE: Final = Point(8.0, -0.6)
ANKLE: Final = 9.0
"""How high the ankle is while the foot is flat."""
FORWARD: Final = Point(1.0, 0.0)
BACKWARD: Final = Point(-1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Foot:
    """The bones of a foot: `pitch` lifts the heel, `toes` is how far the toes point down."""

    ankle: Point
    pitch: float
    toes: float

    @property
    def heel(self) -> Point:
        """The middle of the heel."""
        return self.ankle + turned(_HEEL, self.pitch)

    @property
    def ball(self) -> Point:
        """The joint at which the big toe bends."""
        return self.ankle + turned(_BALL, self.pitch)

    @property
    def tip(self) -> Point:
        """The end of the big toe."""
        return self.ball + turned(_TOE, self.toes)

    @property
    def toe_bend(self) -> float:
        """How far the big toe is bent up, in degrees."""
        return self.pitch - self.toes

    @property
    def lowest(self) -> float:
        """How high above the ground the sole is where it is lowest."""
        bones = ((self.heel, "heel"), (self.ball, "ball"), (self.tip, "tip"))
        return min(bone.y - SOLE[name] for bone, name in bones)


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg from hip to foot."""

    hip: Point
    knee: Point
    foot: Foot


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm from shoulder to hand."""

    shoulder: Point
    elbow: Point
    hand: Point


@dataclass(frozen=True, slots=True)
class Runner:
    """A whole runner, seen from the side; the near leg is the one that matters."""

    near: Leg
    far: Leg
    shoulder: Point
    head: Point
    near_arm: Arm
    far_arm: Arm


def planted(at: float, pitch: float = 0.0) -> Foot:
    """Put a foot on the ground: flat, on its ball with the toes flat, or on its heel.

    `at` is where its ankle is when it is flat; it rolls over its heel or its ball from there.
    """
    rolling = _HEEL if pitch < 0 else _BALL
    sole = SOLE["heel"] if pitch < 0 else SOLE["ball"]
    ankle = Point(at + rolling.x, sole) - turned(rolling, pitch)
    return Foot(ankle, pitch, min(pitch, 0.0))


def leg_on(foot: Foot, shin: float, thigh: float) -> Leg:
    """Build a leg from its foot upward."""
    knee = foot.ankle + upward(shin, SHIN)
    return Leg(knee + upward(thigh, THIGH), knee, foot)


def leg_from(hip: Point, thigh: float, shin: float, pitch: float) -> Leg:
    """Hang a leg from the hip, its foot in the air."""
    knee = hip - upward(thigh, THIGH)
    return Leg(hip, knee, Foot(knee - upward(shin, SHIN), pitch, pitch))


def leg_between(hip: Point, foot: Foot) -> Leg:
    """Bend a leg so that it reaches from the hip to a foot that stands."""
    return Leg(hip, joint(hip, foot.ankle, (THIGH, SHIN), FORWARD), foot)


def arm_from(shoulder: Point, upper: float, fore: float) -> Arm:
    """Hang an arm from the shoulder; the leans are those of its bones, swung forward."""
    elbow = shoulder - upward(-upper, UPPER_ARM)
    return Arm(shoulder, elbow, elbow - upward(-fore, FOREARM))


def arm_to(shoulder: Point, hand: Point) -> Arm:
    """Bend an arm so that the hand is on something."""
    return Arm(shoulder, joint(shoulder, hand, (UPPER_ARM, FOREARM), BACKWARD), hand)
