"""What people call things: how a name sounds, and which things have a name that sounds so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from advisor.diagnostics import spoken

Thing = TypeVar("Thing")
Named = Iterable[tuple[Thing, Iterable[str]]]
"""Things, each with all its names."""


def meanings(named: Named[Thing]) -> dict[str, tuple[Thing, ...]]:
    """Give, by how a name sounds, the things that have it, each once."""
    return _by(spoken, named)


def called(name: str, named: Named[Thing]) -> tuple[Thing, ...]:
    """
    Give the things that a name may mean.

    Where nothing has a name that sounds so, a plural s at its end and an apostrophe do not count.
    """
    things = [(thing, tuple(names)) for thing, names in named]
    return meanings(things).get(spoken(name), ()) or _by(_loosely, things).get(_loosely(name), ())


def _by(sound: Callable[[str], str], named: Named[Thing]) -> dict[str, tuple[Thing, ...]]:
    found: dict[str, dict[Thing, None]] = {}
    for thing, names in named:
        for name in names:
            found.setdefault(sound(name), {})[thing] = None
    return {name: tuple(things) for name, things in found.items()}


def _loosely(name: str) -> str:
    word = spoken(name).replace("'", "")
    return word if word.endswith("ss") else word.removesuffix("s")
