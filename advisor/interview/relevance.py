"""
Which open questions can still change the decision, read off the rules that are not settled.

From each part of the decision that is not settled it walks back, through every rule and condition
that is not settled, to the questions nobody has answered. A question that is not reached cannot
change the decision, whatever else is answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from advisor.advice import place_order
from advisor.cases import Place
from advisor.facts import FACT_TYPES, NOTES, PATTERNS, REPORTED
from advisor.interview.answers import AGE, SYMPTOMS
from advisor.interview.outlook import Chance, Outlook
from advisor.interview.truths import FALSE, OPEN, TRUE, Matter, settled
from advisor.language import AtLeast, Condition, IsUnknown, Not, Pattern, Rule

_OF_THE_DECISION = ("referral", "caution", "load", "withheld", "pattern", "key", "drill")


def relevant(outlook: Outlook) -> dict[Place, list[Rule]]:
    """
    Give the open places that can still change the decision, each with the rules it bears on.

    They are in the order of the vocabulary; that there is none means that the decision is settled.
    """
    found = _Walk(outlook).places
    base = outlook.answers.base
    return {place: found[place] for place in sorted(found, key=lambda one: place_order(base, one))}


class _Walk:
    """One walk from what is not settled back to the questions."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self.places: dict[Place, list[Rule]] = {}
        self._walked: set[tuple[int, Matter]] = set()
        self._start()

    def _start(self) -> None:
        outlook = self._outlook
        emergency = outlook.may_refer("emergency")
        if not emergency & FALSE:
            return
        if not outlook.may_refer("emergency", "urgent") & FALSE:
            self._guards("emergency")
            return
        self._gate()
        for kind in _OF_THE_DECISION:
            for _, group in outlook.of(kind):
                self._group(group)
        self._notes()
        self._outcome()

    def _gate(self) -> None:
        """Walk back from the gate, which an age and the severe rules open."""
        outlook = self._outlook
        if outlook.gate & TRUE and not outlook.answers.asked(AGE):
            self.places.setdefault(AGE, [])
        matter = Matter.ALL if outlook.gate & TRUE else Matter.HOLDS
        for rule in outlook.plan.guards:
            self._condition(rule.when, matter, rule)

    def _guards(self, level: str) -> None:
        for rule in self._outlook.plan.guards:
            if rule.referral_level == level:
                self._condition(rule.when, Matter.HOLDS, rule)

    def _group(self, group: Iterable[Chance]) -> None:
        """Walk back from what may stand of one name."""
        found = list(group)
        mixed = len({one.fact.get("band") for one in found}) > 1
        for chance in found:
            if not chance.sure and not any(_outdone(chance, other, mixed) for other in found):
                self._rule(chance.rule)

    def _rule(self, rule: Rule, matter: Matter = Matter.HOLDS) -> None:
        self._condition(rule.when, matter, rule)

    def _notes(self) -> None:
        outlook = self._outlook
        givers: dict[str, list[Rule]] = {}
        for rule in outlook.plan.base.rules:
            names = [*rule.notes, *(one.identity for one in rule.conclude if one.type == "note")]
            if names and outlook.may_fire(rule):
                for name in names:
                    givers.setdefault(name, []).append(rule)
        for rules in givers.values():
            if not any(outlook.sure_to_fire(rule) and self._keeps(rule) for rule in rules):
                for rule in rules:
                    self._rule(rule)

    def _keeps(self, rule: Rule) -> bool:
        """Whether a rule gives its notes whenever it fires: something it concludes surely stays."""
        return rule.stratum == NOTES or any(
            one.type not in ("drill", "note")
            or not self._outlook.chances.get(("withheld", one.identity))
            for one in rule.conclude
        )

    def _outcome(self) -> None:
        """Walk back from what decides between drills, all withheld, outside and need more."""
        outlook = self._outlook
        runs = outlook.runs[PATTERNS]
        if not runs & TRUE:
            return
        if not outlook.answers.asked(SYMPTOMS):
            self.places.setdefault(SYMPTOMS, [])
        drills = [rule for rule in outlook.plan.base.rules if _concludes(rule, "drill")]
        if any(outlook.sure_to_fire(rule) for rule in drills):
            return
        for rule in drills:
            self._rule(rule)
        patterns = outlook.plan.rules[PATTERNS]
        if not any(outlook.truths(rule.when) == OPEN for rule in patterns):  # else it needs more
            for rule in patterns:
                self._rule(rule, Matter.ALL)

    # Conditions

    def _condition(self, condition: Condition, matter: Matter, rule: Rule) -> None:
        outlook = self._outlook
        if settled(outlook.truths(condition), matter):
            return
        if isinstance(condition, Pattern):
            self._pattern(condition, matter, rule)
            return
        key = (id(condition), matter)
        if key in self._walked:
            return
        self._walked.add(key)
        if isinstance(condition, Not):
            self._condition(condition.part, matter.opposite, rule)
        elif isinstance(condition, IsUnknown):
            self._condition(condition.part, Matter.ALL, rule)
        else:
            assert isinstance(condition, AtLeast)
            for part in condition.parts:
                self._condition(part, matter, rule)

    def _pattern(self, pattern: Pattern, matter: Matter, rule: Rule) -> None:
        outlook = self._outlook
        if FACT_TYPES[pattern.type].stratum == REPORTED:
            for place in outlook.reports.places(pattern, matter):
                rules = self.places.setdefault(place, [])
                if rule not in rules:
                    rules.append(rule)
            return
        if (id(pattern), matter) in self._walked:
            return
        self._walked.add((id(pattern), matter))
        for _, group in outlook.of(pattern.type):
            if not settled(outlook.group_truths(pattern, group), Matter.ALL):
                surely = {self._way(pattern, one) for one in group if one.sure}
                for chance in group:
                    if self._way(pattern, chance) not in surely:
                        self._rule(chance.rule)

    def _way(self, pattern: Pattern, chance: Chance) -> tuple[object, ...]:
        """Give how something would count for a pattern: how strongly, and whether it passes."""
        return chance.fact.rank, self._outlook.plan.passes(pattern, chance.fact)


def _concludes(rule: Rule, kind: str) -> bool:
    return any(one.type == kind for one in rule.conclude)


def _outdone(chance: Chance, other: Chance, mixed: bool) -> bool:
    """
    Whether another conclusion is sure to say the same.

    Where several bands of a load are `mixed`, it must also come first: the last one is told.
    """
    if not other.sure or other.fact.rank < chance.fact.rank:
        return False
    same = other.fact.get("band") == chance.fact.get("band")
    first = same and other.rule.order < chance.rule.order
    return other.fact.rank > chance.fact.rank or first or not mixed
