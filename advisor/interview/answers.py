"""A partial case as an interview sees it: what was answered, what was left unsure, what is open."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from advisor.cases import SECTION_OF, Place, place_name
from advisor.cases.reported import SECTIONS, areas_of, reported_facts
from advisor.facts import Fact
from advisor.knowledge import Attribute, KnowledgeBase

Data: TypeAlias = Mapping[str, Any]

AGE: Final[Place] = ("runner", "runner", "age")
AREAS: Final[Place] = ("area", "", "")
SYMPTOMS: Final[Place] = ("symptom", "", "")
MILES: Final = "miles"
"""The key of a distance that was told in miles: {"miles": 3.5}."""
UNSURE: Final = "unsure"
"""The answer of someone who cannot say: open for the rules, and closed for asking."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What a runner has answered so far: the data of a valid case that need not be whole."""

    base: KnowledgeBase
    data: Data = field(default_factory=dict)

    @functools.cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is reported so far, with what nobody has said of it unknown."""
        return reported_facts(self.data, self.base)

    @functools.cached_property
    def areas(self) -> tuple[str, ...] | None:
        """The areas that are bothered; None while nobody has said."""
        told = "areas" in self.data or SECTIONS["symptom"] in self.data
        return tuple(areas_of(self.data, self.base)) if told else None

    @functools.cached_property
    def _unsure(self) -> frozenset[str]:
        return frozenset(self.data.get("unsure", ()))

    def unsure(self, place: Place) -> bool:
        """Whether this was asked and could not be said."""
        if place[2] == "answer":
            return bool(self._given(place) == UNSURE)
        return place_name(place) in self._unsure

    def asked(self, place: Place) -> bool:
        """Whether this was answered, not sure included."""
        return self.unsure(place) or self._given(place) is not None

    def answer(self, place: Place) -> Any:
        """Give what was answered, `UNSURE` included, and None where nothing was."""
        return UNSURE if self.unsure(place) else self._given(place)

    def _given(self, place: Place) -> Any:
        kind, identity, attribute = place
        if kind == "screening":
            answers = self.data.get("screening", {})
            return answers.get(identity, answers.get("all_others"))
        if kind == "area":
            return None if self.areas is None else list(self.areas)
        if kind == "observation":
            return self._of_observation(identity, attribute)
        report = self.data.get("runner", {}) if kind == "runner" else self.data.get(SECTIONS[kind])
        if kind != "runner":
            if not attribute:
                return None if report is None else list(report)
            report = (report or {}).get(identity)
        twin = self._twin(place)
        found = (report or {}).get(attribute)
        if found is None and twin and twin in (report or {}):
            return {MILES: (report or {})[twin]}
        return found

    def _of_observation(self, identity: str, attribute: str) -> Any:
        report = self.data.get("observations", {}).get(identity)
        if isinstance(report, Mapping):
            return report.get(attribute)
        return report if attribute == "answer" else None

    def with_answer(self, place: Place, value: Any) -> Answers:
        """
        Give the answers with one more, or changed.

        `value` is what a case would hold there: a word, a number, a list of words; for a section
        the ids of what there is, for a distance in miles {"miles": 3}. `UNSURE` stands for "not
        sure", None takes the answer back. The value is taken to be valid.
        """
        data = _copy(self.data)
        name = place_name(place)
        listed = [one for one in data.pop(UNSURE, ()) if one != name]
        if value == UNSURE and place[2] != "answer":
            listed.append(name)
            value = None
        if listed:
            data[UNSURE] = listed
        twin = self._twin(place)
        if isinstance(value, Mapping):  # kept in miles, since thresholds are exact
            _put(data, place, None)
            place, value = (*place[:2], twin), value[MILES]
        elif twin:
            _put(data, (*place[:2], twin), None)
        _put(data, place, value)
        return Answers(self.base, data).closed()

    def _twin(self, place: Place) -> str:
        """Give the name under which a case holds this distance in miles, empty where it is none."""
        attribute = self.base.attributes[place[0]].get(place[2])
        return attribute.in_miles if attribute is not None else ""

    def closed(self) -> Answers:
        """Say that there is no complaint where none lies in the areas that are named."""
        if "areas" not in self.data or self.asked(SYMPTOMS) or self.options(SYMPTOMS):
            return self
        return Answers(self.base, {**self.data, SECTIONS["symptom"]: {}})

    def options(self, place: Place) -> tuple[str, ...]:
        """Give the ids that may be named in a section; of symptoms those in the areas told."""
        kind = "drill" if place[0] == "tried" else place[0]
        entries = self.base.entries[kind]
        if kind != "symptom" or self.areas is None or "areas" not in self.data:
            return tuple(entries)
        return tuple(one.id for one in entries.values() if one.text("area") in self.areas)

    def open_places(self) -> Iterator[Place]:
        """Give every place that may be asked now, in the order of the vocabulary."""
        for fact in self.facts:
            for attribute in self.reported_of(fact.type):
                place = (fact.type, fact.identity, attribute.name)
                if not self.asked(place) and self._applies(fact):
                    yield place
        for kind in ("area", *SECTIONS):
            if not self.asked((kind, "", "")):
                yield kind, "", ""

    def waits(self, place: Place) -> bool:
        """Whether this is only to be asked once a self-check is answered yes, as which side is."""
        kind, identity, attribute = place
        if kind != "observation" or attribute == "answer":
            return False
        return bool(self._given((kind, identity, "answer")) != "yes")

    def _applies(self, fact: Fact) -> bool:
        """Whether something is asked of this runner: a warning sign only where it could be."""
        if fact.type != "screening" or self.areas is None:
            return True
        asked_of = self.base.entry("screening", fact.identity).words("areas")
        return not asked_of or bool(set(asked_of) & set(self.areas))

    def reported_of(self, kind: str) -> Iterator[Attribute]:
        """Give what can be said of each thing of a type."""
        for one in self.base.attributes[kind].values():
            if one.reported and not one.derived:
                yield one


def _copy(data: Data) -> dict[str, Any]:
    return {
        section: {name: _copy(one) if isinstance(one, Mapping) else one for name, one in of.items()}
        if isinstance(of, Mapping)
        else (list(of) if isinstance(of, (list, tuple)) else of)
        for section, of in data.items()
    }


def _put(data: dict[str, Any], place: Place, value: Any) -> None:
    """Write a value where a case holds it; None takes away what is there."""
    kind, identity, attribute = place
    if kind == "area" or not identity:
        section = SECTION_OF[kind]
        before = data.pop(section, None) or {}
        if value is not None:
            data[section] = (
                value if kind == "area" else {name: before.get(name) or {} for name in value}
            )
        return
    section = SECTION_OF[kind]
    report = data.get(section) or {}
    data[section] = report
    if kind == "observation":
        _observe(report, identity, attribute, value)
        return
    if kind in SECTIONS:
        report[identity] = report = report.get(identity) or {}
    key = identity if kind == "screening" else attribute
    report.pop(key, None)
    if value is not None:
        report[key] = value
    if not data[section] and kind not in SECTIONS:
        del data[section]


def _observe(report: dict[str, Any], identity: str, attribute: str, value: Any) -> None:
    said = report.pop(identity, None)
    said = dict(said) if isinstance(said, Mapping) else {"answer": said}
    said[attribute] = value
    said = {name: one for name, one in said.items() if one is not None}
    if said:
        report[identity] = said["answer"] if list(said) == ["answer"] else said
