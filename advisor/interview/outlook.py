"""
What the rules may still conclude, whatever is answered next: the strata, in sets of truth values.

It follows `inference/` step by step, with what may be in place of what is. It can take something
for possible that is not, and never the other way round.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.facts import (
    DRILLS,
    FACT_TYPES,
    GATED,
    REASONING,
    REPORTED,
    STRATA,
    TRIAGE,
    WITHHOLDING,
    Fact,
)
from advisor.interview.answers import AGE, SYMPTOMS, Answers
from advisor.interview.reports import Candidates, Reports
from advisor.interview.truths import (
    FALSE,
    NONE,
    OPEN,
    TRUE,
    Truths,
    conjunction,
    disjunction,
    enough,
    negation,
    unknown,
)
from advisor.knowledge import KnowledgeBase, is_need
from advisor.language import AtLeast, Condition, IsUnknown, Not, Pattern, Rule


@dataclass(frozen=True, slots=True)
class Chance:
    """A conclusion that a rule may still reach, or surely reaches whatever is answered."""

    fact: Fact
    rule: Rule
    sure: bool


class Plan:
    """What an interview over a knowledge base needs to know of it; made once."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.candidates = Candidates(base)
        self.rules: dict[int, list[Rule]] = {stratum: [] for stratum in STRATA}
        self.concluded: dict[Rule, tuple[Fact, ...]] = {}
        for rule in base.rules:
            self.rules[rule.stratum].append(rule)
            self.concluded[rule] = tuple(one.fact() for one in rule.conclude)
        self._passes: dict[tuple[int, int], bool] = {}
        self.guards = [rule for rule in base.rules if rule.guards_gate]

    def passes(self, pattern: Pattern, fact: Fact) -> bool:
        """Whether a conclusion passes a pattern, both of the rules of the knowledge base."""
        key = id(pattern), id(fact)
        if key not in self._passes:
            self._passes[key] = pattern.judge(fact) is True
        return self._passes[key]


