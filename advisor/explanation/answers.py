"""Why: the answer for what an advice says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from advisor.advice import SILENT, Advice
from advisor.explanation.proof import Proof, Prover, Step
from advisor.explanation.target import STRENGTHS, Target, holding_back, said_facts, said_firings
from advisor.facts import FACT_TYPES, PATTERNS, REPORTED, Fact
from advisor.inference import Firing, Pending

Fate: TypeAlias = Literal["stands", "stronger", "another", "withheld"]
"""What became of something that a rule concluded."""


@dataclass(frozen=True, eq=False)
class Why:
    """Why an advice says something: its proof, down to what the runner told."""

    advice: Advice = field(repr=False)
    target: Target
    proof: Proof


@dataclass(frozen=True, eq=False)
class WhyRule:
    """
    Why a rule fired: its firing with all premises, and what became of each conclusion.

    A conclusion stands, or something of its name stands more strongly or by another rule, or it was
    withdrawn since it (or, of a note, what it comes with) is held back.
    """

    advice: Advice = field(repr=False)
    target: Target
    step: Step
    fates: tuple[tuple[Fact, Fate], ...]


@dataclass(frozen=True, eq=False)
class WhyOutcome:
    """
    Why an advice comes to its outcome.

    `proofs` are of the conclusions that make it so: referrals, drills, or for `all-withheld` the
    drills that were withdrawn (`withdrawn`) and what is held back. `pending` are rules that are
    still unknown, `complaints` what bothers the runner, where the outcome hangs on them.
    """

    advice: Advice = field(repr=False)
    target: Target
    proofs: tuple[Proof, ...]
    withdrawn: tuple[Fact, ...]
    pending: tuple[Pending, ...] = field(repr=False)
    complaints: tuple[Fact, ...]


def prove(advice: Advice, target: Target) -> Why:
    """Prove what an advice concluded of a target; it must hold, and be a fact."""
    found = next(one for one in said_facts(advice, target.kind) if target.is_met_by(one))
    return Why(advice, target, Prover(advice).proof(found))


def prove_rule(advice: Advice, target: Target) -> WhyRule:
    """Show how a rule fired that did."""
    firing = next(one for one in said_firings(advice) if one.rule.id == target.identity)
    fates = tuple(
        (fact, _fate(advice, firing, fact))
        for fact in firing.conclusions
        if advice.outcome not in SILENT or fact.type == "referral"
    )
    return WhyRule(advice, target, Prover(advice).step(firing), fates)


def _fate(advice: Advice, firing: Firing, fact: Fact) -> Fate:
    standing = [one for one in advice.record.standing if one.name == fact.name]
    if not standing:
        return "withheld"
    strength = STRENGTHS.get(fact.type, "")
    alike = [one for one in standing if one.get(strength) == fact.get(strength)]
    if not alike:
        return "stronger"
    return "stands" if any(firing in advice.record.deciding(one) for one in alike) else "another"


def prove_outcome(advice: Advice) -> WhyOutcome:
    """Show what makes the outcome of an advice what it is."""
    record, outcome = advice.record, advice.outcome
    prover = Prover(advice)
    facts: tuple[Fact, ...] = ()
    if outcome in (*SILENT, "see-clinician"):
        facts = said_facts(advice, "referral")
    elif outcome == "drills":
        facts = advice.facts("drill")
    elif outcome == "all-withheld":
        held = (holding_back(advice, "drill", one.identity)[:1] for one in record.withdrawn)
        facts = tuple(fact for found in held for fact in found)
    pending: tuple[Pending, ...] = ()
    if outcome == "not-cleared":
        pending = tuple(one for one in record.pending if one.rule.guards_gate)
    elif outcome == "need-more":
        pending = tuple(one for one in record.pending if one.rule.stratum == PATTERNS)
    hanging = outcome in ("outside-method", "need-more", "nothing-to-add")
    return WhyOutcome(
        advice=advice,
        target=Target("outcome", outcome),
        proofs=tuple(map(prover.proof, facts)),
        withdrawn=record.withdrawn if outcome == "all-withheld" else (),
        pending=pending,
        complaints=record.facts("symptom") if hanging else (),
    )


def is_reported(target: Target) -> bool:
    """Whether a target is a type of fact that runners report."""
    return target.kind in FACT_TYPES and FACT_TYPES[target.kind].stratum == REPORTED
