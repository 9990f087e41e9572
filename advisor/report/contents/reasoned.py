"""What an advice concludes, put into words: each thing with its reasons and what research says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from advisor.advice import Advice, Question, places
from advisor.facts import Fact
from advisor.knowledge import Entry, is_need
from advisor.language import Pattern
from advisor.report.beside import Beside
from advisor.report.contents.parts import (
    Drill,
    Held,
    Key,
    Notes,
    Outside,
    PatternPoint,
    Point,
    Research,
)
from advisor.report.questions import asked
from advisor.report.said import Said, reasons_of
from advisor.report.spoken_of import help_known, outside_symptoms
from advisor.report.wording import (
    DRILL_CARD,
    band,
    capital,
    listing,
    name_fact,
    name_stage,
)

_LEADS: Final = {"OURS": "Our note", "ARTICLE": "Only the article says so"}
"""How a note begins, by its grade, if not with research."""


class Reasoned:
    """The conclusions of one advice in words, by type of fact."""

    def __init__(self, advice: Advice) -> None:
        self._advice = advice
        self._base = advice.base
        self._beside = Beside(advice)

    def general(self) -> Iterator[Research]:
        """Give the notes that are about all of it."""
        return map(self._note, self._beside.general)

    def directions(self, kind: str) -> Iterator[Point]:
        """Give whom to see (kind "referral"), or what to take care of ("caution")."""
        for fact in self._advice.facts(kind):
            entry = self._base.entry(kind, fact.identity)
            yield Point(entry.id, capital(entry.label), entry.text("text"), self._why(fact))

    def load(self) -> Iterator[Point]:
        """Give what is said of the training load."""
        for fact in self._advice.facts("load"):
            entry = self._base.entry("load", fact.identity)
            words = band(entry, str(fact.get("band")))
            name = capital(f"{entry.label}: {words['label']}")
            yield Point(entry.id, name, words["text"], self._why(fact), self._notes([fact]))

    def outside(self) -> Iterator[Outside]:
        """Give each complaint outside the method."""
        for entry in outside_symptoms(self._advice):
            known = help_known(self._advice, entry)
            said = Said.of(known) if known else None
            yield Outside(entry.id, capital(entry.label), said, entry.text("assess"))

    def patterns(self) -> Iterator[PatternPoint]:
        """Give each pattern that fits."""
        words = self._base.wordings["confidence_words"]
        for fact in self._advice.facts("pattern"):
            entry = self._base.entry("pattern", fact.identity)
            yield PatternPoint(
                entry.id,
                capital(entry.label),
                entry.text("plain"),
                self._why(fact),
                self._notes([fact]),
                fits=words[str(fact.get("confidence"))],
                about="your routine" if fact.get("about") == "routine" else "what you told or saw",
            )

    def keys(self) -> Iterator[Key]:
        """Give each key that is open."""
        words = self._base.wordings["level_words"]
        given = (self._base.entry("drill", drill.identity) for drill in self._advice.facts("drill"))
        drilled = {drill.text("key") for drill in given}
        for fact in self._advice.facts("key"):
            entry = self._base.entry("key", fact.identity)
            yield Key(
                entry.id,
                capital(entry.label),
                entry.text("where"),
                self._why(fact),
                level=words[str(fact.get("level"))],
                behind=tuple(said for below in self._behind(fact) for said in self._why(below)),
                drilled=fact.identity in drilled,
            )

    def _behind(self, key: Fact) -> list[Fact]:
        """Give what a key rests on: coverage on paper, or what the runner saw."""
        found = [
            fact
            for firing in self._advice.record.deciding(key)
            for met in firing.support
            for fact in met.facts
            if fact.type in ("coverage", "sign")
        ]
        return list(dict.fromkeys(found))

    def drills(self) -> Iterator[Drill]:
        """Give the drills in their order, each with its card."""
        held_cues = {fact.get("cue") for fact in self._advice.facts("withheld")}
        for number, fact in enumerate(self._advice.facts("drill"), 1):
            entry = self._base.entry("drill", fact.identity)
            cues = (cue for cue in entry.items("cues") if cue["id"] not in held_cues)
            yield Drill(
                entry.id,
                capital(entry.label),
                "",
                self._why(fact),
                self._notes([fact]),
                number=number,
                stage=name_stage(self._base, fact),
                card=tuple(_card(entry)),
                cues=tuple(map(Said.of, cues)),
                before=entry.text("needs_words"),
            )

    def held(self) -> Iterator[Held]:
        """Give what is held back; what shares its reasons stands together."""
        by_name: dict[str, list[Fact]] = {}
        for fact in self._advice.facts("withheld"):
            by_name.setdefault(fact.identity, []).append(fact)
        entries: dict[tuple[tuple[Said, ...], tuple[str, ...]], list[Fact]] = {}
        for facts in by_name.values():
            alike = entries.setdefault((self._why(facts[0]), self._checks(facts)), [])
            alike.append(facts[0])
        for (reasons, checks), alike in entries.items():
            names = [name_fact(self._base, fact) for fact in alike]
            yield Held(
                alike[0].identity,
                capital(listing(names)),
                "",
                reasons,
                self._notes(alike),
                checks=checks,
                lifted=self._lifted(alike[0]),
            )

    def held_drills(self) -> Iterator[str]:
        """Name the drills that are held back, in brief."""
        for fact in self._advice.facts("withheld"):
            if fact.get("drill") is not None:
                yield name_fact(self._base, fact)

    def _checks(self, facts: list[Fact]) -> tuple[str, ...]:
        """Give the checks that would lift or settle what holds something back."""
        checks = dict.fromkeys(str(one.get("until")) for one in facts if one.get("until"))
        return tuple(self._base.entry("observation", name).text("question") for name in checks)

    def _lifted(self, fact: Fact) -> str:
        """Say what would give back what is held back."""
        if self._advice.facts("referral"):
            return "What would lift it is for a clinician to say."
        firings = [one for one in self._advice.record.deciding(fact) if not is_need(one.rule)]
        if not firings:
            return "What would lift it: that what it builds on is given back."
        if all(one.open for one in firings):
            waited_for = [pattern for one in firings for pattern in one.open]
            return f"What would lift it, depending on the answer: {self._asked(waited_for)}"
        return "What would lift it: that this is no longer so. Nothing here can tell when it is."

    def _asked(self, patterns: list[Pattern]) -> str:
        """Ask what would tell whether anything meets patterns of which nobody said."""
        advice = self._advice
        found = (
            Question(*place, None)
            for pattern in patterns
            for place in places(self._base, advice.case, advice.record.facts(pattern.type), pattern)
        )
        return " ".join(one.words for one in asked(self._base, dict.fromkeys(found)))

    def _why(self, fact: Fact) -> tuple[Said, ...]:
        return reasons_of(self._base, self._advice.record.deciding(fact))

    def _notes(self, facts: Sequence[Fact]) -> Notes:
        """Give what research says about some conclusions."""
        above = [
            self._base.entry("note", note.identity).label for note in self._beside.before(facts)
        ]
        return Notes(tuple(map(self._note, self._beside.at(facts))), tuple(above))

    def _note(self, note: Fact) -> Research:
        entry = self._base.entry("note", note.identity)
        said = Said(entry.text("text"), entry.text("grade"), entry.words("sources"))
        return Research(_LEADS.get(said.grade, "Research"), entry.label, said)


def _card(drill: Entry) -> Iterator[tuple[str, Said]]:
    for title, name in DRILL_CARD.items():
        if part := drill.mapping(name):
            yield title, Said.of(part)
