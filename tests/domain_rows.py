"""
What the domain notes say, written down a second time, for the tests to hold the base against.

Ids of rows, and of each row only what a program can compare. The notes are the ground; when one of
them changes, change it here by hand: that is what makes this a second reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _numbered(prefix: str, last: int, *more: str) -> tuple[str, ...]:
    return (*(f"{prefix}{number}" for number in range(1, last + 1)), *more)


STATEMENTS: Final = _numbered("S", 51)
"""A.1, what the article says."""
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "A.5 own checks": _numbered("O", 14),
    "A.6 drills": _numbered("D", 4),
    "A.7 patterns": _numbered("P", 6, "P0"),
    "B.2 symptoms": _numbered("SY", 32),
    "C.2 exercises": _numbered("X", 44),
    "D.2 red flags": _numbered("RF", 36, "RF8b", "RF9b", "RF21b"),
    "D.4 withholding": _numbered("W", 10),
    "E.4 conflicts": _numbered("CF", 16, "CF1b", "CF7b"),
}
"""By table, the rows of which each must be cited, or left out for a reason."""
OTHER_REFS: Final = frozenset(
    (
        *_numbered("K", 3),
        *_numbered("I", 9),
        *_numbered("A.", 7),
        *_numbered("B.", 3),
        *_numbered("C.", 3),
        *_numbered("D.", 4),
        *_numbered("E.", 5),
    )
)
"""What else a `ref` may name: the keys, what the article only implies, and whole sections."""

DRILLS: Final[Mapping[str, str]] = {
    "D1": "heel-rocker-pronation",
    "D2": "step-to-lateral-hip-shift",
    "D3": "kickstand-hinge",
    "D4": "co-contraction-to-box",
}
"""The drills of A.6; D3 needs D2, and D4 needs D3."""

OUTSIDE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("SY2", "SY5", "SY8", "SY9", "SY11", "SY13"), "D1 D2 D3 D4"),
    **dict.fromkeys(("SY19", "SY23", "SY28", "SY30"), "D1 D2 D3 D4"),
    "SY4": "D4",
    "SY10": "D2 D3",
    "SY12": "D3",
    "SY14": "D3 D4",
    "SY15": "",
    "SY16": "D1",
    "SY17": "D1",
    "SY18": "D1",
    "SY20": "D4",
    "SY21": "D1",
    "SY22": "D1 D4",
    "SY24": "D1 D2",
}
"""B.3: which drills an outside symptom holds back, before what needs them follows."""
STORIES: Final[Mapping[str, str]] = {"SY31": "RF20", "SY32": "RF21"}
"""B.3: symptoms without an entry that block every drill, by the red flag that refers them."""

WITHHOLDS: Final[Mapping[str, str]] = {
    "W1": "D2 D3",
    "W2": "D3",
    "W3": "D2 D3 D4",
    "W4": "D1",
    "W5": "D1",
    "W6": "D2 D3",
    "W7": "",
    "W8": "D1 D2 D3 D4",
    "W9": "D2 D3 D4",
    "W10": "D3",
}
"""
D.4: which drills the rules of a row hold back among them, before what needs them follows.

