"""What the rules of a random knowledge base can speak of: attributes, their values, entries."""

from dataclasses import dataclass
from typing import Any

from advisor.facts import FACT_TYPES

Mapping = dict[str, Any]

REPORTED = tuple(name for name, kind in FACT_TYPES.items() if kind.stratum == 0)
DERIVED = tuple(name for name in FACT_TYPES if name not in REPORTED)
PERCENTS = (-10, 0, 10, 12.5, 30, 33.3, 50, 100, 150)
"""Percents that rules compare a jump of run lengths with."""


@dataclass(frozen=True)
class Domain:
    """
    What an attribute can hold: words (weakest first when `ordered`), or numbers.

    `names` is the kind of entry that a word of it names.
    """

    values: tuple[str, ...] = ()
    ordered: bool = False
    low: float = 0
    high: float = 0
    whole: bool = True
    likely: tuple[float, ...] = ()
    names: str = ""


class World:
    """The documents of a base without rules, looked up by what a rule can say."""

    def __init__(self, documents: dict[str, object]) -> None:
        docs: dict[str, Any] = dict(documents)
        drills = docs["method/drills.yaml"]["drills"]
        outcomes = docs["method/outcomes.yaml"]
        self.questions: list[Mapping] = docs["vocabulary/screening.yaml"]["screening"]
        self.loads: dict[str, list[str]] = {e["id"]: list(e["bands"]) for e in outcomes["loads"]}
        self.cues = [cue["id"] for drill in drills for cue in drill["cues"]]
        exercises = docs["vocabulary/exercises.yaml"]
        symptoms = docs["vocabulary/symptoms.yaml"]
        runner = docs["vocabulary/runner.yaml"]
        self.entries: dict[str, list[Mapping]] = {
            "area": properties(docs["vocabulary/areas.yaml"]["areas"]),
            "symptom": properties(symptoms["symptoms"], "area", "spot", "scope", "kind", "tissue"),
            "exercise": [
                {"id": e["id"], "kind": e["kind"], **e["tags"]} for e in exercises["exercises"]
            ],
            "observation": properties(docs["vocabulary/observations.yaml"]["observations"]),
            "screening": properties(self.questions, "level", "areas"),
            "drill": properties(drills, "key", "needs"),
            "key": properties(docs["method/keys.yaml"]["keys"]),
            "pattern": properties(docs["method/patterns.yaml"]["patterns"]),
            "note": properties(docs["method/notes.yaml"]["notes"]),
            "referral": properties(outcomes["referrals"]),
            "caution": properties(outcomes["cautions"]),
            "load": properties(outcomes["loads"]),
        }
        self.domains = self._domains(
            {
                "runner": runner["attributes"],
                "symptom": symptoms["attributes"],
                "exercise": exercises["attributes"],
                "tried": runner["tried"],
            }
        )

    def names(self, kind: str) -> list[str]:
        return [entry["id"] for entry in self.entries[kind]]

    def _domains(self, declared: dict[str, Mapping]) -> dict[str, dict[str, Domain]]:
        """By type of fact and attribute, what a rule can test for."""
        domains: dict[str, dict[str, Domain]] = {}
        for name, fact_type in FACT_TYPES.items():
            own = {a: self._declared(one) for a, one in declared.get(name, {}).items()}
            if name in self.entries:
                own |= self._of_entries(name, fact_type.identity)
            own |= {a: Domain(order, ordered=True) for a, order in fact_type.orders.items()}
            domains[name] = own
        sides = Domain(("left", "right", "both"))
        domains["observation"] |= {"answer": Domain(("yes", "no")), "side": sides}
        domains["screening"] |= {"answer": Domain(("yes", "no"))}
        domains["tried"]["drill"] = self._named("drill")
        for kind in ("coverage", "sign"):
            domains[kind]["key"] = self._named("key")
        domains["pattern"]["about"] = Domain(("routine", "symptoms"))
        bands = dict.fromkeys(band for bands in self.loads.values() for band in bands)
        domains["load"]["band"] = Domain(tuple(bands))
        domains["withheld"] = {kind: self._named(kind) for kind in ("drill", "exercise")}
        domains["withheld"] |= {"until": self._named("observation"), "cue": Domain((*self.cues,))}
        return domains

    def _named(self, kind: str) -> Domain:
        return Domain(tuple(self.names(kind)), names=kind)

    def _declared(self, one: Mapping) -> Domain:
        of = one.get("of")
        if isinstance(of, str):
            return self._named(of)
        if of is not None:
            return Domain(tuple(of))
        if "derived" in one:
            return Domain(low=-50, high=200, whole=False, likely=PERCENTS)
        return Domain(low=one["minimum"], high=one["maximum"], whole=one["type"] == "integer")

    def _of_entries(self, kind: str, identity: str) -> dict[str, Domain]:
        """The attributes of facts that their entry says."""
        found = {identity: self._named(kind)}
        if kind in REPORTED:
            for entry in self.entries[kind]:
                for name in entry:
                    found.setdefault(name, self.property_of(kind, name))
        return found

    def property_of(self, kind: str, name: str) -> Domain:
        """What a property of entries of a kind can hold, by what they do hold."""
        named = {"areas": "area", "needs": "drill", "key": "key", "area": "area", "id": kind}
        if name in named:
            return self._named(named[name])
        values = dict.fromkeys(entry[name] for entry in self.entries[kind] if name in entry)
        if all(isinstance(value, str) for value in values):
            return Domain(tuple(values))
        return Domain(low=0, high=2)


def properties(entries: list[Mapping], *attributes: str) -> list[Mapping]:
    return [{a: e[a] for a in ("id", *attributes) if a in e} for e in entries]
