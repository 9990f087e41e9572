"""One case on its way through the strata: the gate, the scope and the subtraction."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.facts import (
    DRILLS,
    FACT_TYPES,
    GATED,
    NOTES,
    OPENABLE,
    REASONING,
    SEVERE,
    STRATA,
    TRIAGE,
    WITHHOLDING,
    Fact,
)
from advisor.inference.engine import Engine
from advisor.inference.record import Firing, Record, gives_notes
from advisor.language import Rule


def infer(engine: Engine, reported: Iterable[Fact], open_types: Iterable[str]) -> Record:
    """Reason over the facts of one case; sections named in `open_types` may hold more."""
    return _Inference(engine, tuple(reported), frozenset(open_types)).record()


class _Inference:
    """One case on its way through the strata."""

    def __init__(self, engine: Engine, reported: tuple[Fact, ...], open_types: frozenset[str]):
        self._engine = engine
        self._reported = reported
        self._open_types = open_types
        self._standing: list[Fact] = []
        self._withdrawn: list[Fact] = []
        self._firings: list[Firing] = []
        self._unknown: list[Rule] = []
        self._ran: set[int] = set()

    def record(self) -> Record:
        engine = self._engine
        engine.begin(self._reported, [kind for kind in OPENABLE if kind in self._open_types])
        gate_open, in_scope = True, self._in_scope()
        for stratum in STRATA:
            if stratum == NOTES:
                closed = [
                    name for name, kind in FACT_TYPES.items() if self._did_not_run(kind.stratum)
                ]
                engine.leave_open(closed)
            elif stratum in GATED and not (gate_open and self._may_run(stratum, in_scope)):
                continue
            self._run(stratum)
            if stratum == TRIAGE:
                gate_open = self._gate_open()
        return Record(
            reported=self._reported,
            standing=tuple(self._standing),
            withdrawn=tuple(self._withdrawn),
            firings=tuple(self._firings),
            unknown=tuple(self._unknown),
            find_open=engine.open_in,
            ran=frozenset(self._ran),
            gate_open=gate_open,
            age_missing=self._age_missing(),
            in_scope=in_scope,
        )

    def _run(self, stratum: int) -> None:
        """Judge all rules of a stratum, then let what they conclude become facts together."""
        self._ran.add(stratum)
        firings = self._engine.judge(stratum)
        self._unknown += self._engine.unknown(stratum)
        if stratum == WITHHOLDING:
            self._close_withheld(firings)
            return
        if not firings and stratum != NOTES:
            return
        self._firings += firings
        concluded = [fact for firing in firings for fact in firing.conclusions]
        facts = _strongest(fact for fact in concluded if fact.type != "note")
        if stratum == DRILLS:
            held = {fact.get("drill") for fact in self._standing if fact.type == "withheld"}
            self._withdrawn = [fact for fact in facts if fact.identity in held]
            facts = [fact for fact in facts if fact.identity not in held]
        elif stratum == NOTES:
            facts = self._notes()
        self._stand(facts)

    def _close_withheld(self, firings: list[Firing]) -> None:
        """Let what is withheld become facts, and with it the drills that need it, in turn."""
        while firings:
            self._firings += firings
            concluded = [fact for firing in firings for fact in firing.conclusions]
            self._stand(fact for fact in concluded if fact.type == "withheld")
            firings = self._engine.judge(WITHHOLDING)

    def _notes(self) -> list[Fact]:
        """Give the notes of every firing, but for one all of whose drills are withheld."""
        return _strongest(
            fact
            for firing in self._firings
            if gives_notes(firing, self._withdrawn)
            for fact in firing.conclusions
            if fact.type == "note"
        )

    def _stand(self, facts: Iterable[Fact]) -> None:
        found = list(facts)
        self._standing += found
        self._engine.take(found)

    def _stands(self, kind: str) -> bool:
        return any(fact.type == kind for fact in self._standing)

    def _may_run(self, stratum: int, in_scope: bool) -> bool:
        return stratum not in REASONING or (in_scope and not self._stands("referral"))

    def _did_not_run(self, stratum: int) -> bool:
        return 0 < stratum < NOTES and stratum not in self._ran

    def _gate_open(self) -> bool:
        severe = any(
            fact.type == "referral" and fact.get("level") in SEVERE for fact in self._standing
        )
        open_rules = any(rule.guards_gate for rule in self._unknown)
        return not (severe or open_rules or self._age_missing())

    def _age_missing(self) -> bool:
        """Whether there is anything but a runner of known age, also where no age can be told."""
        ages = [fact.get("age") for fact in self._reported if fact.type == "runner"]
        return not ages or not all(isinstance(age, (int, float)) for age in ages)

    def _in_scope(self) -> bool:
        scopes = [fact.get("scope") for fact in self._reported if fact.type == "symptom"]
        return not scopes or "inside" in scopes


def _strongest(facts: Iterable[Fact]) -> list[Fact]:
    """Of facts with the same name keep the strongest, and of equal ones the first."""
    found = list(facts)
    if len({fact.name for fact in found}) == len(found):
        return found
    best: dict[str, tuple[int, ...]] = {}
    for fact in found:
        best[fact.name] = max(best.get(fact.name, ()), fact.rank)
    kept: dict[tuple[str, frozenset[tuple[str, object]]], Fact] = {}
    for fact in found:
        if fact.rank == best[fact.name]:
            kept.setdefault((fact.name, frozenset(fact.attributes.items())), fact)
    return list(kept.values())
