"""The third reading: the rules as CLIPS understands them, run by CLIPS itself.

The facts of a case come from the reference evaluator, so that nothing of the engine is in between.
"""

from __future__ import annotations

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
    "gate-shut",
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


class Clips:
    """CLIPS over one knowledge base; `folder` is for the program, which CLIPS reads from a file."""

    def __init__(self, documents: dict[str, Any], base: KnowledgeBase, folder: Path) -> None:
        program = folder / "rules.clp"
        program.write_text(clips_text(base), encoding="utf-8")
        self._reported = reference.Base(documents)
        self._base = base
        self._guards = {rule.id for rule in base.rules if rule.guards_gate}
        self._environment = clips.Environment()
        self._environment.load(str(program))
        self._templates = {one.name: one for one in self._environment.templates()}

    def read(self, case: dict[str, Any]) -> Reading:
        """Run one case. What a firing rests on is not said: CLIPS knows that only as numbers."""
        self.run(self.facts_of(case))
        result = ClipsResult(self._environment, list(self._base.entries["drill"]))
        return Reading(
            decision=result.decision,
            gate="shut" if result.gate_shut else "open",
            fired=tuple(Fired(rule, frozenset(), frozenset()) for rule in result.fired),
            guards=tuple(rule for rule in result.pending if rule in self._guards),
            pending=tuple(result.pending),
        )

    def fired(self, facts: list[ClipsFact]) -> set[str]:
        """Run the facts of one case, and give no more than the rules that fired."""
        self.run(facts)
        return {str(slots[""]) for slots in _slots_of(self._templates["fired"])}

    def facts_of(self, case: dict[str, Any]) -> list[ClipsFact]:
        """Give the facts that a case reports, and those that it leaves open."""
        known = reference.reported_facts(self._reported, case)
        possible = reference.possible_facts(self._reported, case)
        return [
            self._fact(fact, "yes" if facts is known else "no")
            for facts in (known, possible)
            for fact in (one for group in facts.values() for one in group)
        ]

    def _fact(self, fact: reference.Fact, known: str) -> ClipsFact:
        slots: dict[str, Any] = {"known": clips.Symbol(known)}
        for name, value in fact.attributes.items():
            values = tuple(map(_value, value if isinstance(value, list) else [value]))
            many = self._base.attributes[fact.type][name].many
            slots[name] = values if many else values[0]
        return fact.type, slots

    def run(self, facts: list[ClipsFact]) -> None:
        """Forget the last case and run CLIPS over these facts."""
        self._environment.reset()
        for template, slots in facts:
            _release(self._templates[template].assert_fact(**slots))
        self._environment.run()


def _release(fact: Any) -> None:
    """Let CLIPS forget a fact: clipspy 1.0.6 means to, and passes one argument too many."""
    clips_c.ReleaseFact(fact._fact)


def _value(value: Any) -> Any:
    if value is reference.UNKNOWN:
        return clips.Symbol("UNKNOWN")
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
        self.gate_shut = bool(self._named("gate-shut"))
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
        stages = self._pairs("drill", "stage")
        withheld = {name for what in WITHHOLDABLE for name in self._named("withheld", what)}
        sections = {name: self._pairs(kind, ordered) for name, (kind, ordered) in ORDERED.items()}
        return sections | {
            "outcome": outcome,
            "cautions": self._named("caution", "name"),
            "drills": [[drill, stages[drill]] for drill in drills if drill in stages],
            "withheld": sorted(withheld - {"NONE"}),
            "notes": self._named("note", "name"),
        }
