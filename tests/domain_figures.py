"""
The figures of the domain notes that are marked as read (V), by the reference they belong to.

A text may state one of them, rounded or not, when it cites that reference. What is not here is not
verified and must not be stated. Percent signs and units are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

FIGURES: Final[Mapping[str, str]] = {
    "R2": "1",
    "R3": "7",
    "R5": "0.71",
    "R6": "98 6",
    "R7": "1 13",
    "R8": "3.7",
    "R9": "72 36 80",
    "R10": "73",
    "R11": "14",
    "R12": "84",
    "R13": "40",
    "R14": "40",
    "R15": "36",
    "R16": "15 6",
    "R17": "20",
    "R18": "10 3",
    "R23": "0.67 4.0",
    "R24": "1.2 4.0",
    "R25": "927 1000 0.37",
    "R26": "35",
    "R27": "325 0.66 0.45 0.97 0.61 0.48 3.60 1.20 10.86",
    "R28": "118 2.42 12 4 8",
    "R29": "200 7.0 7.6",
    "R30": "112 1",
    "R31": "69 4 8 20",
    "R34": "38 57 85 91 12 6",
    "R35": "5205 588071 35 10 30 100 1.64 1.52 2.28",
    "R36": "40.2 18.8 10.3 9.4 6.3 6.1 5.8 16.7 9.1 7.9 6.6",
    "R37": "40 38 29 81 42 48 21 25 11 22",
    "R38": "11 115 64 59 50 22",
    "R40": "56",
    "R41": "11 22",
    "R42": "99.9 17 10 100.7 14.5 62.7 18.2 28.7 18.7 61 20 31",
    "R44": "20",
    "R48": "30 38 47.5 61",
    "R49": "69.5 86.8 29.4 45.4",
    "R50": "9",
    "R53": "23",
    "R54": "51.5 46.9",
    "R56": "77.6 59.3",
    "R57": "18 63",
    "R59": "18 15 4",
    "R60": "0.55 0.76 0.70 0.90",
    "R61": "0.31",
    "R64": "20",
    "R66": "40",
    "R67": "40",
    "R68": "30 3404 0.19",
    "R69": "33 40 9",
    "R71": "3",
    "R72": "64 71 0 8 96 97 5 7 2",
    "R73": "4 23 29",
    "R81": "14",
    "R82": "4",
    "R87": "3",
    "R92": "11",
    "R95": "1 2 3 12",
    "R102": "8 15",
    "R103": "15",
    "R104": "3",
    "R110": "2.5 4.0",
    "R113": "9",
}
_SPELLED: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)
_ANY: Final = "|".join(_SPELLED[1:])
_PEOPLE: Final = "women|men|people|runners|sprinters|athletes|adults|students|patients"
_COUNTED: Final = re.compile(
    rf"\b(?:({_ANY}) (?:[a-z]+ )?(?:{_PEOPLE})|({_ANY}) of ({_ANY}))\b", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_OURS: Final = re.compile(
    r"\b\d+ (?:out )?of 10\b|\bat \d or below\b"  # our own limits for pain
    r"|\b(?:under|above|over|aged?|age of|are|were|at|or|before|from) (?:16|17|18|25|45|50|55)\b"
    r"|\blast 12 weeks\b"  # after an operation
    r"|\b90/90\b|\b2 to 6 cm\b",  # the name of an exercise; where the Achilles tendon is sore
    re.IGNORECASE,
)
"""Limits and ages that we ask about, and places: they tell of no finding."""


def figures(text: str) -> list[str]:
    """Give the figures of a text that tell of a finding, also how many people in words."""
    rest = _OURS.sub(" ", re.sub(r"\b[RS]\d+b?\b", " ", text))
    spelled = [word for found in _COUNTED.findall(rest) for word in found if word]
    counted = [str(_SPELLED.index(word.lower()) + 1) for word in spelled]
    return [one.replace(",", "") for one in _DIGITS.findall(rest)] + counted


def is_given(figure: str, references: Iterable[str]) -> bool:
    """Whether the notes give a figure, or one that rounds to it, for one of some references."""
    places = len(figure.partition(".")[2])
    known = [float(one) for name in references for one in FIGURES.get(name, "").split()]
    return any(f"{one:.{places}f}" == figure for one in known)
