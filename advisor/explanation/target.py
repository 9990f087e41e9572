"""What a question is about: something that can be concluded, and how strongly it was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def holding_back(advice: Advice, kind: str, name: str) -> tuple[Fact, ...]:
    """Give what says that a drill, an exercise or a cue is held back."""
    return tuple(one for one in advice.facts("withheld") if one.get(kind) == name)


def find_target(base: KnowledgeBase, text: str) -> Target:
    """
    Give what a text asks about: an id, KIND:ID or a name, and perhaps =STRENGTH behind it.

    Where an id names several things, what can be concluded goes before rules and exercises. Raises
    `UnknownIdError` (with the nearest id), `AmbiguousNameError`, and `NotConcludedError`.
    """
    name, asked, strength = text.partition("=")
    target = _of(base, name)
    if not asked:
        return target
    known = _strengths(base, target)
    if not known:
        raise NotConcludedError(f"{target.name} has no strength; leave out '={strength}'")
    if strength not in known:
        raise UnknownIdError(STRENGTHS[target.kind], strength, known)
    return Target(target.kind, target.identity, strength)


def _of(base: KnowledgeBase, name: str) -> Target:
    kind, _, rest = name.rpartition(":")
    if kind in ("coverage", "sign"):
        return Target(kind, _entry(base, "key", rest, kind))
    if kind == "withheld":
        return Target(kind, _withheld(base, rest))
    if name.partition(".")[0] == "runner":
        return Target("runner", "runner")
    if name in base.attributes["withheld"]["cue"].values and not _is_entry(base, name):
        return Target("withheld", name)
    return _named(base, name)


def _entry(base: KnowledgeBase, kind: str, name: str, noun: str) -> str:
    """Give the id of an entry by its id or what people call it."""
    try:
        return base.find_one(f"{kind}:{name}").id
    except UnknownIdError:
        raise UnknownIdError(noun, name, base.entries[kind]) from None


def _withheld(base: KnowledgeBase, name: str) -> str:
    known = base.withholdable()
    if name in known:
        return name
    found = [one for one in base.find(name) if kind_of(one) in ("drill", "exercise")]
    if not found:
        raise UnknownIdError("withheld", name, known)
    return found[0].id if len({one.id for one in found}) == 1 else base.find_one(name).id


def _is_entry(base: KnowledgeBase, name: str) -> bool:
    return any(name in entries for entries in base.entries.values())


def _named(base: KnowledgeBase, name: str) -> Target:
    found = base.find(name)
    concluded = [one for one in found if kind_of(one) in (*CONCLUDED, "outcome")]
    askable = concluded or [one for one in found if kind_of(one) in (*FACT_TYPES, "rule")]
    one = askable[0] if len(askable) == 1 else base.find_one(name)
    kind = kind_of(one)
    if one not in askable:
        raise NotConcludedError(
            f"{kind} {one.id!r} is nothing that an advice concludes; "
            f"'advisor rules show {kind}:{one.id}' tells of it"
        )
    return Target(kind, one.id)


def _strengths(base: KnowledgeBase, target: Target) -> Sequence[str]:
    if target.kind not in STRENGTHS:
        return ()
    if target.kind == "load":
        return list(base.entry("load", target.identity).mapping("bands"))
    return FACT_TYPES[target.kind].orders[STRENGTHS[target.kind]]