W7 holds back a cue, and W9 says "no end-range turning": D2 and D3 turn, and D4 starts from them.
"""
ALSO_WITHHELD: Final[Mapping[str, str]] = {
    "W1": "curtsy-lunge",
    "W2": "deadlift romanian-deadlift single-leg-rdl",
    "W7": "big-toe-bend",
}
"""D.4: "no cross-over work", "no deep hinge" and "do not cue big-toe bend"."""

CHECKS: Final[Mapping[str, tuple[str, ...]]] = {
    "O1": ("sign length-with-internal-rotation missing",),
    "O2": ("sign length-with-internal-rotation missing",),
    "O5": ("withheld D2", "withheld D3", "referral clinician"),
    "O6": ("sign load-the-foot missing",),
    "O7": ("withheld D1",),
    "O8": ("sign length-with-internal-rotation missing",),
    "O9": ("sign hip-before-knee missing",),
    "O10": ("sign hip-before-knee missing",),
    # A.6 holds D1 back for the big-toe joint; D4 too, as B.3 does for the same complaint
    "O11": ("withheld big-toe-bend", "withheld D1", "withheld D4"),
    "O12": ("withheld D1", "referral clinician"),
    "O14": (),
}
"""
A.5: what a yes to one check of a row leads to by itself. O3 counts with kneecap pain only, O4 is
weak evidence that brings a note, and O14 decides nothing.
"""

LEVELS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("RF1", "RF2", "RF9b", "RF10", "RF16", "RF25", "RF35"), "E"),
    **dict.fromkeys(("RF5", "RF8b", "RF11", "RF12", "RF15", "RF27", "RF30"), "U"),
    **dict.fromkeys(("RF18", "RF21", "RF22", "RF23", "RF24", "RF26", "RF28"), "B"),
    **dict.fromkeys(("RF31", "RF32", "RF33", "RF36"), "B"),
    **dict.fromkeys(("RF3", "RF9", "RF14", "RF34"), "E U"),
    **dict.fromkeys(("RF4", "RF6", "RF7", "RF8", "RF13", "RF17", "RF29"), "U B"),
    **dict.fromkeys(("RF19", "RF21b"), "E U B"),
    "RF20": "E U B C",
}
"""D.2: the levels a row names; emergency, urgent, clinician (B), caution (C)."""

EVIDENCE: Final[Mapping[str, str]] = {
    "CF1": "R4 R6 R18",
    "CF2": "R7 R8",
    "CF3": "R19 R20",
    "CF4": "R22",
    "CF5": "R47 R76",
    "CF6": "R24 R25 R64",
    "CF7": "R27 R29 R38",
    "CF7b": "R38 R40 R41",
    "CF8": "R1 R2 R3 R65",
    "CF9": "R71 R72",
    "CF10": "R10 R11 R45",
    "CF11": "R13 R14 R15",
    "CF12": "R69 R70",
    "CF13": "R40 R59",
    "CF14": "R17 R18 R73",
    "CF15": "R12 R29 R68",
    "CF16": "R31 R35 R68",
}
"""E.4: the references in which a row finds its conflict or its gap."""

_COLUMNS: Final = (
    *("external_rotation", "abduction", "internal_rotation_length"),
    *("hip_extension", "frontal_shift", "foot_loading"),
    *("weight_bearing", "single_leg", "hip_before_knee"),
)
"""ER, AB, IRL, HE, FS, FT, WB, SL and SEQ, in the order of the table."""
_TAGS: Final[Mapping[str, str]] = {
    "X1": "210000000",
    "X2": "120010210",
    "X3": "120010210",
    "X4": "020000000",
    "X5": "021000000",
    "X6": "020010100",
    "X7": "220000000",
    "X8": "000200000",
    "X9": "000200000",
    "X10": "000200100",
    "X11": "010200110",
    "X12": "000200101",
    "X13": "110100000",
    "X14": "001201200",
    "X15": "001211210",
    "X16": "001211210",
    "X17": "011121210",
    "X18": "001121210",
    "X19": "010211221",
    "X20": "010221221",
    "X21": "011121220",
    "X22": "011221220",
    "X23": "020021220",
    "X24": "001201200",
    "X25": "001201200",
    "X26": "012211220",
    "X27": "002211210",
    "X28": "002021220",
    "X29": "001012210",
    "X30": "001211222",
    "X31": "102011220",
    "X32": "000001210",
    "X33": "000001210",
    "X34": "000001100",
    "X35": "010011220",
    "X36": "000000000",
    "X37": "000100000",
    "X38": "000000000",
    "X39": "100000000",
    "X40": "101000000",
    "X41": "000000000",
    "X42": "001212211",
    "X43": "000111221",
    "X44": "001212221",
}
"""A digit for each column."""
EXERCISE_TAGS: Final = {
    row: dict(zip(_COLUMNS, map(int, digits), strict=True)) for row, digits in _TAGS.items()
}
"""C.2: what each exercise trains."""

_DOUBTFUL: Final[Mapping[str, str]] = {
    **dict.fromkeys(("R33", "R43", "R58", "R77"), "VB"),
    **dict.fromkeys(("R83", "R85", "R86", "R90", "R93", "R94"), "V2"),
    **dict.fromkeys(("R99", "R100", "R101", "R109", "R111", "R112"), "V2"),
}
MARKS: Final[Mapping[str, str]] = {
    name: _DOUBTFUL.get(name, "V")
    for name in _numbered("R", 113, "R21b", "R31b")
    if name not in ("R75", "R78", "R79")
}
"""R: every reference, and how far it was verified. Three numbers were never given."""
QUALIFIED: Final = tuple(
    f"R{number}"
    for number in (
        *(6, 10, 15, 16, 19, 20, 21, 22, 37, 39, 40, 42, 43, 44, 53),
        *(60, 62, 63, 67, 68, 69, 71, 72, 73, 76, 77, 80, 89, 90),
    )
)
"""R: the references whose mark does not cover everything, so that a remark must say what not."""
