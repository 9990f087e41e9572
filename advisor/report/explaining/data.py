"""An answer to why or why not as plain data for JSON, in the form of the published schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.explanation import Answer, Why, WhyNot, WhyNotOutcome, WhyOutcome, WhyRule
from advisor.explanation.nearness import Candidate, Near, Part
from advisor.explanation.obstacles import Barrier
from advisor.explanation.proof import Proof, Step
from advisor.facts import Fact
from advisor.language import AtLeast, IsUnknown, Not, Pattern, Rule
from advisor.report.data import (
    Data,
    base_data,
    dump,
    fact_names,
    plain_value,
    question_data,
    source_data,
)
from advisor.report.explaining.titles import target_words
from advisor.report.explaining.words import as_one, concluded, is_concluded
from advisor.report.rule_words import pattern_words, test_words
from advisor.report.sheet import plain
from advisor.report.wording import because, describe


def answer_json(answer: Answer) -> str:
    """Write an answer as JSON, the same bytes everywhere."""
    return f"{dump(answer_data(answer))}\n"


def answer_data(answer: Answer) -> Data:
    """
    Give an answer as data.

    A fact is named once in `facts`, a conclusion proved once in `proofs`, the one asked for first;
    elsewhere they are named by type and id.
    """
    return _Data(answer).data()


class _Data:
    """One answer on its way to data."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._advice = answer.advice
        self._base = answer.advice.base
        self._facts: dict[Fact, None] = {}
        self._proofs: dict[str, Data] = {}
        self._rules: dict[Rule, None] = {}

    def data(self) -> Data:
        answer, base = self._answer, self._base
        outcome = base.entry("outcome", self._advice.outcome)
        kind, said = self._said(answer)
        return {
            "kind": kind,
            "base": base_data(base),
            "case": {"name": self._advice.case.name, "title": self._advice.case.title},
            "outcome": {"id": outcome.id, "label": outcome.label, "text": outcome.text("text")},
            "target": {
                "kind": answer.target.kind,
                "id": answer.target.identity,
                "strength": answer.target.strength or None,
                "label": target_words(base, answer.target),
            },
            **said,
            "proofs": list(self._proofs.values()),
            "facts": [self._fact(one) for one in self._by_name()],
            "sources": source_data(base, {name for rule in self._rules for name in rule.sources}),
            "disclaimer": base.disclaimer,
        }

    def _said(self, answer: Answer) -> tuple[str, Data]:
        if isinstance(answer, Why):
            return "why", {"proof": self._proof(answer.proof)}
        if isinstance(answer, WhyRule):
            fates = [{"fact": self._name(one), "fate": fate} for one, fate in answer.fates]
            return "why-rule", {"step": self._step(answer.step), "conclusions": fates}
        if isinstance(answer, WhyOutcome):
            return "why-outcome", {"why": self._outcome(answer)}
        if isinstance(answer, WhyNot):
            return "why-not", self._why_not(answer)
        if isinstance(answer, WhyNotOutcome):
            missing = [
                {"drill": one.target.identity, **self._why_not(one)} for one in answer.missing
            ]
            actual = self._outcome(answer.actual)
            return "why-not-outcome", {
                "applies": answer.applies,
                "actual": actual,
                "missing": missing,
            }
        return "told", {
            "told": self._names(answer.facts),
            "complete": answer.complete,
            "gate": answer.gate,
            "resting": [one.rule.id for one in answer.resting],
            "through": self._names(answer.through),
            "kept": [one.id for one in answer.kept],
            "waiting": [one.rule.id for one in answer.waiting],
        }

    def _outcome(self, answer: WhyOutcome) -> Data:
        return {
            "outcome": answer.target.identity,
            "proved": [self._proof(one) for one in answer.proofs],
            "withdrawn": self._names(answer.withdrawn),
            "complaints": self._names(answer.complaints),
            "pending": [one.rule.id for one in answer.pending],
            "settling": [question_data(self._advice, one) for one in self._advice.settling],
        }

    # Proofs

    def _proof(self, proof: Proof) -> str:
        """Take a proof, and those it rests on, into the list; give its name there."""
        name = proof.fact.name
        if name not in self._proofs:
            data: Data = {"fact": name}
            self._proofs[name] = data
            self._names(proof.facts)
            data["steps"] = [self._step(one) for one in proof.steps]
            data["weaker"] = [self._step(one) for one in proof.weaker]
            data["language"] = list(proof.language)
        return name

    def _step(self, step: Step) -> Data:
        premises = []
        for premise in step.premises:
            for ground in premise.grounds:
                if ground.proof is not None:
                    self._proof(ground.proof)
            premises.append(
                {
                    "use": premise.use,
                    "pattern": pattern_words(self._base, premise.pattern),
                    "facts": self._names(one.fact for one in premise.grounds),
                    "near": self._names(premise.near),
                }
            )
        return {
            **self._rule(step.rule),
            "because": because(self._base, step.firing),
            "premises": premises,
            "justifications": [fact_names(one) for one in step.justifications],
        }

    # Absences

    def _why_not(self, answer: WhyNot) -> Data:
        return {
            "barriers": [self._barrier(one) for one in answer.barriers],
            "candidates": [self._candidate(one) for one in answer.candidates],
        }

    def _barrier(self, barrier: Barrier) -> Data:
        gate = self._advice.settling if barrier.kind == "gate" else ()
        return {
            "kind": barrier.kind,
            "proved": [self._proof(one) for one in barrier.proofs],
            "facts": self._names(barrier.facts),
            "pending": [one.rule.id for one in barrier.pending],
            "settling": [question_data(self._advice, one) for one in gate],
        }

    def _candidate(self, candidate: Candidate) -> Data:
        return {
            **self._rule(candidate.rule),
            "judged": candidate.judged,
            "fired": candidate.fired,
            "distance": candidate.distance,
            "condition": self._part(candidate.part),
        }

    def _part(self, part: Part) -> Data:
        condition = part.condition
        data: Data = {
            "kind": _kind(part),
            "state": part.state,
            "wanted": part.wanted,
            "distance": part.distance,
        }
        if isinstance(condition, Pattern):
            nearest, *others = part.rules or (None,)
            data |= {
                "pattern": pattern_words(self._base, condition),
                "near": [self._near(condition, one) for one in part.near],
                "untold": part.untold,
                "nearest_rule": self._candidate(nearest) if nearest is not None else None,
                "other_rules": [one.rule.id for one in others],
            }
        else:
            count = condition.count if isinstance(condition, AtLeast) else 1
            data |= {"count": count, "parts": [self._part(one) for one in part.parts]}
        return data

    def _near(self, pattern: Pattern, near: Near) -> Data:
        states = {True: "held", False: "failed", None: "unknown"}
        return {
            "fact": self._name(near.fact),
            "tests": [
                {
                    "attribute": one.test.attribute,
                    "state": states[one.truth],
                    "needed": plain(test_words(self._base, pattern.type, one.test)),
                    "actual": None if one.value is None else plain_value(one.value),
                }
                for one in near.tests
            ],
        }

    # What all of it names

    def _rule(self, rule: Rule) -> Data:
        self._rules[rule] = None
        return {
            "rule": rule.id,
            "title": rule.title,
            "grade": rule.grade,
            "sources": list(rule.sources),
        }

    def _names(self, facts: Iterable[Fact]) -> list[str]:
        return list(dict.fromkeys(map(self._name, facts)))

    def _name(self, fact: Fact) -> str:
        self._facts[fact] = None
        return fact.name

    def _by_name(self) -> list[list[Fact]]:
        """Give the facts named; several of a name are one thing held back for several reasons."""
        found: dict[str, list[Fact]] = {}
        for fact in self._facts:
            found.setdefault(fact.name, []).append(fact)
        return list(found.values())

    def _fact(self, facts: list[Fact]) -> Data:
        fact = as_one(facts)
        reported = not is_concluded(fact.type)
        words = describe(self._base, fact) if reported else concluded(self._base, fact)
        return {
            "name": fact.name,
            "type": fact.type,
            "id": fact.identity,
            "words": words,
            "reported": reported,
            "attributes": [
                {name: plain_value(value) for name, value in one.attributes.items()}
                for one in facts
            ],
            "assumed": list(fact.assumed),
        }


def _kind(part: Part) -> str:
    condition: Any = part.condition
    if isinstance(condition, AtLeast):
        return condition.word
    kinds = {Pattern: "pattern", Not: "not", IsUnknown: "unknown"}
    return kinds[type(condition)]
