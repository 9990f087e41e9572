"""How runners tell their cases: as most do, or so that they come to what the rules compare with."""

from collections.abc import Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from typing import Any

from tests.random_features import declarations, numbers

Mapping = dict[str, Any]

JUMPS = (0.9, 1, 1.05, 1.1, 1.2, 1.3, 1.5, 2, 2.5)


@dataclass(frozen=True)
class Habits:
    """
    How runners tell their case.

    `fullness` are the shares of a symptom's attributes that are told. `likely` are the numbers that
    an attribute often has, by the type of fact and the attribute: those that rules compare with.
    `bare` is how often nothing told is written as nothing at all, `others` how often the questions
    not named are answered by `all_others`.
    """

    fullness: tuple[float, ...] = (0, 0.3, 0.3, 0.7)
    tried_absent: float = 0.75
    sides: tuple[str, ...] = ("left", "right")
    sided_answers: tuple[str, ...] = ("yes",)
    jumps: tuple[float, ...] = JUMPS
    likely: ReadOnly[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)
    bare: float = 0
    others: float = 0


USUAL = Habits()


def habits(documents: dict[str, object]) -> Habits:
    """How runners tell cases so that they come to the numbers that the rules compare with."""
    declared = declarations(documents)
    compared: dict[tuple[str, str], dict[float, None]] = {}
    for kind, attribute, number in numbers(documents):
        compared.setdefault((kind, attribute), {})[number] = None
    jumps = compared.pop(("runner", "load_jump_percent"), {})
    likely = {
        (kind, name): tuple(around(declared[kind][name], found))
        for (kind, name), found in compared.items()
        if declared.get(kind, {}).get(name, {}).get("type") in ("integer", "number")
    }
    return Habits(
        fullness=(0.3, 0.7, 0.9, 1),
        tried_absent=0.4,
        sides=("left", "right", "both"),
        sided_answers=("yes", "no", "unsure"),
        jumps=(*JUMPS, *(1 + percent / 100 for percent in jumps)),
        likely=likely,
        bare=0.5,
        others=0.2,
    )


def around(declaration: Mapping, numbers: dict[float, None]) -> Iterator[float]:
    """Each number itself, and the nearest on either side that a runner may tell."""
    step = 1 if declaration["type"] == "integer" else 0.1
    for number in numbers:
        for value in (number - step, number, number, number + step):
            if declaration["minimum"] <= value <= declaration["maximum"]:
                yield round(value, 1) if declaration["type"] == "number" else int(value)
