"""
Advice questioned: why, why not, what if, and what would have to be different.

All answers are views of the record of an advice. `why` and `why_not` answer with what is true: of
something that an advice says, `why_not` answers why it does, and the other way round.
"""

from __future__ import annotations

from typing import TypeAlias

from advisor.advice import Advice
from advisor.explanation.target import Target, find_target
from advisor.explanation.why import (
    Told,
    Why,
    WhyOutcome,
    WhyRule,
    is_reported,
    prove,
    prove_outcome,
    prove_rule,
    tell,
)
from advisor.explanation.why_not import WhyNot, WhyNotOutcome, disprove, disprove_outcome

Answer: TypeAlias = Why | WhyRule | WhyOutcome | WhyNot | WhyNotOutcome | Told
"""What a question is answered with."""

__all__ = [
    "Answer",
    "Target",
    "Told",
    "Why",
    "WhyNot",
    "WhyNotOutcome",
    "WhyOutcome",
    "WhyRule",
    "find_target",
    "why",
    "why_not",
]


def why(advice: Advice, name: str) -> Answer:
    """
    Explain why an advice says something: down to what the runner told.

    `name` is an id ("kickstand-hinge"), KIND:ID ("withheld:kickstand-hinge") or how people call it,
    perhaps with the strength that is meant ("kickstand-hinge=now"). Of a drill that is held back it
    answers why it is held back; of anything else that the advice does not say, why not. Raises
    `UnknownIdError`, `AmbiguousNameError` and `NotConcludedError`.
    """
    target = find_target(advice.base, name)
    held = Target("withheld", target.identity)
    if target.kind in ("drill", "exercise") and not target.strength and held.holds(advice):
        target = held
    return _answer(advice, target)


def why_not(advice: Advice, name: str) -> Answer:
    """
    Explain why an advice does not say something: each rule that could have, the nearest first.

    `name` and what is raised are those of `why`. Of what the advice does say, it answers why.
    """
    return _answer(advice, find_target(advice.base, name))


def _answer(advice: Advice, target: Target) -> Answer:
    if is_reported(target):
        return tell(advice, target)
    if target.kind == "outcome":
        if target.holds(advice):
            return prove_outcome(advice)
        return disprove_outcome(advice, target)
    if not target.holds(advice):
        return disprove(advice, target)
    return prove_rule(advice, target) if target.kind == "rule" else prove(advice, target)
