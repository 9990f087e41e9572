"""The facts that a case reports, in the order of the vocabulary, whatever the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from advisor.facts import KM_PER_MILE, OPENABLE, UNKNOWN, AttributeValue, Fact
from advisor.knowledge import Attribute, KnowledgeBase

Data = Mapping[str, Any]
SECTIONS: Final = {"symptom": "symptoms", "exercise": "routine", "tried": "tried"}
"""By type of fact, the section of a case that names some and says more of each."""
_UNSAID: Final = "unsure"
"""An answer that is none."""


class Reporter:
    """Gives the facts that cases report, by one knowledge base; make it once for many."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._same: dict[tuple[str, str], dict[str, Fact]] = {}
        self._entries = {kind: dict(_entries(base, kind)) for kind in SECTIONS}
        self._words = {
            kind: {name: _Words(base, kind, name) for name in base.entries[kind]}
            for kind in ("area", "observation", "screening")
        }

    def facts(self, data: Data) -> tuple[Fact, ...]:
        """Give every fact a case reports: the runner, and one of each thing named or asked."""
        base, words = self._base, self._words
        return (
            _runner(data.get("runner") or {}, base),
            *(words["area"][name][_UNSAID] for name in areas_of(data, base)),
            *self._named(data, "symptom"),
            *self._named(data, "exercise"),
            *self._observations(data.get("observations", {})),
            *self._screening(data.get("screening", {})),
            *self._named(data, "tried"),
        )

    def _named(self, data: Data, kind: str) -> Iterator[Fact]:
        """Give a fact for each thing that a section names."""
        section = data.get(SECTIONS[kind])
        if not section:
            return
        entries = self._entries[kind]
        for name in [one for one in entries if one in section]:
            yield _fact(self._base, kind, name, section[name] or {}, entries[name])

    def _observations(self, given: Data) -> Iterable[Fact]:
        asked = self._words["observation"]
        found = self._all("observation", _UNSAID).copy()
        for name, report in given.items():
            if isinstance(report, dict):
                known = {key: value for key, value in report.items() if value != _UNSAID}
                found[name] = _fact(self._base, "observation", name, known)
            else:
                found[name] = asked[name][report]
        return found.values()

    def _screening(self, given: Data) -> Iterable[Fact]:
        asked = self._words["screening"]
        found = self._all("screening", given.get("all_others", _UNSAID)).copy()
        for name, word in given.items():
            if name != "all_others":
                found[name] = asked[name][word]
        return found.values()

    def _all(self, kind: str, word: str) -> dict[str, Fact]:
        """Give, by entry, what one word tells of each of a kind."""
        found = self._same.get((kind, word))
        if found is None:
            found = {name: words[word] for name, words in self._words[kind].items()}
            self._same[kind, word] = found
        return found


class _Words(dict[str, Fact]):
    """The facts that one word tells of an entry, by the word: made once, as most cases say them."""

    def __init__(self, base: KnowledgeBase, kind: str, name: str) -> None:
        super().__init__()
        self._about = base, kind, name

    def __missing__(self, word: str) -> Fact:
        report = {} if word == _UNSAID else {"answer": word}
        return self.setdefault(word, _fact(*self._about, report))


def reported_facts(data: Data, base: KnowledgeBase) -> tuple[Fact, ...]:
    """Give every fact that one case reports."""
    return Reporter(base).facts(data)


def open_types(data: Data) -> frozenset[str]:
    """Give the types of fact of which the case does not say that it names them all."""
    absent = {kind for kind, section in SECTIONS.items() if section not in data}
    if "areas" not in data and "symptoms" not in data:
        absent.add("area")
    return frozenset(absent)


def possible_facts(base: KnowledgeBase) -> dict[str, tuple[Fact, ...]]:
    """Give, by type, what an open section could hold, with nothing known of it."""
    return {
        kind: tuple(
            Fact(kind, name, {**facts, **_unknown(base.attributes[kind])})
            for name, facts in _entries(base, kind)
        )
        for kind in OPENABLE
    }


def areas_of(data: Data, base: KnowledgeBase) -> list[str]:
    """Give the areas a case names, and those of its symptoms, in the vocabulary's order."""
    symptoms = base.entries["symptom"]
    named = {*data.get("areas", ())}
    named |= {symptoms[name].facts["area"] for name in data.get("symptoms", ())}
    return [area for area in base.entries["area"] if area in named]


def _entries(base: KnowledgeBase, kind: str) -> Iterator[tuple[str, Mapping[str, AttributeValue]]]:
    if kind == "tried":
        for name in base.entries["drill"]:
            yield name, {"drill": name}
    else:
        for name, entry in base.entries[kind].items():
            yield name, entry.facts


def _unknown(attributes: Mapping[str, Attribute]) -> dict[str, AttributeValue]:
    return {name: UNKNOWN for name, one in attributes.items() if one.reported}


def _fact(
    base: KnowledgeBase,
    kind: str,
    name: str,
    given: Data,
    facts: Mapping[str, AttributeValue] | None = None,
) -> Fact:
    values = dict(facts if facts is not None else base.entry(kind, name).facts)
    assumed = []
    for attribute in base.attributes[kind].values():
        if not attribute.reported:
            continue
        value = _value(attribute, given)
        if value is UNKNOWN and attribute.default is not None:
            value = attribute.default
            assumed.append(attribute.name)
        values[attribute.name] = value
    return Fact(kind, name, values, tuple(assumed))


def _value(attribute: Attribute, given: Data) -> AttributeValue:
    if attribute.unit and attribute.in_miles in given:
        return _thousandths(given[attribute.in_miles]) * _MICROMETRES / 10**9
    if attribute.name not in given:
        return UNKNOWN
    value: Any = given[attribute.name]
    if attribute.many:
        return tuple(word for word in attribute.values if word in value)
    found: AttributeValue = value
    return found


def _runner(given: Data, base: KnowledgeBase) -> Fact:
    values: dict[str, AttributeValue] = {
        name: _value(attribute, given)
        for name, attribute in base.attributes["runner"].items()
        if attribute.reported
    }
    for name, attribute in base.attributes["runner"].items():
        if attribute.derived:
            values[name] = _DERIVED[name](given)
    return Fact("runner", "runner", values)


def _load_jump(given: Data) -> AttributeValue:
    """By how much the latest long run exceeds the longest of the 30 days before, in percent."""
    longest = _micrometres("longest_run_30d", given)
    latest = _micrometres("latest_long_run", given)
    if not longest or latest is None:
        return UNKNOWN
    # whole numbers divided once: no rounding can carry the result across a whole number
    return (latest - longest) * 100 / longest


def _micrometres(name: str, given: Data) -> int | None:
    """Give a distance exactly: from whole metres, or from whole thousandths of a mile."""
    if f"{name}_miles" in given:
        return _thousandths(given[f"{name}_miles"]) * _MICROMETRES
    return _thousandths(given[f"{name}_km"]) * 10**6 if f"{name}_km" in given else None


def _thousandths(distance: float) -> int:
    return round(distance * 1000)


_MICROMETRES = round(KM_PER_MILE * 10**6)  # in a thousandth of a mile


_DERIVED = {"load_jump_percent": _load_jump}
