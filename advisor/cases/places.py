"""
Where in a case an answer stands, and what a runner was asked and could not say.

A place is a type of fact, which one, and what of it: ("symptom", "kneecap-ache", "worst"); the last
two are empty where it is a whole section. In a case it is called `symptoms.kneecap-ache.worst`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from advisor.facts import OPENABLE
from advisor.knowledge import KnowledgeBase

Place: TypeAlias = tuple[str, str, str]
"""What a question is about: a type of fact, which one, and what of it."""

KINDS: Final = {
    "runner": "runner",
    "areas": "area",
    "screening": "screening",
    "symptoms": "symptom",
    "routine": "exercise",
    "observations": "observation",
    "tried": "tried",
}
"""By section of a case, the type of fact that it reports."""
SECTION_OF: Final = {kind: section for section, kind in KINDS.items()}
"""By type of fact, the section of a case that reports it."""


def place_name(place: Place) -> str:
    """Give the name of a place in a case: `runner.age`, `symptoms`, `symptoms.wobbly.worst`."""
    kind, identity, attribute = place
    section = SECTION_OF[kind]
    if kind in ("runner", "screening"):
        return f"{section}.{attribute if kind == 'runner' else identity}"
    return ".".join(part for part in (section, identity, attribute) if part)


def every_place(base: KnowledgeBase) -> dict[str, Place]:
    """Give, by name, every place of a case at which an answer can stand."""
    places: list[Place] = []
    for kind in KINDS.values():
        if kind in OPENABLE:
            places.append((kind, "", ""))
        places += _attributes(base, kind)
    return {place_name(place): place for place in places}


def unsure_places(base: KnowledgeBase) -> dict[str, Place]:
    """Give those that a case can list under `unsure`: an answer has its own word for it."""
    return {name: place for name, place in every_place(base).items() if place[2] != "answer"}


def _attributes(base: KnowledgeBase, kind: str) -> Iterator[Place]:
    """Give what can be said of each thing of a type."""
    names = {"runner": ["runner"], "tried": base.entries["drill"]}.get(kind)
    for name in names if names is not None else base.entries[kind]:
        for attribute in base.attributes[kind].values():
            if attribute.reported and not attribute.derived:
                yield kind, name, attribute.name
