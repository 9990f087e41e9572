"""A proof in short: from what was told, step by step, to what was concluded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.explanation.proof import Proof
from advisor.facts import Fact
from advisor.knowledge import KnowledgeBase
from advisor.report.explaining.words import as_one, concluded, tested, told
from advisor.report.wording import LEADS, listing, name_fact

_STEPS: Final = (
    (("On paper",) * 2, ("coverage",)),
    (("As you saw it",) * 2, ("sign",)),
    (("It fits",) * 2, ("pattern",)),
    (("This is held back", "These are held back"), ("withheld",)),
    (("This key is open", "These keys are open"), ("key",)),
)
"""What a chain tells of, of one and of several, and the types of fact, in order."""


_UNNAMED: Final = "runner"
"""The type of fact of which nothing can be said but the values of its attributes."""


def chain_of(base: KnowledgeBase, proof: Proof) -> Iterator[str]:
    """Give a line for each step of a proof, what was told first."""
    facts: dict[Fact, list[str]] = {}
    for fact, attributes in _facts(proof, set()):
        facts.setdefault(fact, []).extend(attributes)
    said = [
        told(base, found, [name for one in found for name in facts[one] if kind == _UNNAMED])
        for kind in LEADS
        if (found := [one for one in facts if one.type == kind])
    ]
    if said:
        yield f"{'. '.join(said)}."
    for (of_one, of_several), kinds in _STEPS:
        names = dict.fromkeys(name_fact(base, one) for one in facts if one.type in kinds)
        if names:
            yield f"{of_one if len(names) == 1 else of_several}: {listing(names)}."
    yield f"So: {concluded(base, as_one(proof.facts))}."


def _facts(proof: Proof, seen: set[Proof]) -> Iterator[tuple[Fact, list[str]]]:
    """Give every fact that a proof rests on, with the attributes that were tested of it."""
    for step in proof.steps:
        for premise in step.premises:
            for ground in premise.grounds:
                yield ground.fact, tested(premise.pattern)
                if ground.proof is not None and ground.proof not in seen:
                    seen.add(ground.proof)
                    yield from _facts(ground.proof, seen)