class Outlook:
    """All that the rules may still come to after some answers."""

    def __init__(
        self,
        plan: Plan,
        answers: Answers,
        before: Reports | None = None,
        kinds: frozenset[str] = frozenset(),
    ) -> None:
        """
        Work it out.

        The reports `before`, if given, spare work: all but the `kinds` of fact are as they were.
        """
        self.plan = plan
        self.answers = answers
        self.reports = Reports(plan.candidates, answers, before, kinds)
        self.chances: dict[tuple[str, str], list[Chance]] = {}
        self._truths: dict[int, Truths] = {}
        # by type of fact, once its stratum is judged
        self._standing: dict[str, list[tuple[str, list[Chance]]]] = {}
        self.in_scope = self._in_scope()
        self.gate = TRUE
        self.runs: dict[int, Truths] = {}
        for stratum in STRATA:
            self.runs[stratum] = self._run(stratum)
            self._judge(stratum)
            self._standing |= {
                kind.name: self.of(kind.name)
                for kind in FACT_TYPES.values()
                if kind.stratum == stratum
            }
            if stratum == TRIAGE:
                self.gate = self._gate()

    # What may hold

    def truths(self, condition: Condition) -> Truths:
        """Give what a condition may come to."""
        key = id(condition)
        if key not in self._truths:
            self._truths[key] = self._judged(condition)
        return self._truths[key]

    def _judged(self, condition: Condition) -> Truths:
        if isinstance(condition, Pattern):
            if FACT_TYPES[condition.type].stratum == REPORTED:
                return self.reports.truths(condition)
            return self._derived(condition)
        if isinstance(condition, Not):
            return negation(self.truths(condition.part))
        if isinstance(condition, IsUnknown):
            return unknown(self.truths(condition.part))
        assert isinstance(condition, AtLeast)
        return enough(condition.count, tuple(self.truths(part) for part in condition.parts))

    def _derived(self, pattern: Pattern) -> Truths:
        found = disjunction(self.group_truths(pattern, group) for _, group in self.of(pattern.type))
        runs = self.runs[FACT_TYPES[pattern.type].stratum]
        return (found if runs & TRUE else NONE) | (OPEN if runs & FALSE else NONE)

    def group_truths(self, pattern: Pattern, group: Iterable[Chance]) -> Truths:
        """Give whether what may stand of one name passes a pattern, and whether it may not."""
        standing = list(group)
        meets = [self.plan.passes(pattern, one.fact) for one in standing]
        found = TRUE if any(meets) else NONE
        if not any(one.sure for one in standing):
            return found | FALSE
        if all(meets):
            return found
        for strength in {one.fact.rank for one in standing}:
            here = [place for place, one in enumerate(standing) if one.fact.rank == strength]
            surely = any(meets[place] and standing[place].sure for place in here)
            if not surely and not all(meets[place] for place in here):
                return found | FALSE
        return found

    def may_fire(self, rule: Rule) -> bool:
        """Whether there are answers with which a rule fires."""
        return bool(self.truths(rule.when) & TRUE and self.runs[rule.stratum] & TRUE)

    def sure_to_fire(self, rule: Rule) -> bool:
        """Whether a rule fires whatever is answered."""
        return self.truths(rule.when) == TRUE and self.runs[rule.stratum] == TRUE

    def of(self, kind: str) -> list[tuple[str, list[Chance]]]:
        """Give by id what may stand of a type."""
        if kind in self._standing:
            return self._standing[kind]
        return [
            (identity, list(strongest(group)))
            for (of, identity), group in self.chances.items()
            if of == kind
        ]

    def may_refer(self, *levels: str) -> Truths:
        """Give whether a referral of one of some levels may stand, and whether none may."""
        may, sure = False, False
        for _, group in self.of("referral"):
            within = [one.fact.get("level") in levels for one in group]
            may = may or any(within)
            sure = sure or (all(within) and any(one.sure for one in group))
        return (TRUE if may else NONE) | (NONE if sure else FALSE)

    @property
    def refers(self) -> Truths:
        """Whether some referral may stand, and whether none may."""
        return self.may_refer(*FACT_TYPES["referral"].orders["level"])

    # The strata

    def _run(self, stratum: int) -> Truths:
        if stratum not in GATED:
            return TRUE
        if stratum not in REASONING:
            return self.gate
        return conjunction((self.gate, self.in_scope, negation(self.refers)))

    def _judge(self, stratum: int) -> None:
        rules = self.plan.rules[stratum]
        self._conclude(rule for rule in rules if not is_need(rule))
        if stratum == WITHHOLDING:
            needs = [rule for rule in rules if is_need(rule)]
            for _ in needs:  # as often as one may need another
                for group in self.chances.values():
                    group[:] = (one for one in group if not is_need(one.rule))
                for rule in needs:
                    self._truths.pop(id(rule.when), None)
                self._conclude(needs)
        elif stratum == DRILLS:
            self._subtract()

    def _subtract(self) -> None:
        """Let no drill stand that is surely withheld, and none surely that may be."""
        held = [one for _, group in self.of("withheld") for one in group]
        for (kind, identity), group in self.chances.items():
            holding = [one for one in held if one.fact.get("drill") == identity]
            if kind == "drill" and holding:
                group[:] = (
                    dataclasses.replace(one, sure=False)
                    for one in group
                    if not any(other.sure for other in holding)
                )

    def _conclude(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            if self.may_fire(rule):
                sure = self.sure_to_fire(rule)
                for fact in self.plan.concluded[rule]:
                    if fact.type != "note":
                        group = self.chances.setdefault((fact.type, fact.identity), [])
                        group.append(Chance(fact, rule, sure))

    def _gate(self) -> Truths:
        """Give whether the gate may be open, and whether it may be shut."""
        states = [self.truths(rule.when) for rule in self.plan.guards]
        told = isinstance(self.answers.answer(AGE), (int, float))
        may_open = all(one & FALSE for one in states) and not self.answers.unsure(AGE)
        may_shut = not told or any(one & (TRUE | OPEN) for one in states)
        return (TRUE if may_open else NONE) | (FALSE if may_shut else NONE)

    def _in_scope(self) -> Truths:
        entries = self.answers.base.entries["symptom"]
        told = [fact.identity for fact in self.answers.facts if fact.type == "symptom"]
        if not self.answers.asked(SYMPTOMS):
            scopes = {entries[name].text("scope") for name in self.answers.options(SYMPTOMS)}
            return TRUE | (FALSE if "outside" in scopes else NONE)
        scopes = {entries[name].text("scope") for name in told}
        return TRUE if not scopes or "inside" in scopes else FALSE


def strongest(group: Iterable[Chance]) -> Iterator[Chance]:
    """Leave out what something stronger that is sure keeps from standing."""
    found = list(group)
    floor = max((one.fact.rank for one in found if one.sure), default=())
    return (one for one in found if one.fact.rank >= floor)
