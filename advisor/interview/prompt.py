"""A prompt: what is asked at once, in the runner's words, ready for any front end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from advisor.cases import Place, place_name

FieldKind: TypeAlias = Literal["yes-no", "number", "one", "several"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: the word a case holds, how it is said, and other names."""

    value: str
    label: str
    plain: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """
    One answer that is asked for, at a place of the case.

    `kind` says what the answer is: "yes" or "no", a number between `minimum` and `maximum`
    (`whole` or not, in `unit`), one of the `options`, or a list of them, which may be empty. With
    `unsure` the runner may also not be sure. `about` is the complaint, exercise or drill that is
    meant, `label` the short form, and `how` how to find out, which is not to be tried where
    `hands_off`.
    """

    place: Place
    kind: FieldKind
    label: str
    text: str
    about: str = ""
    how: str = ""
    honesty: str = ""
    hands_off: bool = False
    options: tuple[Option, ...] = ()
    minimum: float = 0
    maximum: float = 0
    whole: bool = True
    unit: str = ""
    unsure: bool = True

    @property
    def name(self) -> str:
        """What a case calls the place."""
        return place_name(self.place)


@dataclass(frozen=True, slots=True)
class Prompt:
    """
    One or more answers that are asked for together.

    A `checklist` holds yes-no fields alone, to be asked as "any of these?".
    """

    title: str
    plain: str
    fields: tuple[Field, ...] = field(repr=False)
    checklist: bool = False
