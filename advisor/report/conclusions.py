"""The conclusions of one advice as text, each with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.advice import Advice
from advisor.facts import Fact
from advisor.knowledge import Entry
from advisor.report.beside import Beside
from advisor.report.page import Page
from advisor.report.spoken_of import help_known, outside_symptoms
from advisor.report.wording import (
    DRILL_CARD,
    band,
    capital,
    grounds,
    listing,
    name_fact,
    name_stage,
    reason_lines,
)

_LEADS = {"OURS": "Our note", "ARTICLE": "Only the article says so"}
"""How a note begins, by its grade, if not with research."""


class Conclusions:
    """Writes what was concluded, a section for each type of fact, onto a page."""

    def __init__(self, advice: Advice, page: Page) -> None:
        self._advice = advice
        self._base = advice.base
        self._page = page
        self._beside = Beside(advice)
        self._held_cues = {fact.get("cue") for fact in advice.facts("withheld")}

    def write(self) -> None:
        """Write every section that has something to say, whom to see first."""
        self._directions("referral", "See a clinician")
        self._directions("caution", "Take care")
        self._load()
        self._outside()
        self._patterns()
        self._keys()
        self._drills()
        self._withheld()
        if not self._advice.facts("drill"):
            self._general_notes()

    def reasons(self, fact: Fact, indent: int = 0) -> None:
        """Write the reasons of one conclusion."""
        self._page.items(self._reasons(fact), indent)

    def _reasons(self, fact: Fact) -> list[str]:
        return reason_lines(self._base, self._advice.record.deciding(fact))

    def _directions(self, kind: str, heading: str) -> None:
        """Write whom to see, or what to take care of."""
        facts = self._advice.facts(kind)
        if not facts:
            return
        self._page.heading(heading)
        for fact in facts:
            entry = self._base.entry(kind, fact.identity)
            self._page.item(f"{capital(entry.label)}. {entry.text('text')}")
            self.reasons(fact, indent=2)

    def _load(self) -> None:
        facts = self._advice.facts("load")
        if not facts:
            return
        self._page.heading("First: your training load")
        for fact in facts:
            entry = self._base.entry("load", fact.identity)
            self._page.item(band(entry, str(fact.get("band")))["text"])
            self.reasons(fact, indent=2)
            self._notes([fact])

    def _outside(self) -> None:
        """Say of each complaint outside the method what is known to help and what to have seen."""
        found = outside_symptoms(self._advice)
        if not found:
            return
        self._page.heading("Outside this method: have it looked at")
        for entry in found:
            self._page.item(f"{capital(entry.label)}.")
            if known := help_known(self._advice, entry):
                self._graded(known, 2, "What is known to help: ")
            self._page.text(entry.text("assess"), 2)

    def _patterns(self) -> None:
        facts = self._advice.facts("pattern")
        if not facts:
            return
        page, words = self._page, self._base.wordings["confidence_words"]
        page.heading("The pattern of the article this fits")
        for fact in facts:
            entry = self._base.entry("pattern", fact.identity)
            about = "your routine" if fact.get("about") == "routine" else "what you told or saw"
            fits = words[str(fact.get("confidence"))]
            page.item(f"{capital(entry.label)}: {fits} (about {about}).")
            page.text(entry.text("plain"), 2)
            self.reasons(fact, indent=2)
            self._notes([fact])

    def _keys(self) -> None:
        facts = self._advice.facts("key")
        if not facts:
            return
        page, words = self._page, self._base.wordings["level_words"]
        page.heading("The keys that are open")
        given = (self._base.entry("drill", drill.identity) for drill in self._advice.facts("drill"))
        drilled = {drill.text("key") for drill in given}
        for fact in facts:
            entry = self._base.entry("key", fact.identity)
            page.item(f"{capital(entry.label)}: {words[str(fact.get('level'))]}.")
            page.text(f"Where in the stride: {entry.text('where')}.", 2)
            self.reasons(fact, indent=2)
            for below in self._behind(fact):
                self.reasons(below, indent=4)
            if fact.identity not in drilled:
                page.text("No drill for it now.", 2)

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

    def _drills(self) -> None:
        facts = self._advice.facts("drill")
        if not facts:
            return
        page = self._page
        page.heading("The drills, in this order")
        self._general_notes()
        for number, fact in enumerate(facts, 1):
            entry = self._base.entry("drill", fact.identity)
            page.gap()
            stage = name_stage(self._base, fact)
            page.item(f"{capital(entry.label)}: {stage}.", bullet=f"{number}.")
            self._card(entry)
            page.text("Why:", 3)
            self.reasons(fact, indent=3)
            self._notes([fact], indent=3)
        page.gap()
        for rule in ("pain_rule", "stop_rule"):
            self._graded(self._base.wordings["rules"][rule], 0)

    def _card(self, drill: Entry) -> None:
        page = self._page
        for label, name in DRILL_CARD.items():
            if part := drill.mapping(name):
                self._graded(part, 3, f"{label}: ")
        for cue in drill.items("cues"):
            if cue["id"] not in self._held_cues:
                self._graded(cue, 3, "Cue: ")
        if drill.text("needs_words"):
            page.text(f"Before it: {drill.text('needs_words')}.", 3)

    def _graded(self, part: Mapping[str, Any], indent: int, label: str = "") -> None:
        ground = grounds(str(part["grade"]), map(str, part.get("sources", ())))
        self._page.text(f"{label}{str(part['text']).strip()} [{ground}]", indent)

    def _withheld(self) -> None:
        """Write what is held back; what shares its reasons shares its entry."""
        held: dict[str, list[Fact]] = {}
        for fact in self._advice.facts("withheld"):
            held.setdefault(fact.identity, []).append(fact)
        if not held:
            return
        entries: dict[tuple[str, ...], list[Fact]] = {}
        for facts in held.values():
            alike = entries.setdefault((*self._reasons(facts[0]), *self._checks(facts)), [])
            alike.append(facts[0])
        self._page.heading("Held back")
        for texts, alike in entries.items():
            names = [name_fact(self._base, fact) for fact in alike]
            self._page.item(f"{capital(listing(names))}.")
            self._page.items(texts, 2)
            self._notes(alike)

    def _checks(self, facts: list[Fact]) -> list[str]:
        """Give the checks that would lift or settle what holds something back."""
        checks = dict.fromkeys(str(one.get("until")) for one in facts if one.get("until"))
        questions = (self._base.entry("observation", name).text("question") for name in checks)
        return [f"A check that bears on it: {question}" for question in questions]

    def _notes(self, facts: Sequence[Fact], indent: int = 2) -> None:
        """Say where research disagrees with some conclusions, or is silent."""
        self._page.items(map(self._note, self._beside.at(facts)), indent)
        labels = [
            self._base.entry("note", note.identity).label for note in self._beside.before(facts)
        ]
        if labels:
            self._page.item(f"Said above, and meant here too: {listing(labels)}.", indent)

    def _general_notes(self) -> None:
        if self._beside.general:
            self._page.text("Where research disagrees or is silent, for all of it:")
            self._page.items(map(self._note, self._beside.general))

    def _note(self, note: Fact) -> str:
        entry = self._base.entry("note", note.identity)
        ground = grounds(entry.text("grade"), entry.words("sources"))
        lead = _LEADS.get(entry.text("grade"), "Research")
        return f"{lead}: {entry.label}. {entry.text('text')} [{ground}]"
