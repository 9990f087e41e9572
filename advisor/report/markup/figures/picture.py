"""A picture, ready for the template that writes it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.report.markup.figures.outline import Shape


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the plane that a drawing shows."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One drawing: what it shows, for those who cannot see it, and the few words below it."""

    shows: str
    caption: str
    box: Box
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drill in frames, from start to end, and whose drawing it is."""

    shows: str
    note: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the stride: its name, and whether the picture marks it."""

    name: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Stride:
    """The stride in one drawing, with the names of its moments below, and whose drawing it is."""

    shows: str
    note: str
    box: Box
    shapes: tuple[Shape, ...]
    moments: tuple[Moment, ...]
