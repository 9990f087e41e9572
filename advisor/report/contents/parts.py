"""What the parts of an advice are, put into words and not yet laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from advisor.knowledge import Entry
from advisor.report.questions import Asked, Checklist
from advisor.report.said import Said


class Research(NamedTuple):
    """A note on where research disagrees or is silent: how it begins, its subject, its words."""

    lead: str
    label: str
    said: Said

    def __str__(self) -> str:
        return f"{self.lead}: {self.label}. {self.said}"


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes beside something; `above` are the labels of those that stood beside another."""

    here: tuple[Research, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """
    One thing that an advice says: its name, what is said of it, why, and what research says.

    `name` begins with a capital; `text` is a sentence or more, empty where the name says it all.
    """

    id: str
    name: str
    text: str
    reasons: tuple[Said, ...]
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True)
class PatternPoint(Point):
    """A pattern; `fits` says how well, `about` of what."""

    fits: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Key(Point):
    """A key that is open; `text` says where in the stride it acts, `behind` what it rests on."""

    level: str = ""
    behind: tuple[Said, ...] = ()
    drilled: bool = True


@dataclass(frozen=True, slots=True)
class Drill(Point):
    """A drill with its card: its parts under their titles, cues, and what comes before it."""

    number: int = 0
    stage: str = ""
    card: tuple[tuple[str, Said], ...] = ()
    cues: tuple[Said, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Held(Point):
    """
    Something held back, or several things for the same reasons.

    `checks` bear on it; `lifted` says what would give it back.
    """

    checks: tuple[str, ...] = ()
    lifted: str = ""


class Outside(NamedTuple):
    """A complaint outside the method: what is known to help, if anything, and what to have seen."""

    id: str
    name: str
    help: Said | None
    assess: str


class Line(NamedTuple):
    """Something told, with how it is led in: "You train", "clamshells (times a week: 3)"."""

    lead: str
    said: str

    def __str__(self) -> str:
        return f"{self.lead}: {self.said}" if self.lead else self.said


@dataclass(frozen=True, slots=True)
class Contents:
    """
    Everything that the report of an advice says, section by section, in the order of reading.

    With an emergency or urgent advice there are the message, `severe` (why) and `settling`, and
    nothing else.
    """

    label: str
    text: str
    severe: tuple[Said, ...] = ()
    told: tuple[Line, ...] = ()
    settling: tuple[Checklist, ...] = ()
    referrals: tuple[Point, ...] = ()
    cautions: tuple[Point, ...] = ()
    load: tuple[Point, ...] = ()
    outside: tuple[Outside, ...] = ()
    patterns: tuple[PatternPoint, ...] = ()
    keys: tuple[Key, ...] = ()
    general: tuple[Research, ...] = ()
    drills: tuple[Drill, ...] = ()
    rules: tuple[Said, ...] = ()
    held: tuple[Held, ...] = ()
    held_drills: tuple[str, ...] = ()
    clinical: tuple[Checklist, ...] = ()
    unanswered: tuple[Asked, ...] = ()
    assumed: tuple[Said, ...] = ()
    sources: tuple[Entry, ...] = ()
