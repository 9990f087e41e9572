"""The third reading: the rules as CLIPS understands them, run by CLIPS itself.

The facts of a case come from the reference evaluator, so that nothing of the engine is in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import clips
from clips._clips import lib as clips_c

from advisor.facts import FACT_TYPES, WITHHOLDABLE
from advisor.knowledge import KnowledgeBase
from advisor.report.clips import SYMBOL, clips_text
from tests import reference
from tests.readings import Fired, Reading

ClipsFact = tuple[str, dict[str, Any]]
"""The template of a fact, and its slots."""

READ = (
    "outcome",
    "gate-open",
    "fired",
    "possible",
    *(one.name for one in FACT_TYPES.values() if one.stratum),
)
"""The templates of what CLIPS concludes."""

ORDERED = {
    "referrals": ("referral", "level"),
    "load": ("load", "band"),
    "patterns": ("pattern", "confidence"),
    "keys": ("key", "level"),
}


class ClipsEngine:
    """CLIPS over one knowledge base; `folder` is for the program, which CLIPS reads from a file."""

    def __init__(self, base: KnowledgeBase, folder: Path) -> None:
        program = folder / "rules.clp"
        program.write_text(clips_text(base), encoding="utf-8")
        self.environment = clips.Environment()
        self.environment.load(str(program))
        self._templates = {one.name: one for one in self.environment.templates()}
        self._attributes = base.attributes

    def fact(self, kind: str, attributes: Mapping[str, Any], *, known: bool) -> ClipsFact:
        """Give a fact as CLIPS takes it, of the attributes that are not unknown."""
        slots: dict[str, Any] = {"is-reported": clips.Symbol("yes" if known else "no")}
        for name, value in attributes.items():
            if self._attributes[kind][name].many:
                slots[name] = tuple(map(_value, value))
            else:
                slots[name] = _value(value)
        return kind, slots

    def run(self, facts: Iterable[ClipsFact]) -> None:
        """Forget the last case and run CLIPS over these facts."""
        self.environment.reset()
        for template, slots in facts:
            _release(self._templates[template].assert_fact(**slots))
        self.environment.run()

    def fired(self) -> set[str]:
        """Give the rules that fired."""
        return {str(slots[""]) for slots in _slots_of(self._templates["fired"])}


class Clips:
    """The reading of one knowledge base by CLIPS."""

    def __init__(self, documents: dict[str, Any], base: KnowledgeBase, folder: Path) -> None:
        self._reported = reference.Base(documents)
        self._drills = list(base.entries["drill"])
        self._guards = {rule.id for rule in base.rules if rule.guards_gate}
        self._engine = ClipsEngine(base, folder)

    def read(self, case: dict[str, Any]) -> Reading:
        """Run one case. What a firing rests on is not said: CLIPS knows that only as numbers."""
        self._engine.run(self._facts_of(case))
        result = ClipsResult(self._engine.environment, self._drills)
        return Reading(
            decision=result.decision,
            gate="open" if result.gate_open else "shut",
            fired=tuple(Fired(rule, (), frozenset()) for rule in result.fired),
            guards=tuple(rule for rule in result.pending if rule in self._guards),
            pending=tuple(result.pending),
        )

    def _facts_of(self, case: dict[str, Any]) -> Iterator[ClipsFact]:
        """Give the facts that a case reports, and those that it leaves open."""
        for known, groups in (
            (True, reference.reported_facts(self._reported, case)),
            (False, reference.possible_facts(self._reported, case)),
        ):
            for fact in (one for group in groups.values() for one in group):
                told = {n: v for n, v in fact.attributes.items() if v is not reference.UNKNOWN}
                yield self._engine.fact(fact.type, told, known=known)


def _release(fact: Any) -> None:
    """Let CLIPS forget a fact: clipspy 1.0.6 means to, and passes one argument too many."""
    clips_c.ReleaseFact(fact._fact)


def _value(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    return clips.Symbol(value) if isinstance(value, str) and SYMBOL.match(value) else value


def _slots_of(template: Any) -> list[dict[str, Any]]:
    """Give the facts of a template by their slots; one without slots holds at most one word."""
    found = []
    for fact in list(template.facts()):
        word = fact[0] if template.implied and len(fact) else ""
        found.append({"": word} if template.implied else dict(fact))
        _release(fact)
    return found


class ClipsResult:
    """What CLIPS concluded: the rules that fired, those left open, and the decision."""

    def __init__(self, environment: clips.Environment, drills: list[str]) -> None:
        self._facts = {
            template.name: _slots_of(template)
            for template in environment.templates()
            if template.name in READ
        }
        self.fired = self._named("fired")
        self.pending = [one for one in self._named("possible") if one not in self.fired]
        self.gate_open = bool(self._named("gate-open"))
        self.decision = self._decision(drills)

    def _named(self, template: str, slot: str = "") -> list[str]:
        return sorted(str(fact[slot]) for fact in self._facts.get(template, ()))

    def _pairs(self, template: str, second: str) -> dict[str, str]:
        facts = self._facts.get(template, ())
        return {str(fact["name"]): str(fact[second]) for fact in facts}

    def _decision(self, drills: list[str]) -> dict[str, Any]:
        (outcome,) = self._named("outcome")
        if outcome in ("emergency", "urgent"):
            return {"outcome": outcome}
        stages, ranges = self._pairs("drill", "stage"), self._pairs("drill", "range")
        withheld = {name for what in WITHHOLDABLE for name in self._named("withheld", what)}
        sections = {name: self._pairs(kind, ordered) for name, (kind, ordered) in ORDERED.items()}
        return sections | {
            "outcome": outcome,
            "cautions": self._named("caution", "name"),
            "drills": [
                [drill, stages[drill], None if ranges[drill] == "NONE" else ranges[drill]]
                for drill in drills
                if drill in stages
            ],
            "withheld": sorted(withheld - {"NONE"}),
            "notes": self._named("note", "name"),
        }
