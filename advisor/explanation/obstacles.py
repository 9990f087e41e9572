"""Why not: the answer for what an advice does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from advisor.advice import SILENT, Advice, applies
from advisor.explanation.answers import WhyOutcome, prove_outcome
from advisor.explanation.nearness import Candidate, Nearness
from advisor.explanation.proof import Proof, Prover
from advisor.explanation.target import STRENGTHS, Target, holding_back, said_facts
from advisor.facts import DRILLS, FACT_TYPES, OUTCOMES, REASONING, Fact
from advisor.inference import Pending, Record

Obstacle: TypeAlias = Literal[
    "silent", "gate", "referral", "scope", "withheld", "stronger", "weaker", "otherwise"
]
"""What keeps something from being said, whatever its own rules say."""


@dataclass(frozen=True, eq=False)
class Barrier:
    """
    What keeps something from being said, whatever its own rules say.

    `silent`: an emergency or urgent advice says nothing else. `gate`: emergency or urgent rules are
    still open (`pending`), or the age is missing. `referral`: a clinician should look first.
    `scope`: all that bothers the runner (`facts`) is outside the method. `withheld`: it, or for a
    note each drill it would come with, is held back. `stronger`, `weaker`: it stands, but more or
    less strongly than was asked; `otherwise`: in another band. `proofs` are of what is in the way.
    """

    kind: Obstacle
    proofs: tuple[Proof, ...] = ()
    facts: tuple[Fact, ...] = ()
    pending: tuple[Pending, ...] = field(default=(), repr=False)


@dataclass(frozen=True, eq=False)
class WhyNot:
    """
    Why an advice does not say something.

    `candidates` are the rules that could have concluded it, the nearest first, each with its
    condition judged part by part; none where the advice is an emergency or urgent one.
    """

    advice: Advice = field(repr=False)
    target: Target
    barriers: tuple[Barrier, ...]
    candidates: tuple[Candidate, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class WhyNotOutcome:
    """
    Why an advice does not come to an outcome.

    `applies` tells whether it would, were the actual one not looked at first. `missing` says of
    `drills` why each drill is not given, where drills were looked at.
    """

    advice: Advice = field(repr=False)
    target: Target
    applies: bool
    actual: WhyOutcome
    missing: tuple[WhyNot, ...]


def disprove(advice: Advice, target: Target) -> WhyNot:
    """Show why an advice does not say something that is no outcome."""
    barriers = tuple(_barriers(advice, target))
    if any(one.kind == "silent" for one in barriers):
        return WhyNot(advice, target, barriers, ())
    return WhyNot(advice, target, barriers, Nearness(advice).candidates(target))


def disprove_outcome(advice: Advice, target: Target) -> WhyNotOutcome:
    """Show why an advice does not come to an outcome."""
    later = OUTCOMES.index(target.identity) > OUTCOMES.index(advice.outcome)
    looked_at = target.identity == "drills" and DRILLS in advice.record.ran
    drills = advice.base.entries["drill"] if looked_at else ()
    return WhyNotOutcome(
        advice=advice,
        target=target,
        applies=later and applies(target.identity, advice.record),
        actual=prove_outcome(advice),
        missing=tuple(disprove(advice, Target("drill", name)) for name in drills),
    )


def shut_by(record: Record, stratum: int) -> tuple[Obstacle, ...]:
    """Give what kept a stratum from being judged; nothing where it was."""
    if stratum in record.ran:
        return ()
    found: list[Obstacle] = []
    if not record.gate_open:
        found.append("gate")
    if stratum in REASONING and record.facts("referral"):
        found.append("referral")
    if stratum in REASONING and not record.in_scope:
        found.append("scope")
    return tuple(found)


def _barriers(advice: Advice, target: Target) -> list[Barrier]:
    record, prover = advice.record, Prover(advice)
    referrals = said_facts(advice, "referral")
    if advice.outcome in SILENT:
        return [Barrier("silent", tuple(map(prover.proof, referrals)))]
    found = []
    stratum = _stratum(advice, target)
    for kind in shut_by(record, stratum) if stratum is not None else ():
        if kind == "gate":
            pending = tuple(one for one in record.pending if one.rule.guards_gate)
            found.append(Barrier(kind, pending=pending))
        elif kind == "referral":
            found.append(Barrier(kind, tuple(map(prover.proof, referrals))))
        else:
            found.append(Barrier(kind, facts=record.facts("symptom")))
    held = _held(advice, target)
    if held:
        found.append(Barrier("withheld", tuple(map(prover.proof, held))))
    if target.strength:
        standing = _standing(advice, target)
        found += [Barrier(_compared(target, one), (prover.proof(one),)) for one in standing[:1]]
    return found


def _compared(target: Target, stands: Fact) -> Obstacle:
    """Say how what stands differs from what was asked."""
    order = FACT_TYPES[target.kind].orders.get(STRENGTHS[target.kind])
    if order is None:
        return "otherwise"
    actual = order.index(str(stands.get(STRENGTHS[target.kind])))
    return "stronger" if actual > order.index(target.strength) else "weaker"


def _standing(advice: Advice, target: Target) -> tuple[Fact, ...]:
    """Give what an advice says of a target's name, however strongly."""
    if target.stratum is None:
        return ()
    weakest = Target(target.kind, target.identity)
    return tuple(filter(weakest.is_met_by, said_facts(advice, target.kind)))


def _stratum(advice: Advice, target: Target) -> int | None:
    if target.kind != "rule":
        return target.stratum
    return next(one.stratum for one in advice.base.rules if one.id == target.identity)


def _held(advice: Advice, target: Target) -> list[Fact]:
    """Give what is held back and in the way: the drill itself, or the drills a note comes with."""
    if target.kind == "drill":
        names = [target.identity]
    else:
        gone = {one.name: one.identity for one in advice.record.withdrawn}
        names = [
            gone[one.name]
            for firing in advice.record.firings
            if target.kind == "note" and target.identity in firing.rule.notes
            for one in firing.conclusions
            if one.name in gone
        ]
    held = (holding_back(advice, "drill", name)[:1] for name in dict.fromkeys(names))
    return [fact for facts in held for fact in facts]
