"""What a question is about: something that can be concluded, and how strongly it was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.advice import SILENT, Advice
from advisor.diagnostics import AdvisorError, UnknownIdError
from advisor.facts import FACT_TYPES, REPORTED, Fact
from advisor.inference import Firing
from advisor.knowledge import KnowledgeBase, kind_of
from advisor.language import Conclusion, Rule

CONCLUDED: Final = tuple(name for name, one in FACT_TYPES.items() if one.stratum != REPORTED)
"""The types of fact that rules conclude."""
_BESIDE: Final = ("coverage", "sign", "withheld")
"""Those that have no entries of their own: asked for by their type, as in `coverage:KEY`."""
STRENGTHS: Final[Mapping[str, str]] = {
    "load": "band",
    **{name: one.strength for name, one in FACT_TYPES.items() if one.strength is not None},
}
"""By type of fact, the attribute that says how strongly a conclusion of it stands."""


class NotConcludedError(AdvisorError):
    """An id of something that is never concluded and never reported, such as a source."""


@dataclass(frozen=True, slots=True)
class Target:
    """
    Something to explain, by kind and id.

    `kind` is a type of fact, "outcome" or "rule"; `strength` the value of its level, stage,
    confidence or band that was asked for, empty for any.
    """

    kind: str
    identity: str
    strength: str = ""

    @property
    def name(self) -> str:
        """How the target is asked for: `drill:kickstand-hinge=now`."""
        strength = f"={self.strength}" if self.strength else ""
        return f"{self.kind}:{self.identity}{strength}"

    @property
    def stratum(self) -> int | None:
        """The stratum that concludes it, None where it is no fact."""
        fact_type = FACT_TYPES.get(self.kind)
        return fact_type.stratum if fact_type else None

    def is_met_by(self, one: Fact | Conclusion) -> bool:
        """Whether a fact or a conclusion is what was asked for."""
        return (one.type, one.identity) == (self.kind, self.identity) and (
            not self.strength or one.get(STRENGTHS[self.kind]) == self.strength
        )

    def holds(self, advice: Advice) -> bool:
        """Whether an advice says this; an emergency or urgent one says nothing else."""
        if self.kind == "outcome":
            return advice.outcome == self.identity
        if self.kind == "rule":
            return any(one.rule.id == self.identity for one in said_firings(advice))
        return any(map(self.is_met_by, said_facts(advice, self.kind)))

    def concluded_by(self, rule: Rule) -> bool:
        """Whether a rule can conclude this, or is this very rule."""
        if self.kind == "rule":
            return rule.id == self.identity
        if self.kind == "note" and self.identity in rule.notes:
            return True
        return any(map(self.is_met_by, rule.conclude))


def said_facts(advice: Advice, kind: str) -> tuple[Fact, ...]:
    """Give the facts of a type of which an advice speaks."""
    found = advice.record.facts(kind)
    if advice.outcome not in SILENT or FACT_TYPES[kind].stratum == REPORTED:
        return found
    return tuple(
        one for one in found if (one.type, one.get("level")) == ("referral", advice.outcome)
    )


def said_firings(advice: Advice) -> tuple[Firing, ...]:
    """Give the firings of which an advice speaks."""
    if advice.outcome not in SILENT:
        return advice.record.firings
    return tuple(one for one in advice.record.firings if one.rule.referral_level == advice.outcome)


def find_target(base: KnowledgeBase, text: str) -> Target:
    """
    Give what a text asks about: an id, KIND:ID or a name, and perhaps =STRENGTH behind it.

    Where an id names several things, what can be concluded goes before rules and exercises. Raises
    `UnknownIdError` (with the nearest id), `AmbiguousNameError`, and `NotConcludedError`.
    """
    name, _, strength = text.partition("=")
    target = _beside(base, name) or _of(base, name)
    if not strength:
        return target
    known = _strengths(base, target)
    if strength not in known:
        noun = STRENGTHS.get(target.kind, f"strength of a {target.kind}")
        raise UnknownIdError(noun, strength, known)
    return Target(target.kind, target.identity, strength)


def _beside(base: KnowledgeBase, name: str) -> Target | None:
    """Give a target without an entry of its own: KIND:ID, or the bare id of a cue."""
    kind, _, identity = name.rpartition(":")
    if kind not in _BESIDE:
        cue = not kind and identity in base.attributes["withheld"]["cue"].values
        return Target("withheld", identity) if cue else None
    known = base.withholdable() if kind == "withheld" else list(base.entries["key"])
    if identity not in known:
        raise UnknownIdError(kind, identity, known)
    return Target(kind, identity)


def _of(base: KnowledgeBase, name: str) -> Target:
    found = base.find(name)
    first = [one for one in found if kind_of(one) in (*CONCLUDED, "outcome")]
    one = first[0] if len(first) == 1 else base.find_one(name)
    kind = kind_of(one)
    if kind not in (*FACT_TYPES, "outcome", "rule"):
        raise NotConcludedError(
            f"{kind} {one.id!r} is nothing that an advice concludes; "
            f"'advisor rules show {kind}:{one.id}' tells of it"
        )
    return Target(kind, one.id)


def _strengths(base: KnowledgeBase, target: Target) -> Iterable[str]:
    if target.kind not in STRENGTHS:
        return ()
    if target.kind == "load":
        return list(base.entry("load", target.identity).mapping("bands"))
    return FACT_TYPES[target.kind].orders[STRENGTHS[target.kind]]
