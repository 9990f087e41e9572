"""Why not: the answer for what an advice does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from advisor.advice import SILENT, Advice, applies
from advisor.explanation.answers import WhyOutcome, prove_outcome
from advisor.explanation.nearness import Candidate, Nearness
from advisor.explanation.proof import Proof, Prover
from advisor.explanation.target import Target, said_facts
from advisor.facts import DRILLS, OUTCOMES, Fact
from advisor.inference import Pending, Record

Obstacle: TypeAlias = Literal["silent", "gate", "referral", "scope", "withheld", "stronger"]
"""What keeps something from being said, whatever its own rules say."""


@dataclass(frozen=True, eq=False)
class Barrier:
    """
    What keeps something from being said, whatever its own rules say.

    `silent`: an emergency or urgent advice says nothing else. `gate`: emergency or urgent rules are
    still open (`pending`), or the age is missing. `referral`: a clinician should look first.
    `scope`: all that bothers the runner (`facts`) is outside the method. `withheld`: it, or for a
    note each drill it would come with, is held back. `stronger`: it stands, more strongly than was
    asked. `proofs` are of what is in the way.
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
    if not record.gate_open:
        return ("gate",)
    referral: tuple[Obstacle, ...] = ("referral",) if record.facts("referral") else ()
    return referral if record.in_scope else (*referral, "scope")


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
    stands = next((one for one in said_facts_named(advice, target)), None)
    if target.strength and stands is not None:
        found.append(Barrier("stronger", (prover.proof(stands),)))
    return found


def said_facts_named(advice: Advice, target: Target) -> tuple[Fact, ...]:
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
    withheld = {one.identity: one for one in reversed(advice.facts("withheld"))}
    if target.kind == "drill":
        names = [target.identity]
    elif target.kind == "note":
        names = [
            one.identity
            for firing in advice.record.firings
            if target.identity in firing.rule.notes
            for one in firing.conclusions
            if one in advice.record.withdrawn
        ]
    else:
        names = []
    return [withheld[name] for name in dict.fromkeys(names) if name in withheld]
