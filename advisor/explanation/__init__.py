"""
Advice questioned: why, why not, what if, and what would have to be different.

All answers are views of the record of an advice. `why` and `why_not` answer with what is true: of
something that an advice says, `why_not` answers why it does, and the other way round.
"""

from __future__ import annotations

from typing import TypeAlias

from advisor.advice import Advice
from advisor.explanation.answers import (
    Why,
    WhyOutcome,
    WhyRule,
    is_reported,
    prove,
    prove_outcome,
    prove_rule,
)
from advisor.explanation.obstacles import WhyNot, WhyNotOutcome, disprove, disprove_outcome
from advisor.explanation.target import Target, find_target, holding_back
from advisor.explanation.told import Told, tell

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
    Explain why an advice says something, down to what the runner told.

    `name` is an id ("kickstand-hinge"), KIND:ID ("withheld:kickstand-hinge") or how people call it,
    perhaps with the strength that is meant ("kickstand-hinge=now"). Of a drill that is held back it
    answers why it is held back; of anything else that the advice does not say, why not. Raises
    `UnknownIdError`, `AmbiguousNameError` and `NotConcludedError`.

    >>> import advisor
    >>> advice = advisor.advise(advisor.read_case("@clamshells-then-low-back"))
    >>> proof = advisor.why(advice, "kickstand-hinge").proof
    >>> [step.rule.id for step in proof.steps]
    ['hinge-now']
    >>> [[fact.name for fact in way] for way in proof.steps[0].justifications]
    ... # doctest: +NORMALIZE_WHITESPACE
    [['key:length-with-internal-rotation', 'pattern:rotation-only-routine'],
     ['key:length-with-internal-rotation', 'pattern:knee-first-push-off'],
     ['key:length-with-internal-rotation', 'pattern:moving-symptom']]
    >>> proof.language
    ('gate', 'no-referral', 'in-scope', 'not-withheld')
    >>> key = proof.steps[0].premises[0].grounds[0].proof
    >>> [premise.use for premise in key.steps[0].premises]
    ['support', 'support', 'absence']

    What a runner told has no proof; the question is answered with what rests on it.

    >>> [firing.rule.id for firing in advisor.why(advice, "clamshell").resting]
    ['rotation-only-routine', 'moving-symptom']
    """
    target = find_target(advice.base, name)
    if target.kind in ("drill", "exercise") and not target.strength:
        held = Target("withheld", target.identity)
        if held.holds(advice) and holding_back(advice, target.kind, target.identity):
            target = held
    return _answer(advice, target)


def why_not(advice: Advice, name: str) -> Answer:
    """
    Explain why an advice does not say something: each rule that could have, the nearest first.

    `name` and what is raised are those of `why`. Of what the advice does say, it answers why.

    >>> import advisor
    >>> advice = advisor.advise(advisor.read_case("@v08-sore-outer-hip"))
    >>> answer = advisor.why_not(advice, "kickstand-hinge")
    >>> [barrier.kind for barrier in answer.barriers]
    ['scope', 'withheld']
    >>> advice = advisor.advise(advisor.read_case("@clamshells-then-low-back"))
    >>> answer = advisor.why_not(advice, "foot-not-loaded")
    >>> [(one.rule.id, one.distance, one.part.state) for one in answer.candidates]
    [('foot-not-loaded-as-seen', 1, 'unknown'), ('foot-not-loaded-on-paper', 4, 'failed')]
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
