"""Which advice each note on research bears on, so that it can stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.advice import Advice
from advisor.facts import Fact

_BORNE_ON: Final = ("load", "pattern", "drill", "withheld")
"""What a note can bear on, in the order in which an advice says it."""


def bearing(advice: Advice, note: Fact) -> tuple[Fact, ...]:
    """
    Give the advice that a note bears on, in the order in which it is said.

    That is what stands of the facts that made the note's own rule true, and of what was concluded
    by a rule that the note rides on.
    """
    names: set[str] = set()
    for firing in advice.record.reasons(note):
        names.update(fact.name for met in firing.support for fact in met.facts)
        names.update(fact.name for fact in firing.conclusions)
    return tuple(fact for kind in _BORNE_ON for fact in advice.facts(kind) if fact.name in names)


class Beside:
    """The notes of an advice, each at the first thing it bears on."""

    def __init__(self, advice: Advice) -> None:
        self.general: list[Fact] = []
        """Notes that bear on every one of several drills, or on none of these things."""
        self._notes: dict[str, list[Fact]] = {}
        self._said_before: dict[str, list[Fact]] = {}
        drills = {drill.name for drill in advice.facts("drill")}
        for note in advice.facts("note"):
            borne = bearing(advice, note)
            every = borne and borne[0].type == "drill" and drills <= {one.name for one in borne}
            if not borne or (every and len(drills) > 1):
                self.general.append(note)
            else:
                self._notes.setdefault(borne[0].name, []).append(note)
                for fact in borne[1:]:
                    self._said_before.setdefault(fact.name, []).append(note)

    def at(self, facts: Sequence[Fact]) -> list[Fact]:
        """Give the notes that stand beside some facts."""
        found = [note for fact in facts for note in self._notes.get(fact.name, ())]
        return list({note.name: note for note in found}.values())

    def before(self, facts: Sequence[Fact]) -> list[Fact]:
        """Give the notes that bear on some facts too, and stand beside something said before."""
        found = [note for fact in facts for note in self._said_before.get(fact.name, ())]
        here = {note.name for note in self.at(facts)}
        return list({note.name: note for note in found if note.name not in here}.values())
