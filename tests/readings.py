"""What two readings of the rule language must agree on, of one case.

Every reading is brought to one plain form, a `Reading`; `difference` tells the first thing in which
two of them differ, and of firings which rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from advisor.advice import Advice
from advisor.cases import Case
from advisor.diagnostics import Diagnostic
from advisor.documents import Document, read_text
from advisor.inference import Met
from advisor.knowledge import KnowledgeBase
from advisor.knowledge.parsing import Parser
from advisor.language import Pattern, Test
from advisor.reasoner import Reasoner
from tests import reference

Absence: TypeAlias = tuple[str, frozenset[Test]]
"""A pattern that nothing met: its type and its tests, whatever their order."""


@dataclass(frozen=True)
class Fired:
    """A rule that fired: the facts that support it, and the patterns that nothing may meet."""

    rule: str
    support: tuple[str, ...]
    absences: frozenset[Absence]


@dataclass(frozen=True)
class Reading:
    """
    What a case comes to.

    `guards` are the emergency and urgent rules left open, `pending` all rules left open in the
    strata that ran.
    """

    decision: dict[str, Any]
    gate: str
    fired: tuple[Fired, ...]
    guards: tuple[str, ...]
    pending: tuple[str, ...]

    def without_reasons(self) -> Reading:
        """Give the same, but for what each firing rests on."""
        bare = tuple(Fired(one.rule, (), frozenset()) for one in self.fired)
        return replace(self, fired=bare)


def advise(reasoner: Reasoner, data: dict[str, Any]) -> Advice:
    document = read_text(json.dumps(data).encode(), "random.json", json=True)
    assert not isinstance(document, Diagnostic), document
    case = reasoner.check(document)
    assert isinstance(case, Case), [str(one) for one in case]
    return reasoner.advise(case)


def of_engine(advice: Advice) -> Reading:
    record = advice.record
    return Reading(
        decision=_decision(advice),
        gate="open" if record.gate_open else "shut",
        fired=_sorted(
            Fired(
                firing.rule.id,
                _support(firing.support),
                frozenset(map(_absence, firing.absences)),
            )
            for firing in record.firings
        ),
        guards=tuple(sorted(p.rule.id for p in record.pending if p.rule.guards_gate)),
        pending=tuple(sorted(p.rule.id for p in record.pending)),
    )


def _decision(advice: Advice) -> dict[str, Any]:
    data = advice.decision.as_dict()
    if "drills" in data:
        data["drills"] = [[one["drill"], one["stage"], one["range"]] for one in data["drills"]]
        for name in ("cautions", "withheld", "notes"):
            data[name] = sorted(data[name])
    return data


def _support(support: Iterable[Met]) -> tuple[str, ...]:
    """Give the names of the facts that met some pattern; none may have met one twice."""
    names: set[str] = set()
    for met in support:
        assert len(met.facts) == len({*met.facts}), met
        names.update(fact.name for fact in met.facts)
    return tuple(sorted(names))


def _absence(pattern: Pattern) -> Absence:
    return pattern.type, frozenset(pattern.tests)


def _sorted(fired: Iterable[Fired]) -> tuple[Fired, ...]:
    return tuple(sorted(fired, key=lambda one: one.rule))


class Reference:
    """
    The reference evaluator over one base, read into the same form.

    It gives an absence as the pattern was written, and the engine as the loader read it: so that
    two spellings of one pattern are one, the loader's parser reads it here too.
    """

    def __init__(self, documents: dict[str, object], base: KnowledgeBase) -> None:
        self._reference = reference.Base(documents)
        self._base = base
        self._known: dict[str, Absence] = {}

    def read(self, data: dict[str, Any]) -> Reading:
        result = reference.evaluate(self._reference, data)
        return Reading(
            decision=result.decision,
            gate=result.gate,
            fired=_sorted(
                Fired(rule, support, frozenset(map(self._absence, absences)))
                for rule, support, absences in result.firings
            ),
            guards=result.unknown_rules,
            pending=result.pending,
        )

    def _absence(self, written: str) -> Absence:
        if written not in self._known:
            document = read_text(written.encode(), "pattern.json", json=True)
            assert isinstance(document, Document), document
            base = self._base
            parser = Parser(document, base.attributes, base.entries, base.retired)
            pattern = parser.condition(document.value, ())
            assert isinstance(pattern, Pattern), (written, parser.diagnostics)
            self._known[written] = _absence(pattern)
        return self._known[written]


@dataclass(frozen=True)
class Difference:
    """The first thing in which two readings of a case differ, and the rule it is about, if any."""

    said: str
    rule: str = ""

    def __str__(self) -> str:
        return self.said


def difference(one: Reading, other: Reading) -> Difference | None:
    """Compare two readings of a case, first what leads to a decision and then the decision."""
    if one.gate != other.gate:
        return Difference(f"the gate: {one.gate} against {other.gate}")
    rules = [fired.rule for fired in one.fired], [fired.rule for fired in other.fired]
    named = {"open guards": (one.guards, other.guards), "open rules": (one.pending, other.pending)}
    for what, found in {**named, "rules that fired": rules}.items():
        if list(found[0]) != list(found[1]):
            return _apart(what, found[0], found[1], about_rules=True)
    for first, second in zip(one.fired, other.fired, strict=True):
        if first.support != second.support:
            what = f"the support of {first.rule}"
            return _apart(what, sorted(first.support), sorted(second.support), first.rule)
        if first.absences != second.absences:
            what = f"the absences of {first.rule}"
            return _apart(what, _said(first.absences), _said(second.absences), first.rule)
    for name in {**one.decision, **other.decision}:
        decided = one.decision.get(name), other.decision.get(name)
        if decided[0] != decided[1]:
            return Difference(f"the {name} decided: {decided[0]} against {decided[1]}")
    return None


def first_difference(engine: Reading, second: Reading, third: Reading) -> Difference | None:
    """Compare the engine with the reference, and with CLIPS as far as that says."""
    for name, found in (
        ("the reference", difference(engine, second)),
        ("CLIPS", difference(engine.without_reasons(), third)),
    ):
        if found:
            return Difference(f"the engine first and {name} second: {found.said}", found.rule)
    return None


def _apart(
    what: str, one: Sequence[str], other: Sequence[str], rule: str = "", about_rules: bool = False
) -> Difference:
    """Say what only one of the two has."""
    first, second = [x for x in one if x not in other], [x for x in other if x not in one]
    about = next(iter([*first, *second]), "") if about_rules else rule
    return Difference(f"{what}: only the first has {first}, only the second {second}", about)


def _said(absences: frozenset[Absence]) -> list[str]:
    return sorted(f"{kind} {sorted(map(_test_said, tests))}" for kind, tests in absences)


def _test_said(test: Test) -> str:
    return f"{test.attribute} {test.said}"
