"""Text fitted into a width without knowing the font: by what a letter takes at most, or nearly."""

from __future__ import annotations

import re
from math import fsum
from typing import Final

_NARROW: Final = 0.37
_USUAL: Final = 0.62
_WIDE: Final = 0.76
_WIDEST: Final = 1.0
"""In ems: about what letters take in the widest of the common fonts without serifs."""
_OF_NARROW: Final = frozenset(" ijl.,:;'|!()[]-/ftr“”")
_OF_WIDEST: Final = frozenset("mwMW@%—")
_ENDS: Final = re.compile(r"(?<=;) (?![^(]*\))")
"""Where a text can be parted: after a semicolon that no bracket encloses."""


def width_of(text: str) -> float:
    """Estimate how wide a text is, in ems; rather too much than too little."""
    return fsum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in _OF_NARROW:
        return _NARROW
    if letter in _OF_WIDEST or ord(letter) > 0x2E80:
        return _WIDEST
    return _WIDE if letter.isupper() else _USUAL


def fitted(text: str, ems: float) -> tuple[str, ...]:
    """
    Give a text in lines that are no wider than some ems; a longer word is broken.

    What comes after a semicolon, outside brackets, begins a line.
    """
    return tuple(line for part in _ENDS.split(text) for line in _lines(part, ems))


def _lines(text: str, ems: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= ems:
            lines[-1] = longer
        else:
            lines += _broken(word, ems)
    return lines


def _broken(word: str, ems: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter) > ems:
            parts.append("")
        parts[-1] += letter
    return parts
