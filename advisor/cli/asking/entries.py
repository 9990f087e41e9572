"""What a runner types, read: a number with its unit, or some of the options by number or name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from advisor.cases import Place
from advisor.cli.asking.interface import Given
from advisor.cli.asking.words import is_in_weeks, range_words
from advisor.diagnostics import spoken
from advisor.facts import KM_PER_MILE
from advisor.interview import MILES, UNSURE, Field, Option

_NUMBER: Final = re.compile(r"\s*([0-9]{1,6}(?:[.,][0-9]{1,6})?)\s*([a-z]*)\.?\s*", re.IGNORECASE)
_MILES: Final = ("mi", "mile", "miles")
_KM: Final = ("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers")
_WEEKS: Final = {
    **dict.fromkeys(("w", "week", "weeks"), 1.0),
    **dict.fromkeys(("month", "months"), 52 / 12),
    **dict.fromkeys(("y", "year", "years"), 52.0),
}
"""How many weeks a runner means by one of these: twelve months are taken as 52 weeks."""


class Unclear(ValueError):
    """What was typed is no answer; says why, and what is."""


def number(field: Field, text: str) -> float | dict[str, float]:
    """
    Read a number; of a distance in km or, with "mi" behind it, in miles as {"miles": 3}.

    Weeks may be given as months or years as well, to the nearest week.

    Raises `Unclear`.
    """
    wanted = f"Type a number from {range_words(field)}."
    found = _NUMBER.fullmatch(text)
    word = found[2].lower() if found else ""
    known = (*_MILES, *_KM) if field.unit else _WEEKS if is_in_weeks(field) else ()
    if found is None or (word and word not in known):
        raise Unclear(f"“{text}” is no number here. {wanted}")
    value = round(float(found[1].replace(",", ".")), 3)
    if word in _WEEKS:
        value = float(round(value * _WEEKS[word]))
    if field.whole and not value.is_integer():
        raise Unclear(f"Only whole numbers. {wanted}")
    in_unit = value * KM_PER_MILE if word in _MILES else value
    if not field.minimum <= in_unit <= field.maximum:
        raise Unclear(f"{text.strip()} is out of range. {wanted}")
    short = int(value) if value.is_integer() else value
    return {MILES: short} if word in _MILES else short


def matches(option: Option, typed: str) -> bool:
    """Whether every word typed occurs in what an option is called, hyphens and spaces aside."""
    names = "\n".join(_squashed(name) for name in (option.label, option.value, *option.names))
    return all(_squashed(word) in names for word in typed.split())


def _squashed(text: str) -> str:
    return re.sub(r"[\s'-]", "", spoken(text))


def search(text: str, options: Sequence[Option]) -> list[str]:
    """
    Give the options meant by numbers, or by a part of a name; several with commas between.

    Raises `Unclear` where nothing or more than one fits, with what fits.
    """
    if re.fullmatch(r"[\d\s,]+", text) and text.strip(" ,"):
        counts = [int(one) for one in text.replace(",", " ").split()]
        wrong = [one for one in counts if not 1 <= one <= len(options)]
        if wrong:
            raise Unclear(f"There is no number {wrong[0]}; they go from 1 to {len(options)}.")
        return list(dict.fromkeys(options[one - 1].value for one in sorted(counts)))
    chosen = [_one(part.strip(), options) for part in text.split(",") if part.strip()]
    if not chosen:
        raise Unclear("Type a number, or a part of a name.")
    order = [option.value for option in options]
    return sorted(dict.fromkeys(chosen), key=order.index)


def _one(text: str, options: Sequence[Option]) -> str:
    if text.isdecimal():
        return search(text, options)[0]
    exact = [
        option
        for option in options
        if spoken(text) in map(spoken, (option.label, option.value, *option.names))
    ]
    found = exact or [option for option in options if matches(option, text)]
    if not found:
        raise Unclear(f"Nothing here is called “{text}”. Type another word, or a number.")
    if len(found) > 1:
        listed = "; ".join(f"{options.index(one) + 1} {one.label}" for one in found)
        raise Unclear(f"“{text}” fits several. Type the number: {listed}.")
    return found[0].value


def marks(fields: Sequence[Field], text: str) -> Given:
    """
    Read the numbers of what is so in a checklist, "4?" for not sure; all others are answered no.

    Raises `Unclear` where nothing is typed, and no `none` either.
    """
    given: dict[Place, Any] = dict.fromkeys((field.place for field in fields), "no")
    if text.lower() == "none":
        return given
    words = text.replace(",", " ").split()
    if not words:
        raise Unclear("Type numbers, or none. Nothing typed is not taken as none.")
    for word in words:
        count = word.rstrip("?")
        if not count.isdecimal() or not 1 <= int(count) <= len(fields):
            raise Unclear(f"{word} is none of the numbers 1 to {len(fields)}, and not none.")
        given[fields[int(count) - 1].place] = UNSURE if word.endswith("?") else "yes"
    return given


def typed_as(value: float | Mapping[str, float]) -> str:
    """Give what would be typed for a number that was answered."""
    return f"{value[MILES]:g} mi" if isinstance(value, Mapping) else f"{value:g}"
